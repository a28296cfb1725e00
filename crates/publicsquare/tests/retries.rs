//! Which attempts are repeated, after which wait, and with which identity.
//!
//! In come scripts of failures, and a clock that does not sleep but records each wait. Out come the number of attempts, the waits,
//! and the headers of each attempt. A request that the caller sends again is in `sending_again.rs`.

#![allow(clippy::unwrap_used, clippy::expect_used, clippy::panic)]

mod support;
#[path = "retries/waits.rs"]
mod waits;

use std::pin::Pin;
use std::time::{Duration, Instant, SystemTime};

use httpmock::MockServer;
use publicsquare::{Certainty, Clock, ErrorKind, IdempotencyKey, RetryPolicy};
use publicsquare_httpmock::types::ValidationProblemDetails;
use publicsquare_httpmock::{Faults, FaultyProxy, MockServerExt, RetryAfter};
use publicsquare_sandbox::{Fault, IdempotencyScope, Moment, Sandbox};

use support::fields::{NEW_KEY, api_key, documented};
use support::scripted::{Scripted, answer, dropped, ok, problem, without_last};
use support::{KEY_ID, StillClock, assert_certainty, client, settings};

/// Regenerates against the script, and returns the waits in milliseconds.
async fn slept(script: Vec<Vec<u8>>) -> Vec<u128> {
    let (server, clock) = (Scripted::new(script.clone()), StillClock::new());
    let client = settings(server.url()).clock(clock.clone()).build().unwrap();
    let rotated = client.api_keys().regenerate(KEY_ID).unwrap().await;
    let rotated = rotated.expect("the last response is a success");
    assert_eq!(rotated.key.expose_secret(), NEW_KEY);
    assert_eq!(rotated.attempts as usize, script.len());
    clock.slept()
}

fn success() -> Vec<u8> {
    ok(documented().to_string())
}

#[tokio::test]
async fn every_attempt_has_the_same_identity() {
    let server = Scripted::new([
        problem(503, "{}"),
        dropped(),
        problem(409, "{}"),
        problem(429, "{}"),
        success(),
    ]);
    let request = client(server.url()).api_keys().regenerate(KEY_ID).unwrap();
    request.send().await.unwrap();

    let seen = server.seen();
    assert_eq!(seen.len(), 5);
    for attempt in &seen {
        assert_eq!(attempt, &seen[0]);
        assert_eq!(
            attempt.header("idempotency-key"),
            Some(request.idempotency_key().expose_secret())
        );
        assert_eq!(
            attempt.header("x-correlation-id"),
            Some(request.correlation_id().as_str())
        );
    }
}

