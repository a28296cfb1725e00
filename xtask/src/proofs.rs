//! `cargo xtask faults`, `cargo xtask claims` and `cargo xtask soak`: the benches that test the promises.
//!
//! In come the flags of a bench, which are passed on as they are. Out comes the exit code of the bench. The benches
//! are the package `publicsquare-proofs`. It is built only when it is asked for, so that no other subcommand waits
//! for it.

use std::ffi::OsString;
use std::io::{self, Write};
use std::path::Path;
use std::process::{Command, ExitStatus};

use crate::cargo;
use crate::exit::Exit;
use crate::programs::Programs;
use crate::workspace;

const PACKAGE: &str = "publicsquare-proofs";

/// Builds the benches, and runs one of them.
pub(crate) fn run(bench: &str, arguments: &[OsString], out: &mut dyn Write) -> io::Result<Exit> {
    out.flush()?;
    let build = cargo::command(&[
        "build",
        "--quiet",
        "--package",
        PACKAGE,
        "--message-format",
        "json-render-diagnostics",
    ]);
    let programs = Programs::built(build)?;
    start(&programs.path(PACKAGE)?, bench, arguments)
}

/// A short run of the bench `faults`.
pub(crate) fn faults_in_short(out: &mut dyn Write) -> io::Result<Exit> {
    let programs = Programs::of_the_tests(out)?;
    let psq = programs.path("psq")?.into_os_string();
    let arguments = ["--rounds".into(), "400".into(), "--psq".into(), psq];
    start(&programs.path(PACKAGE)?, "faults", &arguments)
}

/// A short run of the bench `claims`.
pub(crate) fn claims_in_short(out: &mut dyn Write) -> io::Result<Exit> {
    let programs = Programs::of_the_tests(out)?;
    let arguments = ["--rounds".into(), "1500".into()];
    start(&programs.path(PACKAGE)?, "claims", &arguments)
}

fn start(program: &Path, bench: &str, arguments: &[OsString]) -> io::Result<Exit> {
    let mut command = Command::new(program);
    command
        .arg(bench)
        .args(arguments)
        .current_dir(workspace::path(""));
    ended(command.status()?)
}

/// The result of a bench, whose exit codes are those of this program.
fn ended(status: ExitStatus) -> io::Result<Exit> {
    match status.code() {
        Some(0) => Ok(Exit::Success),
        Some(1) => Ok(Exit::Failure),
        Some(2) => Ok(Exit::Unusable),
        _ => Err(io::Error::other(format!("the bench ended with {status}"))),
    }
}
