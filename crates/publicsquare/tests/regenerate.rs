//! A regeneration that succeeds, from the headers of the request to the fields of the result.
//!
//! In come complete responses, of mocks, of a scripted server and of the sandbox. Out come the new key with all documented fields,
//! and the exact request on the wire. Damaged responses are in `rescue.rs`, and failures in `certainty.rs`.

#![allow(clippy::unwrap_used, clippy::expect_used, clippy::panic)]

mod support;

use httpmock::MockServer;
use publicsquare::{CorrelationId, Environment, IdempotencyKey, KeyType, Permission};
use publicsquare_httpmock::MockServerExt;
use publicsquare_sandbox::Sandbox;

use support::fields::{NEW_KEY, api_key, documented};
use support::scripted::{Scripted, answer, ok};
use support::{API_KEY, KEY_ID, client, lives, settings};

const VERSION: &str = concat!("publicsquare-rust/", env!("CARGO_PKG_VERSION"));

#[tokio::test]
async fn every_documented_field_is_there() {
    let server = MockServer::start_async().await;
    let mock = server.regenerate_api_key(|when, then| {
        when.id(&KEY_ID.parse().unwrap());
        then.ok(&api_key());
    });

    let rotated = client(server.base_url())
        .api_keys()
        .regenerate(KEY_ID)
        .unwrap()
        .await
        .unwrap();

    assert_eq!(mock.calls(), 1);
    assert_eq!(rotated.key.expose_secret(), NEW_KEY);
    assert_eq!(rotated.id.as_str(), KEY_ID);
    assert_eq!(
        rotated.account_id.as_deref(),
        Some("acc_B518niGwGYKzig6vtrRVZGGGV")
    );
    assert_eq!(rotated.environment, Some(Environment::Production));
    assert_eq!(rotated.key_type, Some(KeyType::Publishable));
    assert_eq!(rotated.name.as_deref(), Some("Web shop"));
    assert_eq!(
        rotated.permissions,
        [
            Permission::PaymentMethodCapture,
            Permission::from("business:writer")
        ]
    );
    let millis = |time: Option<chrono::DateTime<chrono::Utc>>| time.unwrap().timestamp_millis();
    assert_eq!(millis(rotated.created_at), 1_719_709_349_212);
    assert_eq!(millis(rotated.modified_at), 1_719_795_749_212);
    assert_eq!(rotated.attempts, 1);
}

#[tokio::test]
async fn the_sandbox_replaces_the_key() {
    let sandbox = Sandbox::builder().start().await.unwrap();
    let keys = sandbox.seeded().production();
    let (secret, target) = (keys.secret(), keys.publishable());
    let client = settings(sandbox.url())
        .api_key(secret.value())
        .build()
        .unwrap();

    let request = client.api_keys().regenerate(target.id()).unwrap();
    let rotated = request.send().await.unwrap();

    assert_eq!(sandbox.regenerations(target.id()), 1);
    assert_eq!(
        rotated.key.expose_secret(),
        sandbox.current_value(target.id()).unwrap().value()
    );
    assert_eq!(rotated.id.as_str(), target.id());
    assert_eq!(rotated.environment, Some(Environment::Production));
    assert_eq!(&rotated.correlation_id, request.correlation_id());
    assert!(!lives(sandbox.url(), target.value()).await);
    assert!(lives(sandbox.url(), rotated.key.expose_secret()).await);
}

#[tokio::test]
async fn a_key_can_regenerate_itself() {
    let sandbox = Sandbox::builder().start().await.unwrap();
    let secret = sandbox.seeded().test().secret();
    let rotated = settings(sandbox.url())
        .api_key(secret.value())
        .build()
        .unwrap()
        .api_keys()
        .regenerate(secret.id())
        .unwrap()
        .await
        .unwrap();
    assert_eq!(rotated.environment, Some(Environment::Test));
    assert_eq!(rotated.key_type, Some(KeyType::Secret));
    assert!(lives(sandbox.url(), rotated.key.expose_secret()).await);
}

#[tokio::test]
async fn only_documented_headers_are_sent() {
    let server = Scripted::new([ok(documented().to_string())]);
    let request = client(server.url()).api_keys().regenerate(KEY_ID).unwrap();
    request.send().await.unwrap();

    let seen = server.only();
    assert_eq!(
        seen.line(),
        format!("POST /api-keys/{KEY_ID}/regenerate HTTP/1.1")
    );
    // Without a body it is the transport's choice to declare the length of none.
    let mut names = seen.header_names();
    names.retain(|name| name != "content-length");
    assert_eq!(
        names,
        [
            "accept",
            "accept-encoding",
            "host",
            "idempotency-key",
            "user-agent",
            "x-api-key",
            "x-correlation-id"
        ]
    );
    assert_eq!(seen.header("x-api-key"), Some(API_KEY));
    assert_eq!(seen.header("user-agent"), Some(VERSION));
    assert_eq!(seen.header("accept"), Some("application/json"));
    assert_eq!(seen.header("accept-encoding"), Some("identity"));
    assert_eq!(
        seen.header("idempotency-key"),
        Some(request.idempotency_key().expose_secret())
    );
    assert_eq!(
        seen.header("x-correlation-id"),
        Some(request.correlation_id().as_str())
    );
}

