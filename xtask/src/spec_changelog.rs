//! `cargo xtask spec-changelog`: the changes of the YAML, for people.

use std::fs;
use std::io::{self, Write};

use openapi_semver::changelog;

use crate::cli::SpecChangelogFlags;
use crate::exit::Exit;
use crate::revisions;
use crate::spec_gate::CHANGELOG;

pub(crate) fn run(flags: &SpecChangelogFlags, out: &mut dyn Write) -> io::Result<Exit> {
    let root = &flags.base.root.root;
    let Some((base, revision)) = revisions::both(&flags.base, None)? else {
        return Ok(Exit::Unusable);
    };
    let mut changes = revisions::compare(&base.document, &revision);
    if base.commit.is_some() && revisions::accept(root, &mut changes)?.is_none() {
        return Ok(Exit::Unusable);
    }
    let path = root.join(CHANGELOG);
    let before = match fs::read_to_string(&path) {
        Err(error) if error.kind() == io::ErrorKind::NotFound => String::new(),
        outcome => outcome?,
    };
    let after = changelog::with_section(&before, &changelog::section(&changes));
    if after == before {
        writeln!(out, "{CHANGELOG} is up to date")?;
    } else {
        fs::write(&path, after)?;
        writeln!(out, "{CHANGELOG} is written")?;
    }
    Ok(Exit::Success)
}
