//! Errors: the caller gets the status, the headers, and everything that can be read of the problem details.
//!
//! The tests send error responses with every kind of body: complete, cut off, empty, too long, of another type. They assert
//! what is read, and that a body which is not problem details is never taken for the API's. Successes are in
//! `successes.rs`.

use std::collections::HashMap;

use publicsquare_client::{Error, types::ValidationProblemDetails};
use serde_json::Value;

use super::raw_server::{Outcome, RawServer, response, response_announcing, response_in_chunks};
use super::{oversized, without_retry_after};

const STATUSES: [u16; 9] = [400, 401, 403, 404, 409, 422, 429, 500, 502];

const JSON: &str = "application/json";
const PROBLEM_JSON: &str = "application/problem+json; charset=utf-8";

/// Stands for the status of the response, which the problem details repeat.
const REPEATED: i32 = 499;

const PROBLEM: &str = r#"{"type":"about:blank","title":"Odd","status":499,"detail":"It is odd.","instance":"/here","errors":{"id":["too odd","not even"]},"traceId":"trace-1"}"#;

/// The problem details with the status of their response.
fn problem(status: u16) -> String {
    PROBLEM.replace("499", &status.to_string())
}

/// The parts of problem details that the caller gets.
#[derive(Debug, Clone, Default, PartialEq)]
struct Had {
    title: Option<&'static str>,
    detail: Option<&'static str>,
    status: Option<i32>,
    errors: Option<Vec<(&'static str, Vec<&'static str>)>>,
    trace: Option<&'static str>,
}

fn nothing() -> Had {
    Had::default()
}

fn title() -> Had {
    Had {
        title: Some("Odd"),
        ..Had::default()
    }
}

fn title_and_errors(errors: &[(&'static str, &[&'static str])]) -> Had {
    Had {
        errors: Some(
            errors
                .iter()
                .map(|(name, texts)| (*name, texts.to_vec()))
                .collect(),
        ),
        ..title()
    }
}

fn everything() -> Had {
    Had {
        detail: Some("It is odd."),
        status: Some(REPEATED),
        trace: Some("trace-1"),
        ..title_and_errors(&[("id", &["too odd", "not even"])])
    }
}

/// The problem details up to the end of `part`.
fn cut_behind(part: &str, status: u16) -> Vec<u8> {
    let end = PROBLEM.find(part).unwrap() + part.len();
    problem(status).as_bytes()[..end].to_vec()
}

fn json(body: &[u8], status: u16) -> Vec<u8> {
    response(status, JSON, body)
}

#[track_caller]
fn assert_had(problem: &ValidationProblemDetails, expected: &Had, case: &str) {
    assert_eq!(problem.title.as_deref(), expected.title, "{case}");
    assert_eq!(problem.detail.as_deref(), expected.detail, "{case}");
    assert_eq!(problem.status, expected.status, "{case}");
    let errors = expected.errors.as_ref().map(|errors| {
        errors
            .iter()
            .map(|(name, texts)| {
                (
                    name.to_string(),
                    texts.iter().map(ToString::to_string).collect(),
                )
            })
            .collect::<HashMap<String, Vec<String>>>()
    });
    assert_eq!(problem.errors, errors, "{case}");
    let trace = problem.extra.get("traceId").and_then(Value::as_str);
    assert_eq!(trace, expected.trace, "{case}");
}

#[track_caller]
fn assert_problem(outcome: Outcome, status: u16, expected: &Had, case: &str) {
    let case = format!("{status}, {case}");
    let error = outcome.expect_err(&case);
    assert_eq!(
        error.status().map(|status| status.as_u16()),
        Some(status),
        "{case}"
    );
    let Error::ErrorResponse(problem) = error else {
        panic!("{case}: the error is not a response")
    };
    assert_eq!(problem.status().as_u16(), status, "{case}");
    assert_eq!(
        problem.headers()["x-correlation-id"],
        "correlation-1",
        "{case}"
    );
    assert_eq!(problem.headers()["retry-after"], "7", "{case}");
    let repeated = expected.status.map(|_| i32::from(status));
    let expected = Had {
        status: repeated,
        ..expected.clone()
    };
    assert_had(&problem, &expected, &case);
}

