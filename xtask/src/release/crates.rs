//! The steps of a release that are about the crates on crates.io.
//!
//! In comes the candidate. Out comes whether each crate builds from its tarball, whether its API is compatible with the
//! last release, and whether it builds with the lowest versions that its manifest allows. The last two need tools that
//! a machine may not have; then the step is skipped and says so.

use std::fs;
use std::io::{self, Write};
use std::process::{Command, Stdio};

use super::{Candidate, Outcome};
use crate::exit::Exit;
use crate::git::Commit;
use crate::{cargo, last_release, packages, workspace};

/// Each crate builds from its tarball alone.
pub(super) fn packages(_: &Candidate, out: &mut dyn Write) -> io::Result<Outcome> {
    Ok(match packages::run(out)? {
        Exit::Success => Outcome::Passed(format!(
            "{} crates compile from their tarballs, and the tests of `publicsquare` pass there",
            packages::PUBLISHED.len()
        )),
        _ => Outcome::Failed(
            "a tarball does not compile, or a test in it fails; cargo has said which above"
                .to_owned(),
        ),
    })
}

/// The API of each crate is as compatible with the last release as the version says.
pub(super) fn compatibility(candidate: &Candidate, out: &mut dyn Write) -> io::Result<Outcome> {
    let head = Commit::base(&candidate.root, Some("HEAD"), "release")?;
    let Some(tag) = last_release::tag_before(&head, &candidate.version)? else {
        return Ok(Outcome::First(
            "no tag of an earlier release is in this history, so the crates were compared with nothing"
                .to_owned(),
        ));
    };
    if !runs(&mut cargo::command(&["semver-checks", "--version"])) {
        return Ok(Outcome::Skipped(format!(
            "the crates are not compared with {tag}, because cargo-semver-checks is not installed: cargo install \
             --locked cargo-semver-checks"
        )));
    }
    let mut check = cargo::command(&["semver-checks", "--baseline-rev", &tag]);
    let libraries = packages::PUBLISHED
        .iter()
        .filter(|name| **name != "publicsquare-cli");
    check.args(libraries.flat_map(|name| ["--package", name]));
    Ok(if cargo::succeeds(check, out)? {
        Outcome::Passed(format!("the crates are compatible with {tag}"))
    } else {
        Outcome::Failed(format!(
            "cargo semver-checks has failed against {tag}; its message is above"
        ))
    })
}

/// Each crate builds with the lowest versions of its direct dependencies. Works on the tarballs that `packages` has
/// unpacked, so that the lock file of the workspace stays as it is.
pub(super) fn minimal_versions(_: &Candidate, out: &mut dyn Write) -> io::Result<Outcome> {
    let nightly = |arguments: &[&str]| {
        let mut command = cargo::nightly(arguments);
        command.current_dir(workspace::path(packages::FOLDER));
        command
    };
    if !runs(&mut nightly(&["--version"])) {
        return Ok(Outcome::Skipped(
            "cargo resolves minimal versions with a nightly toolchain only: rustup toolchain install nightly"
                .to_owned(),
        ));
    }
    packages::write_plain_manifest()?;
    let lock = workspace::path(packages::FOLDER).join("Cargo.lock");
    fs::remove_file(&lock)?;
    let resolve = nightly(&["generate-lockfile", "-Zdirect-minimal-versions"]);
    if !cargo::succeeds(resolve, out)? {
        return Ok(Outcome::Failed(
            "a lock file with the lowest direct dependencies could not be made; cargo has said why above"
                .to_owned(),
        ));
    }
    let mut check = nightly(&[
        "check",
        "--quiet",
        "--workspace",
        "--all-features",
        "--locked",
    ]);
    check
        .arg("--target-dir")
        .arg(workspace::path("target/minimal-versions"));
    Ok(if cargo::succeeds(check, out)? {
        Outcome::Passed(
            "the crates compile with all features and the lowest direct dependencies that they allow".to_owned(),
        )
    } else {
        Outcome::Failed(
            "the crates do not compile with the lowest direct dependencies; cargo has said why above"
                .to_owned(),
        )
    })
}

/// Whether a program can be run and succeeds. What it prints is not shown.
pub(super) fn runs(command: &mut Command) -> bool {
    command
        .stdout(Stdio::null())
        .stderr(Stdio::null())
        .status()
        .is_ok_and(|status| status.success())
}
