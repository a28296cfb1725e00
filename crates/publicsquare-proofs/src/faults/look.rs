//! What is looked at after each run, and in the end.

use std::io;

use super::fault::Fault;
use super::hurt::output;
use super::judge::{self, Finding, Flaw, Said, Truth};
use super::play::{Ended, Round};
use super::scenario::{Change, Place, Way, World};
use super::tracer::Point;
use super::words::{self, Words};

impl Round<'_> {
    /// What can be seen and heard after any run.
    pub(super) fn look(
        &mut self,
        ended: &mut Ended,
        before: &Truth,
        moment: &str,
    ) -> io::Result<Words> {
        self.printed.extend_from_slice(&ended.stdout);
        let stage = &self.stage;
        let mut outputs = vec![("stderr", ended.stderr.as_slice())];
        if self.is_key_asked_for {
            // It has its stream to itself.
            ended.stdout.clear();
        } else {
            outputs.push(("stdout", ended.stdout.as_slice()));
        }
        self.findings.extend(judge::leaks(stage, &outputs));
        self.findings.extend(judge::bytes(stage, moment));
        if ended.left_behind {
            let what = format!("something that psq had started runs on {moment}");
            self.findings.push(Finding::new(Flaw::Disorder, what));
        }
        let mut words = words::heard(ended, stage.scenario.is_json)?;
        // A report is cut off where its writer is killed, or nothing can be written.
        let is_whole = ended.code.is_some() && !self.cuts_report_off(ended);
        self.findings.extend(
            words
                .findings
                .drain(..)
                .filter(|finding| is_whole || finding.flaw != Flaw::Report),
        );
        if let Some(code) = ended.code {
            let said = Said {
                code,
                words: &words,
                before,
                is_rivalled: self.rivalled.get().is_some(),
            };
            self.findings.extend(judge::claims(stage, &said));
        }
        if moment == "after the fault" {
            self.judge_last_words(ended, &words);
            self.judge_move(ended, &words);
        }
        self.judge_echo(ended);
        if ended.code == Some(0) && moment == "after the fault" && !self.was_late() && !self.is_late
        {
            self.look_at_success(ended);
        }
        // At no moment may there be no key that works.
        let stage = &self.stage;
        let has_old = stage.value_of(&stage.target).is_some();
        let is_gone = !has_old
            && !stage.holds_current()
            && !stage.is_rescued()
            && !stage.is_taken()
            && !self.is_late
            && !self.is_printed();
        let place = stage.scenario.place;
        if stage.scenario.change == Change::Replace && is_gone && !place.is_command() {
            self.findings
                .push(Finding::new(Flaw::Lost, format!("no key works {moment}")));
        }
        Ok(words)
    }

    /// Whether the report of this run may not have come out as a whole.
    fn cuts_report_off(&self, ended: &Ended) -> bool {
        let is_stdout = |point: &Point| point.what == "stdout";
        self.plan.fault == Fault::ClosedStdout || ended.struck.as_ref().is_some_and(is_stdout)
    }

    fn look_at_success(&mut self, ended: &Ended) {
        let is_there = if self.plan.scenario.place == Place::Stdout {
            self.is_printed()
        } else {
            self.stage.holds_current() && self.stage.company_flaw(true).is_none()
        };
        // A key that a rival has changed is young, and a plan does not replace it.
        let is_young = self.stage.scenario.way == Way::ByPlan && self.rivalled.get().is_some();
        let is_finished = self.plan.scenario.change == Change::Rotate
            || is_young
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
    pub(super) fn is_printed(&self) -> bool {
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
    pub(super) fn look_at_end(&mut self, last: Option<i32>) -> io::Result<()> {
        let is_rivalled = self.rivalled.get().is_some();
        if self.stage.scenario.place == Place::Taken {
            return self.look_at_taken();
        }
        if self.stage.scenario.place == Place::Stdout {
            self.mix_streams()?;
        }
        if self.is_late {
            return Ok(());
        }
        if self.nobody_has_it() {
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
        let is_unread = self.plan.scenario.place == Place::Stdout;
        let is_rescued = self.may_be_elsewhere() && self.stage.is_rescued();
        if (is_rivalled || is_unread) && !self.stage.holds_current() && !is_rescued {
            let arguments = self.stage.rescue(&self.stage.target);
            output(&mut self.stage.plain(&arguments))?;
        }
        let is_first =
            self.stage.value_of(&self.stage.target).as_ref() == Some(&self.stage.first_value);
        let is_empty = self.stage.is_taken() || self.stage.held() == Ok(None);
        let never_begun = is_first
            && is_empty
            && (self.may_be_elsewhere() || self.plan.scenario.place == Place::NewFile);
        if !never_begun && !self.stage.holds_current() && !is_rescued {
            let what = "the destination does not hold the key that works now";
            self.findings.push(Finding::new(Flaw::Lost, what));
            return Ok(());
        }
        // A printed line that needs no journal knows of no reload.
        let is_reloaded = last == Some(0) && self.goes_by_journal;
        if !never_begun && let Some(what) = self.stage.company_flaw(is_reloaded) {
            self.findings.push(Finding::new(Flaw::Lost, what));
            return Ok(());
        }
        self.look_at_plan()?;
        self.go_on_living()
    }

    /// A plan whose key is young does nothing.
    fn look_at_plan(&mut self) -> io::Result<()> {
        if self.stage.scenario.way != Way::ByPlan || self.stage.is_taken() {
            return Ok(());
        }
        self.stage.mend_reload();
        let is_rivalled = matches!(self.plan.fault, Fault::RemoteRival { .. });
        if !is_rivalled && self.changes_once() && !self.stage.has_changed_once() {
            let what = "the key of the plan was changed more than once";
            self.findings.push(Finding::new(Flaw::FalseClaim, what));
        }
        let before = Truth::now(&self.stage);
        let again = output(&mut self.stage.plain(&self.stage.apply()))?;
        // A key that is still too old, because nothing came of the first calls, is changed now.
        let is_first = before.value() == Some(&self.stage.first_value);
        let is_still = Truth::now(&self.stage) == before;
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
        self.stage.scenario.world != World::Forgetful && !is_server
    }

    /// What stands in the way is not overwritten by a delivery either, and no key was changed for it.
    fn look_at_taken(&mut self) -> io::Result<()> {
        let is_rivalled = self.rivalled.get().is_some();
        let is_first =
            self.stage.value_of(&self.stage.target).as_ref() == Some(&self.stage.first_value);
        if !is_rivalled && !is_first {
            let what = "the key was changed, and there is no place for it";
            self.findings.push(Finding::new(Flaw::FalseClaim, what));
        }
        let arguments = self.stage.rescue(&self.stage.target);
        let before = Truth::now(&self.stage);
        let mut ended = output(&mut self.stage.plain(&arguments))?;
        self.look(&mut ended, &before, "at the end")?;
        if ended.code == Some(0) {
            let what = "a delivery over another secret ends with 0";
            self.findings.push(Finding::new(Flaw::FalseClaim, what));
        }
        Ok(())
    }

    /// A key and a report never share a stream.
    fn mix_streams(&mut self) -> io::Result<()> {
        if !self.plan.round.is_multiple_of(8) {
            return Ok(());
        }
        self.is_key_asked_for = false;
        for mut arguments in [self.stage.change(), self.stage.recover_to_stdout()] {
            arguments.push("--json".to_owned());
            let before = Truth::now(&self.stage);
            let mut ended = output(&mut self.stage.plain(&arguments))?;
            self.look(&mut ended, &before, "with a key and a report on one stream")?;
            if ended.code != Some(2) || !ended.stdout.is_empty() {
                let what = format!("--json --to - ends with {:?}", ended.code);
                self.findings.push(Finding::new(Flaw::Disorder, what));
            }
        }
        Ok(())
    }

    /// Whether the key cannot be where it was to go, so that a file of its own is as good.
    fn may_be_elsewhere(&self) -> bool {
        !self.plan.scenario.place.is_file() || self.stage.is_taken()
    }

    /// The next rotation works as if nothing had happened, and then nothing is left of either.
    fn go_on_living(&mut self) -> io::Result<()> {
        if !self.plan.scenario.place.is_file() || !self.stage.holds_current() {
            return Ok(());
        }
        let held = self.stage.held().ok().flatten();
        let id = held.and_then(|held| self.stage.id_of(&held));
        let id = id.unwrap_or_else(|| self.stage.target.clone());
        self.stage.mend_reload();
        let arguments = self.stage.ask(Change::Rotate, &id);
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
