//! Whether an error tells the truth about the old key.
//!
//! In comes every failure of the network and of the server, from the table in `support/failures.rs` and from faults of the
//! sandbox. Out comes the certainty of the error, which is compared with the truth: the sandbox knows whether the old value
//! still works. How a lost value is read anyway is tested in `rescue.rs`.

#![allow(clippy::unwrap_used, clippy::expect_used, clippy::panic)]

mod support;

use std::io::{Read, Write};
use std::net::{Ipv4Addr, TcpListener};
use std::time::Duration;

use publicsquare::Certainty::{self, Rejected, RotatedUnreadable, Unknown};
use publicsquare::{Error, ErrorKind, IdempotencyKey, RetryPolicy};
use publicsquare_sandbox::{Fault, Gate, Moment, RetryAfter, Sandbox, SpoiledBody};

use support::failures::cases;
use support::scripted::{Scripted, ok, problem};
use support::{KEY_ID, assert_certainty, canary, client, lives, settings};

#[tokio::test]
async fn every_failure_says_what_it_means_for_the_old_key() {
    for case in cases() {
        let (server, attempts) = (Scripted::new(case.script.clone()), case.attempts());
        let client = settings(server.url())
            .retry_policy(RetryPolicy::default().max_attempts(attempts))
            .build()
            .unwrap();
        let mut request = client.api_keys().regenerate(KEY_ID).unwrap();
        if case.replaying {
            request = request.replaying(IdempotencyKey::random());
        }
        let name = format!("{} {:?}", case.name, case.status);
        let error = request.send().await.expect_err(&name);

        assert_eq!(error.certainty(), case.certainty, "{name}: {error:?}");
        assert_eq!(error.kind(), case.kind, "{name}: {error:?}");
        assert_eq!(error.status(), case.status, "{name}: {error:?}");
        assert_eq!(error.attempts(), attempts, "{name}: {error:?}");
        assert_certainty(&error, case.certainty);
        assert_eq!(error.idempotency_key(), Some(request.idempotency_key()));
        assert_predicates(&error);
        assert_eq!(server.seen().len(), case.script.len(), "{name}");
    }
}

fn assert_predicates(error: &Error) {
    let status = error.status().unwrap_or_default();
    // What only the API can say counts only where the API may have said it.
    let told = if error.kind() == ErrorKind::NotTheApi {
        0
    } else {
        status
    };
    for (is, expected) in [
        (error.is_invalid_input(), false),
        (error.is_configuration(), false),
        (error.is_connect(), error.kind() == ErrorKind::Connect),
        (error.is_timeout(), error.kind() == ErrorKind::Timeout),
        (error.is_validation(), matches!(told, 400 | 422)),
        (error.is_unauthorized(), told == 401),
        (error.is_forbidden(), told == 403),
        (error.is_not_found(), told == 404),
        (error.is_conflict(), told == 409),
        (error.is_rate_limited(), status == 429),
        (error.is_server_error(), (500..600).contains(&status)),
    ] {
        assert_eq!(is, expected, "{error:?}");
    }
    let line = error.to_string();
    assert!(!line.contains(['\r', '\n']), "{line:?}");
}

/// Regenerates the production publishable key of a sandbox, once, and compares the error's
/// certainty with the truth.
async fn assert_truth(fault: Fault, certainty: Certainty, kind: ErrorKind, rotated: bool) -> Error {
    let sandbox = Sandbox::builder().start().await.unwrap();
    let keys = sandbox.seeded().production();
    let (secret, target) = (keys.secret().value(), keys.publishable());
    let what = format!("{fault:?}");
    sandbox.inject(fault);
    let client = settings(sandbox.url())
        .api_key(secret)
        .retry_policy(RetryPolicy::never())
        .build()
        .unwrap();
    let request = client.api_keys().regenerate(target.id()).unwrap();
    let error = request.send().await.expect_err(&what);

    assert_eq!(sandbox.pending_faults(), 0, "{what}");
    assert_certainty(&error, certainty);
    assert_eq!(error.kind(), kind, "{what}: {error}");
    let lives = lives(sandbox.url(), target.value()).await;
    assert_eq!(lives, !rotated, "{what}");
    if let Some(claimed) = error.certainty().old_key_lives() {
        assert_eq!(claimed, lives, "{what}: {error}");
    }
    error
}

#[tokio::test]
async fn a_broken_connection_may_mean_either() {
    for (moment, rotated) in [(Moment::BeforeCommit, false), (Moment::AfterCommit, true)] {
        let drop = Fault::drop_connection(moment);
        assert_truth(drop, Unknown, ErrorKind::Connection, rotated).await;
    }
}

