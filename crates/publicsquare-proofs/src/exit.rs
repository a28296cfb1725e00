//! The exit codes of the benches, and messages on standard error.
//!
//! The outcome of a bench, or an I/O error, comes in. Out goes 0, 1 or 2. What they mean is on the front page of
//! the library.

use std::io;
use std::process::ExitCode;

/// The exit codes of the benches.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(crate) enum Exit {
    /// The promise was kept.
    Success,
    /// The bench has findings.
    Failure,
    /// The bench could not run: the arguments or the machine do not allow it.
    Unusable,
}

impl Exit {
    /// The exit code for an I/O error of the bench itself. It prints the error.
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

/// Prints an error on standard error.
#[expect(
    clippy::print_stderr,
    reason = "a command-line program reports errors there"
)]
pub(crate) fn report(message: &str) {
    eprintln!("error: {message}");
}
