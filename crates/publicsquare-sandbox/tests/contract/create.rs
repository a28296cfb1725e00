//! `POST /api-keys`: creating a restricted key.
//!
//! Names and permissions come in. The tests check the response, the value of the new key, and what the key may
//! do. Wrong bodies are in [`request_bodies`](super::request_bodies), repeats in
//! [`idempotent_writes`](super::idempotent_writes).

use std::time::{Duration, UNIX_EPOCH};

use publicsquare_sandbox::{DOCUMENTED_ACCOUNT_ID, ManualClock, Sandbox};
use serde_json::json;

use crate::call::{create, get, regenerate, sandbox};

#[tokio::test]
async fn a_new_key_is_restricted_and_in_the_environment_of_the_caller() {
    let clock = ManualClock::at(UNIX_EPOCH + Duration::from_millis(1_780_000_000_007));
    let sandbox = Sandbox::builder().clock(clock).start().await.unwrap();
    for (keys, environment, infix) in [
        (sandbox.seeded().test(), "test", "test"),
        (sandbox.seeded().production(), "production", "prod"),
    ] {
        let answer = create(
            &sandbox,
            "Till 4",
            &["payment:read", "made:up", "payment:read"],
        )
        .with(keys.key_writer())
        .answer()
        .await;
        assert_eq!(answer.status, 201, "{}", answer.text);
        assert_eq!(
            answer.header("content-type"),
            Some("application/json; charset=utf-8")
        );
        assert_eq!(
            answer.json(),
            json!({
                "id": answer.id(),
                "account_id": DOCUMENTED_ACCOUNT_ID,
                "environment": environment,
                "key": answer.key(),
                "type": "restricted",
                "created_at": "2026-05-28T20:26:40.007Z",
                "modified_at": "2026-05-28T20:26:40.007Z",
                "name": "Till 4",
                "permissions": ["payment:read", "made:up", "payment:read"],
            })
        );
        assert!(answer.key().starts_with(&format!("rk_{infix}_FAKE")));
        assert_eq!(answer.id().len(), "key_7Ay5mcUXAxwrN6wQEQUVEHBCJ".len());
        let current = sandbox.current_value(&answer.id()).unwrap();
        assert_eq!(current.value(), answer.key());
        let seen = get(&sandbox, &format!("/api-keys/{}", answer.id()));
        assert_eq!(seen.with(keys.secret()).status().await, 200);
    }
}

#[tokio::test]
async fn a_new_key_authenticates_with_its_permissions_and_no_others() {
    let sandbox = sandbox().await;
    let secret = sandbox.seeded().test().secret();
    let made = create(&sandbox, "Reader", &["api-key:read"])
        .with(secret)
        .answer()
        .await;
    let list = get(&sandbox, "/api-keys").with_value(&made.key());
    assert_eq!(list.status().await, 200);
    let write = create(&sandbox, "No", &["api-key:read"]).with_value(&made.key());
    assert_eq!(write.status().await, 403);

    let fresh = regenerate(&sandbox, &made.id()).with(secret).answer().await;
    assert_eq!(fresh.status, 200);
    let list = |value: String| get(&sandbox, "/api-keys").with_value(&value).status();
    assert_eq!(list(made.key()).await, 401);
    assert_eq!(list(fresh.key()).await, 200);
}
