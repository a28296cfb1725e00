//! One round: a world, a run of psq that is hurt, and what becomes of it.

use std::cell::Cell;
use std::fs;
use std::io;
use std::path::{Path, PathBuf};
use std::time::Duration;

use super::fault::Fault;
use super::hurt::output;
use super::judge::{Finding, Truth};
use super::mounts::Mounted;
use super::plan::Plan;
use super::scenario::Struck;
use super::stage::Stage;
use super::tracer::{self, Action, Ending, Point, Strike};
use crate::random::Random;

/// No run takes as long.
pub(super) const DEADLINE: Duration = Duration::from_secs(60);

/// How often `recover` may have to be called. Once is what an operator expects; a storm of the server is
/// over by then.
const MOST_RECOVERIES: usize = 3;

/// The size of a small file system.
const SMALL: usize = 256 << 10;

/// What a round came to.
#[derive(Debug)]
pub(super) struct Played {
    pub(super) findings: Vec<Finding>,
    /// The call that was struck, if the fault is one of a call and the run came there.
    pub(super) struck: Option<Point>,
    pub(super) points: usize,
    /// The exit code of the hurt run; `None` where it was killed.
    pub(super) code: Option<i32>,
    pub(super) recoveries: usize,
}

/// Plays a round in the folder, which is empty before and afterwards.
pub(super) fn play(plan: &Plan, folder: &Path, psq: &Path) -> io::Result<Played> {
    fs::create_dir_all(folder)?;
    let played = Round::prepare(plan, folder, psq)?.play();
    fs::remove_dir_all(folder)?;
    played
}

/// How many points a run has that nothing hurts.
pub(super) fn points(plan: &Plan, folder: &Path, psq: &Path) -> io::Result<Vec<Point>> {
    fs::create_dir_all(folder)?;
    let round = Round::prepare(plan, folder, psq)?;
    let run = tracer::run(
        round.stage.traced(&round.arguments()),
        Strike::never(),
        &mut (),
        DEADLINE,
    )?;
    fs::remove_dir_all(folder)?;
    Ok(run.points)
}

pub(super) struct Round<'a> {
    pub(super) plan: &'a Plan,
    pub(super) stage: Stage,
    pub(super) mounted: Option<Mounted>,
    pub(super) ballast: Option<PathBuf>,
    pub(super) findings: Vec<Finding>,
    /// What all runs together have written to the standard output.
    pub(super) printed: Vec<u8>,
    /// The length of the sandbox's log when somebody else had rotated the key.
    pub(super) rivalled: Cell<Option<usize>>,
}

/// A run that is over.
pub(super) struct Ended {
    pub(super) code: Option<i32>,
    pub(super) stdout: Vec<u8>,
    pub(super) stderr: Vec<u8>,
    pub(super) struck: Option<Point>,
    pub(super) points: usize,
    /// Something that it had started had to be killed.
    pub(super) left_behind: bool,
}

impl<'a> Round<'a> {
    fn prepare(plan: &'a Plan, folder: &Path, psq: &Path) -> io::Result<Self> {
        let mounted = match plan.fault {
            Fault::DiskFull { is_state: true, .. } => {
                Some(Mounted::over(&folder.join("state"), SMALL)?)
            }
            Fault::DiskFull { .. } | Fault::ReadOnly { .. } => {
                Some(Mounted::over(&folder.join("shop"), SMALL)?)
            }
            _ => None,
        };
        let mut random = Random::new(plan.seed, plan.round);
        let stage = Stage::set(plan.scenario, folder, psq, &mut random)?;
        let mut round = Self {
            plan,
            stage,
            mounted,
            ballast: None,
            findings: Vec::new(),
            printed: Vec::new(),
            rivalled: Cell::new(None),
        };
        if let Struck::Recover { killed_before } = plan.scenario.struck {
            let strike = Strike {
                at: killed_before,
                action: Action::KillBefore,
            };
            let program = round.stage.traced(&round.stage.change());
            let run = tracer::run(program, strike, &mut (), DEADLINE)?;
            round.printed = run.stdout;
        }
        Ok(round)
    }

    pub(super) fn arguments(&self) -> Vec<String> {
        match self.plan.scenario.struck {
            Struck::Change => self.stage.change(),
            Struck::Recover { .. } => self.stage.recover(),
        }
    }

    fn play(mut self) -> io::Result<Played> {
        let before = Truth::now(&self.stage);
        let ended = self.hurt()?;
        self.look(&ended, &before, "after the fault");
        self.heal()?;
        let is_out = ended.code == Some(0) && self.is_printed();
        let mut recoveries = 0;
        let mut last = ended.code;
        while recoveries < MOST_RECOVERIES && !is_out {
            let before = Truth::now(&self.stage);
            let again = output(&mut self.stage.plain(&self.stage.recover()))?;
            self.look(&again, &before, "after recover");
            recoveries += 1;
            last = again.code;
            if matches!(last, Some(0 | 3)) {
                break;
            }
        }
        self.look_at_end(last)?;
        Ok(Played {
            findings: self.findings,
            struck: ended.struck,
            points: ended.points,
            code: ended.code,
            recoveries,
        })
    }
}

impl Ended {
    pub(super) fn of(run: tracer::Run) -> Self {
        Self {
            code: match run.ending {
                Ending::Exited(code) => Some(code),
                Ending::Killed(_) => None,
                // No exit code of any program.
                Ending::TimedOut => Some(-1),
            },
            stdout: run.stdout,
            stderr: run.stderr,
            struck: run.struck,
            points: run.points.len(),
            left_behind: run.left_behind,
        }
    }

    pub(super) fn by_itself(output: std::process::Output) -> Self {
        Self {
            code: Some(output.status.code().unwrap_or(-1)),
            stdout: output.stdout,
            stderr: output.stderr,
            struck: None,
            points: 0,
            left_behind: false,
        }
    }
}
