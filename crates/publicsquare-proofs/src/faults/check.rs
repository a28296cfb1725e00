//! The checks after each run of psq, and at the end of a round.
//!
//! A [`FinishedRun`] and the state of the API before it come in. Out go findings. Whether a single statement or
//! file is right is decided in [`oracle`](super::oracle); which messages are required is in
//! `check/required_messages.rs`.

mod required_messages;

use std::io;

use super::fault::Fault;
use super::inject::run_to_end;
use super::oracle::{self, ApiState, Finding, Flaw, Observation};
use super::psq_output::{self, PsqOutput};
use super::round::{FinishedRun, Round};
use super::scenario::{ApiBehaviour, Change, Destination, Trigger};
use super::tracer::Point;

impl Round<'_> {
    /// Checks the output, the files and the statements of any run.
    pub(super) fn check_run(
        &mut self,
        ended: &mut FinishedRun,
        before: &ApiState,
        moment: &str,
    ) -> io::Result<PsqOutput> {
        self.printed.extend_from_slice(&ended.stdout);
        let fixture = &self.fixture;
        let mut outputs = vec![("stderr", ended.stderr.as_slice())];
        if self.is_key_asked_for {
            // The key has standard output to itself, so that it is no leak there.
            ended.stdout.clear();
        } else {
            outputs.push(("stdout", ended.stdout.as_slice()));
        }
        self.findings.extend(oracle::find_leaks(fixture, &outputs));
        self.findings
            .extend(oracle::check_destination(fixture, moment));
        if ended.left_behind {
            let what = format!("{moment}, a process that psq had started still runs");
            self.findings.push(Finding::new(Flaw::Disorder, what));
        }
        let mut output = psq_output::parse(ended, fixture.scenario.is_json)?;
        // A report is incomplete if psq was killed, or if its output could not be written.
        let is_whole = ended.code.is_some() && !self.cuts_report_off(ended);
        self.findings.extend(
            output
                .findings
                .drain(..)
                .filter(|finding| is_whole || finding.flaw != Flaw::Report),
        );
        if let Some(code) = ended.code {
            let observation = Observation {
                code,
                output: &output,
                before,
                is_rotated_elsewhere: self.rotated_elsewhere.get().is_some(),
            };
            self.findings
                .extend(oracle::check_claims(fixture, &observation));
        }
        if moment == "after the fault" {
            self.check_last_words(ended, &output);
            self.check_moved_link(ended, &output);
        }
        self.check_echo(ended);
        if ended.code == Some(0) && moment == "after the fault" && !self.was_late() && !self.is_late
        {
            self.check_success(ended);
        }
        // While a key is replaced, one key must work at every moment.
        let fixture = &self.fixture;
        let has_old = fixture.value_of(&fixture.target).is_some();
        let is_gone = !has_old
            && !fixture.holds_current()
            && !fixture.is_rescued()
            && !fixture.is_occupied()
            && !self.is_late
            && !self.is_printed();
        let place = fixture.scenario.destination;
        if fixture.scenario.change == Change::Replace && is_gone && !place.is_command() {
            self.findings
                .push(Finding::new(Flaw::Lost, format!("{moment}, no key works")));
        }
        Ok(output)
    }

    /// Whether the fault kept the report of this run from being written completely.
    fn cuts_report_off(&self, ended: &FinishedRun) -> bool {
        let is_stdout = |point: &Point| point.what == "stdout";
        self.plan.fault == Fault::ClosedStdout || ended.struck.as_ref().is_some_and(is_stdout)
    }

    fn check_success(&mut self, ended: &FinishedRun) {
        let is_there = if self.plan.scenario.destination == Destination::Stdout {
            self.is_printed()
        } else {
            self.fixture.holds_current() && self.fixture.extras_flaw(true).is_none()
        };
        // A key that somebody else has just rotated is new, so that a plan does not replace it.
        let is_young = self.fixture.scenario.trigger == Trigger::Plan
            && self.rotated_elsewhere.get().is_some();
        let is_finished = self.plan.scenario.change == Change::Rotate
            || is_young
            || self.fixture.value_of(&self.fixture.target).is_none();
        if !is_there || !is_finished {
            self.findings.push(Finding::new(
                Flaw::FalseClaim,
                format!(
                    "exit code 0, but {}; psq said: {}",
                    if is_there {
                        "the old key still exists"
                    } else {
                        "the destination does not hold the new key"
                    },
                    String::from_utf8_lossy(&ended.stderr)
                ),
            ));
        }
    }

    /// Whether somebody else rotated the key after the last request of psq. psq cannot know that.
    fn was_late(&self) -> bool {
        match (self.rotated_elsewhere.get(), self.fixture.last_look()) {
            (Some(rotated), Some(last_look)) => last_look < rotated,
            (rotated, _) => rotated.is_some(),
        }
    }

    /// Whether one of the runs has printed the key that works now on standard output.
    pub(super) fn is_printed(&self) -> bool {
        if self.plan.scenario.destination != Destination::Stdout {
            return false;
        }
        let text = String::from_utf8_lossy(&self.printed);
        let mut values = text.lines();
        match self.plan.scenario.change {
            Change::Rotate => {
                let current = self.fixture.value_of(&self.fixture.target);
                current.is_some_and(|current| values.any(|value| value == current))
            }
            Change::Replace => values.any(|value| {
                let id = self.fixture.id_of(value);
                id.is_some_and(|id| self.fixture.is_new(&id))
            }),
        }
    }

    /// Checks the end of the round: the key is where it belongs, or can be had as psq says.
    pub(super) fn check_end(&mut self, last: Option<i32>) -> io::Result<()> {
        let is_rotated_elsewhere = self.rotated_elsewhere.get().is_some();
        if self.fixture.scenario.destination == Destination::Occupied {
            return self.check_occupied();
        }
        if self.fixture.scenario.destination == Destination::Stdout {
            self.check_streams_stay_apart()?;
        }
        if self.is_late {
            return Ok(());
        }
        if self.is_out_of_reach() {
            // Only the other rotator can have the key. The statements of psq have been checked already.
            return Ok(());
        }
        if !matches!(last, Some(0 | 3)) {
            let what = format!("the last command ended with {last:?}");
            self.findings.push(Finding::new(Flaw::Lost, what));
            return Ok(());
        }
        if self.is_printed() {
            return Ok(());
        }
        // No rotation is open. In these cases psq says that the value can be fetched by the id.
        let is_unread = self.plan.scenario.destination == Destination::Stdout;
        let is_rescued = self.may_be_elsewhere() && self.fixture.is_rescued();
        if (is_rotated_elsewhere || is_unread) && !self.fixture.holds_current() && !is_rescued {
            let arguments = self.fixture.rescue(&self.fixture.target);
            run_to_end(&mut self.fixture.plain(&arguments))?;
        }
        let is_first =
            self.fixture.value_of(&self.fixture.target).as_ref() == Some(&self.fixture.first_value);
        let is_empty = self.fixture.is_occupied() || self.fixture.read_value() == Ok(None);
        let never_begun = is_first
            && is_empty
            && (self.may_be_elsewhere() || self.plan.scenario.destination == Destination::NewFile);
        if !never_begun && !self.fixture.holds_current() && !is_rescued {
            let what = "the destination does not hold the key that works now";
            self.findings.push(Finding::new(Flaw::Lost, what));
            return Ok(());
        }
        // A printed command that needs no journal does not know the reload command.
        let is_reloaded = last == Some(0) && self.goes_by_journal;
        if !never_begun && let Some(what) = self.fixture.extras_flaw(is_reloaded) {
            self.findings.push(Finding::new(Flaw::Lost, what));
            return Ok(());
        }
        self.check_plan_is_idle()?;
        self.check_next_rotation()
    }

    /// A plan whose key is new must do nothing.
    fn check_plan_is_idle(&mut self) -> io::Result<()> {
        if self.fixture.scenario.trigger != Trigger::Plan || self.fixture.is_occupied() {
            return Ok(());
        }
        self.fixture.repair_reload();
        let is_rotated_elsewhere = matches!(self.plan.fault, Fault::RotatedElsewhere { .. });
        if !is_rotated_elsewhere && self.changes_once() && !self.fixture.has_changed_once() {
            let what = "the plan changed its key more than once";
            self.findings.push(Finding::new(Flaw::FalseClaim, what));
        }
        let before = ApiState::now(&self.fixture);
        let again = run_to_end(&mut self.fixture.plain(&self.fixture.apply()))?;
        // If the first commands changed nothing, the key is still too old and is changed now.
        let is_first = before.value() == Some(&self.fixture.first_value);
        let is_still = ApiState::now(&self.fixture) == before;
        if again.code != Some(0) || !(is_still || is_first) {
            let what = format!(
                "the plan changed a new key, or ended with {:?}: {}",
                again.code,
                String::from_utf8_lossy(&again.stderr)
            );
            self.findings.push(Finding::new(Flaw::FalseClaim, what));
        }
        Ok(())
    }

    /// Whether the server of this round never makes a repeat change the key again.
    fn changes_once(&self) -> bool {
        let is_server = matches!(self.plan.fault, Fault::Server(_));
        self.fixture.scenario.api != ApiBehaviour::Forgetful && !is_server
    }

    /// A destination with another secret must stay as it is, and the key must not be changed for it.
    fn check_occupied(&mut self) -> io::Result<()> {
        let is_rotated_elsewhere = self.rotated_elsewhere.get().is_some();
        let is_first =
            self.fixture.value_of(&self.fixture.target).as_ref() == Some(&self.fixture.first_value);
        if !is_rotated_elsewhere && !is_first {
            let what = "the key was changed although it cannot be delivered";
            self.findings.push(Finding::new(Flaw::FalseClaim, what));
        }
        let arguments = self.fixture.rescue(&self.fixture.target);
        let before = ApiState::now(&self.fixture);
        let mut ended = run_to_end(&mut self.fixture.plain(&arguments))?;
        self.check_run(&mut ended, &before, "at the end")?;
        if ended.code == Some(0) {
            let what = "a delivery over another secret ended with exit code 0";
            self.findings.push(Finding::new(Flaw::FalseClaim, what));
        }
        Ok(())
    }

    /// A key and a report must never be in one stream.
    fn check_streams_stay_apart(&mut self) -> io::Result<()> {
        if !self.plan.round.is_multiple_of(8) {
            return Ok(());
        }
        self.is_key_asked_for = false;
        for mut arguments in [self.fixture.change(), self.fixture.recover_to_stdout()] {
            arguments.push("--json".to_owned());
            let before = ApiState::now(&self.fixture);
            let mut ended = run_to_end(&mut self.fixture.plain(&arguments))?;
            self.check_run(&mut ended, &before, "with a key and a report in one stream")?;
            if ended.code != Some(2) || !ended.stdout.is_empty() {
                let what = format!("--json --to - ended with {:?}", ended.code);
                self.findings.push(Finding::new(Flaw::Disorder, what));
            }
        }
        Ok(())
    }

    /// Whether the key cannot be at its destination, so that a file of its own is as good.
    fn may_be_elsewhere(&self) -> bool {
        !self.plan.scenario.destination.is_file() || self.fixture.is_occupied()
    }

    /// The next rotation must work as usual and leave no temporary files.
    fn check_next_rotation(&mut self) -> io::Result<()> {
        if !self.plan.scenario.destination.is_file() || !self.fixture.holds_current() {
            return Ok(());
        }
        let held = self.fixture.read_value().ok().flatten();
        let id = held.and_then(|held| self.fixture.id_of(&held));
        let id = id.unwrap_or_else(|| self.fixture.target.clone());
        self.fixture.repair_reload();
        let arguments = self.fixture.ask(Change::Rotate, &id);
        let again = run_to_end(&mut self.fixture.plain(&arguments))?;
        if again.code != Some(0) {
            let what = format!(
                "the next rotation ended with {:?}: {}",
                again.code,
                String::from_utf8_lossy(&again.stderr)
            );
            self.findings.push(Finding::new(Flaw::Disorder, what));
        }
        self.findings.extend(oracle::leftovers(&self.fixture));
        self.findings
            .extend(oracle::check_destination(&self.fixture, "at the end"));
        Ok(())
    }
}
