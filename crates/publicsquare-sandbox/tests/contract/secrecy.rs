//! Secrets: no value of a key and no idempotency key is in a log or a `Debug` output.
//!
//! Keys come in at right and wrong places of a request. The tests search everything that the sandbox shows. The
//! JSON of the state contains values on purpose; see [`snapshot`](super::snapshot).

use publicsquare_sandbox::{Fault, Sandbox, SpoiledBody};

use crate::call::{post, regenerate};

#[tokio::test]
async fn debug_output_and_log_hide_keys() {
    const IDEMPOTENCY_KEY: &str = "canary-idempotency-key";
    let builder = Sandbox::builder();
    let mut shown = format!("{builder:?}");
    let sandbox = builder.start().await.unwrap();
    let keys = sandbox.seeded().production();
    let target = keys.publishable().id();

    let call = regenerate(&sandbox, target)
        .with(keys.secret())
        .idempotency_key(IDEMPOTENCY_KEY);
    let fresh = call.answer().await.key();
    // The value of a key in the wrong places: path, query, correlation id.
    let secret = keys.secret().value();
    let astray = [
        format!("/{secret}"),
        format!("/api-keys/{secret}/regenerate"),
        format!("/?key={secret}"),
        format!("/api-keys/{secret}"),
        format!("/api-keys/{secret}/reveal"),
    ];
    for path in astray {
        let call = post(&sandbox, &path)
            .with(keys.secret())
            .header("x-correlation-id", secret);
        let answer = call.answer().await;
        assert!(answer.status >= 400);
        assert!(!answer.text.contains("_prod_FAKE"), "{}", answer.text);
    }
    let fault = Fault::body(SpoiledBody::Json(fresh.clone().into_bytes()));
    for value in [
        format!("{sandbox:?}"),
        format!("{:?}", sandbox.seeded()),
        format!("{:?}", sandbox.current_value(target)),
        format!("{:?}", sandbox.requests()),
        format!("{fault:?}"),
    ] {
        shown.push_str(&value);
    }

    assert!(shown.contains(target), "the ids must be shown");
    for secret in ["FAKE", IDEMPOTENCY_KEY, fresh.as_str()] {
        assert!(!shown.contains(secret), "{shown}");
    }
}
