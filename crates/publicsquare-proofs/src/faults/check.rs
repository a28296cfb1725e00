//! What is looked at after each run, and in the end.

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
    /// What can be seen and heard after any run.
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
            // It has its stream to itself.
            ended.stdout.clear();
        } else {
            outputs.push(("stdout", ended.stdout.as_slice()));
        }
        self.findings.extend(oracle::find_leaks(fixture, &outputs));
        self.findings
            .extend(oracle::check_destination(fixture, moment));
        if ended.left_behind {
            let what = format!("something that psq had started runs on {moment}");
            self.findings.push(Finding::new(Flaw::Disorder, what));
        }
        let mut output = psq_output::parse(ended, fixture.scenario.is_json)?;
        // A report is cut off where its writer is killed, or nothing can be written.
        let is_whole = ended.code.is_some() && !self.cuts_report_off(ended);
        self.findings.extend(
            output
                .findings
                .drain(..)
                .filter(|finding| is_whole || finding.flaw != Flaw::Report),
        );
        if let Some(code) = ended.code {
            let said = Observation {
                code,
                output: &output,
                before,
                is_rotated_elsewhere: self.rotated_elsewhere.get().is_some(),
            };
            self.findings.extend(oracle::check_claims(fixture, &said));
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
        // At no moment may there be no key that works.
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
                .push(Finding::new(Flaw::Lost, format!("no key works {moment}")));
        }
        Ok(output)
    }

    /// Whether the report of this run may not have come out as a whole.
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
        // A key that a rival has changed is young, and a plan does not replace it.
        let is_young = self.fixture.scenario.trigger == Trigger::Plan
            && self.rotated_elsewhere.get().is_some();
        let is_finished = self.plan.scenario.change == Change::Rotate
            || is_young
            || self.fixture.value_of(&self.fixture.target).is_none();
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
        match (self.rotated_elsewhere.get(), self.fixture.last_look()) {
            (Some(rival), Some(last_look)) => last_look < rival,
            (rival, _) => rival.is_some(),
        }
    }

    /// Whether the key that works now was written to the standard output by any of the runs.
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

    /// What must be so in the end, whatever happened.
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
            // Nobody but the rival can have the key. That nothing else was claimed has been looked at.
            return Ok(());
        }
        if !matches!(last, Some(0 | 3)) {
            let what = format!("the last call ends with {last:?}");
            self.findings.push(Finding::new(Flaw::Lost, what));
            return Ok(());
        }
        if self.is_printed() {
            return Ok(());
        }
        // Nothing is open: what is not there can be had by the id, as psq says in these cases.
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
        // A printed line that needs no journal knows of no reload.
        let is_reloaded = last == Some(0) && self.goes_by_journal;
        if !never_begun && let Some(what) = self.fixture.extras_flaw(is_reloaded) {
            self.findings.push(Finding::new(Flaw::Lost, what));
            return Ok(());
        }
        self.check_plan_is_idle()?;
        self.check_next_rotation()
    }

    /// A plan whose key is young does nothing.
    fn check_plan_is_idle(&mut self) -> io::Result<()> {
        if self.fixture.scenario.trigger != Trigger::Plan || self.fixture.is_occupied() {
            return Ok(());
        }
        self.fixture.repair_reload();
        let is_rotated_elsewhere = matches!(self.plan.fault, Fault::RotatedElsewhere { .. });
        if !is_rotated_elsewhere && self.changes_once() && !self.fixture.has_changed_once() {
            let what = "the key of the plan was changed more than once";
            self.findings.push(Finding::new(Flaw::FalseClaim, what));
        }
        let before = ApiState::now(&self.fixture);
        let again = run_to_end(&mut self.fixture.plain(&self.fixture.apply()))?;
        // A key that is still too old, because nothing came of the first calls, is changed now.
        let is_first = before.value() == Some(&self.fixture.first_value);
        let is_still = ApiState::now(&self.fixture) == before;
        if again.code != Some(0) || !(is_still || is_first) {
            let what = format!(
                "the plan does something to a young key, or ends with {:?}: {}",
                again.code,
                String::from_utf8_lossy(&again.stderr)
            );
            self.findings.push(Finding::new(Flaw::FalseClaim, what));
        }
        Ok(())
    }

    /// Whether the server never fails in a way after which a repeat is another change.
    fn changes_once(&self) -> bool {
        let is_server = matches!(self.plan.fault, Fault::Server(_));
        self.fixture.scenario.api != ApiBehaviour::Forgetful && !is_server
    }

    /// What stands in the way is not overwritten by a delivery either, and no key was changed for it.
    fn check_occupied(&mut self) -> io::Result<()> {
        let is_rotated_elsewhere = self.rotated_elsewhere.get().is_some();
        let is_first =
            self.fixture.value_of(&self.fixture.target).as_ref() == Some(&self.fixture.first_value);
        if !is_rotated_elsewhere && !is_first {
            let what = "the key was changed, and there is no place for it";
            self.findings.push(Finding::new(Flaw::FalseClaim, what));
        }
        let arguments = self.fixture.rescue(&self.fixture.target);
        let before = ApiState::now(&self.fixture);
        let mut ended = run_to_end(&mut self.fixture.plain(&arguments))?;
        self.check_run(&mut ended, &before, "at the end")?;
        if ended.code == Some(0) {
            let what = "a delivery over another secret ends with 0";
            self.findings.push(Finding::new(Flaw::FalseClaim, what));
        }
        Ok(())
    }

    /// A key and a report never share a stream.
    fn check_streams_stay_apart(&mut self) -> io::Result<()> {
        if !self.plan.round.is_multiple_of(8) {
            return Ok(());
        }
        self.is_key_asked_for = false;
        for mut arguments in [self.fixture.change(), self.fixture.recover_to_stdout()] {
            arguments.push("--json".to_owned());
            let before = ApiState::now(&self.fixture);
            let mut ended = run_to_end(&mut self.fixture.plain(&arguments))?;
            self.check_run(&mut ended, &before, "with a key and a report on one stream")?;
            if ended.code != Some(2) || !ended.stdout.is_empty() {
                let what = format!("--json --to - ends with {:?}", ended.code);
                self.findings.push(Finding::new(Flaw::Disorder, what));
            }
        }
        Ok(())
    }

    /// Whether the key cannot be where it was to go, so that a file of its own is as good.
    fn may_be_elsewhere(&self) -> bool {
        !self.plan.scenario.destination.is_file() || self.fixture.is_occupied()
    }

    /// The next rotation works as if nothing had happened, and then nothing is left of either.
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
                "the next rotation ends with {:?}: {}",
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