/// Asserts that the response is not taken for the API's, and that the caller gets its status and its headers.
#[track_caller]
fn assert_stranger(outcome: Outcome, status: u16, case: &str) {
    let Err(Error::UnexpectedResponse(answer)) = outcome else {
        panic!("{status}, {case}: {outcome:?}")
    };
    assert_eq!(answer.status().as_u16(), status, "{case}");
    assert_eq!(
        answer.headers()["x-correlation-id"],
        "correlation-1",
        "{case}"
    );
    assert_eq!(answer.headers()["retry-after"], "7", "{case}");
}

/// Whether the status alone says that the same request may be sent later.
fn asks_to_wait(status: u16) -> bool {
    status == 429 || status >= 500
}

/// Asserts that the caller gets the error of the connection.
#[track_caller]
fn assert_broken(outcome: Outcome, status: u16, case: &str) {
    let Err(Error::CommunicationError(error)) = outcome else {
        panic!("{status}, {case}: {outcome:?}")
    };
    assert!(error.is_body() || error.is_decode(), "{case}: {error:?}");
}

/// Sends the response with each status, and asserts what the caller gets.
async fn assert_for_every_status(case: &str, expected: Had, answer: impl Fn(u16) -> Vec<u8>) {
    for status in STATUSES {
        let outcome = RawServer::answering(answer(status)).call().await;
        assert_problem(outcome, status, &expected, case);
    }
}

#[tokio::test]
async fn a_problem_is_read_whatever_its_media_type() {
    for media_type in [JSON, PROBLEM_JSON, "text/plain"] {
        assert_for_every_status(media_type, everything(), |status| {
            response(status, media_type, problem(status).as_bytes())
        })
        .await;
    }
    assert_for_every_status("in chunks", everything(), |status| {
        response_in_chunks(status, PROBLEM_JSON, problem(status).as_bytes(), true)
    })
    .await;
}

#[tokio::test]
async fn an_empty_body_is_a_problem_without_details() {
    for body in ["", " "] {
        assert_for_every_status(body, nothing(), |status| json(body.as_bytes(), status)).await;
    }
}

#[tokio::test]
async fn a_body_without_a_problem_keeps_the_status_and_the_headers() {
    for body in [
        "<html><h1>Bad Gateway</h1></html>",
        "null",
        "\"text\"",
        "7",
        "[]",
        "[1, 2]",
        "{",
        "{}",
        r#"{"message":"Forbidden"}"#,
        r#"{"detail":"Not Found"}"#,
        r#"{"success":false,"errors":[{"code":7003}]}"#,
        r#"{"timestamp":"2024-06-30","status":404,"error":"Not Found","path":"/api-keys"}"#,
        r#"{"title":"Odd","status":499}"#,
        r#"{"title":null}"#,
        r#"{"status":"#,
        r#"["a", "b", "c", 1, "d", "e", "f", "g", "h"]"#,
    ] {
        for status in STATUSES {
            for media_type in [JSON, PROBLEM_JSON, "text/html"] {
                let answer = response(status, media_type, body.as_bytes());
                assert_stranger(RawServer::answering(answer).call().await, status, body);
            }
        }
    }
}

#[tokio::test]
async fn a_body_that_breaks_off_before_it_shows_anything_is_a_broken_connection() {
    for body in [
        "",
        "{",
        r#"{"status":"#,
        r#"{"detail":"It is odd.""#,
        "<html>",
    ] {
        for status in STATUSES {
            let answer = response_announcing(900, status, JSON, body.as_bytes());
            // The wait that the server asks for must not be lost.
            let outcome = RawServer::answering(answer.clone()).call().await;
            assert_stranger(outcome, status, body);

            let answer = without_retry_after(answer);
            let outcome = RawServer::answering(answer).call().await;
            if asks_to_wait(status) {
                let is_kept = matches!(outcome, Err(Error::UnexpectedResponse(_)));
                assert!(is_kept, "{status}, {body}: {outcome:?}");
            } else {
                assert_broken(outcome, status, body);
            }
        }
    }
}

