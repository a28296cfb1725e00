//! Idempotency keys on a regeneration: the stored response, its lifetime, and conflicts.
//!
//! Repeats of a request come in. The tests check what they get and how often the key has changed. Create and
//! update are in [`idempotent_writes`](super::idempotent_writes), parallel repeats in
//! [`concurrency`](super::concurrency).

use std::time::{Duration, SystemTime};

use publicsquare_sandbox::{Fault, Gate, IdempotencyScope, ManualClock, Moment, Sandbox};

use crate::call::{regenerate, sandbox};

const DAY: Duration = Duration::from_secs(24 * 60 * 60);

#[tokio::test]
async fn a_repeat_gets_the_same_bytes_and_changes_nothing() {
    let sandbox = sandbox().await;
    let keys = sandbox.seeded().test();
    let target = keys.publishable().id();
    let again = || {
        regenerate(&sandbox, target)
            .with(keys.secret())
            .idempotency_key("one")
    };

    let first = again().answer().await;
    let second = again().answer().await;
    assert_eq!((second.status, &second.text), (200, &first.text));
    assert_eq!(sandbox.regenerations(target), 1);

    let other = regenerate(&sandbox, target)
        .with(keys.secret())
        .idempotency_key("two")
        .answer()
        .await;
    assert_ne!(other.key(), first.key());
    // The stored response shows the key as it was then, not as it is now.
    assert_eq!(again().answer().await.text, first.text);
    assert_eq!(sandbox.regenerations(target), 2);
}

#[tokio::test]
async fn after_a_day_the_idempotency_key_is_new() {
    let clock = ManualClock::at(SystemTime::now());
    let sandbox = Sandbox::builder()
        .clock(clock.clone())
        .start()
        .await
        .unwrap();
    let keys = sandbox.seeded().test();
    let target = keys.publishable().id();
    let again = || {
        regenerate(&sandbox, target)
            .with(keys.secret())
            .idempotency_key("one")
    };

    let first = again().answer().await.key();
    clock.advance(DAY - Duration::from_millis(1));
    assert_eq!(again().answer().await.key(), first);
    assert_eq!(sandbox.idempotency_records(), 1);
    clock.advance(Duration::from_millis(1));
    assert_ne!(again().answer().await.key(), first);
    assert_eq!(sandbox.regenerations(target), 2);
}

#[tokio::test]
async fn responses_of_former_days_are_dropped_from_memory() {
    let clock = ManualClock::at(SystemTime::now());
    let sandbox = Sandbox::builder()
        .clock(clock.clone())
        .start()
        .await
        .unwrap();
    let keys = sandbox.seeded().test();
    for day in 0..5 {
        for request in 0..3 {
            let call = regenerate(&sandbox, keys.publishable().id()).with(keys.secret());
            let call = call.idempotency_key(&format!("{day}-{request}"));
            assert_eq!(call.answer().await.status, 200);
        }
        assert_eq!(sandbox.idempotency_records(), 3);
        clock.advance(DAY);
    }
}

#[tokio::test]
async fn a_failure_is_not_stored() {
    let sandbox = sandbox().await;
    let keys = sandbox.seeded().test();
    let target = keys.publishable().id();
    let call = |key| {
        regenerate(&sandbox, target)
            .with(key)
            .idempotency_key("one")
    };

    assert_eq!(call(keys.key_reader()).answer().await.status, 403);
    sandbox.inject(Fault::status(503, Moment::BeforeCommit));
    assert_eq!(call(keys.secret()).answer().await.status, 503);
    assert_eq!(sandbox.idempotency_records(), 0);
    assert_eq!(call(keys.secret()).answer().await.status, 200);
    assert_eq!(sandbox.regenerations(target), 1);
}