#[tokio::test]
async fn the_callers_idempotency_key_and_correlation_id_are_sent() {
    let server = MockServer::start_async().await;
    let mock = server.regenerate_api_key(|when, then| {
        when.idempotency_key("order-7")
            .x_correlation_id("support-7");
        then.ok(&api_key());
    });
    let request = client(server.base_url())
        .api_keys()
        .regenerate(KEY_ID)
        .unwrap()
        .with_idempotency_key(IdempotencyKey::new("order-7").unwrap())
        .with_correlation_id(CorrelationId::new("support-7").unwrap());
    assert_eq!(request.idempotency_key().expose_secret(), "order-7");

    let rotated = request.await.unwrap();
    assert_eq!(mock.calls(), 1);
    assert_eq!(rotated.correlation_id.as_str(), "support-7");
}

#[tokio::test]
async fn the_correlation_id_of_the_answer_comes_first() {
    let body = documented().to_string();
    let server = Scripted::new([
        answer(200, &[("x-correlation-id", "of-the-server")], &body),
        answer(200, &[("x-correlation-id", "")], &body),
    ]);
    let request = client(server.url()).api_keys().regenerate(KEY_ID).unwrap();

    let rotated = request.send().await.unwrap();
    assert_eq!(rotated.correlation_id.as_str(), "of-the-server");
    let rotated = request.send().await.unwrap();
    assert_eq!(&rotated.correlation_id, request.correlation_id());
}

#[tokio::test]
async fn the_same_for_an_error() {
    let server = Scripted::new([
        answer(404, &[("x-correlation-id", "of-the-server")], "{}"),
        answer(404, &[], "{}"),
    ]);
    let request = client(server.url()).api_keys().regenerate(KEY_ID).unwrap();

    let error = request.send().await.unwrap_err();
    assert_eq!(error.correlation_id().unwrap().as_str(), "of-the-server");
    assert!(error.to_string().contains("of-the-server"), "{error}");
    let error = request.send().await.unwrap_err();
    assert_eq!(error.correlation_id(), Some(request.correlation_id()));
}

#[test]
fn two_requests_are_two_changes() {
    let keys = client("http://127.0.0.1:1").api_keys();
    let (one, two) = (
        keys.regenerate(KEY_ID).unwrap(),
        keys.regenerate(KEY_ID).unwrap(),
    );
    assert_ne!(one.idempotency_key(), two.idempotency_key());
    assert_ne!(one.correlation_id(), two.correlation_id());
    assert_ne!(
        one.idempotency_key().expose_secret(),
        one.correlation_id().as_str()
    );
    assert_eq!(one.clone().idempotency_key(), one.idempotency_key());
}

#[tokio::test]
async fn a_prefix_is_kept_and_a_trailing_slash_makes_no_difference() {
    let answers = std::iter::repeat_n(ok(documented().to_string()), 4);
    let server = Scripted::new(answers);
    for end in ["", "/", "/v1/proxy", "/v1/proxy/"] {
        let client = client(server.url() + end);
        client.api_keys().regenerate(KEY_ID).unwrap().await.unwrap();
    }
    let lines: Vec<_> = server
        .seen()
        .iter()
        .map(|seen| seen.line().to_owned())
        .collect();
    let path = format!("/api-keys/{KEY_ID}/regenerate HTTP/1.1");
    let (plain, prefixed) = (format!("POST {path}"), format!("POST /v1/proxy{path}"));
    assert_eq!(lines, [&*plain, &plain, &prefixed, &prefixed]);
}

#[tokio::test]
async fn the_user_agent_has_the_callers_suffix() {
    let server = Scripted::new([ok(documented().to_string())]);
    let client = settings(server.url())
        .user_agent_suffix(" merchant-backend/2.4 ")
        .build()
        .unwrap();
    client.api_keys().regenerate(KEY_ID).unwrap().await.unwrap();
    assert_eq!(
        server.only().header("user-agent"),
        Some(&*format!("{VERSION} merchant-backend/2.4"))
    );
}

#[tokio::test]
async fn a_configured_http_client_carries_the_key_and_the_user_agent() {
    let server = Scripted::new([ok(documented().to_string())]);
    settings(server.url())
        .configure_http(|http| http.user_agent("mine").pool_max_idle_per_host(1))
        .build()
        .unwrap()
        .api_keys()
        .regenerate(KEY_ID)
        .unwrap()
        .await
        .unwrap();
    let seen = server.only();
    assert_eq!(seen.header("x-api-key"), Some(API_KEY));
    assert_eq!(seen.header("user-agent"), Some(VERSION));
}

#[tokio::test]
async fn no_redirect_takes_the_key_along() {
    let thief = Scripted::new([ok(documented().to_string())]);
    let moved = [301, 302, 303, 307, 308].map(|status| {
        let location = format!("{}/api-keys/{KEY_ID}/regenerate", thief.url());
        answer(status, &[("location", &location)], "")
    });
    let count = moved.len();
    let server = Scripted::new(moved);
    for _ in 0..count {
        let client = client(server.url());
        let error = client.api_keys().regenerate(KEY_ID).unwrap().await;
        let status = error.expect_err("a redirect is no success").status();
        assert!(matches!(status, Some(300..=399)));
    }
    assert_eq!(server.seen().len(), count);
    assert_eq!(thief.seen(), []);
}
