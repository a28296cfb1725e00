//! Settings of the operator's machine that must make no difference to psq.
//!
//! The random numbers of a round come in. Out come modes, the umask, and where the credential is. The fixture is
//! set up with them, and reports show them. What psq is asked to do is in [`scenario`](super::scenario).

use std::fmt;

use crate::random::Random;

/// How the operator has set up the machine.
#[derive(Debug, Clone, Copy)]
pub(super) struct Conditions {
    /// The mode of the destination.
    pub(super) mode: u32,
    /// The umask: the bits that are removed from the mode of new files.
    pub(super) umask: u32,
    /// The key that psq authenticates with is in a file and not in an environment variable.
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
                ", not confirmed on the command line"
            }
        )
    }
}
