//! The limits that keep a sandbox from growing without end.
//!
//! Many requests come in. The tests check the number of restricted keys. The limit of stored responses is tested
//! in `src/idempotency.rs`, that of the log in [`request_log`](super::request_log).

use publicsquare_sandbox::Sandbox;
use serde_json::json;

use crate::call::{create, delete};

#[tokio::test]
async fn an_environment_has_1000_restricted_keys_at_most() {
    let sandbox = Sandbox::builder()
        .without_rate_limit()
        .start()
        .await
        .unwrap();
    let keys = sandbox.seeded().test();
    // One client with one connection for all requests, because that is fast.
    let client = reqwest::Client::builder().no_proxy().build().unwrap();
    for number in 3..1000 {
        let request = client
            .post(format!("{}/api-keys", sandbox.url()))
            .header("X-API-KEY", keys.secret().value())
            .header("IDEMPOTENCY-KEY", number)
            .json(&json!({"name": "a", "permissions": ["b"]}));
        assert_eq!(request.send().await.unwrap().status(), 201);
    }
    let one_more = || create(&sandbox, "a", &["b"]).with(keys.secret());
    let refused = one_more().idempotency_key("new").answer().await;
    assert_eq!(refused.status, 422);
    assert!(refused.json()["detail"].as_str().unwrap().contains("1000"));
    // Earlier creations are still replayed, and other environments have limits of their own.
    assert_eq!(one_more().idempotency_key("999").status().await, 201);
    let elsewhere = create(&sandbox, "a", &["b"]).with(sandbox.seeded().production().secret());
    assert_eq!(elsewhere.status().await, 201);

    assert_eq!(
        delete(&sandbox, keys.key_reader().id())
            .with(keys.secret())
            .status()
            .await,
        204
    );
    assert_eq!(one_more().idempotency_key("new").status().await, 201);
    assert_eq!(one_more().status().await, 422);
}
