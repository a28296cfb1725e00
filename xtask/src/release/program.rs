//! The steps of a release that are about psq as people download it.
//!
//! In comes the candidate. Out come the program, its archive and the list of its components in `target/dist`, and whether a second build gives the same program. The other targets are built by the workflow, each
//! with `cargo xtask dist` on a machine of its own.

use std::fs;
use std::io::{self, Write};
use std::path::PathBuf;

use super::crates::runs;
use super::{Candidate, Outcome};
use crate::{cargo, dist, workspace};

/// Where psq is built for the first time; the second folder differs in its name and in its length.
const FIRST: &str = "target/release-first";
const SECOND: &str = "target/release-second-build";

const NOT_ON_WINDOWS: &str = "psq does not run on Windows";

/// psq as `build` has left it.
fn built() -> io::Result<PathBuf> {
    let target = dist::host()?;
    Ok(workspace::path(FIRST).join(target).join("small/psq"))
}

fn components_path(candidate: &Candidate) -> PathBuf {
    workspace::path("target/dist").join(format!("psq-{}.cdx.json", candidate.version))
}

/// psq, built for this machine. psq runs on Unix only.
pub(super) fn build(_: &Candidate, out: &mut dyn Write) -> io::Result<Outcome> {
    if cfg!(windows) {
        return Ok(Outcome::Skipped(NOT_ON_WINDOWS.to_owned()));
    }
    let target = dist::host()?;
    let program = dist::build(&target, &workspace::path(FIRST), out)?;
    let bytes = fs::metadata(&program)?.len();
    Ok(Outcome::Passed(format!(
        "psq for {target} is built, {:.1} MB; the other targets are built by the workflow",
        bytes as f64 / 1e6
    )))
}

/// The archive that people download.
pub(super) fn archive(candidate: &Candidate, _: &mut dyn Write) -> io::Result<Outcome> {
    if cfg!(windows) {
        return Ok(Outcome::Skipped(NOT_ON_WINDOWS.to_owned()));
    }
    let staged = dist::stage(&built()?)?;
    let pages = fs::read_dir(staged.join("man"))?.count();
    let completions = fs::read_dir(staged.join("completions"))?.count();
    let archive = dist::pack(&staged, &candidate.version, &dist::host()?)?;
    Ok(if pages == 0 || completions == 0 {
        Outcome::Failed(format!(
            "{pages} pages of the manual, {completions} completions"
        ))
    } else {
        Outcome::Passed(format!(
            "{pages} pages of the manual and {completions} completions are in {}",
            archive.file_name().unwrap_or_default().to_string_lossy()
        ))
    })
}

/// The list of everything that psq is built from, as CycloneDX.
pub(super) fn components(candidate: &Candidate, out: &mut dyn Write) -> io::Result<Outcome> {
    if !runs(&mut cargo::command(&["cyclonedx", "--version"])) {
        return Ok(Outcome::Skipped(
            "cargo-cyclonedx is not installed: cargo install --locked cargo-cyclonedx".to_owned(),
        ));
    }
    let path = components_path(candidate);
    dist::write_components(&path, out)?;
    let listed: serde_json::Value = serde_json::from_str(&fs::read_to_string(&path)?)?;
    let count = listed["components"].as_array().map_or(0, Vec::len);
    Ok(if count == 0 {
        Outcome::Failed(format!("{} lists no components", path.display()))
    } else {
        Outcome::Passed(format!("{count} components of psq are listed"))
    })
}

/// A second build in another folder gives the same program.
pub(super) fn reproducible(_: &Candidate, out: &mut dyn Write) -> io::Result<Outcome> {
    if cfg!(windows) {
        return Ok(Outcome::Skipped(NOT_ON_WINDOWS.to_owned()));
    }
    let second = dist::build(&dist::host()?, &workspace::path(SECOND), out)?;
    let [first, second] = [dist::sha256(&built()?)?, dist::sha256(&second)?];
    Ok(if first == second {
        Outcome::Passed(format!("two builds in two folders are the same: {first}"))
    } else {
        Outcome::Failed(format!(
            "two builds in two folders differ: {first} and {second}"
        ))
    })
}
