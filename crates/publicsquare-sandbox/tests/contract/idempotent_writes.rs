//! Idempotency keys on create and update, and the operations that ignore them.
//!
//! Repeats with the same and with other bodies come in. The tests check what is stored and what is refused. A
//! regeneration is in [`idempotency`](super::idempotency).

use std::time::{Duration, SystemTime};

use publicsquare_sandbox::{Fault, Gate, ManualClock, Moment, Operation, Sandbox};
use serde_json::json;

use crate::call::{call, create, delete, get, put, regenerate, sandbox};

#[tokio::test]
async fn a_repeated_creation_gets_the_stored_response_and_makes_one_key() {
    let clock = ManualClock::at(SystemTime::now());
    let sandbox = Sandbox::builder()
        .clock(clock.clone())
        .start()
        .await
        .unwrap();
    let secret = sandbox.seeded().test().secret();
    let again = async || {
        let call = create(&sandbox, "a", &["b"]).with(secret);
        call.idempotency_key("one").answer().await
    };
    let first = again().await;
    let second = again().await;
    assert_eq!(
        (first.status, second.status, &second.text),
        (201, 201, &first.text)
    );
    assert_eq!(sandbox.keys().len(), 16);
    clock.advance(Duration::from_secs(24 * 60 * 60));
    assert_ne!(again().await.id(), first.id());
    assert_eq!(sandbox.keys().len(), 17);
}

#[tokio::test]
async fn a_repeated_update_does_not_undo_a_later_one() {
    let sandbox = sandbox().await;
    let keys = sandbox.seeded().test();
    let id = keys.key_reader().id();
    let update = async |name: &str, key: &str| {
        let body = json!({"name": name, "permissions": ["b"]});
        put(&sandbox, id, &body)
            .with(keys.secret())
            .idempotency_key(key)
            .answer()
            .await
    };
    let first = update("first", "one").await;
    assert_eq!(update("second", "two").await.status, 200);
    let replay = update("first", "one").await;
    assert_eq!((replay.status, &replay.text), (200, &first.text));
    let now = get(&sandbox, &format!("/api-keys/{id}"))
        .with(keys.secret())
        .answer()
        .await;
    assert_eq!(now.json()["name"], "second");
}

#[tokio::test]
async fn another_body_path_or_operation_is_422_and_nothing_happens() {
    let sandbox = sandbox().await;
    let keys = sandbox.seeded().test();
    let id = keys.key_reader().id();
    let body = |name: &str| json!({"name": name, "permissions": ["b"]});
    let update = put(&sandbox, id, &body("a")).with(keys.secret());
    assert_eq!(update.idempotency_key("one").status().await, 200);
    let before = sandbox.dump_json();
    for other in [
        put(&sandbox, id, &body("b")),
        put(&sandbox, keys.key_writer().id(), &body("a")),
        create(&sandbox, "a", &["b"]),
        regenerate(&sandbox, id),
    ] {
        let answer = other
            .with(keys.secret())
            .idempotency_key("one")
            .answer()
            .await;
        assert_eq!(answer.status, 422, "{}", answer.text);
    }
    assert_eq!(sandbox.dump_json(), before);
    // The same content in another spelling is the same request.
    let spaced = call(&sandbox, reqwest::Method::PUT, &format!("/api-keys/{id}"))
        .header("Content-Type", "application/json")
        .body(r#"{ "permissions": ["\u0062"], "name": "a" }"#)
        .with(keys.secret());
    assert_eq!(spaced.idempotency_key("one").status().await, 200);
    assert_eq!(sandbox.dump_json(), before);
}

#[tokio::test]
async fn failures_are_not_stored() {
    let sandbox = sandbox().await;
    let keys = sandbox.seeded().test();
    let body = json!({"name": "a", "permissions": ["b"]});
    let refused = put(&sandbox, keys.secret().id(), &body).with(keys.secret());
    assert_eq!(refused.idempotency_key("one").status().await, 422);
    let malformed = create(&sandbox, "", &["b"]).with(keys.secret());
    assert_eq!(malformed.idempotency_key("one").status().await, 400);
    assert_eq!(sandbox.idempotency_records(), 0);
    let good = create(&sandbox, "a", &["b"]).with(keys.secret());
    assert_eq!(good.idempotency_key("one").status().await, 201);
}

#[tokio::test]
async fn a_repeat_during_the_first_is_409() {
    let sandbox = sandbox().await;
    let keys = sandbox.seeded().test();
    let body = json!({"name": "a", "permissions": ["b"]});
    for operation in [Operation::CreateApiKey, Operation::UpdateApiKey] {
        let attempt = || {
            let call = match operation {
                Operation::CreateApiKey => create(&sandbox, "a", &["b"]),
                _ => put(&sandbox, keys.key_reader().id(), &body),
            };
            call.with(keys.secret())
                .idempotency_key(&format!("{operation:?}"))
        };
        let gate = Gate::new();
        sandbox.inject(Fault::hold(&gate, Moment::BeforeCommit).on(operation));
        let first = tokio::spawn(attempt().send());
        gate.arrived(1).await;
        assert_eq!(attempt().status().await, 409);
        gate.open();
        let first = first.await.unwrap().unwrap();
        assert_eq!(attempt().answer().await.text, first.text);
    }
}

#[tokio::test]
async fn delete_and_get_ignore_the_header() {
    let sandbox = sandbox().await;
    let keys = sandbox.seeded().test();
    let path = format!("/api-keys/{}", keys.key_writer().id());
    for status in [200, 200] {
        let call = get(&sandbox, &path)
            .with(keys.secret())
            .idempotency_key("one");
        assert_eq!(call.status().await, status);
    }
    for status in [204, 404] {
        let call = delete(&sandbox, keys.key_writer().id()).with(keys.secret());
        assert_eq!(call.idempotency_key("one").status().await, status);
    }
    assert_eq!(sandbox.idempotency_records(), 0);
}

#[tokio::test]
async fn no_response_is_replayed_for_a_deleted_key() {
    let sandbox = sandbox().await;
    let keys = sandbox.seeded().test();
    let id = keys.key_reader().id();
    let body = json!({"name": "a", "permissions": ["b"]});
    let update = || {
        put(&sandbox, id, &body)
            .with(keys.secret())
            .idempotency_key("one")
    };
    assert_eq!(update().status().await, 200);
    assert_eq!(delete(&sandbox, id).with(keys.secret()).status().await, 204);
    assert_eq!(update().status().await, 404);
}
