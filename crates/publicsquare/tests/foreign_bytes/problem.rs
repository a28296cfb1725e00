//! The body of a failure: it says no more than the API has said, and shows no secret.
//!
//! In come a byte that selects the status, and the body. serde_json reads the body once more, without a type. The
//! property fails if a failure counts as a success, if something that is not the API's answer settles what happened to
//! the key, if a detail is lost or changed, or if a text is long, has hidden characters or shows a secret.

use publicsquare::{Certainty, ErrorKind};
use serde_json::{Map, Value};

use super::answer::{Answer, Ask, assert_no_key, assert_readable, shown};

const STATUSES: [u16; 13] = [
    400, 401, 403, 404, 409, 422, 429, 500, 503, 302, 418, 599, 600,
];

/// Asserts what holds for each body.
pub(crate) fn holds(input: &[u8], ask: Ask<'_>) {
    let Some((selector, body)) = input.split_first() else {
        return;
    };
    let status = STATUSES[usize::from(*selector) % STATUSES.len()];
    let outcome = ask(&Answer {
        status,
        headers: Vec::new(),
        body,
    });
    let shown = shown(&outcome);
    assert_no_key(&shown);
    assert!(shown.len() < 100_000, "{} bytes", shown.len());
    let error = outcome.expect_err("a failure is no success");
    assert_readable(&error.to_string());
    assert_eq!((error.status(), error.attempts()), (Some(status), 1));
    let refusal = match status {
        400 | 401 | 403 | 404 | 422 | 429 => Certainty::Rejected,
        _ => Certainty::Unknown,
    };
    let is_failure = (400..600).contains(&status);
    match serde_json::from_slice(body) {
        Ok(Value::Object(members)) if is_problem(&members, status) => {
            if is_failure {
                assert_eq!(error.kind(), ErrorKind::Response);
                assert_eq!(error.certainty(), refusal, "{error:?}");
                assert_detail(error.problem(), members.get("detail"), body.len());
            }
        }
        Ok(_) => {
            assert_eq!(error.certainty(), Certainty::Unknown, "{error:?}");
            assert!(error.problem().is_none(), "{error:?}");
        }
        Err(_) if body.trim_ascii().is_empty() && is_failure => {
            assert_eq!(error.certainty(), refusal, "{error:?}");
        }
        Err(_) => assert!(
            matches!(error.certainty(), Certainty::Rejected | Certainty::Unknown),
            "{error:?}"
        ),
    }
}

/// Whether these members are problem details: a text names the problem, and a number repeats the status.
fn is_problem(members: &Map<String, Value>, status: u16) -> bool {
    let is_named = ["title", "type"]
        .iter()
        .any(|name| members.get(*name).is_some_and(Value::is_string));
    let repeated = members.get("status").and_then(Value::as_f64);
    is_named && repeated.is_none_or(|repeated| repeated == f64::from(status))
}

/// A detail that is short and holds no key arrives as it was sent.
#[track_caller]
fn assert_detail(problem: Option<&publicsquare::Problem>, sent: Option<&Value>, size: usize) {
    let Some(Value::String(sent)) = sent else {
        return;
    };
    let may_hold_a_key = sent.contains('_');
    if size <= 2_000 && !may_hold_a_key {
        let read = problem.and_then(publicsquare::Problem::detail);
        assert_eq!(read, Some(sent.as_str()));
    }
}
