//! What hurts a run of psq.

use std::fmt;

use nix::errno::Errno;
use nix::sys::signal::Signal;

use super::disk::Survived;
use super::scenario::Change;
use crate::random::Random;

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
    /// Somebody asks psq to end.
    Signal { at: usize, signal: Signal },
    /// A system call fails.
    Errno { at: usize, errno: Errno },
    /// The server fails, as `--fault` says it.
    Server(Vec<String>),
    /// A second psq on this machine wants the same key.
    LocalRival { at: usize },
    /// Somebody on another machine rotates the same key.
    RemoteRival { at: usize },
    /// A file system of its own, with little room left.
    DiskFull { is_state: bool, room: usize },
    /// The folder of the destination becomes read-only.
    ReadOnly { at: usize },
    /// Nobody reads the standard output.
    ClosedStdout,
    /// Nobody reads the standard error.
    ClosedStderr,
}

/// The kinds that are counted.
pub(super) const KINDS: [&str; 12] = [
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
];

impl Fault {
    /// Its place in [`KINDS`].
    pub(super) fn kind(&self) -> usize {
        match self {
            Self::Kill { before: true, .. } => 0,
            Self::Kill { before: false, .. } => 1,
            Self::PowerLoss { .. } => 2,
            Self::Errno { .. } => 3,
            Self::Server(_) => 4,
            Self::LocalRival { .. } => 5,
            Self::RemoteRival { .. } => 6,
            Self::DiskFull { .. } => 7,
            Self::ReadOnly { .. } => 8,
            Self::ClosedStdout => 9,
            Self::ClosedStderr => 10,
            Self::Signal { .. } => 11,
        }
    }

    /// Any fault, for a run with so many points.
    pub(super) fn any(random: &mut Random, change: Change, points: usize, can_mount: bool) -> Self {
        let at = random.below(points);
        match random.below(100) {
            0..20 => Self::Kill {
                at,
                before: random.percent(50),
            },
            20..42 => Self::PowerLoss {
                at,
                before: random.percent(50),
                survived: *random.of(&Survived::ALL).unwrap_or(&Survived::Nothing),
                seed: random.next(),
            },
            42..46 => Self::Signal {
                at,
                signal: *random.of(&SIGNALS).unwrap_or(&Signal::SIGINT),
            },
            46..58 => Self::Errno {
                at,
                errno: *random.of(&ERRNOS).unwrap_or(&Errno::EIO),
            },
            58..82 => Self::Server(server(random, change)),
            82..86 => Self::LocalRival { at },
            86..91 => Self::RemoteRival { at },
            91..94 if can_mount => Self::DiskFull {
                is_state: random.percent(40),
                room: random.below(6) * 4096,
            },
            94..96 if can_mount => Self::ReadOnly { at },
            96..98 => Self::ClosedStdout,
            98..100 => Self::ClosedStderr,
            _ => Self::Errno {
                at,
                errno: Errno::ENOSPC,
            },
        }
    }
}

const SIGNALS: [Signal; 3] = [Signal::SIGINT, Signal::SIGTERM, Signal::SIGHUP];

const ERRNOS: [Errno; 9] = [
    Errno::ENOSPC,
    Errno::ENOSPC,
    Errno::EIO,
    Errno::EROFS,
    Errno::EDQUOT,
    Errno::EACCES,
    Errno::EMFILE,
    Errno::ECONNRESET,
    Errno::ETIMEDOUT,
];

/// One to three faults of the server. A storm outlasts all attempts of a request.
fn server(random: &mut Random, change: Change) -> Vec<String> {
    const ROTATE: [&str; 6] = [
        "regenerate=",
        "regenerate=",
        "regenerate=",
        "reveal=",
        "key-types=",
        "",
    ];
    const REPLACE: [&str; 7] = [
        "create=",
        "create=",
        "delete=",
        "reveal=",
        "key-types=",
        "list=",
        "",
    ];
    let operations = match change {
        Change::Rotate => &ROTATE[..],
        Change::Replace => &REPLACE[..],
    };
    const KINDS: [&str; 17] = [
        "drop:before",
        "drop:after",
        "drop:after",
        "truncate:40",
        "truncate:200",
        "status:500:before",
        "status:500:after",
        "status:503:before",
        "gateway:502:before",
        "gateway:504:after",
        "conflict",
        "rate-limit:0",
        "body:html",
        "body:empty",
        "body:malformed",
        "body:null-key",
        "delay:20:after",
    ];
    let several = 1 + random.below(3);
    (0..several)
        .map(|_| {
            let operation = random.of(operations).copied().unwrap_or_default();
            let mut kind = random.of(&KINDS).copied().unwrap_or_default();
            if operation == "key-types=" && random.percent(50) {
                // A new key is not accepted everywhere at once.
                kind = "status:401:before";
            }
            if random.percent(2) {
                // Longer than psq is told to wait.
                kind = "delay:3500:after";
            }
            let times = match random.below(10) {
                0..3 => 20,
                3 | 4 => 2,
                _ => 1,
            };
            format!("{operation}{kind}*{times}")
        })
        .collect()
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
            Self::Signal { at, signal } => write!(f, "{signal:?} at call {at}"),
            Self::Errno { at, errno } => write!(f, "{errno:?} from call {at}"),
            Self::Server(faults) => write!(f, "server: {}", faults.join(", ")),
            Self::LocalRival { at } => write!(f, "a second psq at call {at}"),
            Self::RemoteRival { at } => write!(f, "a rotation elsewhere at call {at}"),
            Self::DiskFull { is_state, room } => write!(
                f,
                "{room} bytes left on the disk of the {}",
                if *is_state { "state" } else { "destination" }
            ),
            Self::ReadOnly { at } => write!(f, "destination read-only from call {at} on"),
            Self::ClosedStdout => f.write_str("stdout closed"),
            Self::ClosedStderr => f.write_str("stderr closed"),
        }
    }
}