#[tokio::test]
async fn transient_failures_are_the_ones_that_are_repeated() {
    let details = |status: u16| {
        let body = format!(r#"{{"type": "about:blank", "title": "t", "status": {status}}}"#);
        problem(status, &body)
    };
    for (name, failure, is_transient) in [
        ("rate limit", details(429), true),
        ("server", details(503), true),
        ("not implemented", details(501), false),
        ("conflict", details(409), true),
        ("unauthorized", details(401), false),
        ("unprocessable", details(422), false),
        ("a login page", ok("<html>"), true),
        ("no answer", dropped(), true),
    ] {
        let server = Scripted::new([failure.clone(), failure]);
        let settings = settings(server.url()).clock(StillClock::new());
        let policy = RetryPolicy::default().max_attempts(2);
        let client = settings.retry_policy(policy).build().unwrap();
        let error = client.api_keys().regenerate(KEY_ID).unwrap().await;
        let error = error.expect_err(name);
        assert_eq!(error.is_transient(), is_transient, "{name}: {error:?}");
        assert_eq!(error.attempts() == 2, is_transient, "{name}: {error:?}");
    }
}

#[tokio::test]
async fn sending_again_keeps_the_identity_too() {
    let server = Scripted::new([problem(401, "{}"), success()]);
    let request = client(server.url()).api_keys().regenerate(KEY_ID).unwrap();
    let error = request.send().await.unwrap_err();
    assert_eq!(error.idempotency_key(), Some(request.idempotency_key()));
    request.clone().await.unwrap();
    let seen = server.seen();
    assert_eq!(seen[0], seen[1]);
}

#[tokio::test]
async fn a_failure_that_may_pass_is_repeated_after_a_growing_wait() {
    for status in [408, 409, 500, 502, 503, 504, 599] {
        let failure = || problem(status, r#"{"title":"Later"}"#);
        let waits = slept(vec![failure(), failure(), failure(), success()]).await;
        assert_eq!(waits, [250, 500, 1000], "{status}");
    }
    assert_eq!(
        slept(vec![dropped(), dropped(), success()]).await,
        [250, 500]
    );
    let without_key = || ok(r#"{"key":null}"#);
    assert_eq!(slept(vec![without_key(), success()]).await, [250]);
}

#[tokio::test]
async fn a_page_of_a_gateway_is_waited_out_like_any_failure() {
    let server = MockServer::start_async().await;
    let gateway = server.regenerate_api_key(|_, then| {
        let _ = then.html(502).times(2);
    });
    let done = server.regenerate_api_key(|_, then| {
        then.ok(&api_key());
    });
    let rotated = client(server.base_url()).api_keys().regenerate(KEY_ID);
    assert_eq!(rotated.unwrap().await.unwrap().attempts, 3);
    assert_eq!((gateway.calls(), done.calls()), (2, 1));
}

#[tokio::test]
async fn a_429_is_waited_out_as_it_says_or_as_documented() {
    for (retry_after, wait) in [
        (None, 30_250),
        (Some(RetryAfter::Seconds(7)), 7_250),
        // The `Date` of the mock says that this is long ago.
        (Some(RetryAfter::At(StillClock::today())), 250),
    ] {
        let (server, clock) = (MockServer::start_async().await, StillClock::new());
        server.regenerate_api_key(|_, then| {
            let _ = then.rate_limited(retry_after).once();
        });
        server.regenerate_api_key(|_, then| {
            then.ok(&api_key());
        });
        let client = settings(server.base_url()).clock(clock.clone());
        let keys = client.build().unwrap().api_keys();
        keys.regenerate(KEY_ID).unwrap().await.unwrap();
        assert_eq!(clock.slept(), [wait], "{retry_after:?}");
    }
}

#[tokio::test]
async fn the_callers_policy_is_kept() {
    let script = vec![
        problem(503, "{}"),
        problem(503, "{}"),
        problem(429, "{}"),
        problem(503, "{}"),
    ];
    let (server, clock) = (Scripted::new(script), StillClock::new());
    let policy = RetryPolicy::default()
        .max_attempts(4)
        .base_delay(Duration::from_millis(10))
        .max_delay(Duration::from_millis(15))
        .rate_limit_block(Duration::from_secs(1));
    let client = settings(server.url()).clock(clock.clone());
    let client = client.retry_policy(policy).build().unwrap();
    let error = client.api_keys().regenerate(KEY_ID).unwrap().await;
    assert_eq!(error.unwrap_err().attempts(), 4);
    assert_eq!(clock.slept(), [10, 15, 1_010]);
}

#[tokio::test]
async fn a_request_that_would_fail_again_is_sent_once() {
    for status in [400, 401, 403, 404, 422, 501, 505] {
        let (server, clock) = (MockServer::start_async().await, StillClock::new());
        let mock = server.regenerate_api_key(|_, then| {
            let _ = then.problem(status, &ValidationProblemDetails::default());
        });
        let client = settings(server.base_url()).clock(clock.clone());
        let keys = client.build().unwrap().api_keys();
        let error = keys.regenerate(KEY_ID).unwrap().await.unwrap_err();
        assert_eq!(error.status(), Some(status));
        assert_eq!((error.attempts(), mock.calls()), (1, 1), "{status}");
        assert_eq!(clock.slept(), [0; 0]);
    }
}

#[tokio::test]
async fn the_attempts_are_counted_and_never_means_once() {
    for (policy, attempts) in [
        (RetryPolicy::default(), 5),
        (RetryPolicy::default().max_attempts(2), 2),
        (RetryPolicy::default().max_attempts(0), 1),
        (RetryPolicy::never(), 1),
    ] {
        let server = MockServer::start_async().await;
        let mock = server.regenerate_api_key(|_, then| {
            let _ = then.html(503);
        });
        let client = settings(server.base_url()).retry_policy(policy);
        let keys = client.build().unwrap().api_keys();
        let error = keys.regenerate(KEY_ID).unwrap().await.unwrap_err();
        assert_eq!(error.attempts(), attempts);
        assert_eq!(mock.calls(), attempts as usize);
        assert!(error.is_server_error());
        let counted = error
            .to_string()
            .contains(&format!("[attempts: {attempts}]"));
        assert_eq!(counted, attempts > 1, "{error}");
    }
}

#[tokio::test]
async fn a_wait_beyond_the_deadline_is_not_begun() {
    let (server, clock) = (MockServer::start_async().await, StillClock::new());
    let mock = server.regenerate_api_key(|_, then| {
        let _ = then.rate_limited(None);
    });
    // Two blocks of 30 s with jitter fit into the total timeout, a third one does not.
    let client = settings(server.base_url())
        .clock(clock.clone())
        .total_timeout(Duration::from_secs(90))
        .build()
        .unwrap();
    let error = client.api_keys().regenerate(KEY_ID).unwrap().await;
    let error = error.unwrap_err();
    assert_eq!(clock.slept(), [30_250, 30_250]);
    assert_eq!((error.attempts(), mock.calls()), (3, 3));
    assert!(error.is_rate_limited());
    assert_eq!(error.retry_after(), None);
    assert_certainty(&error, Certainty::Rejected);
}

#[tokio::test]
async fn a_refused_connection_is_tried_again_and_sends_nothing() {
    let server = Scripted::new([]);
    let clock = StillClock::new();
    let client = settings(server.url()).clock(clock.clone()).build().unwrap();
    let error = client.api_keys().regenerate(KEY_ID).unwrap().await;
    let error = error.unwrap_err();
    assert_eq!(error.kind(), ErrorKind::Connect);
    assert_eq!(clock.slept(), [250, 500, 1000, 2000]);
    assert_certainty(&error, Certainty::NotSent);
}

#[tokio::test]
async fn a_retry_gets_the_response_that_was_dropped_after_the_commit() {
    let server = MockServer::start_async().await;
    let mock = server.regenerate_api_key(|when, then| {
        when.idempotency_key("stored-first");
        then.ok(&api_key());
    });
    let proxy = FaultyProxy::start(&server).unwrap();
    proxy.drop_next_response();
    proxy.drop_next_response();
    let rotated = client(proxy.base_url())
        .api_keys()
        .regenerate(KEY_ID)
        .unwrap()
        .with_idempotency_key(IdempotencyKey::new("stored-first").unwrap())
        .await
        .unwrap();
    assert_eq!(rotated.key.expose_secret(), NEW_KEY);
    assert_eq!((rotated.attempts, mock.calls()), (3, 3));
}

#[tokio::test]
async fn the_retry_gets_the_key_of_the_first_commit() {
    for fault in [
        Fault::drop_connection(Moment::AfterCommit),
        Fault::truncate_body(10),
        Fault::gateway_error(502, Moment::AfterCommit),
    ] {
        let sandbox = Sandbox::builder().start().await.unwrap();
        let keys = sandbox.seeded().production();
        let target = keys.publishable().id();
        let clock = StillClock::new();
        sandbox.inject(fault);
        let client = settings(sandbox.url())
            .clock(clock.clone())
            .api_key(keys.secret().value());
        let keys = client.build().unwrap().api_keys();
        let rotated = keys.regenerate(target).unwrap().await.unwrap();

        assert_eq!(sandbox.pending_faults(), 0);
        assert_eq!(sandbox.regenerations(target), 1);
        let current = sandbox.current_value(target).unwrap();
        assert_eq!(rotated.key.expose_secret(), current.value());
        assert_eq!((rotated.attempts, clock.slept().len()), (2, 1));
        let replayed: Vec<_> = sandbox
            .requests()
            .iter()
            .map(|seen| seen.replayed)
            .collect();
        assert_eq!(replayed, [false, true]);
    }
}

#[tokio::test]
async fn another_process_gets_the_key_of_the_first_commit() {
    let sandbox = Sandbox::builder().start().await.unwrap();
    let keys = sandbox.seeded().production();
    let target = keys.publishable().id();
    let client = || settings(sandbox.url()).api_key(keys.secret().value());
    let request = client().build().unwrap().api_keys().regenerate(target);
    let first = request.unwrap();
    let stored = first.idempotency_key().expose_secret().to_owned();
    let one = first.await.unwrap();

    let request = client().build().unwrap().api_keys().regenerate(target);
    let stored = IdempotencyKey::new(stored).unwrap();
    let two = request.unwrap().replaying(stored).await.unwrap();
    assert_eq!(one.key, two.key);
    assert_eq!(sandbox.regenerations(target), 1);
}

#[tokio::test]
async fn without_a_stored_result_the_retry_delivers_the_last_key() {
    let stores_nothing = Sandbox::builder().idempotency_scope(IdempotencyScope::Ignored);
    let sandbox = stores_nothing.start().await.unwrap();
    let keys = sandbox.seeded().production();
    let target = keys.publishable().id();
    sandbox.inject(Fault::drop_connection(Moment::AfterCommit));
    let client = settings(sandbox.url()).api_key(keys.secret().value());
    let keys = client.build().unwrap().api_keys();
    let rotated = keys.regenerate(target).unwrap().await.unwrap();
    assert_eq!(sandbox.regenerations(target), 2);
    let current = sandbox.current_value(target).unwrap();
    assert_eq!(rotated.key.expose_secret(), current.value());
}
