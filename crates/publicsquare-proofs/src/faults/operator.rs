//! The user, who types what psq prints.
//!
//! In comes how a call has ended. As long as that is not well, the next line is typed, word for word, in a
//! shell; where psq was killed, and so could not print one, the user calls `psq recover`. Out come what was
//! wrong with the lines, how many calls it took, and how the last one ended.

use std::io;

use super::hurt::output;
use super::judge::{self, Finding, Flaw, Truth};
use super::play::{Ended, Round};
use super::scenario::{Place, World};
use super::words::Words;

/// How many calls it may take until all is well.
const MOST_CALLS: usize = 6;

/// What stands for something in help texts, and in no line that can be typed as it is.
const PLACEHOLDERS: [&str; 9] = [
    "KEY_ID", "FILE", "NAME", "CMD", "ID", "SECONDS", "…", "...", "<",
];

impl Round<'_> {
    /// Goes on until all is well. Returns the calls and the last exit code.
    pub(super) fn go_on(&mut self, words: Words) -> io::Result<(usize, Option<i32>)> {
        let (mut line, mut said) = (words.next, words.text);
        let mut calls = 0;
        loop {
            let before = Truth::now(&self.stage);
            let mut again = match &line {
                Some(line) => {
                    self.judge_line(line);
                    output(&mut self.stage.typed(line))?
                }
                None if calls == 0 && self.wants_stdout() => {
                    output(&mut self.stage.plain(&self.stage.recover_to_stdout()))?
                }
                None => output(&mut self.stage.plain(&self.stage.recover()))?,
            };
            let typed = line.take();
            let asks_api = typed.as_ref().is_some_and(|line| line.contains(" --env "));
            self.goes_by_journal = !asks_api;
            // A line from a log must never bring a key into it.
            self.is_key_asked_for = typed.is_none() && calls == 0 && self.wants_stdout();
            let words = self.look(&mut again, &before, "after a further call")?;
            calls += 1;
            let last = again.code;
            let is_over = last == Some(0) || (last == Some(3) && words.next.is_none());
            if let Some(typed) = &typed {
                self.judge_outcome(typed, &again, &words, &said);
            }
            if is_over || calls == MOST_CALLS || words.next == typed && words.text == said {
                return Ok((calls, last));
            }
            if words.next.is_none() && (typed.is_some() || last != Some(4)) {
                return Ok((calls, last));
            }
            (line, said) = (words.next, words.text);
        }
    }

    /// Every other user whose key goes to the standard output reads it there once more.
    fn wants_stdout(&self) -> bool {
        self.stage.scenario.place == Place::Stdout && self.plan.round.is_multiple_of(2)
    }

    /// What a line may never be.
    fn judge_line(&mut self, line: &str) {
        let fills_in = |word: &str| PLACEHOLDERS.contains(&word.trim_matches('\''));
        if !line.starts_with("psq ") || line.split(' ').any(fills_in) {
            self.fails(line, "it cannot be typed as it is");
        }
        if line.contains("--replace-any") || line.contains("--to -") {
            self.fails(line, "it overwrites anything, or shows the key");
        }
        if let Some(what) = judge::shown(&self.stage, "the next line", line.as_bytes()) {
            self.findings.push(Finding::new(Flaw::Leak, what));
        }
    }

    /// Whether a line has done what it was printed for.
    fn judge_outcome(&mut self, line: &str, ended: &Ended, words: &Words, said: &str) {
        let text = words.text.trim_end();
        match ended.code {
            Some(0) => {}
            Some(2) if words.next.is_none() => {
                self.fails(line, &format!("psq refuses it: {text}"));
            }
            Some(2..=5) if self.nobody_has_it() => {}
            Some(2..=5) if words.next.as_deref() == Some(line) && words.text == said => {
                self.fails(line, &format!("it comes to the same once more: {text}"));
            }
            Some(2..=5) => {}
            code => self.fails(line, &format!("it ends with {code:?}: {text}")),
        }
    }

    /// Somebody else has rotated the key, and nobody but him can be told its value.
    pub(super) fn nobody_has_it(&self) -> bool {
        self.rivalled.get().is_some() && self.stage.scenario.world == World::Hidden
    }

    fn fails(&mut self, line: &str, why: &str) {
        let what = format!("`{line}`: {why}");
        self.findings.push(Finding::new(Flaw::NextLine, what));
    }
}
