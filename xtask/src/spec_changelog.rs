//! `cargo xtask spec-changelog`: writes the changes of the API description into `CHANGELOG.md`.
//!
//! In come the description and the one that the last release shipped. Out comes the changelog with one section about
//! the difference, written anew each time. `spec_gate` checks that this was done.

use std::fs;
use std::io::{self, Write};

use crate::changelog_file::{self, CHANGELOG};
use crate::cli::SpecChangelogFlags;
use crate::exit::Exit;
use crate::{client_version, last_release, revisions};

pub(crate) fn run(flags: &SpecChangelogFlags, out: &mut dyn Write) -> io::Result<Exit> {
    let root = &flags.base.root.root;
    let Some((base, revision)) = revisions::both(&flags.base, None, "spec-changelog")? else {
        return Ok(Exit::Unusable);
    };
    let now = client_version::read(root)?.version;
    let (shipped, released) = match &base.commit {
        None => (base.document, None),
        Some(commit) => {
            let release = last_release::before(commit)?;
            let Some(shipped) = last_release::description(release.as_ref(), &revision)? else {
                return Ok(Exit::Unusable);
            };
            (shipped, release.map(|release| release.version))
        }
    };
    let mut changes = revisions::compare(&shipped, &revision);
    if base.commit.is_some() && revisions::accept(root, &mut [&mut changes])?.is_none() {
        return Ok(Exit::Unusable);
    }
    let before = changelog_file::read(root)?;
    let after = changelog_file::written(&before, &changes, &now, released.as_ref());
    if after == before {
        writeln!(out, "{CHANGELOG} is up to date")?;
    } else {
        fs::write(root.join(CHANGELOG), after)?;
        writeln!(out, "{CHANGELOG} is written")?;
    }
    Ok(Exit::Success)
}
