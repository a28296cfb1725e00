//! `POST /api-keys/{id}/regenerate`: a regeneration that succeeds.
//!
//! Keys of every type and realm come in. The tests check the response, the new value, and that the old one is
//! refused. Refused regenerations are in [`rejections`](super::rejections).

use std::time::{Duration, UNIX_EPOCH};

use publicsquare_sandbox::{
    DOCUMENTED_ACCOUNT_ID, DOCUMENTED_KEY_ID, ManualClock, Sandbox, SandboxKey, SeededKeys,
};
use serde_json::json;

use crate::call::{regenerate, sandbox};

#[tokio::test]
async fn the_response_is_the_whole_api_key_with_a_new_value() {
    let clock = ManualClock::at(UNIX_EPOCH + Duration::from_millis(1_780_000_000_007));
    let sandbox = Sandbox::builder().clock(clock).start().await.unwrap();
    let keys = sandbox.seeded().production();

    let answer = regenerate(&sandbox, DOCUMENTED_KEY_ID)
        .with(keys.secret())
        .answer()
        .await;

    assert_eq!(answer.status, 200);
    assert_eq!(
        answer.header("content-type"),
        Some("application/json; charset=utf-8")
    );
    let current = sandbox.current_value(DOCUMENTED_KEY_ID).unwrap();
    assert_ne!(current.value(), keys.publishable().value());
    assert!(current.value().starts_with("pk_prod_"));
    assert_eq!(
        answer.json(),
        json!({
            "id": DOCUMENTED_KEY_ID,
            "account_id": DOCUMENTED_ACCOUNT_ID,
            "environment": "production",
            "key": current.value(),
            "type": "publishable",
            "created_at": "2024-06-30T01:02:29.212Z",
            "modified_at": "2026-05-28T20:26:40.007Z",
            "name": "Test Application",
            "permissions": ["payment-method:capture"],
        })
    );
    assert_eq!(sandbox.regenerations(DOCUMENTED_KEY_ID), 1);
}

#[tokio::test]
async fn keys_of_every_type_and_environment_can_be_regenerated() {
    let sandbox = sandbox().await;
    let regenerates = async |keys: &SeededKeys, environment: &str, target: &SandboxKey| {
        let answer = regenerate(&sandbox, target.id())
            .with(keys.key_writer())
            .answer()
            .await;
        assert_eq!(answer.status, 200, "{target:?}");
        assert_eq!(answer.json()["environment"], environment);
        let (prefix, _) = target.value().rsplit_once('_').unwrap();
        assert_eq!(answer.key().rsplit_once('_').unwrap().0, prefix);
        assert_ne!(answer.key(), target.value());
    };
    for (keys, environment) in [
        (sandbox.seeded().test(), "test"),
        (sandbox.seeded().production(), "production"),
    ] {
        for target in [keys.publishable(), keys.secret(), keys.key_reader()] {
            regenerates(keys, environment, target).await;
        }
    }
}

#[tokio::test]
async fn a_key_can_regenerate_itself_and_then_its_old_value_fails() {
    let sandbox = sandbox().await;
    let secret = sandbox.seeded().test().secret();

    let answer = regenerate(&sandbox, secret.id())
        .with(secret)
        .answer()
        .await;
    assert_eq!(answer.status, 200);
    let refused = regenerate(&sandbox, secret.id())
        .with(secret)
        .answer()
        .await;
    assert_eq!(refused.status, 401);

    let current = sandbox.current_value(secret.id()).unwrap();
    assert_eq!(answer.key(), current.value());
    let accepted = regenerate(&sandbox, secret.id())
        .with(&current)
        .answer()
        .await;
    assert_eq!(accepted.status, 200);
    assert_eq!(sandbox.regenerations(secret.id()), 2);
}
