//! One request that is sent again: its failures remember what earlier sendings may have done.
//!
//! In come sendings that failed, succeeded, were dropped half-way or are still under way. Out comes an error that never claims more
//! than all of them together allow. The attempts within one sending are in `retries.rs`.

#![allow(clippy::unwrap_used, clippy::expect_used, clippy::panic)]

mod support;

use publicsquare::Certainty::{Rejected, Unknown};
use publicsquare::{IdempotencyKey, Regenerate, RetryPolicy};
use publicsquare_sandbox::{Fault, Gate, IdempotencyScope, Moment, Sandbox};

use support::scripted::{Scripted, problem};
use support::{KEY_ID, assert_certainty, client, client_without_retries, lives, settings};

#[tokio::test]
async fn a_sending_remembers_the_ones_before_it() {
    let server = Scripted::new([
        problem(503, "{}"),
        problem(401, r#"{"title":"No"}"#),
        problem(429, "{}"),
    ]);
    let request = client_without_retries(server.url())
        .api_keys()
        .regenerate(KEY_ID)
        .unwrap();
    for _ in 0..3 {
        let error = request.send().await.unwrap_err();
        assert_certainty(&error, Unknown);
    }
    // Nobody listens any more, and that makes the past no better.
    let error = request.clone().await.unwrap_err();
    assert!(error.is_connect());
    assert_certainty(&error, Unknown);
}

#[tokio::test]
async fn a_new_idempotency_key_does_not_undo_what_was_sent() {
    let server = Scripted::new([problem(503, "{}"), problem(401, r#"{"title":"No"}"#)]);
    let request = client_without_retries(server.url())
        .api_keys()
        .regenerate(KEY_ID)
        .unwrap();
    assert_certainty(&request.send().await.unwrap_err(), Unknown);
    let other = request.with_idempotency_key(IdempotencyKey::random());
    assert_certainty(&other.send().await.unwrap_err(), Unknown);
}

#[tokio::test]
async fn a_request_that_was_never_sent_may_get_another_idempotency_key() {
    let server = Scripted::new([problem(401, r#"{"title":"No"}"#)]);
    let keys = client_without_retries(server.url()).api_keys();
    let request = keys.regenerate(KEY_ID).unwrap();
    let request = request.with_idempotency_key(IdempotencyKey::random());
    assert_certainty(&request.send().await.unwrap_err(), Rejected);
}

#[tokio::test]
async fn after_a_success_no_failure_says_that_the_old_key_lives() {
    let sandbox = Sandbox::builder().start().await.unwrap();
    let secret = sandbox.seeded().production().secret();
    let client = settings(sandbox.url()).api_key(secret.value());
    let request = client.build().unwrap().api_keys().regenerate(secret.id());
    let request = request.unwrap();
    request.send().await.unwrap();
    let error = request.send().await.unwrap_err();
    assert!(error.is_unauthorized());
    assert_eq!(error.certainty().old_key_lives(), Some(false), "{error}");
}

#[tokio::test]
async fn a_sending_beside_another_one_does_not_hide_what_that_one_did() {
    let sandbox = Sandbox::builder()
        .idempotency_scope(IdempotencyScope::Ignored)
        .start()
        .await
        .unwrap();
    let secret = sandbox.seeded().production().secret();
    let client = settings(sandbox.url())
        .api_key(secret.value())
        .retry_policy(RetryPolicy::never());
    let request = client.build().unwrap().api_keys().regenerate(secret.id());
    let request = request.unwrap();
    let (limited, committed) = (Gate::new(), Gate::new());
    sandbox.inject(Fault::too_many_requests(None).held(&limited, Moment::BeforeCommit));
    sandbox.inject(Fault::hold(&committed, Moment::AfterCommit));

    let first = tokio::spawn({
        let request = request.clone();
        async move { request.send().await }
    });
    limited.arrived(1).await;
    abandon(&request, &committed).await;
    limited.open();

    assert_certainty(&first.await.unwrap().unwrap_err(), Unknown);
    assert_certainty(&request.send().await.unwrap_err(), Unknown);
    assert_eq!(sandbox.regenerations(secret.id()), 1);
}

/// Sends the request and drops the future once the sandbox has done the work.
async fn abandon(request: &Regenerate, gate: &Gate) {
    tokio::select! {
        outcome = request.send() => panic!("{outcome:?} from behind a closed gate"),
        () = gate.arrived(1) => {}
    }
}

#[tokio::test]
async fn a_future_that_was_dropped_makes_the_next_failure_unknown() {
    let sandbox = Sandbox::builder().start().await.unwrap();
    let secret = sandbox.seeded().production().secret();
    let gate = Gate::new();
    sandbox.inject(Fault::hold(&gate, Moment::AfterCommit));
    let client = settings(sandbox.url()).api_key(secret.value());
    let request = client.build().unwrap().api_keys().regenerate(secret.id());
    let request = request.unwrap();

    abandon(&request, &gate).await;
    gate.open();

    let error = request.send().await.unwrap_err();
    assert!(error.is_unauthorized(), "{error}");
    assert_certainty(&error, Unknown);
    assert!(!lives(sandbox.url(), secret.value()).await);
}

#[tokio::test]
async fn a_future_that_was_never_polled_changes_nothing() {
    let server = Scripted::new([problem(401, r#"{"title":"No"}"#)]);
    let request = client(server.url()).api_keys().regenerate(KEY_ID).unwrap();
    drop(request.send());
    assert_certainty(&request.send().await.unwrap_err(), Rejected);
}
