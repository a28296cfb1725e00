//! The faults that can break a run of psq.
//!
//! A [`Plan`](super::round_plan::Plan) has one. [`inject`](super::inject) lets it strike, reports print it, and the
//! tally counts it by [`KINDS`]. Which fault a random round gets is in `fault/chance.rs`.

mod chance;

use std::fmt;

use nix::errno::Errno;
use nix::sys::signal::Signal;

use super::disk::Survived;

/// One fault. `at` is the index of a system call of the run.
#[derive(Debug, Clone, PartialEq, Eq)]
pub(super) enum Fault {
    /// SIGKILL right before or right after a system call.
    Kill { at: usize, before: bool },
    /// The power fails right before or right after a system call.
    PowerLoss {
        at: usize,
        before: bool,
        survived: Survived,
        seed: u64,
    },
    /// psq gets a signal that asks it to end, and perhaps a second one `again` calls later.
    Signal {
        at: usize,
        signal: Signal,
        again: Option<usize>,
        /// The responses that change a key are delayed.
        is_slow: bool,
    },
    /// A system call fails.
    Errno { at: usize, errno: Errno },
    /// The server fails. The faults are in the grammar of `publicsquare-sandbox --fault`.
    Server(Vec<String>),
    /// A second psq on this machine starts to change the same key.
    SecondPsq { at: usize },
    /// Somebody on another machine rotates the same key.
    RotatedElsewhere { at: usize },
    /// The destination or the state is on a file system with only `room` bytes left.
    DiskFull { is_state: bool, room: usize },
    /// The folder of the destination becomes read-only.
    ReadOnly { at: usize },
    /// Standard output is closed.
    ClosedStdout,
    /// Standard error is closed.
    ClosedStderr,
    /// Somebody edits the destination: adds a line, or puts another secret in the place of the key.
    Edited { at: usize, replaces_secret: bool },
    /// A deployment moves the symbolic link on the path to the destination.
    Moved { at: usize },
    /// The program that should get the key cannot be started any more.
    ProgramDisabled { at: usize },
    /// psq asks a person to confirm a production key. The person interrupts, or types something else.
    Confirmation { interrupts: bool },
    /// No fault. The destination itself is the difficulty.
    Nothing,
}

/// The kinds of faults, as the tally counts them.
pub(super) const KINDS: [&str; 18] = [
    "SIGKILL before a call",
    "SIGKILL after a call",
    "power loss",
    "a call fails",
    "the server fails",
    "second psq on the same machine",
    "rotation on another machine",
    "disk full",
    "read-only destination",
    "closed stdout",
    "closed stderr",
    "SIGINT, SIGTERM, SIGHUP",
    "two of these signals",
    "destination edited",
    "link moved",
    "program cannot be started",
    "confirmation refused",
    "no fault but a difficult destination",
];

impl Fault {
    /// Whether it strikes at a system call, which a run may not reach.
    pub(super) fn aims(&self) -> bool {
        !matches!(
            self,
            Self::Server(_)
                | Self::DiskFull { .. }
                | Self::ClosedStdout
                | Self::ClosedStderr
                | Self::Confirmation { .. }
                | Self::Nothing
        )
    }

    /// Its index in [`KINDS`].
    pub(super) fn kind(&self) -> usize {
        match self {
            Self::Kill { before: true, .. } => 0,
            Self::Kill { before: false, .. } => 1,
            Self::PowerLoss { .. } => 2,
            Self::Errno { .. } => 3,
            Self::Server(_) => 4,
            Self::SecondPsq { .. } => 5,
            Self::RotatedElsewhere { .. } => 6,
            Self::DiskFull { .. } => 7,
            Self::ReadOnly { .. } => 8,
            Self::ClosedStdout => 9,
            Self::ClosedStderr => 10,
            Self::Signal { again: None, .. } => 11,
            Self::Signal { again: Some(_), .. } => 12,
            Self::Edited { .. } => 13,
            Self::Moved { .. } => 14,
            Self::ProgramDisabled { .. } => 15,
            Self::Confirmation { .. } => 16,
            Self::Nothing => 17,
        }
    }
}

impl fmt::Display for Fault {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        let side = |before: &bool| if *before { "before" } else { "after" };
        match self {
            Self::Kill { at, before } => write!(f, "SIGKILL {} call {at}", side(before)),
            Self::PowerLoss {
                at,
                before,
                survived,
                seed,
            } => write!(
                f,
                "power loss {} call {at}, survived: {survived:?} (seed {seed})",
                side(before)
            ),
            Self::Signal {
                at,
                signal,
                again,
                is_slow,
            } => {
                write!(f, "{signal:?} at call {at}")?;
                if let Some(again) = again {
                    write!(f, " and {again} calls later")?;
                }
                f.write_str(if *is_slow { ", slow responses" } else { "" })
            }
            Self::Errno { at, errno } => write!(f, "{errno:?} from call {at}"),
            Self::Server(faults) => write!(f, "server: {}", faults.join(", ")),
            Self::SecondPsq { at } => write!(f, "a second psq at call {at}"),
            Self::RotatedElsewhere { at } => {
                write!(f, "a rotation on another machine at call {at}")
            }
            Self::DiskFull { is_state, room } => write!(
                f,
                "{room} bytes left on the disk of the {}",
                if *is_state { "state" } else { "destination" }
            ),
            Self::ReadOnly { at } => write!(f, "destination read-only from call {at} on"),
            Self::ClosedStdout => f.write_str("stdout closed"),
            Self::ClosedStderr => f.write_str("stderr closed"),
            Self::Edited {
                at,
                replaces_secret,
            } => write!(
                f,
                "{} at call {at}",
                if *replaces_secret {
                    "another secret replaces the key"
                } else {
                    "a line is added"
                }
            ),
            Self::Moved { at } => write!(f, "the link moves at call {at}"),
            Self::ProgramDisabled { at } => {
                write!(f, "the program cannot be started from call {at} on")
            }
            Self::Confirmation { interrupts: true } => f.write_str("SIGINT at the confirmation"),
            Self::Confirmation { interrupts: false } => {
                f.write_str("another word than the id at the confirmation")
            }
            Self::Nothing => f.write_str("no fault"),
        }
    }
}
