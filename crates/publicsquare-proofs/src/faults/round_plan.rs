//! The plan of a round: which scenario, and which fault. The same seed and the same psq give the same plan.
//!
//! A seed and the number of the round come in. Out comes a [`Plan`]. Faults at system calls are aimed with the
//! calls of an undisturbed run, which the [`Planner`] remembers. A plan file for `psq apply` is something else; see
//! `fixture/plan_file.rs`.

use std::collections::HashMap;
use std::fmt;
use std::io;
use std::path::{Path, PathBuf};
use std::sync::{Mutex, PoisonError};

use super::disk::Survived;
use super::fault::Fault;
use super::round;
use super::scenario::{
    ApiBehaviour, Change, Destination, Extras, Phase, ProgramBehaviour, Scenario, Trigger,
};
use super::tracer::Point;
use crate::random::Random;

/// The plan of one round.
#[derive(Debug, Clone)]
pub(super) struct Plan {
    pub(super) seed: u64,
    pub(super) round: usize,
    pub(super) scenario: Scenario,
    pub(super) fault: Fault,
}

impl fmt::Display for Plan {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(f, "{}; {}", self.scenario, self.fault)
    }
}

/// Makes the plans. It knows the system calls of undisturbed runs, at which faults are aimed.
pub(super) struct Planner {
    seed: u64,
    psq: PathBuf,
    can_mount: bool,
    known: Mutex<HashMap<Scenario, Vec<Point>>>,
}

impl Planner {
    pub(super) fn new(seed: u64, psq: &Path, can_mount: bool) -> Self {
        Self {
            seed,
            psq: psq.to_owned(),
            can_mount,
            known: Mutex::default(),
        }
    }

    /// The system calls of an undisturbed run of this scenario.
    pub(super) fn points(&self, scenario: Scenario, folder: &Path) -> io::Result<Vec<Point>> {
        let lock = || self.known.lock().unwrap_or_else(PoisonError::into_inner);
        if let Some(points) = lock().get(&scenario) {
            return Ok(points.clone());
        }
        let plan = Plan {
            seed: self.seed,
            round: 0,
            scenario,
            fault: Fault::ClosedStdout,
        };
        let points = round::points(&plan, folder, &self.psq)?;
        lock().insert(scenario, points.clone());
        Ok(points)
    }

    /// Every system call of the usual scenarios: with SIGKILL before it, with SIGKILL after it, and with each
    /// kind of power loss after it.
    pub(super) fn enumerated(&self, folder: &Path) -> io::Result<Vec<(Scenario, Fault)>> {
        let mut all = Vec::new();
        for change in [Change::Rotate, Change::Replace] {
            let usual = Scenario::usual(change);
            let points = self.points(usual, folder)?;
            let mut scenarios = vec![usual];
            scenarios.extend(
                milestones(&points)
                    .into_iter()
                    .map(|killed_before| Scenario {
                        phase: Phase::Recover { killed_before },
                        ..usual
                    }),
            );
            // These strike between the two deliveries, and between a delivery and the reload.
            scenarios.push(Scenario {
                extras: Extras::SecondFileAndReload,
                ..usual
            });
            scenarios.push(Scenario {
                trigger: Trigger::Plan,
                ..usual
            });
            for scenario in scenarios {
                let count = self.points(scenario, folder)?.len();
                for at in 0..count {
                    for before in [true, false] {
                        all.push((scenario, Fault::Kill { at, before }));
                    }
                    for survived in Survived::ALL {
                        all.push((
                            scenario,
                            Fault::PowerLoss {
                                at,
                                before: false,
                                survived,
                                seed: self.seed,
                            },
                        ));
                    }
                }
            }
        }
        Ok(all)
    }

    /// A random plan.
    pub(super) fn random(&self, round: usize, folder: &Path) -> io::Result<Plan> {
        let mut random = Random::new(self.seed ^ 0xFA17, round);
        let change = if random.percent(60) {
            Change::Rotate
        } else {
            Change::Replace
        };
        let destination = any_destination(&mut random);
        let can_be_hidden = destination.is_file() || destination == Destination::Occupied;
        let api = match random.below(10) {
            0..4 => ApiBehaviour::Open,
            4..7 if can_be_hidden => ApiBehaviour::Hidden,
            4..8 => ApiBehaviour::Forgetful,
            _ => ApiBehaviour::Graceful,
        };
        let extras = match random.below(10) {
            0..2 if destination.is_file() => Extras::SecondFileAndReload,
            2 if destination.is_file() => Extras::SecondFileAndFailingReload,
            3 if destination.is_file() => Extras::SecondFile,
            _ => Extras::None,
        };
        let mut scenario = Scenario {
            change,
            phase: Phase::Change,
            destination,
            extras,
            api,
            // A key and a report must not go to one stream.
            is_json: destination != Destination::Stdout && random.percent(30),
            is_production: random.percent(20),
            trigger: Trigger::Operator,
        };
        // psq needs the list of keys for their age, and a terminal to confirm a production key.
        if destination.is_file() && api != ApiBehaviour::Hidden && random.percent(40) {
            scenario.trigger = Trigger::Plan;
            scenario.is_json = false;
            scenario.is_production = false;
        }
        // After a refused change there is nothing to recover.
        let is_begun = !matches!(
            destination,
            Destination::Occupied | Destination::Command(ProgramBehaviour::CannotStart)
        );
        if is_begun && random.percent(25) {
            let points = self.points(scenario, folder)?;
            let first = after_journal(&points);
            let killed_before = first + random.below(points.len().saturating_sub(first));
            scenario.phase = Phase::Recover { killed_before };
        }
        let count = self.points(scenario, folder)?.len();
        let fault = Fault::any(&mut random, scenario, count, self.can_mount);
        Ok(Plan {
            seed: self.seed,
            round,
            scenario,
            fault,
        })
    }
}

/// A random destination.
fn any_destination(random: &mut Random) -> Destination {
    match random.below(20) {
        0..6 => Destination::Dotenv,
        6..8 => Destination::File,
        8..10 => Destination::NewFile,
        10..12 => Destination::Linked,
        12 => Destination::Occupied,
        13..15 => Destination::Command(ProgramBehaviour::Stores),
        15 => Destination::Command(ProgramBehaviour::Echoes),
        16 => Destination::Command(
            *random
                .of(&[
                    ProgramBehaviour::Dies,
                    ProgramBehaviour::Hangs,
                    ProgramBehaviour::CannotStart,
                ])
                .unwrap_or(&ProgramBehaviour::Dies),
        ),
        _ => Destination::Stdout,
    }
}

/// The index of the first system call after the journal exists.
pub(super) fn after_journal(points: &[Point]) -> usize {
    let journal = points
        .iter()
        .position(|point| point.name == "rename" && point.what.ends_with(".journal"));
    journal.map_or(0, |index| index + 1)
}

/// The system calls at which a kill leaves another state for `recover`: the request not sent, sent, the new file
/// staged, renamed, recorded as delivered, and so on.
fn milestones(points: &[Point]) -> Vec<usize> {
    let first = after_journal(points);
    points
        .iter()
        .skip(first)
        .filter(|point| {
            let is_socket = point.what.contains("socket") && point.name.starts_with("write");
            let is_journal = point.name == "pwrite64" && point.what.ends_with(".journal");
            let is_file = point.name == "rename" || point.name == "ftruncate";
            is_socket || is_journal || is_file || point.name == "unlink"
        })
        .map(|point| point.index)
        .collect()
}
