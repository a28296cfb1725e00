//! Messages that psq must print in certain cases: a moved link, an interrupt, the output of a program.
//!
//! A finished run and its output come in. Out go findings for each message that is missing. This file also decides
//! whether the destination was changed too late for psq to notice. Whether a message is true is decided in
//! [`oracle`](crate::faults::oracle).

use crate::faults::fault::Fault;
use crate::faults::fixture::REDACTED;
use crate::faults::oracle::{Finding, Flaw};
use crate::faults::psq_output::PsqOutput;
use crate::faults::round::{FinishedRun, Round};
use crate::faults::round_plan::after_journal;
use crate::faults::scenario::{Destination, Phase, ProgramBehaviour};

impl Round<'_> {
    /// Whether the destination was changed after psq had looked at it for the last time, so that psq cannot know.
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
            // psq prints the outcome before it writes the audit log.
            let said = ended.points.get(..audit).and_then(<[_]>::last);
            let is_said = said.is_some_and(|point| point.what == "stderr");
            struck.index >= audit - usize::from(is_said)
        })
    }

    /// If the link has moved, psq must say to which file the key went.
    pub(in crate::faults) fn check_moved_link(&mut self, ended: &FinishedRun, output: &PsqOutput) {
        let is_moved = matches!(self.plan.fault, Fault::Moved { .. });
        let is_change = self.fixture.scenario.phase == Phase::Change;
        let Some(struck) = ended.struck.as_ref().filter(|_| is_moved && is_change) else {
            return;
        };
        let is_on_the_way = struck.index > after_journal(&ended.points) && !self.is_late;
        if ended.code == Some(0) && is_on_the_way && !output.text.contains(" leads to ") {
            let what = format!(
                "psq does not mention that the link has moved: {}",
                output.text
            );
            self.findings.push(Finding::new(Flaw::FalseClaim, what));
        }
    }

    /// If psq is interrupted, its last lines must be the state of the key and the next command.
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
        // A signal that was planned for after the end of psq was never sent.
        let has_come = ended.struck.is_some() || !matches!(self.plan.fault, Fault::Signal { .. });
        if !is_interrupted || !goes_well || !has_come {
            return;
        }
        let what = match ended.code {
            Some(0 | 2) => return,
            // psq had not sent a request yet.
            None if self.fixture.sandbox.requests().len() == self.requests => return,
            None => "psq was killed by the signal and printed nothing".to_owned(),
            Some(_) if !output.text.contains("nterrupt") => {
                format!("psq does not mention the interrupt: {}", output.text)
            }
            Some(3) if !output.text.contains("nothing was changed") => {
                format!("psq does not mention the state of the key: {}", output.text)
            }
            Some(_) => return,
        };
        self.findings.push(Finding::new(Flaw::FalseClaim, what));
    }

    /// psq must pass on the output of a program without the key.
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
        // A run that finds the key handed over already does not start the program again.
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
