//! Clients whose API key changes while they run.
//!
//! In come providers that give a new key for each attempt, no key, a broken key, or nothing in time. Out come the keys that the
//! server has seen, and errors that hide them. A client with one fixed key is what all other tests use.

#![allow(clippy::unwrap_used, clippy::expect_used, clippy::panic)]

mod support;

use std::sync::Arc;
use std::sync::atomic::{AtomicUsize, Ordering};
use std::time::Duration;

use publicsquare::{Certainty, Client, ErrorKind, KeyUnavailable, RetryPolicy, SecretKey};

use publicsquare_sandbox::{Fault, IdempotencyScope, Moment, Sandbox};
use support::fields::documented;
use support::scripted::{Scripted, answer, dropped, ok, problem};
use support::{API_KEY, KEY_ID, StillClock, settings};

/// A client whose provider gives `canary-1`, `canary-2` and so on.
fn counting(url: String) -> Client {
    let asked = Arc::new(AtomicUsize::new(0));
    Client::builder()
        .base_url(url)
        .clock(StillClock::new())
        .api_key_provider(move || {
            let number = asked.fetch_add(1, Ordering::SeqCst) + 1;
            async move {
                tokio::task::yield_now().await;
                Ok(SecretKey::new(format!("canary-{number}")))
            }
        })
        .build()
        .unwrap()
}

#[tokio::test]
async fn a_provider_is_asked_for_each_attempt() {
    // A 429 was refused, so the next attempt may have another key.
    let server = Scripted::new([answer(429, &[], ""), ok(documented().to_string())]);
    let client = counting(server.url());
    client.api_keys().regenerate(KEY_ID).unwrap().await.unwrap();
    let seen = server.seen();
    let keys = [0, 1].map(|index: usize| seen[index].header("x-api-key"));
    assert_eq!(keys, [Some("canary-1"), Some("canary-2")]);
    let same = |name| seen[0].header(name) == seen[1].header(name);
    assert!(same("idempotency-key"));
}

