//! What is looked at after each run, and in the end.

use std::io;

use super::hurt::output;
use super::judge::{self, Finding, Flaw, Said, Truth};
use super::play::{Ended, Round};
use super::scenario::{Change, Place, World};

impl Round<'_> {
    /// What can be seen after any run.
    pub(super) fn look(&mut self, ended: &Ended, before: &Truth, moment: &str) {
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
            self.is_printed()
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
        let id = id.unwrap_or_else(|| self.stage.target.clone());
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
