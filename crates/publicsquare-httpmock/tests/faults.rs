//! The faults that a mock answers with.
//!
//! Each test creates a mock with a fault, sends requests over a plain TCP connection (`support`), and asserts the status, the
//! headers and the body. Documented responses are tested in `responses.rs`, and lost responses in `faulty_proxy.rs`.

#![allow(clippy::unwrap_used, clippy::expect_used, clippy::panic)]

mod support;

use std::panic::{AssertUnwindSafe, catch_unwind};
use std::time::{Duration, SystemTime};

use httpmock::MockServer;
use publicsquare_httpmock::operations::RegenerateApiKeyThen as Then;
use publicsquare_httpmock::{Faults, MockServerExt, RetryAfter};
use serde_json::json;

use support::{Answer, Connection, api_key, problem};

/// The response of a mock with this fault.
fn answer(fault: impl FnOnce(Then) -> Then) -> Answer {
    let server = MockServer::start();
    server.regenerate_api_key(|_, then| {
        fault(then);
    });
    Connection::to(&server.base_url()).regenerate(&[])
}

#[test]
fn problem_details_are_declared_as_problem_json() {
    let answer = answer(|then| then.problem(422, &problem("Not today")));
    assert_eq!(answer.status(), 422);
    assert_eq!(
        answer.header("content-type").as_deref(),
        Some("application/problem+json")
    );
    assert_eq!(
        answer.json(),
        json!({"title": "Not today", "errors": {"id": ["is odd"]}})
    );
}

#[test]
fn a_rate_limit_has_retry_after_in_either_form_or_not_at_all() {
    // 1994-11-06T08:49:37Z, the example of RFC 9110, and a part of a second.
    let time = SystemTime::UNIX_EPOCH + Duration::from_millis(784_111_777_900);
    for (retry_after, header) in [
        (None, None),
        (Some(RetryAfter::Seconds(0)), Some("0")),
        (Some(RetryAfter::Seconds(30)), Some("30")),
        (
            Some(RetryAfter::At(time)),
            Some("Sun, 06 Nov 1994 08:49:37 GMT"),
        ),
    ] {
        let answer = answer(|then| then.rate_limited(retry_after));
        assert_eq!(answer.status(), 429);
        assert_eq!(answer.header("retry-after").as_deref(), header);
        assert_eq!(answer.json()["status"], 429);
        assert_eq!(
            answer.header("content-type").as_deref(),
            Some("application/problem+json")
        );
    }
}

#[test]
fn the_page_of_a_gateway_is_html() {
    for status in [502, 503, 504] {
        let answer = answer(|then| then.html(status));
        assert_eq!(answer.status(), status);
        assert_eq!(answer.header("content-type").as_deref(), Some("text/html"));
        assert!(answer.body().starts_with("<html>"));
    }
}

#[test]
fn a_raw_body_is_sent_as_it_is() {
    let answer = answer(|then| then.raw(200, "application/json", b"{\"key\":\"cut o"));
    assert_eq!(answer.status(), 200);
    assert_eq!(answer.body(), "{\"key\":\"cut o");
    assert_eq!(
        answer.header("content-type").as_deref(),
        Some("application/json")
    );
}

#[test]
fn a_late_response_comes_after_the_timeout_of_the_client() {
    let server = MockServer::start();
    server.regenerate_api_key(|_, then| {
        let _ = then.ok(&api_key()).late(Duration::from_secs(60)).once();
    });
    server.regenerate_api_key(|_, then| {
        let _ = then.ok(&api_key()).late(Duration::from_millis(1));
    });
    let mut impatient = Connection::to(&server.base_url());
    impatient.give_up_after(Duration::from_millis(20));
    assert_eq!(impatient.regenerate(&[]).bytes, b"");
    let mut patient = Connection::to(&server.base_url());
    assert_eq!(patient.regenerate(&[]).status(), 200);
}

#[test]
fn anything_without_a_method_can_be_mapped() {
    let answer = answer(|then| {
        then.ok(&api_key())
            .map(|then| then.header("x-correlation-id", "of-the-server"))
    });
    assert_eq!(
        answer.header("x-correlation-id").as_deref(),
        Some("of-the-server")
    );
}

#[test]
fn a_sequence_is_one_mock_after_the_other() {
    let server = MockServer::start();
    let limited = server.regenerate_api_key(|_, then| {
        let _ = then.rate_limited(None).once();
    });
    let broken = server.regenerate_api_key(|_, then| {
        let _ = then.html(503).times(2);
    });
    let done = server.regenerate_api_key(|_, then| {
        then.ok(&api_key());
    });
    let mut connection = Connection::to(&server.base_url());
    let statuses = [(); 5].map(|()| connection.regenerate(&[]).status());
    assert_eq!(statuses, [429, 503, 503, 200, 200]);
    assert_eq!((limited.calls(), broken.calls(), done.calls()), (1, 2, 2));
}

#[test]
fn a_fault_can_be_added_while_connections_are_open() {
    let server = MockServer::start();
    let mut connection = Connection::to(&server.base_url());
    let done = server.regenerate_api_key(|_, then| {
        let _ = then.ok(&api_key()).once();
    });
    assert_eq!(connection.regenerate(&[]).status(), 200);
    server.regenerate_api_key(|_, then| {
        let _ = then.html(502);
    });
    assert_eq!(connection.regenerate(&[]).status(), 502);
    assert_eq!(done.calls(), 1);
}

#[test]
fn zero_times_is_refused() {
    let server = MockServer::start();
    let made = catch_unwind(AssertUnwindSafe(|| {
        server.regenerate_api_key(|_, then| {
            let _ = then.html(502).times(0);
        });
    }));
    assert!(made.is_err());
}
