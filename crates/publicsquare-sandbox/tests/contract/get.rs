//! `GET /api-keys/{id}`: reading one key.
//!
//! Ids come in. The tests check the document, that it hides the value by default, and who cannot see the key.
//! Reading the value is in [`reveal`](super::reveal).

use publicsquare_sandbox::{DOCUMENTED_ACCOUNT_ID, DOCUMENTED_KEY_ID, KeyMember, Sandbox};
use serde_json::{Value, json};

use crate::call::{get, sandbox};

#[tokio::test]
async fn it_shows_the_key_without_its_value() {
    let sandbox = sandbox().await;
    let reader = sandbox.seeded().production().key_reader();
    let answer = get(&sandbox, &format!("/api-keys/{DOCUMENTED_KEY_ID}"))
        .with(reader)
        .answer()
        .await;
    assert_eq!(answer.status, 200);
    assert_eq!(
        answer.json(),
        json!({
            "id": DOCUMENTED_KEY_ID,
            "account_id": DOCUMENTED_ACCOUNT_ID,
            "environment": "production",
            "key": Value::Null,
            "type": "publishable",
            "created_at": "2024-06-30T01:02:29.212Z",
            "modified_at": "2024-06-30T01:02:29.212Z",
            "name": "Test Application",
            "permissions": ["payment-method:capture"],
        })
    );
}

#[tokio::test]
async fn the_value_is_shown_on_demand() {
    let builder = Sandbox::builder().key_member(KeyMember::Value);
    let sandbox = builder.start().await.unwrap();
    let keys = sandbox.seeded().production();
    let answer = get(&sandbox, &format!("/api-keys/{DOCUMENTED_KEY_ID}"))
        .with(keys.key_reader())
        .answer()
        .await;
    assert_eq!(answer.key(), keys.publishable().value());
}

#[tokio::test]
async fn no_other_environment_or_account_sees_it() {
    let sandbox = sandbox().await;
    let seeded = sandbox.seeded();
    for keys in [seeded.test(), seeded.other_account()] {
        for path in ["", "/reveal"] {
            let call = get(&sandbox, &format!("/api-keys/{DOCUMENTED_KEY_ID}{path}"));
            assert_eq!(call.with(keys.secret()).status().await, 404);
        }
    }
}

#[tokio::test]
async fn a_malformed_id_is_400() {
    let sandbox = sandbox().await;
    let secret = sandbox.seeded().test().secret();
    for path in ["/api-keys/key_0", "/api-keys/%FF", "/api-keys/key_0/reveal"] {
        let answer = get(&sandbox, path).with(secret).answer().await;
        assert_eq!(answer.status, 400, "{path}");
        assert_eq!(answer.json()["errors"]["id"].as_array().unwrap().len(), 1);
    }
}
