//! One line that a person can act on.

use std::fmt::{self, Write};

use super::{Error, ErrorKind, Inner};
use crate::certainty::Certainty;

/// How much of a text from the server is shown, in characters.
const MAX_SHOWN: usize = 300;

impl fmt::Display for Error {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        let inner = self.inner();
        what(inner, f)?;
        if matches!(
            inner.kind,
            ErrorKind::InvalidInput | ErrorKind::Configuration
        ) {
            return Ok(());
        }
        if let Some(verdict) = inner.effect.verdict(inner.certainty) {
            write!(f, "; {verdict}")?;
        }
        advice(inner, f)?;
        if inner.attempts > 1 {
            write!(f, " [attempts: {}]", inner.attempts)?;
        }
        if let Some(id) = &inner.correlation_id {
            f.write_str(" [correlation id: ")?;
            shown(id.as_str(), f)?;
            f.write_char(']')?;
        }
        Ok(())
    }
}

fn what(inner: &Inner, f: &mut fmt::Formatter<'_>) -> fmt::Result {
    let kind = match (inner.kind, inner.status) {
        (ErrorKind::InvalidInput | ErrorKind::Configuration, _) => "invalid input",
        (ErrorKind::Connect, _) => "no connection to the server",
        (ErrorKind::Timeout, _) => "the server did not answer in time",
        (ErrorKind::Connection, _) => "the connection broke before the answer was complete",
        (ErrorKind::UnusableSuccess, _) => "the server reported success without a usable answer",
        (_, Some(400)) => "the request is malformed",
        (_, Some(401)) => "the API key is missing, unknown or dead",
        (_, Some(403)) => "the API key lacks the permission",
        (_, Some(404)) => "there is no such API key in the account and environment of the key used",
        (_, Some(409)) => "the request conflicts with one that is being worked on",
        (_, Some(422)) => "the request cannot be satisfied",
        (_, Some(429)) => "too many requests",
        (_, Some(500..=599)) => "the server failed",
        _ => "the server gave an unexpected answer",
    };
    match (&inner.message, inner.kind) {
        (Some(message), ErrorKind::InvalidInput | ErrorKind::Configuration) => {
            f.write_str(message)?;
        }
        (Some(message), _) => write!(f, "{kind}: {message}")?,
        (None, _) => f.write_str(kind)?,
    }
    if let Some(status) = inner.status {
        write!(f, " ({status})")?;
    }
    let Some(problem) = &inner.problem else {
        return Ok(());
    };
    if let Some(text) = problem
        .detail()
        .or(problem.title())
        .filter(|text| !text.is_empty())
    {
        f.write_str(": ")?;
        shown(text, f)?;
    }
    for error in &problem.errors {
        f.write_str(", ")?;
        shown(
            if error.field.is_empty() {
                "request"
            } else {
                &error.field
            },
            f,
        )?;
        f.write_str(": ")?;
        shown(&error.messages.join(" "), f)?;
    }
    Ok(())
}

fn advice(inner: &Inner, f: &mut fmt::Formatter<'_>) -> fmt::Result {
    match inner.certainty {
        Certainty::Unknown | Certainty::RotatedUnreadable => {
            write!(f, "; {}", inner.effect.way_out())
        }
        Certainty::NotSent | Certainty::Rejected => match (inner.status, inner.retry_after) {
            (Some(401), _) => f.write_str("; use a secret or restricted key that is current"),
            (Some(403), _) => write!(f, "; {}", inner.effect.permission()),
            (Some(404), _) => f.write_str("; compare the id and the environment"),
            (Some(429), Some(wait)) => write!(f, "; wait {} s", wait.as_secs_f64().ceil()),
            (Some(429), None) => f.write_str("; wait 30 s, the documented block"),
            _ => Ok(()),
        },
    }
}

/// A text from the server, on one line, of bounded length, and without the full stop that would end
/// the line too early.
fn shown(text: &str, f: &mut fmt::Formatter<'_>) -> fmt::Result {
    let text = text.trim_end().trim_end_matches('.');
    for character in text.chars().take(MAX_SHOWN) {
        f.write_char(if character.is_control() {
            ' '
        } else {
            character
        })?;
    }
    if text.chars().nth(MAX_SHOWN).is_some() {
        f.write_char('…')?;
    }
    Ok(())
}

impl fmt::Debug for Error {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        let inner = self.inner();
        f.debug_struct("Error")
            .field("kind", &inner.kind)
            .field("certainty", &inner.certainty)
            .field("message", &inner.message)
            .field("status", &inner.status)
            .field("problem", &inner.problem)
            .field("retry_after", &inner.retry_after)
            .field("correlation_id", &inner.correlation_id)
            .field("idempotency_key", &inner.idempotency_key)
            .field("attempts", &inner.attempts)
            .field("server_time", &inner.server_time)
            .field("source", &inner.source)
            .finish()
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::problem::Problem;

    fn response(status: u16) -> Error {
        Error::new(ErrorKind::Response, Certainty::of_status(status))
            .with(|inner| inner.status = Some(status))
    }

    #[test]
    fn a_403_names_both_documented_permissions() {
        let line = response(403).to_string();
        assert!(
            line.contains("api-key:write") && line.contains("payment-method:write"),
            "{line}"
        );
    }

    #[test]
    fn a_text_of_the_server_stays_on_one_bounded_line() {
        let detail = format!("one\r\ntwo\u{1b}[31m{}", "x".repeat(500));
        let error = response(400).with(|inner| {
            inner.problem = Some(Problem {
                detail: Some(detail),
                ..Problem::default()
            });
        });
        let line = error.to_string();
        assert!(!line.chars().any(char::is_control), "{line:?}");
        assert!(
            line.contains("one  two") && line.contains('…') && line.len() < 600,
            "{line:?}"
        );
    }

    #[test]
    fn every_verdict_says_what_became_of_the_old_key() {
        for status in [200, 303, 400, 401, 404, 409, 422, 429, 500, 502] {
            assert!(
                response(status).to_string().contains("the old key"),
                "{status}"
            );
        }
    }
}
