//! Why a run ends before its goal, what that means for the old key, and what to do next.
//!
//! A reason comes in. Out goes a [`CliError`] with an exit code, the state of the old key and a [`NextStep`].
//! Its texts hold no secret. `report` turns it into the JSON report and the message for a person. `exit` has
//! the exit codes.

use std::fmt;

use publicsquare::{ApiKeyId, Error};
use schemars::JsonSchema;
use serde::Serialize;

use crate::exit::Exit;
use crate::flaw::Flaw;
use crate::next_step::NextStep;
use crate::progress::Progress;

/// The state of the old value of the key.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize, JsonSchema)]
#[serde(rename_all = "lowercase")]
pub(crate) enum OldKey {
    /// It still works.
    Alive,
    /// Treat it as dead: by all that psq knows, it no longer works.
    Dead,
    /// It may still work, or not.
    Unknown,
}

impl fmt::Display for OldKey {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str(match self {
            Self::Alive => "the old key is untouched and still works",
            Self::Dead => "the old key is dead",
            Self::Unknown => "the old key may be dead",
        })
    }
}

/// Why a run has not reached its goal. The texts contain no secret.
#[derive(Debug, Clone)]
pub(crate) struct CliError {
    pub(crate) exit: Exit,
    /// The state of the old key; `None` if the error has nothing to do with a key yet.
    pub(crate) old_key: Option<OldKey>,
    /// What happened.
    pub(crate) message: String,
    /// What a person has to do about it, if a command alone does not help.
    pub(crate) advice: Option<String>,
    /// More lines for the message, such as every flaw of a plan. Control characters in them are escaped.
    pub(crate) details: Vec<String>,
    /// The command to type next, if a command alone helps.
    pub(crate) next: Option<Box<NextStep>>,
}

impl CliError {
    fn new(exit: Exit, old_key: Option<OldKey>, flaw: Flaw, next: Option<NextStep>) -> Self {
        Self {
            exit,
            old_key,
            message: flaw.what,
            advice: flaw.advice,
            details: Vec::new(),
            next: next.map(Box::new),
        }
    }

    /// What happened and what to do about it, without the meaning for the key.
    pub(crate) fn flaw(&self) -> Flaw {
        Flaw {
            what: self.message.clone(),
            advice: self.advice.clone(),
        }
    }

    /// Sets what a person has to do about it.
    pub(crate) fn with_advice(mut self, advice: impl Into<String>) -> Self {
        self.advice = Some(advice.into());
        self
    }

    /// The call cannot work as it is. No request was sent that changes anything.
    pub(crate) fn usage(flaw: impl Into<Flaw>) -> Self {
        Self::new(Exit::Usage, None, flaw.into(), None)
    }

    /// The key was not changed.
    pub(crate) fn untouched(flaw: impl Into<Flaw>) -> Self {
        Self::new(Exit::Untouched, Some(OldKey::Alive), flaw.into(), None)
    }

    /// The rotation is open. `psq recover` has to go on with it.
    pub(crate) fn unfinished(id: &ApiKeyId, old_key: OldKey, flaw: impl Into<Flaw>) -> Self {
        Self::new(
            Exit::Unfinished,
            Some(old_key),
            flaw.into(),
            Some(NextStep::Recover(id.clone())),
        )
    }

    /// The key is delivered, but it is not verified.
    pub(crate) fn unverified(id: &ApiKeyId, flaw: impl Into<Flaw>) -> Self {
        Self::new(
            Exit::Unverified,
            Some(OldKey::Dead),
            flaw.into(),
            Some(NextStep::Recover(id.clone())),
        )
    }

    /// The key was not changed: the API has refused the request, the request was not sent, or it changes nothing.
    pub(crate) fn refused(error: &Error) -> Self {
        let failure = Self::untouched(error.to_string());
        if passes(error) {
            failure.with_same_call()
        } else {
            failure
        }
    }

    /// Adds more lines to the message.
    pub(crate) fn with_details(mut self, lines: Vec<String>) -> Self {
        self.details = lines;
        self
    }

    /// The message with all its lines, for a program.
    pub(crate) fn in_full(&self) -> String {
        let mut lines = vec![self.flaw().to_string()];
        lines.extend_from_slice(&self.details);
        lines.join("\n")
    }

    /// Prints the error for a person. `outcome` says what it means, such as "nothing was changed".
    pub(crate) fn print_to(&self, progress: &Progress, outcome: &str) {
        progress.failed(format_args!("{}; {outcome}", self.message));
        for line in &self.details {
            progress.aside(line);
        }
        progress.advise(self.advice.as_deref());
        if let Some(next) = self.next.as_deref().and_then(NextStep::line) {
            progress.aside(format_args!("Next: {next}"));
        }
    }

    /// Replaces the command to type next.
    pub(crate) fn with_next(mut self, next: NextStep) -> Self {
        self.next = Some(Box::new(next));
        self
    }

    /// The same call has to be made again. psq must not print a call that may contain or show a secret, so that words
    /// take the place of the line.
    pub(crate) fn with_same_call(self) -> Self {
        if NextStep::Again.line().is_some() {
            return self.with_next(NextStep::Again);
        }
        let advice = match &self.advice {
            Some(first) => format!("{first}, then run the same command again"),
            None => "run the same command again".to_owned(),
        };
        Self {
            next: None,
            ..self.with_advice(advice)
        }
    }

    /// The next line does not have the command of `--then`, because it may contain a secret. Without it, the application
    /// would not load the key.
    pub(crate) fn without_then(self, has_then: bool) -> Self {
        if !has_then {
            return self;
        }
        let add = "add --then with its command to the next line, because psq does not print it";
        let advice = match &self.advice {
            Some(first) => format!("{first}; {add}"),
            None => add.to_owned(),
        };
        self.with_advice(advice)
    }

    /// Removes the state of the old key.
    pub(crate) fn without_old_key(mut self) -> Self {
        self.old_key = None;
        self
    }

    /// Replaces the state of the old key.
    pub(crate) fn with_old_key(mut self, old_key: OldKey) -> Self {
        self.old_key = Some(old_key);
        self
    }
}

/// Whether the same call may succeed later: there was no answer, or the server was in trouble.
fn passes(error: &Error) -> bool {
    error.is_connect()
        || error.is_timeout()
        || error.is_rate_limited()
        || error.is_server_error()
        || (error.status().is_none() && !error.is_invalid_input() && !error.is_configuration())
}
