//! The message of an error, and its `Debug`.
//!
//! In comes an error with texts of the server, of the network and of this crate. Out comes one line of at most 2,000
//! visible characters, in three parts: what happened, what it means for the key, what to do next. The words for the
//! last two are in [`effect`](crate::effect).

use std::fmt;

use super::{Error, ErrorKind, Inner};
use crate::certainty::Certainty;
use crate::display_text::on_one_line;
use crate::problem::{FieldError, Problem};

/// The longest detail of a problem or of a network error, in characters.
const MAX_TEXT: usize = 300;
/// The longest name of a field.
const MAX_FIELD: usize = 60;
/// The longest description of what is wrong with one field.
const MAX_FIELD_TEXT: usize = 200;
/// The longest text for all fields together.
const MAX_FIELDS: usize = 600;

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
            write!(f, " [correlation id: {id}]")?;
        }
        Ok(())
    }
}

/// Writes what happened.
fn what(inner: &Inner, f: &mut fmt::Formatter<'_>) -> fmt::Result {
    let kind = match (inner.kind, inner.status) {
        (ErrorKind::InvalidInput | ErrorKind::Configuration, _) => "invalid input",
        (ErrorKind::KeyProvider, _) => "the provider of the API key gave none",
        (ErrorKind::Connect, _) => "no connection to the server",
        (ErrorKind::Timeout, _) if inner.certainty == Certainty::NotSent => {
            "the time ran out before the request was sent"
        }
        (ErrorKind::Timeout, _) => "the server did not answer in time",
        (ErrorKind::Connection, _) => "the connection broke before the response was complete",
        (ErrorKind::UnusableSuccess, _) => "the server reported success without a usable response",
        (ErrorKind::NotTheApi, _) => "something that is not the API answered",
        (ErrorKind::IncompleteList, _) => "the list is incomplete",
        (_, Some(400)) => "the request is malformed",
        (_, Some(401)) => "the API key is missing, unknown or dead",
        (_, Some(403)) => "the API key lacks the permission",
        (_, Some(404)) => "there is no such API key in the account and environment of the key used",
        (_, Some(409)) => "the request conflicts with another one, perhaps its own first attempt",
        (_, Some(422)) => "the request cannot be satisfied",
        (_, Some(429)) => "too many requests",
        (_, Some(500..=599)) => "the server failed",
        _ => "the server gave an unexpected response",
    };
    match (&inner.message, inner.kind) {
        (Some(message), ErrorKind::InvalidInput | ErrorKind::Configuration) => {
            on_one_line(message, MAX_TEXT, f)?;
        }
        (Some(message), _) => {
            write!(f, "{kind}: ")?;
            on_one_line(message, MAX_TEXT, f)?;
        }
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
        on_one_line(text, MAX_TEXT, f)?;
    }
    fields(problem, f)
}

/// Writes as many field errors as fit, and the number of the others.
fn fields(problem: &Problem, f: &mut fmt::Formatter<'_>) -> fmt::Result {
    let mut left = MAX_FIELDS;
    for (index, error) in problem.errors.iter().enumerate() {
        let text = field(error)?;
        let Some(rest) = left.checked_sub(text.chars().count()) else {
            let more = problem.errors.len() - index + problem.omitted;
            return write!(f, ", and {more} more");
        };
        left = rest;
        write!(f, ", {text}")?;
    }
    match problem.omitted {
        0 => Ok(()),
        more => write!(f, ", and {more} more"),
    }
}

fn field(error: &FieldError) -> Result<String, fmt::Error> {
    let mut text = String::new();
    match error.field.as_str() {
        "" => text.push_str("request"),
        name => on_one_line(name, MAX_FIELD, &mut text)?,
    }
    text.push_str(": ");
    on_one_line(&error.messages.join(" "), MAX_FIELD_TEXT, &mut text)?;
    Ok(text)
}

