//! How a bench ends.

use std::io;
use std::process::ExitCode;

/// The exit codes of the benches.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(crate) enum Exit {
    /// All is well.
    Success,
    /// The bench found something.
    Failure,
    /// The input or the environment is not usable.
    Unusable,
}

impl Exit {
    /// What a failed read or write of the bench's own is.
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
