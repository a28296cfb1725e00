//! Refused requests: the status, the order of checks, and the problem details.
//!
//! Requests without a key, without a permission, or with a malformed id come in. The tests check the status and
//! every member of the body. Wrong JSON bodies are in [`request_bodies`](super::request_bodies).

use publicsquare_sandbox::{ErrorMediaType, Sandbox, SandboxKey};
use serde_json::{Value, json};

use crate::call::{Answer, client, post, regenerate, sandbox};

fn assert_problem(answer: &Answer, status: u16, instance: &str) -> Value {
    assert_eq!(answer.status, status, "{}", answer.text);
    assert_eq!(
        answer.header("content-type"),
        Some("application/problem+json; charset=utf-8")
    );
    let problem = answer.json();
    assert_eq!(problem["status"], status);
    assert_eq!(problem["instance"], instance);
    for member in ["type", "title", "detail", "traceId"] {
        assert!(
            problem[member]
                .as_str()
                .is_some_and(|text| !text.is_empty()),
            "{member}"
        );
    }
    problem
}

#[tokio::test]
async fn without_a_valid_key_it_is_401() {
    let sandbox = sandbox().await;
    let keys = sandbox.seeded().production();
    let path = format!("/api-keys/{}/regenerate", keys.publishable().id());

    assert_problem(&post(&sandbox, &path).answer().await, 401, &path);
    for wrong in ["", "sk_prod_unknown", "\u{e9}", " "] {
        let answer = post(&sandbox, &path)
            .header("X-API-KEY", wrong)
            .answer()
            .await;
        assert_problem(&answer, 401, &path);
    }
    assert_eq!(sandbox.regenerations(keys.publishable().id()), 0);
}

#[tokio::test]
async fn without_the_scope_it_is_403_and_the_detail_names_it() {
    let sandbox = sandbox().await;
    let keys = sandbox.seeded().production();
    for caller in [
        keys.key_reader(),
        keys.payment_method_writer(),
        keys.publishable(),
    ] {
        let answer = regenerate(&sandbox, keys.secret().id())
            .with(caller)
            .answer()
            .await;
        let path = format!("/api-keys/{}/regenerate", keys.secret().id());
        let problem = assert_problem(&answer, 403, &path);
        assert!(
            problem["detail"]
                .as_str()
                .unwrap()
                .contains("api-key:write")
        );
    }
    assert_eq!(sandbox.regenerations(keys.secret().id()), 0);
}

#[tokio::test]
async fn keys_of_another_environment_or_account_are_404() {
    let sandbox = sandbox().await;
    let (test, production) = (sandbox.seeded().test(), sandbox.seeded().production());
    let other = sandbox.seeded().other_account();
    let unseen = |caller: &SandboxKey, id: &str| {
        let call = regenerate(&sandbox, id).with(caller);
        let path = format!("/api-keys/{id}/regenerate");
        async move { assert_problem(&call.answer().await, 404, &path) }
    };
    unseen(test.secret(), production.secret().id()).await;
    unseen(production.secret(), test.secret().id()).await;
    unseen(production.secret(), other.secret().id()).await;
    unseen(other.secret(), production.secret().id()).await;
    unseen(production.secret(), "key_nobody").await;
    for keys in [test, production, other] {
        assert_eq!(sandbox.regenerations(keys.secret().id()), 0);
    }
}

#[tokio::test]
async fn a_malformed_id_is_400_with_the_field() {
    const PATTERN: &str =
        "The field id must match the regular expression '^[a-zA-Z]{2,6}_[1-9A-HJ-NP-Za-km-z]+$'.";
    const LENGTH: &str = "The field id must be a string with a maximum length of 50.";
    let sandbox = sandbox().await;
    let secret = sandbox.seeded().production().secret();
    let long = format!("key_{}", "1".repeat(47));
    let long_and_wrong = "0".repeat(51);
    for (id, messages) in [
        ("", json!([PATTERN])),
        ("key_0", json!([PATTERN])),
        ("key", json!([PATTERN])),
        ("%FF", json!([PATTERN])),
        ("key_a%2Fb", json!([PATTERN])),
        (&long, json!([LENGTH])),
        (&long_and_wrong, json!([LENGTH, PATTERN])),
    ] {
        let answer = regenerate(&sandbox, id).with(secret).answer().await;
        assert_eq!(answer.status, 400, "{id}");
        assert_eq!(answer.json()["errors"], json!({ "id": messages }), "{id}");
        assert_eq!(
            answer.json()["title"],
            "One or more validation errors occurred."
        );
    }
    let longest = format!("key_{}", "1".repeat(46));
    assert_eq!(
        regenerate(&sandbox, &longest)
            .with(secret)
            .answer()
            .await
            .status,
        404
    );
}

#[tokio::test]
async fn the_order_is_401_400_403_404() {
    let sandbox = sandbox().await;
    let keys = sandbox.seeded().production();
    let malformed = regenerate(&sandbox, "key_0");
    assert_eq!(malformed.answer().await.status, 401);
    let malformed = regenerate(&sandbox, "key_0").with(keys.key_reader());
    assert_eq!(malformed.answer().await.status, 400);
    let unknown = regenerate(&sandbox, "key_nobody").with(keys.key_reader());
    assert_eq!(unknown.answer().await.status, 403);
}

#[tokio::test]
async fn other_routes_and_methods_are_problems_too() {
    let sandbox = sandbox().await;
    assert_problem(
        &post(&sandbox, "/nothing/here").answer().await,
        404,
        "/nothing/here",
    );

    let url = format!("{}/api-keys/key_1/regenerate", sandbox.url());
    let response = client().get(url).send().await.unwrap();
    assert_eq!(response.status(), 405);
    assert_eq!(response.headers()["allow"], "POST");
    assert_eq!(
        response.headers()["content-type"],
        "application/problem+json; charset=utf-8"
    );
    let problem: Value = response.json().await.unwrap();
    assert_eq!(problem["status"], 405);
}

#[tokio::test]
async fn the_media_type_of_problems_can_be_changed() {
    let builder = Sandbox::builder().error_media_type(ErrorMediaType::Json);
    let sandbox = builder.start().await.unwrap();
    let answer = regenerate(&sandbox, "key_1").answer().await;
    assert_eq!(answer.status, 401);
    assert_eq!(
        answer.header("content-type"),
        Some("application/json; charset=utf-8")
    );
}
