//! Runs cargo and other programs.
//!
//! In comes a command. Out comes whether it succeeded, with its output in the terminal, or the output itself. The
//! paths of the programs that cargo builds are found by `programs`.

use std::io::{self, Write};
use std::path::{Path, PathBuf};
use std::process::{Command, Stdio};
use std::thread;
use std::time::{Duration, Instant};

use crate::workspace;

/// A cargo command in the root of the workspace, by the cargo that runs this program.
pub(crate) fn command(arguments: &[&str]) -> Command {
    let cargo = std::env::var_os("CARGO").unwrap_or_else(|| "cargo".into());
    let mut command = Command::new(cargo);
    command
        .args(arguments)
        .current_dir(workspace::path(""))
        .stdin(Stdio::null());
    command
}

/// A cargo command in the root of the workspace, by the cargo of the nightly toolchain.
pub(crate) fn nightly(arguments: &[&str]) -> Command {
    let mut command = Command::new("rustup");
    command
        .args(["run", "nightly", "cargo"])
        .args(arguments)
        .current_dir(workspace::path(""))
        // Those of the cargo that runs this program would be taken instead.
        .env_remove("CARGO")
        .env_remove("RUSTC")
        .env_remove("RUSTUP_TOOLCHAIN")
        .stdin(Stdio::null());
    command
}

/// The folder that cargo builds into.
pub(crate) fn target_folder() -> PathBuf {
    std::env::var_os("CARGO_TARGET_DIR").map_or_else(|| workspace::path("target"), PathBuf::from)
}

/// How often a command with a time limit is checked for its end.
const GLANCE: Duration = Duration::from_millis(100);

/// Runs a command. The command line and its output are shown.
pub(crate) fn succeeds(mut command: Command, out: &mut dyn Write) -> io::Result<bool> {
    show(&command, out)?;
    Ok(command.status()?.success())
}

/// As [`succeeds`], with a time limit: a command that still runs at `end` is killed, and a line says so.
pub(crate) fn succeeds_until(
    end: Instant,
    mut command: Command,
    out: &mut dyn Write,
) -> io::Result<bool> {
    show(&command, out)?;
    let mut child = command.spawn()?;
    loop {
        let left = end.saturating_duration_since(Instant::now());
        if left.is_zero() {
            child.kill()?;
            child.wait()?;
            writeln!(out, "the time is over, so the command was killed")?;
            return Ok(false);
        }
        if let Some(status) = child.try_wait()? {
            return Ok(status.success());
        }
        thread::sleep(left.min(GLANCE));
    }
}

fn show(command: &Command, out: &mut dyn Write) -> io::Result<()> {
    let words: Vec<String> = command
        .get_args()
        .map(|word| word.to_string_lossy().into_owned())
        .collect();
    let program = Path::new(command.get_program()).file_stem();
    let program = program.unwrap_or_default().to_string_lossy();
    writeln!(out, "$ {program} {}", words.join(" "))?;
    out.flush()
}

/// Runs a command and returns its output.
///
/// # Errors
/// If it fails. The error has what it printed to standard error.
pub(crate) fn output(mut command: Command) -> io::Result<String> {
    let output = command.output()?;
    if !output.status.success() {
        return Err(io::Error::other(
            String::from_utf8_lossy(&output.stderr).into_owned(),
        ));
    }
    String::from_utf8(output.stdout).map_err(io::Error::other)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_command_without_time_is_killed() {
        let mut out = Vec::new();
        let ended = succeeds_until(Instant::now(), command(&["--version"]), &mut out);
        assert!(matches!(ended, Ok(false)), "{ended:?}");
        let text = String::from_utf8_lossy(&out);
        assert!(text.contains("the time is over"), "{text}");
    }
}
