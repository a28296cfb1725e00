//! The exit codes of psq, which are documented and stable.
//!
//! A way to end comes in as an [`Exit`]. Out goes its number, or the worse of two for a run over several
//! keys. `cli_error` carries one to the end of a run. `pages` documents them for the help and the manual.

use std::process::ExitCode;

/// How a run ends. Scripts rely on the numbers, so they never change.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(crate) enum Exit {
    /// The key is delivered and verified, or there was nothing to do.
    Delivered,
    /// The command line or the machine does not allow the call. Nothing was changed.
    Usage,
    /// The old key is untouched.
    Untouched,
    /// The key is rotated, or psq does not know whether it is. `psq recover` has to go on.
    Unfinished,
    /// The key is delivered, but psq could not verify it, or another rotation has superseded it.
    Unverified,
}

impl Exit {
    /// The exit code.
    pub(crate) fn code(self) -> u8 {
        match self {
            Self::Delivered => 0,
            Self::Usage => 2,
            Self::Untouched => 3,
            Self::Unfinished => 4,
            Self::Unverified => 5,
        }
    }

    /// The way to end with this exit code. An unknown number counts as success.
    pub(crate) fn of_code(code: u8) -> Self {
        [
            Self::Usage,
            Self::Untouched,
            Self::Unfinished,
            Self::Unverified,
        ]
        .into_iter()
        .find(|exit| exit.code() == code)
        .unwrap_or(Self::Delivered)
    }

    /// The worse of two, for a run over several rotations.
    pub(crate) fn worse(self, other: Self) -> Self {
        let weight = |exit| match exit {
            Self::Delivered => 0,
            Self::Untouched => 1,
            Self::Usage => 2,
            Self::Unverified => 3,
            Self::Unfinished => 4,
        };
        if weight(other) > weight(self) {
            other
        } else {
            self
        }
    }
}

impl From<Exit> for ExitCode {
    fn from(exit: Exit) -> Self {
        Self::from(exit.code())
    }
}
