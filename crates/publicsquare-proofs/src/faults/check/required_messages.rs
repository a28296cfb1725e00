//! What psq cannot know, and what it has to say of what it can.
//!
//! In comes a run that is over. Out come whether the fault struck behind psq's last look at the destination,
//! and what is missing in its words on moved links, interrupts and what a program has printed.

use crate::faults::fault::Fault;
use crate::faults::fixture::REDACTED;
use crate::faults::oracle::{Finding, Flaw};
use crate::faults::psq_output::PsqOutput;
use crate::faults::round::{FinishedRun, Round};
use crate::faults::round_plan::after_journal;
use crate::faults::scenario::{Destination, Phase, ProgramBehaviour};

impl Round<'_> {
    /// Whether the destination was changed behind the last look at it, which nobody can see.
    pub(in crate::faults) fn is_behind_last_look(&self, ended: &FinishedRun) -> bool {
        let changes = matches!(self.plan.fault, Fault::Edited { .. } | Fault::Moved { .. });
        let Some(struck) = ended.struck.as_ref().filter(|_| changes) else {
            return false;
        };
        if self.is_done {
            return true;
        }
        let audit = ended
            .points
            .iter()
            .position(|point| point.what.contains("audit"));
        audit.is_some_and(|audit| {
            // It is said before it is written down.
            let said = ended.points.get(..audit).and_then(<[_]>::last);
            let is_said = said.is_some_and(|point| point.what == "stderr");
            struck.index >= audit - usize::from(is_said)
        })
    }

    /// A key that went to where the path leads by now is told to be there.
    pub(in crate::faults) fn check_moved_link(&mut self, ended: &FinishedRun, output: &PsqOutput) {
        let is_moved = matches!(self.plan.fault, Fault::Moved { .. });
        let is_change = self.fixture.scenario.phase == Phase::Change;
        let Some(struck) = ended.struck.as_ref().filter(|_| is_moved && is_change) else {
            return;
        };
        let is_on_the_way = struck.index > after_journal(&ended.points) && !self.is_late;
        if ended.code == Some(0) && is_on_the_way && !output.text.contains(" leads to ") {
            let what = format!("not a word on the link that has moved: {}", output.text);
            self.findings.push(Finding::new(Flaw::FalseClaim, what));
        }
    }

    /// Whatever ends psq, its last words are the state of the key and the next line.
    pub(in crate::faults) fn check_last_words(&mut self, ended: &FinishedRun, output: &PsqOutput) {
        let place = self.fixture.scenario.destination;
        let goes_well = match place {
            Destination::Occupied => false,
            Destination::Command(manner) => {
                matches!(manner, ProgramBehaviour::Stores | ProgramBehaviour::Echoes)
            }
            Destination::Stdout => self.is_key_asked_for,
            _ => !self.fixture.fails_to_reload(),
        };
        let is_interrupted = matches!(
            self.plan.fault,
            Fault::Signal { .. } | Fault::Confirmation { interrupts: true }
        );
        // A signal that was to come after the end has not come.
        let has_come = ended.struck.is_some() || !matches!(self.plan.fault, Fault::Signal { .. });
        if !is_interrupted || !goes_well || !has_come {
            return;
        }
        let what = match ended.code {
            Some(0 | 2) => return,
            // It had not begun yet.
            None if self.fixture.sandbox.requests().len() == self.requests => return,
            None => "it ended without a word".to_owned(),
            Some(_) if !output.text.contains("nterrupt") => {
                format!("not a word on the interrupt: {}", output.text)
            }
            Some(3) if !output.text.contains("nothing was changed") => {
                format!("not a word on the key: {}", output.text)
            }
            Some(_) => return,
        };
        self.findings.push(Finding::new(Flaw::FalseClaim, what));
    }

    /// What a program prints is passed on without the key.
    pub(in crate::faults) fn check_echo(&mut self, ended: &FinishedRun) {
        let echoes =
            self.fixture.scenario.destination == Destination::Command(ProgramBehaviour::Echoes);
        if !echoes || ended.code != Some(0) || self.plan.fault == Fault::ClosedStderr {
            return;
        }
        if ended
            .struck
            .as_ref()
            .is_some_and(|struck| struck.what == "stderr")
        {
            return;
        }
        // A run that found the key handed over does not start the program again.
        let stderr = String::from_utf8_lossy(&ended.stderr);
        if !stderr.contains("plain=") {
            return;
        }
        for wanted in REDACTED {
            if !stderr.lines().any(|line| line.starts_with(wanted)) {
                let what = format!("no line begins with {wanted}: {stderr}");
                self.findings.push(Finding::new(Flaw::Leak, what));
            }
        }
    }
}