#[tokio::test]
async fn a_failing_server_may_mean_either() {
    for (moment, rotated) in [(Moment::BeforeCommit, false), (Moment::AfterCommit, true)] {
        let failing = Fault::status(500, moment);
        assert_truth(failing, Unknown, ErrorKind::Response, rotated).await;
        let gateway = Fault::gateway_error(504, moment);
        let error = assert_truth(gateway, Unknown, ErrorKind::Response, rotated).await;
        assert_eq!(error.problem(), None);
    }
}

#[tokio::test]
async fn a_conflict_is_no_answer() {
    let error = assert_truth(Fault::conflict(), Unknown, ErrorKind::Response, false).await;
    assert!(error.is_conflict());
}

#[tokio::test]
async fn a_rate_limit_is_an_answer() {
    let wait = Some(RetryAfter::seconds(Duration::from_secs(9)));
    let limited = Fault::too_many_requests(wait);
    let error = assert_truth(limited, Rejected, ErrorKind::Response, false).await;
    assert!(error.is_rate_limited());
    assert_eq!(error.retry_after(), Some(Duration::from_secs(9)));
    assert!(error.to_string().contains("wait 9 s"), "{error}");
}

#[tokio::test]
async fn a_redirect_proves_nothing_and_is_not_followed() {
    let elsewhere = Fault::redirect("http://127.0.0.1:9/");
    let error = assert_truth(elsewhere, Unknown, ErrorKind::UnexpectedStatus, false).await;
    assert_eq!(error.status(), Some(307));
}