#[tokio::test]
async fn the_complete_members_of_a_cut_problem_are_read() {
    let detail = Had {
        detail: Some("It is odd."),
        status: Some(REPEATED),
        ..title()
    };
    for (part, expected) in [
        (r#""traceId":"trace-1""#, everything()),
        (r#""errors":{"id":["too odd""#, Had { ..detail }),
        (
            r#""detail":"It is"#,
            Had {
                status: Some(REPEATED),
                ..title()
            },
        ),
        (r#""title":"Odd"#, nothing()),
        (r#""title""#, nothing()),
    ] {
        let case = format!("cut behind {part}");
        for status in STATUSES {
            let body = &cut_behind(part, status);
            let fitting = RawServer::answering(json(body, status)).call().await;
            assert_problem(fitting, status, &expected, &case);

            let short = response_announcing(PROBLEM.len(), status, JSON, body);
            assert_problem(
                RawServer::answering(short).call().await,
                status,
                &expected,
                &case,
            );

            let chunks = response_in_chunks(status, JSON, body, false);
            assert_problem(
                RawServer::answering(chunks).call().await,
                status,
                &expected,
                &case,
            );
        }
    }
}

#[tokio::test]
async fn a_member_of_another_type_does_not_hide_the_others() {
    let body = r#"{"type":[],"title":"Odd","status":"REPEATED","detail":{"a":1},"instance":false,"errors":{"id":["too odd","not even"]},"traceId":"trace-1"}"#;
    let expected = Had {
        detail: None,
        ..everything()
    };
    assert_for_every_status("odd types", expected, |status| {
        json(
            body.replace("REPEATED", &status.to_string()).as_bytes(),
            status,
        )
    })
    .await;

    let body = br#"{"type":"","title":7,"status":true,"detail":true,"traceId":"trace-1"}"#;
    let expected = Had {
        title: Some("7"),
        detail: Some("true"),
        trace: Some("trace-1"),
        ..nothing()
    };
    assert_for_every_status("no text", expected, |status| json(body, status)).await;
}

#[tokio::test]
async fn field_errors_are_read_in_several_shapes() {
    for (errors, expected) in [
        ("null", title()),
        (r#"["a","b"]"#, title_and_errors(&[("", &["a", "b"])])),
        (r#""a""#, title_and_errors(&[("", &["a"])])),
        (
            r#"{"id":"a","name":"b"}"#,
            title_and_errors(&[("id", &["a"]), ("name", &["b"])]),
        ),
        (
            r#"{"id":[1,null,{"b":2},"a"]}"#,
            title_and_errors(&[("id", &["1", "a"])]),
        ),
        (
            r#"{"id":null,"name":["b"]}"#,
            title_and_errors(&[("name", &["b"])]),
        ),
        ("{}", title_and_errors(&[])),
    ] {
        let body = format!(r#"{{"errors":{errors},"title":"Odd"}}"#);
        assert_for_every_status(errors, expected, |status| json(body.as_bytes(), status)).await;
    }
}

#[tokio::test]
async fn the_beginning_of_a_body_that_is_too_long_is_read() {
    let members = |status| {
        let whole = problem(status);
        whole[1..whole.len() - 1].to_owned()
    };
    for status in STATUSES {
        let late = oversized(&members(status), true);
        let outcome = RawServer::answering(json(&late, status)).call().await;
        assert_stranger(outcome, status, "late");
    }
    // Members after the limit are not read.
    assert_for_every_status("early", everything(), |status| {
        json(&oversized(&members(status), false), status)
    })
    .await;
}

#[tokio::test]
async fn invalid_utf8_and_repeated_members_are_accepted() {
    let body = b"{\"title\":\"\xff\xfe\",\"detail\":\"It is odd.\",\"traceId\":\"trace-1\"}";
    let expected = Had {
        title: Some("\u{fffd}\u{fffd}"),
        detail: Some("It is odd."),
        trace: Some("trace-1"),
        ..nothing()
    };
    assert_for_every_status("invalid UTF-8", expected, |status| json(body, status)).await;

    let body = br#"{"title":"Even","title":"Odd","traceId":"first","traceId":"trace-1"}"#;
    let expected = Had {
        trace: Some("trace-1"),
        ..title()
    };
    assert_for_every_status("twice", expected, |status| json(body, status)).await;

    let body = br#"{"detail":"\ud800","title":"Odd","traceId":"trace-1"}"#;
    let expected = Had {
        trace: Some("trace-1"),
        ..title()
    };
    assert_for_every_status("a lone surrogate", expected, |status| json(body, status)).await;
}
