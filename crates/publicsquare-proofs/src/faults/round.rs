//! One round: a fixture, a run of psq that is broken, and the operator who goes on until all is well.
//!
//! A [`Plan`] comes in. Out goes a [`RoundResult`] with all findings. The steps are in other files: set up
//! ([`fixture`](super::fixture)), break ([`inject`](super::inject)), compare ([`check`](super::check)), go on
//! ([`operator`](super::operator)).

use std::cell::Cell;
use std::fs;
use std::io;
use std::path::{Path, PathBuf};
use std::time::Duration;

use super::conditions::Conditions;
use super::fault::Fault;
use super::fixture::Fixture;
use super::mounts::Mounted;
use super::oracle::{ApiState, Finding};
use super::round_plan::Plan;
use super::scenario::{Destination, Phase};
use super::tracer::{self, Action, Ending, Point, Strike};
use crate::random::Random;

/// A run that takes longer is killed, and counts as a finding.
pub(super) const DEADLINE: Duration = Duration::from_secs(60);

/// The size of the small file system for a full disk, in bytes.
const SMALL: usize = 256 << 10;

/// The result of a round.
#[derive(Debug)]
pub(super) struct RoundResult {
    pub(super) findings: Vec<Finding>,
    /// The system call that the fault struck, if it is such a fault and the run got that far.
    pub(super) struck: Option<Point>,
    pub(super) points: usize,
    /// The exit code of the broken run. `None` if it was killed.
    pub(super) code: Option<i32>,
    /// How many further commands it took until all was well.
    pub(super) calls: usize,
    /// The conditions of the fixture.
    pub(super) conditions: Conditions,
}

/// Runs a round in the folder, which is empty before and afterwards.
pub(super) fn run(plan: &Plan, folder: &Path, psq: &Path) -> io::Result<RoundResult> {
    fs::create_dir_all(folder)?;
    let played = Round::prepare(plan, folder, psq)?.run();
    fs::remove_dir_all(folder)?;
    played
}

/// The system calls of a run without a fault.
pub(super) fn points(plan: &Plan, folder: &Path, psq: &Path) -> io::Result<Vec<Point>> {
    fs::create_dir_all(folder)?;
    let round = Round::prepare(plan, folder, psq)?;
    let arguments = match plan.scenario.phase {
        Phase::Change => round.fixture.confirmed_change(),
        Phase::Recover { .. } => round.arguments(),
    };
    let run = tracer::run(
        round.fixture.traced(&arguments),
        Strike::never(),
        &mut (),
        DEADLINE,
    )?;
    fs::remove_dir_all(folder)?;
    Ok(run.points)
}

pub(super) struct Round<'a> {
    pub(super) plan: &'a Plan,
    pub(super) fixture: Fixture,
    pub(super) mounted: Option<Mounted>,
    pub(super) ballast: Option<PathBuf>,
    pub(super) findings: Vec<Finding>,
    /// The standard output of all runs together.
    pub(super) printed: Vec<u8>,
    /// The length of the request log when somebody else had rotated the key.
    pub(super) rotated_elsewhere: Cell<Option<usize>>,
    /// The command asked psq to print the key on standard output.
    pub(super) is_key_asked_for: bool,
    /// The destination was changed after psq had looked at it for the last time.
    pub(super) is_late: bool,
    /// The run that was to leave work for `recover` ended before it could be killed.
    pub(super) is_done: bool,
    /// The last command was the change itself, or continued from a journal.
    pub(super) goes_by_journal: bool,
    /// The length of the request log before the broken run.
    pub(super) requests: usize,
}

/// A run that is over.
pub(super) struct FinishedRun {
    pub(super) code: Option<i32>,
    pub(super) stdout: Vec<u8>,
    pub(super) stderr: Vec<u8>,
    pub(super) struck: Option<Point>,
    pub(super) points: Vec<Point>,
    /// A process that it had started had to be killed.
    pub(super) left_behind: bool,
}

impl<'a> Round<'a> {
    fn prepare(plan: &'a Plan, folder: &Path, psq: &Path) -> io::Result<Self> {
        let mounted = match plan.fault {
            Fault::DiskFull { is_state: true, .. } => {
                Some(Mounted::over(&folder.join("state"), SMALL)?)
            }
            Fault::DiskFull { .. } | Fault::ReadOnly { .. } => {
                Some(Mounted::over(&folder.join("app"), SMALL)?)
            }
            _ => None,
        };
        let mut random = Random::new(plan.seed, plan.round);
        let fixture = Fixture::new(plan.scenario, folder, psq, &mut random)?;
        let mut round = Self {
            plan,
            fixture,
            mounted,
            ballast: None,
            findings: Vec::new(),
            printed: Vec::new(),
            rotated_elsewhere: Cell::new(None),
            is_key_asked_for: plan.scenario.destination == Destination::Stdout,
            is_late: false,
            is_done: false,
            goes_by_journal: true,
            requests: 0,
        };
        if let Phase::Recover { killed_before } = plan.scenario.phase {
            let strike = Strike {
                at: killed_before,
                again: None,
                action: Action::KillBefore,
            };
            let program = round.fixture.traced(&round.fixture.confirmed_change());
            let run = tracer::run(program, strike, &mut (), DEADLINE)?;
            round.is_done = !round.fixture.has_journal();
            round.printed = run.stdout;
            round.is_key_asked_for &= plan.round.is_multiple_of(2);
        }
        Ok(round)
    }

    pub(super) fn arguments(&self) -> Vec<String> {
        match self.plan.scenario.phase {
            Phase::Change => self.fixture.change(),
            // Half of the operators whose key goes to standard output ask for it there again.
            Phase::Recover { .. } if self.is_key_asked_for => self.fixture.recover_to_stdout(),
            Phase::Recover { .. } => self.fixture.recover(),
        }
    }

    fn run(mut self) -> io::Result<RoundResult> {
        let before = ApiState::now(&self.fixture);
        self.requests = self.fixture.sandbox.requests().len();
        let mut ended = self.inject()?;
        self.is_late = self.is_behind_last_look(&ended);
        let output = self.check_run(&mut ended, &before, "after the fault")?;
        self.undo_fault()?;
        let is_out = ended.code == Some(0) && self.is_printed();
        let (calls, last) = if is_out {
            (0, ended.code)
        } else {
            self.type_next_lines(output)?
        };
        self.check_end(last)?;
        Ok(RoundResult {
            findings: self.findings,
            conditions: self.fixture.conditions,
            struck: ended.struck,
            points: ended.points.len(),
            code: ended.code,
            calls,
        })
    }
}

impl FinishedRun {
    pub(super) fn of(run: tracer::Run) -> Self {
        Self {
            code: match run.ending {
                Ending::Exited(code) => Some(code),
                Ending::Killed(_) => None,
                // This is not the exit code of any program.
                Ending::TimedOut => Some(-1),
            },
            stdout: run.stdout,
            stderr: run.stderr,
            struck: run.struck,
            points: run.points,
            left_behind: run.left_behind,
        }
    }

    pub(super) fn by_itself(output: std::process::Output) -> Self {
        Self {
            code: Some(output.status.code().unwrap_or(-1)),
            stdout: output.stdout,
            stderr: output.stderr,
            struck: None,
            points: Vec::new(),
            left_behind: false,
        }
    }
}
