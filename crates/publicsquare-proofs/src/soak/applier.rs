//! The operator of the plan, who runs psq each second, and the checks around each run.
//!
//! The stage, the plan and random numbers come in. Each step changes something behind psq's back now and then, starts
//! `psq apply`, kills it in a quarter of the steps, and types what psq prints in half of them. Out go findings of the
//! [`judge`](super::judge) and the peak memory of psq. [`Applier::check_in_calm`] asks whether psq mends everything once
//! nobody disturbs it.

use std::collections::BTreeSet;
use std::fs;
use std::io;
use std::time::Duration;

use super::breakages::Sabotage;
use super::disturbance;
use super::judge::{Scope, Snapshot, judge};
use super::planned::{KEYS, Method, Planned};
use super::psq_run::PsqRun;
use super::record::count;
use super::stage::Stage;
use crate::faults::{Finding, Flaw, MARK, contains, files_below, leftovers_below};
use crate::random::Random;
use crate::raw_http::Exchange;

/// How long psq repeats a request, in seconds.
const TIMEOUT: &str = "5";

/// How many runs may be necessary in calm. A rotation that was open for too long is closed in one run, and its key is
/// changed in the next one.
const MOST_RUNS: usize = 4;

/// The longest time in which a kill has to come.
const LONGEST_TYPICAL: Duration = Duration::from_millis(400);

pub(super) struct Applier<'a> {
    stage: &'a Stage,
    planned: &'a Planned,
    random: Random,
    sabotage: Option<Sabotage>,
    /// How long the last whole run took.
    typical: Duration,
    /// Whether a request of a run that was killed may still be on its way.
    is_cut_off: bool,
    /// Ids in the warnings of psq.
    warned: BTreeSet<String>,
}

impl<'a> Applier<'a> {
    pub(super) fn new(stage: &'a Stage, planned: &'a Planned, sabotage: Option<Sabotage>) -> Self {
        Self {
            stage,
            planned,
            random: Random::new(stage.seed, 2),
            sabotage,
            typical: Duration::from_millis(300),
            is_cut_off: false,
            warned: BTreeSet::new(),
        }
    }

    /// Runs psq once, and what belongs to it. Returns the peak memory of a whole run.
    pub(super) fn step(&mut self) -> io::Result<Option<u64>> {
        self.change_something()?;
        let is_due = self.random.percent(30);
        let kill_after = self.random.percent(25).then(|| {
            // A run that waits for the server would let most kills come too late.
            let most = self.typical.min(LONGEST_TYPICAL).as_micros() * 5 / 4;
            let micros = self.random.below(usize::try_from(most).unwrap_or_default());
            Duration::from_micros(micros as u64)
        });
        let run = self.apply(is_due, kill_after)?;
        if self.random.percent(50) {
            if run.is_killed {
                let status = self.planned.psq(&["status"], &self.stage.sandbox);
                let status = self.run(status, None, Scope::Nothing)?;
                self.type_next(&status)?;
            } else {
                self.type_next(&run)?;
            }
        }
        Ok((run.code.is_some() && run.peak > 0).then_some(run.peak))
    }

    fn apply(&mut self, is_due: bool, kill_after: Option<Duration>) -> io::Result<PsqRun> {
        let plan = self.planned.plan();
        let plan = plan.to_string_lossy();
        let mut arguments = vec!["apply", &plan, "--timeout", TIMEOUT];
        let scope = if is_due { Scope::Some } else { Scope::Plan };
        arguments.extend(is_due.then_some("--due"));
        let command = self.planned.psq(&arguments, &self.stage.sandbox);
        let run = self.run(command, kill_after, scope)?;
        let counters = &self.stage.counters;
        count(&counters.applies);
        if run.is_killed {
            count(&counters.kills);
        } else {
            self.typical = run.took;
        }
        Ok(run)
    }

    /// Types the line that a run has printed, if there is one.
    fn type_next(&mut self, run: &PsqRun) -> io::Result<()> {
        let Some(line) = run.next() else {
            return Ok(());
        };
        count(&self.stage.counters.typed);
        let command = self.planned.typed(line, &self.stage.sandbox);
        let scope = if line.starts_with("psq status") {
            Scope::Nothing
        } else {
            Scope::Some
        };
        let typed = self.run(command, None, scope)?;
        // Another member of the line can only be refused if psq has printed a wrong line.
        if typed.code == Some(2) && typed.text.contains("unexpected argument") {
            let what = format!("`{line}` is refused: {}", typed.text);
            self.stage.find(Finding::new(Flaw::NextLine, what));
        }
        Ok(())
    }