/// Writes what to do next.
fn advice(inner: &Inner, f: &mut fmt::Formatter<'_>) -> fmt::Result {
    match inner.kind {
        ErrorKind::NotTheApi => {
            f.write_str("; check the base URL, and look for a proxy or a login page on the way")?;
            if inner.certainty <= Certainty::Rejected {
                return Ok(());
            }
        }
        ErrorKind::IncompleteList => return f.write_str("; ask for the list again"),
        _ => {}
    }
    match inner.certainty {
        Certainty::Unknown | Certainty::RotatedUnreadable => {
            write!(f, "; {}", inner.effect.remedy)
        }
        Certainty::NotSent | Certainty::Rejected => {
            f.write_str("; ")?;
            match (inner.kind, inner.status, inner.retry_after) {
                (ErrorKind::Connect, ..) => {
                    f.write_str("check the base URL, the network, the proxy and the certificate")
                }
                (ErrorKind::KeyProvider, ..) => f.write_str("check the provider of the API key"),
                (ErrorKind::Timeout, ..) if inner.certainty == Certainty::NotSent => {
                    f.write_str("give the request more time")
                }
                (_, Some(400 | 422), _) => f.write_str("correct the request"),
                (_, Some(401), _) => f.write_str("use a current secret or restricted key"),
                (_, Some(403), _) => f.write_str(inner.effect.permission),
                (_, Some(404), _) => f.write_str("compare the id and the environment"),
                (_, Some(429), Some(wait)) => write!(f, "wait {} s", wait.as_secs_f64().ceil()),
                (_, Some(429), None) => f.write_str("wait 30 s, the documented block"),
                // A request that only reads, and would fail again in the same way.
                _ if inner.effect.only_reads() && !inner.is_transient => {
                    f.write_str("check the base URL, and look for a proxy on the way")
                }
                _ => f.write_str(inner.effect.remedy),
            }
        }
    }
}

impl fmt::Debug for Error {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        let inner = self.inner();
        f.debug_struct("Error")
            .field("kind", &inner.kind)
            .field("certainty", &inner.certainty)
            .field("message", &inner.message)
            .field("status", &inner.status)
            .field("is_from_api", &inner.is_from_api)
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
    use crate::display_text::is_invisible;
    use crate::effect::Effect;
    use crate::identity::CorrelationId;

    fn response(status: u16) -> Error {
        Error::new(ErrorKind::Response, Certainty::of_refusal(status))
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
    fn the_line_is_bounded_whatever_the_texts_are() {
        let long = "\u{202e}x\r\n".repeat(1000);
        let fields = (0..1000).map(|number| FieldError {
            field: format!("{number}{long}"),
            messages: vec![long.clone(); 3],
        });
        let errors: Vec<FieldError> = fields.collect();
        for status in [400, 401, 403, 404, 429, 500] {
            let error = response(status).with(|inner| {
                inner.message = Some(long.clone());
                inner.attempts = u32::MAX;
                inner.correlation_id = CorrelationId::new("i".repeat(255)).ok();
                inner.problem = Some(Problem {
                    detail: Some(long.clone()),
                    errors: errors.clone(),
                    omitted: 19_000,
                    ..Problem::default()
                });
            });
            let line = error.to_string();
            assert!(!line.chars().any(is_invisible), "{line:?}");
            assert!(line.contains(" more;") || line.contains(" more "), "{line}");
            assert!(line.contains("the old key"), "{line}");
            let length = line.chars().count();
            assert!(length <= 2_000, "{length}: {line}");
        }
    }

    #[test]
    fn all_field_errors_are_counted() {
        let error = |field: &str| FieldError {
            field: field.to_owned(),
            messages: vec!["m".repeat(200)],
        };
        let line = response(400).with(|inner| {
            inner.problem = Some(Problem {
                errors: ["a", "b", "c", "d"].map(error).to_vec(),
                omitted: 3,
                ..Problem::default()
            });
        });
        let line = line.to_string();
        assert!(line.contains("a: mm") && line.contains("b: mm"), "{line}");
        assert!(
            !line.contains("c: mm") && line.contains(", and 5 more;"),
            "{line}"
        );
    }

    #[test]
    fn every_message_ends_with_what_to_do_next() {
        let sent_nothing = |kind| Error::new(kind, Certainty::NotSent);
        let redirected = |effect| {
            Error::new(ErrorKind::UnexpectedStatus, Certainty::Rejected).with(|inner| {
                inner.status = Some(307);
                inner.effect = effect;
            })
        };
        for (error, next) in [
            (sent_nothing(ErrorKind::Connect), "check the base URL"),
            (sent_nothing(ErrorKind::KeyProvider), "check the provider"),
            (sent_nothing(ErrorKind::Timeout), "more time"),
            (response(400), "correct the request"),
            (response(401), "current secret or restricted key"),
            (response(403), "give the key both"),
            (response(404), "compare the id"),
            (response(422), "correct the request"),
            (response(429), "wait 30 s"),
            (response(503), "send the request again"),
            // The same request would be redirected again.
            (redirected(Effect::READ), "check the base URL"),
            // A request that changes something has its own advice.
            (redirected(Effect::REGENERATE), "send the request again"),
        ] {
            let line = error.to_string();
            let last = line.rsplit("; ").next();
            assert!(last.is_some_and(|last| last.contains(next)), "{line}");
        }
    }

    #[test]
    fn every_message_says_whether_the_old_key_works() {
        for status in [200, 303, 400, 401, 404, 409, 422, 429, 500, 502] {
            assert!(
                response(status).to_string().contains("the old key"),
                "{status}"
            );
        }
    }
}
