//! One round: a world, a run of psq that is hurt, and what becomes of it.

use std::cell::Cell;
use std::fs;
use std::io;
use std::path::{Path, PathBuf};
use std::process::{Command, Stdio};
use std::time::Duration;

use super::disk::DiskModel;
use super::fault::Fault;
use super::judge::{self, Finding, Flaw, Said, Truth};
use super::mounts::Mounted;
use super::plan::Plan;
use super::random::Random;
use super::scenario::{Change, Place, Struck, World};
use super::stage::Stage;
use super::tracer::{self, Action, Ending, Point, Strike};

/// No run takes as long.
const DEADLINE: Duration = Duration::from_secs(60);

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

struct Round<'a> {
    plan: &'a Plan,
    stage: Stage,
    mounted: Option<Mounted>,
    ballast: Option<PathBuf>,
    findings: Vec<Finding>,
    /// What all runs together have written to the standard output.
    printed: Vec<u8>,
    /// The length of the sandbox's log when somebody else had rotated the key.
    rivalled: Cell<Option<usize>>,
}

/// A run that is over.
struct Ended {
    code: Option<i32>,
    stdout: Vec<u8>,
    stderr: Vec<u8>,
    struck: Option<Point>,
    points: usize,
    /// Something that it had started had to be killed.
    left_behind: bool,
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

