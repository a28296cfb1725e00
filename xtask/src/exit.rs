//! How a subcommand ends: its exit code, and messages on standard error.
//!
//! In comes the result of a subcommand. Out comes the code of the process. The codes that a subcommand can have are
//! in its help, which is written in `cli`.

use std::io;
use std::process::ExitCode;

/// The exit codes of `cargo xtask`.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(crate) enum Exit {
    /// No findings.
    Success,
    /// A check found something.
    Failure,
    /// The input or the environment is not usable.
    Unusable,
    /// A committed file does not match the YAML.
    Stale,
    /// The version of the client or its changelog does not follow from a change of the YAML.
    VersionTooLow,
}

impl Exit {
    /// Reports a failed read or write.
    pub(crate) fn from_io(error: io::Error) -> Self {
        report(&error.to_string());
        Self::Unusable
    }
}

impl From<Exit> for ExitCode {
    fn from(exit: Exit) -> Self {
        Self::from(match exit {
            Exit::Success => 0,
            Exit::Failure => 1,
            Exit::Unusable => 2,
            Exit::Stale => 4,
            Exit::VersionTooLow => 5,
        })
    }
}

/// Prints an error to standard error.
#[expect(
    clippy::print_stderr,
    reason = "a command-line program reports on standard error"
)]
pub(crate) fn report(message: &str) {
    eprintln!("error: {message}");
}

/// Prints a note to standard error.
#[expect(
    clippy::print_stderr,
    reason = "a command-line program reports on standard error"
)]
pub(crate) fn note(message: &str) {
    eprintln!("note: {message}");
}