    /// Runs a command and judges it.
    fn run(
        &mut self,
        mut command: std::process::Command,
        kill_after: Option<Duration>,
        scope: Scope,
    ) -> io::Result<PsqRun> {
        let before = self.snapshot()?;
        let mut run = PsqRun::of(&mut command, kill_after, &self.planned.output())?;
        if let Some(sabotage) = self.sabotage {
            sabotage.strike(&mut run, self.planned, &self.stage.sandbox)?;
        }
        self.is_cut_off = run.is_killed;
        let after = self.snapshot()?;
        for finding in judge(&run, scope, &before, &after, &self.planned.places) {
            self.stage.find(with_text(finding, &run));
        }
        let codes = &self.stage.counters.codes;
        let code = run.code.and_then(|code| usize::try_from(code).ok());
        if let Some(counter) = code.and_then(|code| codes.get(code)) {
            count(counter);
        }
        let warnings = run
            .text
            .lines()
            .filter(|line| line.contains("has the same name"));
        let words = warnings.flat_map(str::split_whitespace);
        self.warned.extend(
            words
                .filter(|word| word.starts_with("key_"))
                .map(str::to_owned),
        );
        Ok(run)
    }

    fn snapshot(&self) -> io::Result<Snapshot> {
        Ok(Snapshot {
            keys: self.stage.sandbox.keys()?,
            held: self.planned.look(),
        })
    }

    /// The server will fail, somebody else rotates a key, a file is emptied, or a day passes.
    fn change_something(&mut self) -> io::Result<()> {
        let counters = &self.stage.counters;
        // The traffic takes most of the faults that come at any time, so that psq gets some of its own.
        if self.random.percent(40) {
            let fault = disturbance::fault_of_changes(&mut self.random);
            self.stage.sandbox.add_faults(&fault)?;
            count(&counters.faults);
        }
        if self.random.percent(10)
            && let Some((id, admin)) = Planned::key_of_others(&mut self.random)
        {
            let path = format!("/api-keys/{id}/regenerate");
            let regeneration = Exchange {
                address: self.stage.sandbox.address,
                method: "POST",
                path: &path,
                key: admin,
                body: "",
            };
            // A fault may strike this request as well. Whatever it did, the sandbox knows.
            let _ = regeneration.send();
            count(&counters.others);
        }
        if self.random.percent(5) {
            self.planned.empty(&mut self.random)?;
            count(&counters.others);
        }
        // Not while a request of a killed run may be on its way: it would be carried out a day later.
        if self.random.percent(3) && !self.is_cut_off {
            let hours = 23 + self.random.below(30);
            self.stage
                .sandbox
                .ask(&format!("jump {}", hours * 3_600_000))?;
            count(&counters.jumps);
        }
        Ok(())
    }

    /// Without faults, psq has to bring everything in order, and nothing may be left.
    pub(super) fn check_in_calm(&mut self) -> io::Result<()> {
        let stage = self.stage;
        let _calm = stage.calm();
        stage.sandbox.clear_faults()?;
        count(&stage.counters.checkpoints);
        let mut last = PsqRun::default();
        for _ in 0..MOST_RUNS {
            last = self.apply(false, None)?;
            if last.code == Some(0) {
                break;
            }
        }
        let now = self.snapshot()?;
        for place in now.stale(&self.planned.places) {
            let what = format!(
                "{} does not hold the key that works, although nothing disturbed psq",
                place.path.display()
            );
            stage.find(with_text(Finding::new(Flaw::Lost, what), &last));
        }
        if last.code != Some(0) {
            let what = format!("without faults, psq apply ended with {:?}", last.code);
            stage.find(with_text(Finding::new(Flaw::Disorder, what), &last));
        }
        let (state, app) = (self.planned.state(), self.planned.app());
        for finding in leftovers_below(&[&state, &app, &self.planned.folder]) {
            stage.find(finding);
        }
        for path in files_below(&state) {
            if contains(&fs::read(&path)?, MARK) {
                let what = format!("a key is in {}", path.display());
                stage.find(Finding::new(Flaw::Leak, what));
            }
        }
        self.check_successors(&now);
        Ok(())
    }

    /// A replaced key has one successor. psq has to name any other.
    fn check_successors(&self, now: &Snapshot) {
        for key in KEYS.iter().filter(|key| key.method == Method::Replace) {
            let all = now.keys.iter().filter(|other| other.name == key.name);
            let strays = all.filter(|other| !now.held.contains(&Ok(Some(other.value.clone()))));
            for stray in strays.filter(|stray| !self.warned.contains(&stray.id)) {
                let what = format!(
                    "{} is a second key with the name {}, and psq has not said so",
                    stray.id, key.name
                );
                self.stage.find(Finding::new(Flaw::Disorder, what));
            }
        }
    }
}

/// The finding with what psq has said.
fn with_text(finding: Finding, run: &PsqRun) -> Finding {
    let what = format!("{}; psq said: {}", finding.what, run.text.trim_end());
    Finding::new(finding.flaw, what)
}
