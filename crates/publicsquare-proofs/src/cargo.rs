//! Running cargo.
//!
//! Arguments come in. Out comes a command that runs in the root of the workspace, or the output of a command that
//! has succeeded. Which files to build is decided by the benches.

use std::io;
use std::process::{Command, Stdio};

use crate::workspace;

/// A cargo command in the root of the workspace. It is the same cargo that runs this program.
pub(crate) fn command(arguments: &[&str]) -> Command {
    let cargo = std::env::var_os("CARGO").unwrap_or_else(|| "cargo".into());
    let mut command = Command::new(cargo);
    command
        .args(arguments)
        .current_dir(workspace::path(""))
        .stdin(Stdio::null());
    command
}

/// Runs a command and returns its standard output. If it fails, the error is its standard error.
pub(crate) fn output(mut command: Command) -> io::Result<String> {
    let output = command.output()?;
    if !output.status.success() {
        return Err(io::Error::other(
            String::from_utf8_lossy(&output.stderr).into_owned(),
        ));
    }
    String::from_utf8(output.stdout).map_err(io::Error::other)
}
