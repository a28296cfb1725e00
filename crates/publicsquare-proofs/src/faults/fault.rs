//! What hurts a run of psq.

mod chance;

use std::fmt;

use nix::errno::Errno;
use nix::sys::signal::Signal;

use super::disk::Survived;

/// One fault.
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
    /// Somebody asks psq to end, and perhaps once more so many calls later.
    Signal {
        at: usize,
        signal: Signal,
        again: Option<usize>,
        /// The answer that changes the key takes its time.
        is_slow: bool,
    },
    /// A system call fails.
    Errno { at: usize, errno: Errno },
    /// The server fails, as `--fault` says it.
    Server(Vec<String>),
    /// A second psq on this machine wants the same key.
    SecondPsq { at: usize },
    /// Somebody on another machine rotates the same key.
    RotatedElsewhere { at: usize },
    /// A file system of its own, with little room left.
    DiskFull { is_state: bool, room: usize },
    /// The folder of the destination becomes read-only.
    ReadOnly { at: usize },
    /// Nobody reads the standard output.
    ClosedStdout,
    /// Nobody reads the standard error.
    ClosedStderr,
    /// Somebody edits the destination: adds a line, or puts another secret where the key goes.
    Edited { at: usize, replaces_secret: bool },
    /// A deployment moves the link that the path leads through.
    Moved { at: usize },
    /// The program that is to get the key cannot be started any more.
    ProgramDisabled { at: usize },
    /// A person is asked whether it is this production key, and interrupts or says no.
    Confirmation { interrupts: bool },
    /// Nothing. The place is trouble enough.
    Nothing,
}

/// The kinds that are counted.
pub(super) const KINDS: [&str; 18] = [
    "SIGKILL before a call",
    "SIGKILL after a call",
    "power loss",
    "a call fails",
    "server",
    "second rotator, same machine",
    "second rotator, elsewhere",
    "disk full",
    "read-only destination",
    "closed stdout",
    "closed stderr",
    "SIGINT, SIGTERM, SIGHUP",
    "two of these",
    "destination edited",
    "link moved",
    "program unplugged",
    "not confirmed",
    "nothing but the place",
];

impl Fault {
    /// Whether it waits for a call that a run may not come to.
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

    /// Its place in [`KINDS`].
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
                f.write_str(if *is_slow { ", slow answers" } else { "" })
            }
            Self::Errno { at, errno } => write!(f, "{errno:?} from call {at}"),
            Self::Server(faults) => write!(f, "server: {}", faults.join(", ")),
            Self::SecondPsq { at } => write!(f, "a second psq at call {at}"),
            Self::RotatedElsewhere { at } => write!(f, "a rotation elsewhere at call {at}"),
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
                    "another secret in place of the key"
                } else {
                    "a line more"
                }
            ),
            Self::Moved { at } => write!(f, "the link moves at call {at}"),
            Self::ProgramDisabled { at } => {
                write!(f, "the program cannot be started from call {at} on")
            }
            Self::Confirmation { interrupts: true } => f.write_str("SIGINT at the confirmation"),
            Self::Confirmation { interrupts: false } => f.write_str("another word than the id"),
            Self::Nothing => f.write_str("nothing"),
        }
    }
}