    fn arguments(&self) -> Vec<String> {
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

    /// Runs psq, and hurts it.
    fn hurt(&mut self) -> io::Result<Ended> {
        let arguments = self.arguments();
        let stage = &self.stage;
        let rivalled = &self.rivalled;
        let strike = |at: usize, action| Strike { at, action };
        let side = |before: bool| {
            if before {
                Action::KillBefore
            } else {
                Action::KillAfter
            }
        };
        match &self.plan.fault {
            Fault::Kill { at, before } => traced(stage, &arguments, strike(*at, side(*before))),
            Fault::PowerLoss {
                at,
                before,
                survived,
                seed,
            } => {
                let mut disk = DiskModel::watch(std::slice::from_ref(&stage.folder))?;
                let action = if *before {
                    Action::CutBefore
                } else {
                    Action::CutAfter
                };
                let program = stage.traced(&arguments);
                let run = tracer::run(program, strike(*at, action), &mut disk, DEADLINE)?;
                if run.struck.is_some() {
                    disk.lose_power(*survived, *seed)?;
                }
                Ok(Ended::of(run))
            }
            Fault::Signal { at, signal } => {
                traced(stage, &arguments, strike(*at, Action::Send(*signal)))
            }
            Fault::Errno { at, errno } => {
                traced(stage, &arguments, strike(*at, Action::Fail(*errno)))
            }
            Fault::Server(faults) => {
                for fault in faults {
                    let fault = fault.parse().map_err(io::Error::other)?;
                    stage.sandbox.inject(fault);
                }
                output(&mut stage.plain(&arguments))
            }
            Fault::LocalRival { at } => {
                let rival = |_: &Point| {
                    let output = stage.plain(&stage.change()).output();
                    if output.is_ok_and(|output| output.status.success()) {
                        rivalled.set(Some(stage.sandbox.requests().len()));
                    }
                };
                traced(
                    stage,
                    &arguments,
                    strike(*at, Action::Call(Box::new(rival))),
                )
            }
            Fault::RemoteRival { at } => {
                let rival = |_: &Point| {
                    if stage.rotate_elsewhere().is_ok() {
                        rivalled.set(Some(stage.sandbox.requests().len()));
                    }
                };
                traced(
                    stage,
                    &arguments,
                    strike(*at, Action::Call(Box::new(rival))),
                )
            }
            Fault::DiskFull { room, .. } => {
                let mounted = self.mounted.as_ref();
                self.ballast = mounted.map(|mounted| mounted.fill(*room)).transpose()?;
                output(&mut stage.plain(&arguments))
            }
            Fault::ReadOnly { at } => {
                let lock = |_: &Point| {
                    Mounted::set_read_only(&stage.shop(), true);
                };
                traced(stage, &arguments, strike(*at, Action::Call(Box::new(lock))))
            }
            Fault::ClosedStdout => {
                let (reader, writer) = io::pipe()?;
                drop(reader);
                let mut command = stage.plain(&arguments);
                let child = command.stdout(writer).stderr(Stdio::piped()).spawn()?;
                Ok(Ended::by_itself(child.wait_with_output()?))
            }
            Fault::ClosedStderr => {
                let (reader, writer) = io::pipe()?;
                drop(reader);
                let mut command = stage.plain(&arguments);
                let child = command.stdout(Stdio::piped()).stderr(writer).spawn()?;
                Ok(Ended::by_itself(child.wait_with_output()?))
            }
        }
    }

    /// Ends what the fault has brought about, as an operator would.
    fn heal(&mut self) -> io::Result<()> {
        self.stage.sandbox.clear_faults();
        if let Some(ballast) = self.ballast.take() {
            fs::remove_file(ballast)?;
        }
        if matches!(self.plan.fault, Fault::ReadOnly { .. }) {
            Mounted::set_read_only(&self.stage.shop(), false);
        }
        Ok(())
    }

    /// What can be seen after any run.
    fn look(&mut self, ended: &Ended, before: &Truth, moment: &str) {
        self.printed.extend_from_slice(&ended.stdout);
        let stage = &self.stage;
        self.findings
            .extend(judge::leaks(stage, &ended.stdout, &ended.stderr));
        self.findings.extend(judge::bytes(stage, moment));
        if ended.left_behind {
            let what = format!("something that psq had started runs on {moment}");
            self.findings.push(Finding::new(Flaw::Disorder, what));
        }
        if let Some(code) = ended.code {
            let said = Said {
                code,
                stderr: &ended.stderr,
                before,
                is_rivalled: self.rivalled.get().is_some(),
            };
            self.findings.extend(judge::claims(stage, &said));
        }
        if ended.code == Some(0) && moment == "after the fault" && !self.was_late() {
            self.look_at_success(ended);
        }
        // At no moment may there be no key that works.
        let stage = &self.stage;
        let has_old = stage.value_of(&stage.target).is_some();
        let is_gone = !has_old && !stage.holds_current() && !self.is_printed();
        let place = stage.scenario.place;
        if stage.scenario.change == Change::Replace && is_gone && place != Place::Command {
            self.findings
                .push(Finding::new(Flaw::Lost, format!("no key works {moment}")));
        }
    }

    fn look_at_success(&mut self, ended: &Ended) {
        let is_there = if self.plan.scenario.place == Place::Stdout {
            // What nobody reads cannot be looked at.
            self.plan.fault == Fault::ClosedStdout || self.is_printed()
        } else {
            self.stage.holds_current()
        };
        let is_finished = self.plan.scenario.change == Change::Rotate
            || self.stage.value_of(&self.stage.target).is_none();
        if !is_there || !is_finished {
            self.findings.push(Finding::new(
                Flaw::FalseClaim,
                format!(
                    "exit code 0, and {}; it said: {}",
                    if is_there {
                        "the old key is there"
                    } else {
                        "the destination is wrong"
                    },
                    String::from_utf8_lossy(&ended.stderr)
                ),
            ));
        }
    }

    /// Whether somebody else rotated after psq had looked for the last time, which nobody can know.
    fn was_late(&self) -> bool {
        match (self.rivalled.get(), self.stage.last_look()) {
            (Some(rival), Some(last_look)) => last_look < rival,
            (rival, _) => rival.is_some(),
        }
    }

    /// Whether the key that works now was written to the standard output by any of the runs.
    fn is_printed(&self) -> bool {
        if self.plan.scenario.place != Place::Stdout {
            return false;
        }
        let text = String::from_utf8_lossy(&self.printed);
        let mut values = text.lines();
        match self.plan.scenario.change {
            Change::Rotate => {
                let current = self.stage.value_of(&self.stage.target);
                current.is_some_and(|current| values.any(|value| value == current))
            }
            Change::Replace => values.any(|value| {
                let id = self.stage.id_of(value);
                id.is_some_and(|id| self.stage.is_new(&id))
            }),
        }
    }

    /// What must be so in the end, whatever happened.
    fn look_at_end(&mut self, last: Option<i32>) -> io::Result<()> {
        let is_rivalled = self.rivalled.get().is_some();
        if is_rivalled && self.plan.scenario.world == World::Hidden {
            // Nobody but the rival can have the key. That nothing else was claimed has been looked at.
            return Ok(());
        }
        if !matches!(last, Some(0 | 3)) {
            let what = format!("recover ends with {last:?} every time");
            self.findings.push(Finding::new(Flaw::Lost, what));
            return Ok(());
        }
        if self.is_printed() {
            return Ok(());
        }
        // Nothing is open: what is not there can be had by the id, as psq says in these cases.
        let is_unread = self.plan.scenario.place == Place::Stdout;
        if (is_rivalled || is_unread) && !self.stage.holds_current() {
            let arguments = self.stage.rescue(&self.stage.target);
            output(&mut self.stage.plain(&arguments))?;
        }
        let never_begun = self.stage.value_of(&self.stage.target).as_ref()
            == Some(&self.stage.first_value)
            && matches!(
                self.plan.scenario.place,
                Place::NewFile | Place::Command | Place::Stdout
            )
            && self.stage.held() == Ok(None);
        if !never_begun && !self.stage.holds_current() {
            let what = "the destination does not hold the key that works now";
            self.findings.push(Finding::new(Flaw::Lost, what));
            return Ok(());
        }
        self.go_on_living()
    }

    /// The next rotation works as if nothing had happened, and then nothing is left of either.
    fn go_on_living(&mut self) -> io::Result<()> {
        if !matches!(
            self.plan.scenario.place,
            Place::Dotenv | Place::File | Place::NewFile
        ) {
            return Ok(());
        }
        let held = self.stage.held().ok().flatten();
        let id = held.and_then(|held| self.stage.id_of(&held));
        let mut arguments = self.stage.change();
        arguments[0] = "rotate".to_owned();
        arguments[1] = id.unwrap_or_else(|| self.stage.target.clone());
        let again = output(&mut self.stage.plain(&arguments))?;
        if again.code != Some(0) {
            let what = format!(
                "the next rotation ends with {:?}: {}",
                again.code,
                String::from_utf8_lossy(&again.stderr)
            );
            self.findings.push(Finding::new(Flaw::Disorder, what));
        }
        self.findings.extend(judge::litter(&self.stage));
        self.findings
            .extend(judge::bytes(&self.stage, "at the end"));
        Ok(())
    }
}

impl Ended {
    fn of(run: tracer::Run) -> Self {
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

    fn by_itself(output: std::process::Output) -> Self {
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

fn traced(stage: &Stage, arguments: &[String], strike: Strike<'_>) -> io::Result<Ended> {
    let run = tracer::run(stage.traced(arguments), strike, &mut (), DEADLINE)?;
    Ok(Ended::of(run))
}

fn output(command: &mut Command) -> io::Result<Ended> {
    command.output().map(Ended::by_itself)
}
