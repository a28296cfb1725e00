//! The state as a JSON file, to start from and to keep. The README documents the format.
//!
//! Values of keys are in it on purpose: without them a restored key could not authenticate. Stored
//! answers to idempotency keys, the request log and queued faults are not.

use std::fmt;

mod read;
mod write;

pub(crate) use read::read;
pub(crate) use write::write;

/// The one version of the format so far.
const VERSION: u64 = 1;

/// Why a file is not a state to start from.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct SeedError {
    line: usize,
    column: usize,
    message: String,
}

impl SeedError {
    /// The line of the place where the fault was noticed, from 1.
    #[must_use]
    pub const fn line(&self) -> usize {
        self.line
    }

    /// The column of the place where the fault was noticed, in bytes from 1.
    #[must_use]
    pub const fn column(&self) -> usize {
        self.column
    }
}

impl fmt::Display for SeedError {
    fn fmt(&self, formatter: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(
            formatter,
            "line {}, column {}: {}",
            self.line, self.column, self.message
        )
    }
}

impl std::error::Error for SeedError {}

impl From<serde_json::Error> for SeedError {
    fn from(error: serde_json::Error) -> Self {
        let whole = error.to_string();
        // The place is told apart from the message here.
        let message = whole
            .rsplit_once(" at line ")
            .map_or(whole.as_str(), |(message, _)| message);
        Self {
            line: error.line(),
            column: error.column(),
            message: without_quotes(message),
        }
    }
}

/// The message without the text that it quotes from the file: that may be the value of a key.
fn without_quotes(message: &str) -> String {
    match (message.split_once('"'), message.rsplit_once('"')) {
        (Some((before, _)), Some((_, after))) => format!("{before}[hidden]{after}"),
        _ => message.to_owned(),
    }
}
