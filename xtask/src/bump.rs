//! `cargo xtask bump VERSION`: gives all crates of the workspace one version.
//!
//! In comes the version. Out come the files that were written: manifests, the lock file and the recipes in
//! `deploy`. The places in them are known to `version_places`; which version the next release needs is known to
//! `spec_gate`.

use std::io::{self, Write};

use crate::cli::BumpFlags;
use crate::exit::Exit;
use crate::version_places;

pub(crate) fn run(flags: &BumpFlags, out: &mut dyn Write) -> io::Result<Exit> {
    let changed = version_places::write(&flags.root.root, &flags.version)?;
    if changed.is_empty() {
        writeln!(out, "everything is {} already", flags.version)?;
    }
    for file in changed {
        writeln!(out, "{file} is written")?;
    }
    Ok(Exit::Success)
}