#[tokio::test]
async fn a_repeat_during_the_first_is_409() {
    let sandbox = sandbox().await;
    let keys = sandbox.seeded().test();
    let target = keys.publishable().id();
    let call = || {
        regenerate(&sandbox, target)
            .with(keys.secret())
            .idempotency_key("one")
    };
    for moment in [Moment::BeforeCommit, Moment::AfterCommit] {
        let gate = Gate::new();
        sandbox.inject(Fault::hold(&gate, moment));
        let first = tokio::spawn(
            regenerate(&sandbox, target)
                .with(keys.secret())
                .idempotency_key("held")
                .send(),
        );
        gate.arrived(1).await;
        let meanwhile = regenerate(&sandbox, target)
            .with(keys.secret())
            .idempotency_key("held");
        // After the commit the response is stored, although the client has not received it yet.
        let expected = if moment == Moment::BeforeCommit {
            409
        } else {
            200
        };
        assert_eq!(meanwhile.answer().await.status, expected);
        // A request with another idempotency key is carried out.
        assert_eq!(call().answer().await.status, 200);
        gate.open();
        assert_eq!(first.await.unwrap().unwrap().status, 200);
    }
}

#[tokio::test]
async fn an_idempotency_key_of_another_path_is_422_and_nothing_happens() {
    let sandbox = sandbox().await;
    let keys = sandbox.seeded().test();
    let call = |id| {
        regenerate(&sandbox, id)
            .with(keys.secret())
            .idempotency_key("one")
    };
    assert_eq!(call(keys.publishable().id()).answer().await.status, 200);
    assert_eq!(call(keys.key_reader().id()).answer().await.status, 422);
    assert_eq!(sandbox.regenerations(keys.key_reader().id()), 0);
}

#[tokio::test]
async fn a_replay_needs_a_valid_api_key() {
    let sandbox = sandbox().await;
    let secret = sandbox.seeded().test().secret();
    let call = || regenerate(&sandbox, secret.id()).idempotency_key("one");
    let first = call().with(secret).answer().await;
    assert_eq!(call().with(secret).answer().await.status, 401);
    let current = sandbox.current_value(secret.id()).unwrap();
    assert_eq!(call().with(&current).answer().await.text, first.text);
    assert_eq!(sandbox.regenerations(secret.id()), 1);
}

#[tokio::test]
async fn an_empty_idempotency_key_counts_as_absent() {
    let sandbox = sandbox().await;
    let keys = sandbox.seeded().test();
    let target = keys.publishable().id();
    for _ in 0..2 {
        let call = regenerate(&sandbox, target)
            .with(keys.secret())
            .idempotency_key("");
        assert_eq!(call.answer().await.status, 200);
    }
    assert_eq!(sandbox.regenerations(target), 2);
}

/// How often the target changes if two keys of one account send the same idempotency key.
async fn changes(scope: IdempotencyScope) -> usize {
    let sandbox = Sandbox::builder()
        .idempotency_scope(scope)
        .start()
        .await
        .unwrap();
    let keys = sandbox.seeded().production();
    let target = keys.publishable().id();
    for caller in [keys.secret(), keys.key_writer(), keys.secret()] {
        let call = regenerate(&sandbox, target)
            .with(caller)
            .idempotency_key("one");
        assert_eq!(call.answer().await.status, 200);
    }
    sandbox.regenerations(target)
}

#[tokio::test]
async fn the_scope_decides_which_requests_share_an_idempotency_key() {
    assert_eq!(changes(IdempotencyScope::Account).await, 1);
    assert_eq!(changes(IdempotencyScope::PerKey).await, 2);
    assert_eq!(changes(IdempotencyScope::Ignored).await, 3);
}

#[tokio::test]
async fn environments_and_accounts_do_not_share() {
    let sandbox = sandbox().await;
    let seeded = sandbox.seeded();
    for keys in [seeded.test(), seeded.production(), seeded.other_account()] {
        let call = regenerate(&sandbox, keys.publishable().id()).with(keys.secret());
        assert_eq!(call.idempotency_key("one").answer().await.status, 200);
        assert_eq!(sandbox.regenerations(keys.publishable().id()), 1);
    }
}
