//! The exit codes, which are documented and stable.

use std::process::ExitCode;

/// How a run ends. Scripts rely on the numbers.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(crate) enum Exit {
    /// The key is delivered and verified; or there was nothing to do.
    Delivered,
    /// The command line or the surroundings are not usable. Nothing was asked of the API.
    Usage,
    /// The old key is untouched.
    Untouched,
    /// The key is rotated, or it is unknown whether it is: `psq recover` has to go on.
    Unfinished,
    /// The key is delivered; verifying it failed, or another rotation superseded it.
    Unverified,
}

impl Exit {
    /// The number.
    pub(crate) fn code(self) -> u8 {
        match self {
            Self::Delivered => 0,
            Self::Usage => 2,
            Self::Untouched => 3,
            Self::Unfinished => 4,
            Self::Unverified => 5,
        }
    }

    /// The one with this number. A number that psq does not use stands for nothing that went wrong.
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

    /// The one that needs more attention, for a run over several rotations.
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
