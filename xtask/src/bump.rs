//! `cargo xtask bump VERSION`: one version in all places.

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
