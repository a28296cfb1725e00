//! Choosing a random fault for a round.
//!
//! The random numbers, the scenario and the number of system calls come in. Out comes a [`Fault`] that makes sense
//! there. The enumerated faults are made in [`round_plan`](crate::faults::round_plan).

use nix::errno::Errno;
use nix::sys::signal::Signal;

use super::Fault;
use crate::faults::disk::Survived;
use crate::faults::scenario::{Change, Destination, Phase, ProgramBehaviour, Scenario};
use crate::random::Random;

impl Fault {
    /// Any fault, for a run with this number of system calls.
    pub(in crate::faults) fn any(
        random: &mut Random,
        scenario: Scenario,
        points: usize,
        can_mount: bool,
    ) -> Self {
        let at = random.below(points);
        if random.percent(60)
            && let Some(fault) = Self::of_place(random, scenario, at)
        {
            return fault;
        }
        match random.below(100) {
            0..18 => Self::Kill {
                at,
                before: random.percent(50),
            },
            18..38 => Self::PowerLoss {
                at,
                before: random.percent(50),
                survived: *random.of(&Survived::ALL).unwrap_or(&Survived::Nothing),
                seed: random.next(),
            },
            38..48 => Self::Signal {
                at,
                signal: *random.of(&SIGNALS).unwrap_or(&Signal::SIGINT),
                again: random.percent(60).then(|| 1 + random.below(6)),
                is_slow: random.percent(30),
            },
            48..58 => Self::Errno {
                at,
                errno: *random.of(&ERRNOS).unwrap_or(&Errno::EIO),
            },
            58..80 => Self::Server(server(random, scenario.change)),
            80..84 => Self::SecondPsq { at },
            84..89 => Self::RotatedElsewhere { at },
            89..92 if can_mount => Self::DiskFull {
                is_state: random.percent(40),
                room: random.below(6) * 4096,
            },
            92..94 if can_mount => Self::ReadOnly { at },
            94..96 => Self::ClosedStdout,
            96..98 => Self::ClosedStderr,
            98..100 => Self::Nothing,
            _ => Self::Errno {
                at,
                errno: Errno::ENOSPC,
            },
        }
    }

    /// A fault that can only happen with this kind of destination.
    fn of_place(random: &mut Random, scenario: Scenario, at: usize) -> Option<Self> {
        let is_change = scenario.phase == Phase::Change;
        if scenario.is_production && is_change && random.percent(30) {
            let interrupts = random.percent(70);
            return Some(Self::Confirmation { interrupts });
        }
        match scenario.destination {
            Destination::Linked => Some(Self::Moved { at }),
            Destination::Dotenv | Destination::File if random.percent(25) => Some(Self::Edited {
                at,
                replaces_secret: random.percent(50),
            }),
            Destination::Command(ProgramBehaviour::Stores | ProgramBehaviour::Echoes)
                if random.percent(50) =>
            {
                Some(Self::ProgramDisabled { at })
            }
            Destination::Command(_) | Destination::Occupied => Some(Self::Nothing),
            _ => None,
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

/// One to three faults of the server. Some are repeated so often that every attempt of a request fails.
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
                // The real service may need a moment until it accepts a new key everywhere.
                kind = "status:401:before";
            }
            if random.percent(2) {
                // Longer than the time limit of psq.
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
