//! Why a rotation ends before its goal, and what that means.

use std::fmt;

use publicsquare::{ApiKeyId, Error};
use schemars::JsonSchema;
use serde::Serialize;

use crate::exit::Exit;
use crate::next_step::NextStep;
use crate::progress::Progress;

/// What is known of the value that the key had before.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize, JsonSchema)]
#[serde(rename_all = "lowercase")]
pub(crate) enum OldKey {
    /// It still works.
    Alive,
    /// It is to be taken as dead.
    Dead,
    /// It may work or not.
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

/// The end of a run that has not reached its goal. Its words hold no secret.
#[derive(Debug, Clone)]
pub(crate) struct CliError {
    pub(crate) exit: Exit,
    /// `None` where nothing has to do with a key yet.
    pub(crate) old_key: Option<OldKey>,
    pub(crate) message: String,
    /// Lines that belong to the message, such as every flaw of a plan. Nothing in them acts on a terminal.
    pub(crate) details: Vec<String>,
    /// What to do next, where a command alone goes on.
    pub(crate) next: Option<Box<NextStep>>,
}

impl CliError {
    /// Nothing was asked of the API, as this cannot work.
    pub(crate) fn usage(message: impl Into<String>) -> Self {
        Self {
            exit: Exit::Usage,
            old_key: None,
            message: message.into(),
            details: Vec::new(),
            next: None,
        }
    }

    /// The key was not changed.
    pub(crate) fn untouched(message: impl Into<String>) -> Self {
        Self {
            exit: Exit::Untouched,
            old_key: Some(OldKey::Alive),
            message: message.into(),
            details: Vec::new(),
            next: None,
        }
    }

    /// The rotation has to go on with `psq recover`.
    pub(crate) fn unfinished(id: &ApiKeyId, old_key: OldKey, message: impl Into<String>) -> Self {
        Self {
            exit: Exit::Unfinished,
            old_key: Some(old_key),
            message: message.into(),
            details: Vec::new(),
            next: Some(Box::new(NextStep::Recover(id.clone()))),
        }
    }

    /// The key is delivered, and there is something wrong with it.
    pub(crate) fn unverified(id: &ApiKeyId, message: impl Into<String>) -> Self {
        Self {
            exit: Exit::Unverified,
            old_key: Some(OldKey::Dead),
            message: message.into(),
            details: Vec::new(),
            next: Some(Box::new(NextStep::Recover(id.clone()))),
        }
    }

    /// The key was not changed, as the API did not do what it was asked for.
    pub(crate) fn refused(error: &Error) -> Self {
        let mut failure = Self::untouched(error.to_string());
        if passes(error) {
            failure.next = Some(Box::new(NextStep::Again));
        }
        failure
    }

    /// With lines that belong to the message.
    pub(crate) fn with_details(mut self, lines: Vec<String>) -> Self {
        self.details = lines;
        self
    }

    /// The message and its lines, for a program.
    pub(crate) fn in_full(&self) -> String {
        let lines = std::iter::once(&self.message).chain(&self.details);
        lines.map(String::as_str).collect::<Vec<_>>().join("\n")
    }

    /// Tells a person who has not got any further than this.
    pub(crate) fn print_to(&self, progress: &Progress, outcome: &str) {
        progress.failed(format_args!("{}; {outcome}", self.message));
        for line in &self.details {
            progress.aside(line);
        }
        if let Some(next) = self.next.as_deref().and_then(NextStep::line) {
            progress.aside(format_args!("Next: {next}"));
        }
    }

    /// With another thing to do next.
    pub(crate) fn with_next(mut self, next: NextStep) -> Self {
        self.next = Some(Box::new(next));
        self
    }

    /// Without a word on the old key.
    pub(crate) fn without_old_key(mut self) -> Self {
        self.old_key = None;
        self
    }

    /// With something else known of the old key.
    pub(crate) fn with_old_key(mut self, old_key: OldKey) -> Self {
        self.old_key = Some(old_key);
        self
    }
}

/// Whether the same call may go well in a while: there was no answer, or one of a server in trouble.
fn passes(error: &Error) -> bool {
    error.is_connect()
        || error.is_timeout()
        || error.is_rate_limited()
        || error.is_server_error()
        || (error.status().is_none() && !error.is_invalid_input() && !error.is_configuration())
}
