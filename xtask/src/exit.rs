//! How a verb ends.

use std::io;
use std::process::ExitCode;

/// The exit codes of `cargo xtask`.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(crate) enum Exit {
    /// All is well.
    Success,
    /// A check found something.
    Failure,
    /// The input or the environment is not usable.
    Unusable,
    /// The committed code is not what the YAML says.
    Stale,
    /// The version of the client, or its changelog, does not follow a change of the YAML.
    VersionTooLow,
}

impl Exit {
    /// What a failed read or write of the verb's own is.
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

/// Says on standard error what is wrong.
#[expect(
    clippy::print_stderr,
    reason = "this is where a command-line program says it"
)]
pub(crate) fn report(message: &str) {
    eprintln!("error: {message}");
}

/// Says on standard error what is worth knowing.
#[expect(
    clippy::print_stderr,
    reason = "this is where a command-line program says it"
)]
pub(crate) fn note(message: &str) {
    eprintln!("note: {message}");
}