#[tokio::test]
async fn a_success_without_a_readable_key_means_a_dead_key() {
    for fault in [
        Fault::truncate_body(30),
        Fault::body(SpoiledBody::NullKey),
        Fault::body(SpoiledBody::WithoutKey),
        Fault::body(SpoiledBody::MalformedJson),
        Fault::body(SpoiledBody::Json(br#"{"key":"a\tb"}"#.to_vec())),
    ] {
        let kind = ErrorKind::UnusableSuccess;
        let error = assert_truth(fault, RotatedUnreadable, kind, true).await;
        assert_eq!(error.status(), Some(200));
        assert!(error.is_from_api());
    }
}

#[tokio::test]
async fn a_success_that_anybody_could_have_reported_proves_nothing() {
    for fault in [
        Fault::body(SpoiledBody::Empty),
        Fault::body(SpoiledBody::Html),
    ] {
        let error = assert_truth(fault, Unknown, ErrorKind::NotTheApi, true).await;
        assert_eq!(error.status(), Some(200));
        assert!(!error.is_from_api());
    }
}

#[tokio::test]
async fn a_success_that_breaks_off_before_it_shows_anything_is_a_broken_connection() {
    let error = assert_truth(
        Fault::truncate_body(0),
        Unknown,
        ErrorKind::Connection,
        true,
    );
    let line = error.await.to_string();
    assert!(!line.contains("login page"), "{line}");
}

/// A server that sends the head of a response and then waits for the end of the connection.
fn without_a_body(status: u16) -> String {
    let listener = TcpListener::bind((Ipv4Addr::LOCALHOST, 0)).unwrap();
    let url = format!("http://{}", listener.local_addr().unwrap());
    std::thread::spawn(move || {
        let (mut stream, _) = listener.accept().unwrap();
        let (mut request, mut chunk) = (Vec::new(), [0; 1024]);
        while !request.ends_with(b"\r\n\r\n") {
            let read = stream.read(&mut chunk).unwrap();
            assert!(read > 0, "the request breaks off");
            request.extend_from_slice(&chunk[..read]);
        }
        let head = format!("HTTP/1.1 {status} Status\r\ncontent-length: 9\r\n\r\n");
        stream.write_all(head.as_bytes()).unwrap();
        // If the client resets the connection, that is its end as well.
        drop(stream.read_to_end(&mut Vec::new()));
    });
    url
}

#[tokio::test]
async fn a_body_that_does_not_come_in_time_is_a_timeout() {
    for status in [200, 401, 404] {
        let client = settings(without_a_body(status))
            .api_key("sk_test_1")
            .attempt_timeout(Duration::from_millis(100))
            .retry_policy(RetryPolicy::never())
            .build()
            .unwrap();
        let request = client.api_keys().regenerate(KEY_ID);
        let error = request.unwrap().await.unwrap_err();
        assert!(error.is_timeout(), "{error:?}");
        assert!(error.is_transient(), "{error:?}");
        assert_eq!(error.certainty(), Unknown, "{error:?}");
    }
}

#[tokio::test]
async fn a_time_that_runs_out_leaves_it_unknown() {
    let gate = Gate::new();
    let sandbox = Sandbox::builder().start().await.unwrap();
    let keys = sandbox.seeded().production();
    sandbox.inject(Fault::hold(&gate, Moment::AfterCommit));
    let client = settings(sandbox.url())
        .api_key(keys.secret().value())
        .attempt_timeout(Duration::from_millis(100))
        .retry_policy(RetryPolicy::never())
        .build()
        .unwrap();
    let request = client.api_keys().regenerate(keys.publishable().id());
    let error = request.unwrap().await.unwrap_err();
    gate.open();
    assert!(error.is_timeout(), "{error:?}");
    assert_certainty(&error, Unknown);
}

#[tokio::test]
async fn the_refusals_of_the_sandbox_leave_the_key_alone() {
    let sandbox = Sandbox::builder().start().await.unwrap();
    let (production, test) = (sandbox.seeded().production(), sandbox.seeded().test());
    let target = production.publishable();
    for (value, status, advice) in [
        ("sk_prod_FAKEnobody", 401, "current"),
        (production.key_reader().value(), 403, "api-key:write"),
        (
            production.payment_method_writer().value(),
            403,
            "payment-method:write",
        ),
        (test.secret().value(), 404, "environment"),
        (
            sandbox.seeded().other_account().secret().value(),
            404,
            "environment",
        ),
    ] {
        let client = settings(sandbox.url()).api_key(value).build().unwrap();
        let error = client.api_keys().regenerate(target.id()).unwrap().await;
        let error = error.unwrap_err();
        assert_eq!(error.status(), Some(status), "{error}");
        assert_certainty(&error, Rejected);
        assert!(error.to_string().contains(advice), "{error}");
        assert!(error.problem().unwrap().extra().contains_key("traceId"));
    }
    assert_eq!(sandbox.regenerations(target.id()), 0);
    assert!(lives(sandbox.url(), target.value()).await);
}

#[tokio::test]
async fn field_errors_are_sorted_and_shown() {
    let body = r#"{"title":"One or more validation errors occurred.","status":400,
        "errors":{"name":["is long","is odd"],"id":["is short"],"":["is bad"]}}"#;
    let server = Scripted::new([problem(400, body)]);
    let keys = client(server.url()).api_keys();
    let error = keys.regenerate(KEY_ID).unwrap().await.unwrap_err();
    let fields: Vec<_> = error
        .field_errors()
        .iter()
        .map(|error| (&*error.field, error.messages.len()))
        .collect();
    assert_eq!(fields, [("", 1), ("id", 1), ("name", 2)]);
    let line = error.to_string();
    assert!(
        line.contains("request: is bad, id: is short, name: is long is odd"),
        "{line}"
    );
}

/// The self-rotation: the retry cannot authenticate any more, and must not be taken for a refusal.
#[tokio::test]
async fn a_401_after_a_lost_answer_is_no_refusal() {
    let sandbox = Sandbox::builder().start().await.unwrap();
    let secret = sandbox.seeded().production().secret();
    sandbox.inject(Fault::drop_connection(Moment::AfterCommit));
    let client = settings(sandbox.url()).api_key(secret.value());
    let keys = client.build().unwrap().api_keys();
    let error = keys.regenerate(secret.id()).unwrap().await.unwrap_err();
    assert!(error.is_unauthorized());
    assert_eq!(error.attempts(), 2);
    assert_certainty(&error, Unknown);
    assert_eq!(sandbox.regenerations(secret.id()), 1);
    assert!(!lives(sandbox.url(), secret.value()).await);
}

#[tokio::test]
async fn the_value_of_another_key_is_withheld() {
    let body = format!(
        r#"{{"id":"key_SomebodyElses","key":"{}","name":"n"}}"#,
        canary::NEW_KEY
    );
    let server = Scripted::new([ok(body)]);
    let keys = client(server.url()).api_keys();
    let error = keys.regenerate(KEY_ID).unwrap().await.unwrap_err();
    // On its way it may have been taken for the answer to this request.
    assert_certainty(&error, Unknown);
    assert!(!error.is_from_api());
    assert!(error.to_string().contains("withheld"), "{error}");
    assert_eq!(error.attempts(), 1);
    canary::assert_error_hides("the value of another key", error);
}
