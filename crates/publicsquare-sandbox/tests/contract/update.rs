//! `PUT /api-keys/{id}`: changing the name and the permissions of a restricted key.
//!
//! Ids and bodies come in. The tests check the response, the effect on permissions, and which keys cannot be
//! changed. Wrong bodies are in [`request_bodies`](super::request_bodies).

use std::time::{Duration, SystemTime};

use publicsquare_sandbox::{KeyMember, ManualClock, Sandbox};
use serde_json::{Value, json};

use crate::call::{get, put, sandbox};

#[tokio::test]
async fn it_replaces_name_and_permissions_and_leaves_the_value() {
    let clock = ManualClock::at(SystemTime::now());
    let sandbox = Sandbox::builder()
        .clock(clock.clone())
        .start()
        .await
        .unwrap();
    let keys = sandbox.seeded().test();
    let target = keys.key_reader();
    let path = format!("/api-keys/{}", target.id());
    let mut expected = get(&sandbox, &path)
        .with(keys.secret())
        .answer()
        .await
        .json();
    clock.advance(Duration::from_secs(1));

    let body = json!({"permissions": ["event:read"], "name": "Ünï"});
    let answer = put(&sandbox, target.id(), &body)
        .with(keys.key_writer())
        .answer()
        .await;
    assert_eq!(answer.status, 200, "{}", answer.text);
    assert_eq!(answer.json()["key"], Value::Null);
    assert_ne!(answer.json()["modified_at"], expected["modified_at"]);
    expected["modified_at"] = answer.json()["modified_at"].clone();
    expected["name"] = "Ünï".into();
    expected["permissions"] = json!(["event:read"]);
    assert_eq!(answer.json(), expected);
    assert_eq!(
        get(&sandbox, &path)
            .with(keys.secret())
            .answer()
            .await
            .json(),
        expected
    );
    // The value is the same, and the old permissions end at once.
    assert_eq!(get(&sandbox, &path).with(target).status().await, 403);
    assert_eq!(sandbox.regenerations(target.id()), 0);
}

#[tokio::test]
async fn the_value_is_shown_on_demand() {
    let builder = Sandbox::builder().key_member(KeyMember::Value);
    let sandbox = builder.start().await.unwrap();
    let keys = sandbox.seeded().test();
    let body = json!({"name": "a", "permissions": ["b"]});
    let answer = put(&sandbox, keys.key_reader().id(), &body)
        .with(keys.secret())
        .answer()
        .await;
    assert_eq!(answer.key(), keys.key_reader().value());
}

#[tokio::test]
async fn keys_that_came_with_the_account_cannot_be_updated() {
    let sandbox = sandbox().await;
    let keys = sandbox.seeded().test();
    let before = sandbox.dump_json();
    let body = json!({"name": "a", "permissions": ["b"]});
    for (key, kind) in [
        (keys.publishable(), "publishable"),
        (keys.secret(), "secret"),
    ] {
        let answer = put(&sandbox, key.id(), &body)
            .with(keys.secret())
            .answer()
            .await;
        assert_eq!(answer.status, 422);
        let detail =
            format!("A {kind} key comes with the account. It can be regenerated, but not edited.");
        assert_eq!(answer.json()["detail"], detail);
    }
    let unseen = sandbox.seeded().production().key_reader();
    assert_eq!(
        put(&sandbox, unseen.id(), &body)
            .with(keys.secret())
            .status()
            .await,
        404
    );
    assert_eq!(sandbox.dump_json(), before);
}

#[tokio::test]
async fn path_and_body_are_checked_together() {
    let sandbox = sandbox().await;
    let secret = sandbox.seeded().test().secret();
    let answer = put(&sandbox, "key_0", &json!({"name": "", "permissions": []}))
        .with(secret)
        .answer()
        .await;
    assert_eq!(answer.status, 400);
    let errors = answer.json()["errors"]
        .as_object()
        .unwrap()
        .keys()
        .cloned()
        .collect::<Vec<_>>();
    assert_eq!(errors, ["id", "name", "permissions"]);
}
