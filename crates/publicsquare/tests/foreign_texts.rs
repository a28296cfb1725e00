//! Texts of a server in errors and traces: without secrets, bounded in length, and fully visible.
//!
//! In come responses with secrets, with thousands of field errors and with invisible characters. Out come one readable line and a
//! `Debug` of limited size. The search for secrets in every other place is in `canary.rs`.

#![allow(clippy::unwrap_used, clippy::expect_used, clippy::panic)]

mod support;

use publicsquare::{Client, Error, RetryPolicy};
use serde_json::{Value, json};
use support::KEY_ID;
use support::canary::{self, assert_error_hides, assert_hidden, assert_trace_hides, trace};
use support::scripted::{Scripted, answer, problem};

fn client(server: &Scripted) -> Client {
    let builder = Client::builder().base_url(server.url());
    builder
        .api_key(canary::API_KEY)
        .retry_policy(RetryPolicy::never())
        .build()
        .unwrap()
}

async fn refused(answer: Vec<u8>) -> Error {
    let server = Scripted::new([answer]);
    let keys = client(&server).api_keys();
    keys.reveal(KEY_ID).unwrap().await.unwrap_err()
}

/// Somebody else's key, ours, and the idempotency key of the request: none is an id to be shown.
#[tokio::test]
async fn a_correlation_id_that_holds_a_secret_is_ignored() {
    // One trace for the whole program: with a subscriber for this thread alone, a test on another thread could switch off
    // the events that both of them use.
    let trace = trace();
    let idempotency_key = publicsquare::IdempotencyKey::new(canary::IDEMPOTENCY_KEY).unwrap();
    for secret in [canary::NEW_KEY, canary::API_KEY, canary::IDEMPOTENCY_KEY] {
        for value in [secret.to_owned(), format!("for-{secret}.")] {
            let headers = [
                ("x-correlation-id", value.as_str()),
                ("server", value.as_str()),
                ("content-type", value.as_str()),
            ];
            let body = support::fields::documented().to_string();
            let script = [answer(403, &headers, "{}"), answer(200, &headers, body)];
            let server = Scripted::new(script);
            let request = client(&server).api_keys().regenerate(KEY_ID).unwrap();
            let request = request.with_idempotency_key(idempotency_key.clone());
            let error = request.send().await.unwrap_err();
            assert_eq!(error.correlation_id(), Some(request.correlation_id()));
            assert_error_hides("an error", error);
            let rotated = request.send().await.unwrap();
            assert_eq!(&rotated.correlation_id, request.correlation_id());
            assert_hidden("the result", &rotated);
        }
    }
    let text = trace.text();
    assert!(text.contains("attempt failed") && text.contains("attempt succeeded"));
    assert_trace_hides();
}

#[tokio::test]
async fn twenty_thousand_field_errors_are_a_line_that_a_person_can_read() {
    let errors: serde_json::Map<String, Value> = (0..20_000)
        .map(|number| (format!("field{number:05}"), json!(["is wrong"])))
        .collect();
    let body = json!({"title": "Many", "errors": errors}).to_string();
    let error = refused(problem(400, &body)).await;
    let line = error.to_string();
    assert!(line.chars().count() <= 2_000, "{}", line.chars().count());
    let shown = line.matches("is wrong").count();
    assert!(shown > 10, "{line}");
    assert!(
        line.contains(&format!(", and {} more", 20_000 - shown)),
        "{line}"
    );
    assert!(format!("{error:?}").len() < 100_000);
    assert_eq!(
        error.problem().map(publicsquare::Problem::is_whole),
        Some(false)
    );
}

#[tokio::test]
async fn invisible_characters_are_made_visible() {
    let hidden = "a\u{202e}b\u{2028}c\u{200b}d\u{0}e\u{1b}[2Jf";
    let body = json!({"title": "Odd", "detail": hidden, "errors": {hidden: [hidden]}}).to_string();
    let error = refused(problem(400, &body)).await;
    let line = error.to_string();
    let visible = r"a\u{202e}b\u{2028}c\u{200b}d\u{0}e\u{1b}[2Jf";
    assert_eq!(line.matches(visible).count(), 3, "{line}");
    assert_eq!(
        error.problem().and_then(publicsquare::Problem::detail),
        Some(hidden)
    );
}
