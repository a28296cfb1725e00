//! What is wrong, and what a person can do about it.
//!
//! A check that fails makes a [`Flaw`] of two parts: what is wrong, and the advice. The parts stay apart until the
//! message is printed, because the meaning for the key comes between them. `cli_error` adds that meaning, the exit
//! code and the next command.

use std::error::Error as StdError;
use std::fmt;
use std::io;

use crate::dotenv::{InvalidVariable, Refusal};

/// What is wrong, and what a person can do about it. The texts contain no secret.
#[derive(Debug, Clone, PartialEq, Eq)]
pub(crate) struct Flaw {
    pub(crate) what: String,
    pub(crate) advice: Option<String>,
}

impl Flaw {
    /// A flaw without advice.
    pub(crate) fn new(what: impl Into<String>) -> Self {
        Self {
            what: what.into(),
            advice: None,
        }
    }

    /// Adds what to do about it.
    pub(crate) fn advise(mut self, advice: impl Into<String>) -> Self {
        self.advice = Some(advice.into());
        self
    }

    /// The same flaw with a subject before it, such as the name of a file.
    pub(crate) fn of(self, subject: impl fmt::Display) -> Self {
        Self {
            what: format!("{subject}: {}", self.what),
            ..self
        }
    }
}

/// Both parts in one line, for the journal and for reports without a place for advice.
impl fmt::Display for Flaw {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str(&self.what)?;
        match &self.advice {
            Some(advice) => write!(f, "; {advice}"),
            None => Ok(()),
        }
    }
}

impl StdError for Flaw {}

impl From<String> for Flaw {
    fn from(what: String) -> Self {
        Self::new(what)
    }
}

impl From<&str> for Flaw {
    fn from(what: &str) -> Self {
        Self::new(what)
    }
}

/// An error of the system. If psq made the error from a flaw, the flaw comes back with its advice.
impl From<io::Error> for Flaw {
    fn from(error: io::Error) -> Self {
        match error.downcast::<Self>() {
            Ok(flaw) => flaw,
            Err(error) => Self::new(error.to_string()),
        }
    }
}

impl From<Refusal> for Flaw {
    fn from(refusal: Refusal) -> Self {
        let (what, advice) = refusal.parts();
        Self::new(what).advise(advice)
    }
}

impl From<InvalidVariable> for Flaw {
    fn from(error: InvalidVariable) -> Self {
        Self::new(error.to_string())
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn the_advice_survives_an_error_of_the_system() {
        let flaw = Flaw::new("it belongs to user 7").advise("run psq as that user");
        let error = io::Error::new(io::ErrorKind::PermissionDenied, flaw.clone());
        assert_eq!(Flaw::from(error), flaw);
        assert_eq!(
            flaw.of("/srv/.env").to_string(),
            "/srv/.env: it belongs to user 7; run psq as that user"
        );
    }
}
