//! The typed mocks: which requests they match, and what they answer.
//!
//! Each test creates mocks, sends requests over a plain TCP connection (`support`), and compares every byte that matters.
//! Faults are tested in `faults.rs`, and lost responses in `faulty_proxy.rs`.

#![allow(clippy::unwrap_used, clippy::expect_used, clippy::panic)]

mod support;

use httpmock::MockServer;
use publicsquare_httpmock::MockServerExt;
use publicsquare_httpmock::operations::RegenerateApiKeyThen as Then;
use serde_json::json;

use support::{Connection, KEY_ID, NEW_KEY, api_key, problem};

#[test]
fn the_documented_success_contains_the_key() {
    let server = MockServer::start();
    let mock = server.regenerate_api_key(|_, then| {
        then.ok(&api_key());
    });
    let answer = Connection::to(&server.base_url()).regenerate(&[]);
    assert_eq!(answer.status(), 200);
    assert_eq!(
        answer.header("content-type").as_deref(),
        Some("application/json")
    );
    assert_eq!(
        answer.json(),
        json!({"id": KEY_ID, "key": NEW_KEY, "name": "Web shop"})
    );
    assert_eq!(mock.calls(), 1);
}

#[test]
fn each_documented_error_has_its_status_and_its_problem_details() {
    type Error = fn(Then) -> Then;
    let errors: [(u16, Error); 8] = [
        (400, |then| then.bad_request(&problem("400"))),
        (401, |then| then.unauthorized(&problem("401"))),
        (403, |then| then.forbidden(&problem("403"))),
        (404, |then| then.not_found(&problem("404"))),
        (409, |then| then.conflict(&problem("409"))),
        (422, |then| then.unprocessable_entity(&problem("422"))),
        (429, |then| then.too_many_requests(&problem("429"))),
        (500, |then| then.internal_server_error(&problem("500"))),
    ];
    for (status, error) in errors {
        let server = MockServer::start();
        server.regenerate_api_key(|_, then| {
            error(then);
        });
        let answer = Connection::to(&server.base_url()).regenerate(&[]);
        assert_eq!(answer.status(), status);
        assert_eq!(
            answer.header("content-type").as_deref(),
            Some("application/json")
        );
        assert_eq!(
            answer.json(),
            json!({"title": status.to_string(), "errors": {"id": ["is odd"]}})
        );
    }
}

#[test]
fn an_id_matches_only_itself() {
    let server = MockServer::start();
    let mock = server.regenerate_api_key(|when, then| {
        when.id(&KEY_ID.parse().unwrap());
        then.ok(&api_key());
    });
    let mut connection = Connection::to(&server.base_url());
    assert_eq!(connection.regenerate(&[]).status(), 200);
    for path in [
        format!("/api-keys/{KEY_ID}1/regenerate"),
        "/api-keys/key_Other/regenerate".to_owned(),
        format!("/v1/api-keys/{KEY_ID}/regenerate"),
        format!("/api-keys/{KEY_ID}/reveal"),
    ] {
        assert_eq!(connection.send(&path, &[]).status(), 404, "{path}");
    }
    assert_eq!(mock.calls(), 1);
}

#[test]
fn any_id_matches_without_a_condition() {
    let server = MockServer::start();
    server.regenerate_api_key(|_, then| {
        then.ok(&api_key());
    });
    let mut connection = Connection::to(&server.base_url());
    let other = connection.send("/api-keys/key_Other/regenerate", &[]);
    assert_eq!(other.status(), 200);
    let deeper = connection.send("/api-keys/key_Other/more/regenerate", &[]);
    assert_eq!(deeper.status(), 404);
}

#[test]
fn headers_match_by_value_or_by_absence() {
    let server = MockServer::start();
    let tied = server.regenerate_api_key(|when, then| {
        when.idempotency_key("order-7")
            .x_correlation_id("support-7");
        then.ok(&api_key());
    });
    let loose = server.regenerate_api_key(|when, then| {
        when.idempotency_key(None).x_correlation_id(None);
        then.bad_request(&problem("loose"));
    });
    let mut connection = Connection::to(&server.base_url());
    let mut status = |headers: &[(&str, &str)]| connection.regenerate(headers).status();
    let (idempotency, correlation) = (
        ("idempotency-key", "order-7"),
        ("X-Correlation-Id", "support-7"),
    );
    assert_eq!(status(&[idempotency, correlation]), 200);
    assert_eq!(status(&[]), 400);
    assert_eq!(status(&[idempotency]), 404);
    assert_eq!(status(&[("idempotency-key", "order-8"), correlation]), 404);
    assert_eq!((tied.calls(), loose.calls()), (1, 1));
}

#[test]
fn the_mock_of_httpmock_can_be_reached() {
    let server = MockServer::start();
    server.regenerate_api_key(|when, then| {
        when.into_inner().header("x-api-key", "sk_test_1");
        then.into_inner().status(418);
    });
    let mut connection = Connection::to(&server.base_url());
    assert_eq!(
        connection
            .regenerate(&[("x-api-key", "sk_test_1")])
            .status(),
        418
    );
    assert_eq!(connection.regenerate(&[]).status(), 404);
}
