//! What is different from one user to the next and changes nothing of what psq has to do.
//!
//! In comes the chance of a round; out go the conditions that the fixture is set with.

use std::fmt;

use crate::random::Random;

/// How the user has set up the machine.
#[derive(Debug, Clone, Copy)]
pub(super) struct Conditions {
    /// The mode of the destination.
    pub(super) mode: u32,
    /// What the shell takes away from the mode of new files.
    pub(super) umask: u32,
    /// The key that psq authenticates with is in a file, and not in the environment.
    pub(super) by_file: bool,
    /// A change of a production key is confirmed on the command line.
    pub(super) is_confirmed: bool,
}

impl Conditions {
    pub(super) fn any(random: &mut Random) -> Self {
        Self {
            mode: *random.of(&[0o400, 0o440, 0o600, 0o640]).unwrap_or(&0o600),
            umask: *random.of(&[0, 0o077, 0o277]).unwrap_or(&0o077),
            by_file: random.percent(40),
            is_confirmed: random.percent(85),
        }
    }
}

impl fmt::Display for Conditions {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(
            f,
            "destination {:04o}, umask {:03o}, credential in {}{}",
            self.mode,
            self.umask,
            if self.by_file {
                "a file"
            } else {
                "the environment"
            },
            if self.is_confirmed {
                ""
            } else {
                ", unconfirmed"
            }
        )
    }
}