#[tokio::test]
async fn after_a_doubt_the_same_change_keeps_its_api_key() {
    let later = || answer(429, &[], "");
    let done = || ok(documented().to_string());
    for doubt in [answer(503, &[], ""), dropped(), ok(r#"{"key":null}"#)] {
        let server = Scripted::new([later(), doubt, later(), done(), done()]);
        let request = counting(server.url()).api_keys().regenerate(KEY_ID);
        let request = request.unwrap();
        request.send().await.unwrap();
        // The next call asks the provider again.
        request.send().await.unwrap();
        let seen = server.seen();
        let keys: Vec<_> = seen.iter().map(|seen| seen.header("x-api-key")).collect();
        let expected = ["canary-1", "canary-2", "canary-2", "canary-2", "canary-3"];
        assert_eq!(keys, expected.map(Some));
    }
}

#[tokio::test]
async fn a_request_without_an_idempotency_key_asks_for_each_attempt() {
    let server = Scripted::new([answer(503, &[], ""), ok(documented().to_string())]);
    let keys = counting(server.url()).api_keys();
    keys.get(KEY_ID).unwrap().await.unwrap();
    let server_of_deletion = Scripted::new([answer(503, &[], ""), answer(204, &[], "")]);
    let keys = counting(server_of_deletion.url()).api_keys();
    keys.delete(KEY_ID).unwrap().await.unwrap();
    for server in [server, server_of_deletion] {
        let seen = server.seen();
        let keys: Vec<_> = seen.iter().map(|seen| seen.header("x-api-key")).collect();
        assert_eq!(keys, ["canary-1", "canary-2"].map(Some));
    }
}

#[tokio::test]
async fn a_lost_response_is_replayed_even_if_the_key_changes_meanwhile() {
    let sandbox = Sandbox::builder()
        .idempotency_scope(IdempotencyScope::PerKey)
        .start()
        .await
        .unwrap();
    let seeded = sandbox.seeded().test();
    let (target, values) = (
        seeded.publishable().id(),
        [seeded.secret().value(), seeded.key_writer().value()].map(str::to_owned),
    );
    sandbox.inject(Fault::drop_connection(Moment::AfterCommit));
    let asked = AtomicUsize::new(0);
    let client = Client::builder()
        .base_url(sandbox.url())
        .clock(StillClock::new())
        .api_key_provider(move || {
            let number = asked.fetch_add(1, Ordering::SeqCst);
            let key = SecretKey::new(values[number.min(1)].clone());
            async move { Ok(key) }
        })
        .build()
        .unwrap();
    let rotated = client.api_keys().regenerate(target).unwrap().await.unwrap();
    assert_eq!(rotated.attempts, 2);
    assert_eq!(sandbox.regenerations(target), 1);
    let current = sandbox.current_value(target).unwrap();
    assert_eq!(rotated.key.expose_secret(), current.value());
}

#[tokio::test]
async fn a_key_that_a_response_repeats_is_hidden_even_if_the_next_attempt_has_another_one() {
    let echo = problem(401, r#"{"title":"no canary-2 here"}"#);
    let server = Scripted::new([answer(429, &[], ""), echo]);
    let error = counting(server.url())
        .api_keys()
        .regenerate(KEY_ID)
        .unwrap()
        .await
        .expect_err("401");
    assert_eq!(error.status(), Some(401));
    let shown = format!("{error}{error:?}");
    assert!(shown.contains("[redacted] here"), "{shown}");
    assert!(!shown.contains("canary"), "{shown}");
}

#[tokio::test]
async fn without_a_key_nothing_is_sent() {
    let server = Scripted::new([ok(documented().to_string())]);
    let asked = Arc::new(AtomicUsize::new(0));
    let count = Arc::clone(&asked);
    let client = Client::builder()
        .base_url(server.url())
        .clock(StillClock::new())
        .api_key_provider(move || {
            count.fetch_add(1, Ordering::SeqCst);
            async { Err(KeyUnavailable::because("the vault is sealed")) }
        })
        .build()
        .unwrap();
    let error = client.api_keys().regenerate(KEY_ID).unwrap().await;
    let error = error.expect_err("no key");
    assert_eq!(error.kind(), ErrorKind::KeyProvider);
    assert_eq!(error.certainty(), Certainty::NotSent);
    assert_eq!((error.attempts(), asked.load(Ordering::SeqCst)), (5, 5));
    assert!(error.to_string().contains("the vault is sealed"), "{error}");
    assert_eq!(server.seen(), []);
}

#[tokio::test]
async fn a_provider_has_the_time_of_the_attempt_and_its_keys_are_checked() {
    let server = Scripted::new([ok(documented().to_string())]);
    let builder = || {
        Client::builder()
            .base_url(server.url())
            .attempt_timeout(Duration::from_millis(50))
            .retry_policy(RetryPolicy::never())
    };
    let stuck = builder().api_key_provider(std::future::pending);
    let broken = builder().api_key_provider(|| async { Ok(SecretKey::new("canary\n")) });
    for (builder, reason) in [(stuck, "in time"), (broken, "line break")] {
        let client = builder.build().unwrap();
        let error = client.api_keys().regenerate(KEY_ID).unwrap().await;
        let error = error.expect_err(reason);
        assert_eq!(error.kind(), ErrorKind::KeyProvider);
        assert_eq!(error.certainty(), Certainty::NotSent);
        let shown = format!("{error}{error:?}");
        assert!(shown.contains(reason), "{shown}");
        assert!(!shown.contains("canary"), "{shown}");
    }
    assert_eq!(server.seen(), []);
}

#[tokio::test]
async fn a_key_that_no_request_can_carry_is_not_asked_for_again() {
    let asked = Arc::new(AtomicUsize::new(0));
    let count = Arc::clone(&asked);
    let client = Client::builder()
        .base_url("http://127.0.0.1:1")
        .clock(StillClock::new())
        .api_key_provider(move || {
            count.fetch_add(1, Ordering::SeqCst);
            async { Ok(SecretKey::new("canary\n")) }
        })
        .build()
        .unwrap();
    let error = client.api_keys().regenerate(KEY_ID).unwrap().await;
    let error = error.expect_err("a line break");
    assert_eq!(error.kind(), ErrorKind::KeyProvider);
    assert!(!error.is_transient());
    assert_eq!((error.attempts(), asked.load(Ordering::SeqCst)), (1, 1));
}

#[tokio::test]
async fn a_client_with_another_key_leaves_the_first_as_it_is() {
    let server = Scripted::new([0, 1, 2].map(|_| ok(documented().to_string())));
    let first = settings(server.url()).build().unwrap();
    let second = first.with_api_key("sk_test_second").unwrap();
    let third = counting(server.url())
        .with_api_key("sk_test_third")
        .unwrap();
    for client in [&first, &second, &third] {
        client.api_keys().regenerate(KEY_ID).unwrap().await.unwrap();
    }
    let seen = server.seen();
    let keys: Vec<_> = seen.iter().map(|seen| seen.header("x-api-key")).collect();
    assert_eq!(keys, [API_KEY, "sk_test_second", "sk_test_third"].map(Some));
    let error = first.with_api_key("canary\n").expect_err("a line break");
    assert!(!format!("{error}{error:?}").contains("canary"));
}
