//! The state as JSON, to start from and to keep. The README of the crate documents the format.
//!
//! [`read()`] turns text into a [`State`](super::State), [`write()`] does the reverse. The values of keys are in
//! the text on purpose: without them a restored key could not authenticate. Stored responses, the request log
//! and queued faults are not in it.

use std::fmt;

mod read;
mod write;

pub(crate) use read::read;
pub(crate) use write::write;

/// The one version of the format so far.
const VERSION: u64 = 1;

/// The error of a text that [`Builder::seed_json`](crate::Builder::seed_json) cannot start from.
///
/// `Display` names the line, the column and what is wrong. It never quotes the text, which may contain the
/// value of a key.
///
/// ```
/// use publicsquare_sandbox::Sandbox;
///
/// let text = "{\n  \"version\": 2,\n  \"keys\": []\n}";
/// let error = Sandbox::builder().seed_json(text).unwrap_err();
/// assert!(error.to_string().starts_with("line 2, column 14: version 2 of the format is unknown"));
/// ```
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct SeedError {
    line: usize,
    column: usize,
    message: String,
}

impl SeedError {
    /// The line at which the error was noticed, from 1.
    ///
    /// ```
    /// # use publicsquare_sandbox::Sandbox;
    /// let error = Sandbox::builder().seed_json("{\n  oops").unwrap_err();
    /// assert_eq!(error.line(), 2);
    /// ```
    #[must_use]
    pub const fn line(&self) -> usize {
        self.line
    }

    /// The column at which the error was noticed, in bytes from 1.
    ///
    /// ```
    /// # use publicsquare_sandbox::Sandbox;
    /// let error = Sandbox::builder().seed_json("{\n  oops").unwrap_err();
    /// assert_eq!(error.column(), 3);
    /// ```
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

impl SeedError {
    /// No `From`, which would tie the versions of this crate to those of serde_json.
    pub(super) fn of_json(error: &serde_json::Error) -> Self {
        let whole = error.to_string();
        // The message of serde_json ends with the place, which has fields of its own here.
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

/// The message without the text that it quotes from the file, which may be the value of a key.
fn without_quotes(message: &str) -> String {
    match (message.split_once('"'), message.rsplit_once('"')) {
        (Some((before, _)), Some((_, after))) => format!("{before}[hidden]{after}"),
        _ => message.to_owned(),
    }
}
