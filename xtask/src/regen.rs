//! `cargo xtask regen`: writes the files that are generated and committed.
//!
//! In comes the API description. Out come the written files or, with `--check`, the differences. Which files those
//! are and what they contain is decided in `spec`.

use std::io::{self, Write};
use std::{fs, path::Path};

use publicsquare_codegen::REGEN_COMMAND;
use similar::TextDiff;

use crate::cli::RegenFlags;
use crate::exit::Exit;
use crate::spec::{self, Snapshot};

pub(crate) fn run(flags: &RegenFlags, out: &mut dyn Write) -> io::Result<Exit> {
    let Some(snapshots) = spec::snapshots(&flags.root)? else {
        return Ok(Exit::Unusable);
    };
    let mut stale = false;
    for snapshot in &snapshots {
        let path = flags.root.join(snapshot.file);
        let committed = read(&path)?;
        if committed.as_deref() == Some(&*snapshot.content) {
            writeln!(out, "{} is up to date", snapshot.file)?;
        } else if flags.check {
            stale = true;
            show_difference(snapshot, committed.as_deref().unwrap_or_default(), out)?;
        } else {
            fs::write(&path, &snapshot.content)?;
            writeln!(out, "{} is written", snapshot.file)?;
        }
    }
    if stale {
        writeln!(
            out,
            "The committed files do not match {}. Mend them with:\n",
            spec::FILE
        )?;
        writeln!(out, "    {REGEN_COMMAND}")?;
        return Ok(Exit::Stale);
    }
    Ok(Exit::Success)
}

/// The committed text. Line ends that a checkout turned into CRLF are no difference.
fn read(path: &Path) -> io::Result<Option<String>> {
    match fs::read_to_string(path) {
        Ok(text) => Ok(Some(text.replace("\r\n", "\n"))),
        Err(error) if error.kind() == io::ErrorKind::NotFound => Ok(None),
        Err(error) => Err(error),
    }
}

fn show_difference(snapshot: &Snapshot, committed: &str, out: &mut dyn Write) -> io::Result<()> {
    let difference = TextDiff::from_lines(committed, &snapshot.content);
    let unified = difference
        .unified_diff()
        .header(
            &format!("a/{}", snapshot.file),
            &format!("b/{}", snapshot.file),
        )
        .to_string();
    writeln!(out, "{unified}")
}
