//! The operator of a round, who types the commands that psq prints.
//!
//! The output of a run comes in. As long as not all is well, the operator types the next command exactly as it was
//! printed. If psq was killed and printed nothing, the operator calls `psq recover`. Out come findings about these
//! commands, how many there were, and how the last one ended.

use std::io;

use super::inject::run_to_end;
use super::oracle::{self, ApiState, Finding, Flaw};
use super::psq_output::PsqOutput;
use super::round::{FinishedRun, Round};
use super::scenario::{ApiBehaviour, Destination};

/// How many commands the operator types at most.
const MOST_CALLS: usize = 6;

/// Placeholders of help texts. A command that can be typed as it is contains none of them.
const PLACEHOLDERS: [&str; 9] = [
    "KEY_ID", "FILE", "NAME", "CMD", "ID", "SECONDS", "…", "...", "<",
];

impl Round<'_> {
    /// Types commands until all is well. Returns their number and the last exit code.
    pub(super) fn type_next_lines(
        &mut self,
        output: PsqOutput,
    ) -> io::Result<(usize, Option<i32>)> {
        let (mut line, mut earlier_text) = (output.next, output.text);
        let mut calls = 0;
        loop {
            let before = ApiState::now(&self.fixture);
            let mut again = match &line {
                Some(line) => {
                    self.check_next_line(line);
                    run_to_end(&mut self.fixture.typed(line))?
                }
                None if calls == 0 && self.wants_stdout() => {
                    run_to_end(&mut self.fixture.plain(&self.fixture.recover_to_stdout()))?
                }
                None => run_to_end(&mut self.fixture.plain(&self.fixture.recover()))?,
            };
            let typed = line.take();
            let asks_api = typed.as_ref().is_some_and(|line| line.contains(" --env "));
            self.goes_by_journal = !asks_api;
            // A command from a log must never print a key, because its output may go to a log again.
            self.is_key_asked_for = typed.is_none() && calls == 0 && self.wants_stdout();
            let output = self.check_run(&mut again, &before, "after a further command")?;
            calls += 1;
            let last = again.code;
            let is_over = last == Some(0) || (last == Some(3) && output.next.is_none());
            if let Some(typed) = &typed {
                self.check_line_outcome(typed, &again, &output, &earlier_text);
            }
            let is_same = output.next == typed && output.text == earlier_text;
            let patient = output.next.as_ref().filter(|_| says_alive(&output.text));
            if let Some(patient) = patient.filter(|line| is_same && !line.contains(" --to ")) {
                // The line waits until somebody has corrected the destination. This operator names another one.
                let place = self.fixture.folder.join("corrected.key");
                line = Some(format!("{patient} --to {}", place.display()));
                earlier_text = output.text;
                continue;
            }
            if is_over || calls == MOST_CALLS || is_same {
                return Ok((calls, last));
            }
            if output.next.is_none() && (typed.is_some() || last != Some(4)) {
                return Ok((calls, last));
            }
            (line, earlier_text) = (output.next, output.text);
        }
    }

    /// In every second round, an operator whose key goes to standard output asks for it there again.
    fn wants_stdout(&self) -> bool {
        self.fixture.scenario.destination == Destination::Stdout
            && self.plan.round.is_multiple_of(2)
    }

    /// Checks that the command can be typed as it is, and that it is harmless.
    fn check_next_line(&mut self, line: &str) {
        let fills_in = |word: &str| PLACEHOLDERS.contains(&word.trim_matches('\''));
        if !line.starts_with("psq ") || line.split(' ').any(fills_in) {
            self.fails(line, "it cannot be typed as it is");
        }
        if line.contains("--replace-any") || line.contains("--to -") {
            self.fails(line, "it could overwrite another secret, or show the key");
        }
        if let Some(what) = oracle::secret_in(&self.fixture, "the printed command", line.as_bytes())
        {
            self.findings.push(Finding::new(Flaw::Leak, what));
        }
    }

    /// Checks that the command has done what it was printed for.
    fn check_line_outcome(
        &mut self,
        line: &str,
        ended: &FinishedRun,
        output: &PsqOutput,
        earlier_text: &str,
    ) {
        let text = output.text.trim_end();
        match ended.code {
            Some(0) => {}
            Some(2) if output.next.is_none() => {
                self.fails(line, &format!("psq refuses it: {text}"));
            }
            Some(2..=5) if self.is_out_of_reach() => {}
            // Nothing is in a hurry while the old key works, and nobody has corrected anything yet.
            Some(4 | 5) if says_alive(&output.text) => {}
            Some(2..=5) if output.next.as_deref() == Some(line) && output.text == earlier_text => {
                self.fails(line, &format!("it ends in the same way again: {text}"));
            }
            Some(2..=5) => {}
            code => self.fails(line, &format!("it ended with {code:?}: {text}")),
        }
    }

    /// Whether somebody else has rotated the key and only that person can have its value.
    pub(super) fn is_out_of_reach(&self) -> bool {
        self.rotated_elsewhere.get().is_some() && self.fixture.scenario.api == ApiBehaviour::Hidden
    }

    fn fails(&mut self, line: &str, why: &str) {
        let what = format!("`{line}`: {why}");
        self.findings.push(Finding::new(Flaw::NextLine, what));
    }
}

/// Whether psq says that the old key works. The oracle checks whether it does.
fn says_alive(text: &str) -> bool {
    text.contains("the old key is untouched and still works")
}
