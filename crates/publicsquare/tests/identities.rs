//! The identity of requests on the wire: which requests have one, and that every repeat has the same.
//!
//! In comes every request of the resource, and each of them is lost once. Out come the headers that the server has seen. How errors
//! remember earlier sendings of one request is in `sending_again.rs`.

#![allow(clippy::unwrap_used, clippy::expect_used, clippy::panic)]

mod support;

use std::collections::BTreeSet;

use publicsquare::{Certainty, Client, Permission};
use serde_json::json;
use support::fields::documented;
use support::scripted::{Scripted, Seen, answer, dropped, ok, problem};
use support::{KEY_ID, client};

const JSON: (&str, &str) = ("content-type", "application/json");

fn page() -> Vec<u8> {
    ok(json!({"pagination": {"page_size": 20}, "data": null}).to_string())
}

/// Sends every request of the resource once, each after one that was lost, and returns what was seen.
async fn all() -> Vec<(Seen, Seen)> {
    let created = answer(201, &[JSON], documented().to_string());
    let found = ok(documented().to_string());
    let list = ok("[]");
    let answers = [
        page(),
        created,
        found.clone(),
        found.clone(),
        answer(204, &[], ""),
        found.clone(),
        found,
        list.clone(),
        list,
    ];
    let server = Scripted::new(answers.into_iter().flat_map(|answer| [dropped(), answer]));
    let client: Client = client(server.url());
    let keys = client.api_keys();
    let permissions = [Permission::PaymentRead];
    assert!(keys.list().await.unwrap().keys.is_empty());
    keys.create("Till", permissions.clone())
        .unwrap()
        .await
        .unwrap();
    keys.get(KEY_ID).unwrap().await.unwrap();
    keys.update(KEY_ID, "Till", permissions)
        .unwrap()
        .await
        .unwrap();
    keys.delete(KEY_ID).unwrap().await.unwrap();
    keys.reveal(KEY_ID).unwrap().await.unwrap();
    keys.regenerate(KEY_ID).unwrap().await.unwrap();
    client.api_key_types().await.unwrap();
    client.permissions().await.unwrap();
    let seen = server.seen();
    let pairs = seen
        .chunks(2)
        .map(|pair| (pair[0].clone(), pair[1].clone()));
    pairs.collect()
}

#[tokio::test]
async fn requests_that_write_have_an_idempotency_key_and_requests_that_change_a_correlation_id() {
    let all = all().await;
    assert_eq!(all.len(), 9);
    let mut identities = BTreeSet::new();
    for (first, second) in &all {
        assert_eq!(first, second, "a repeat is the same request");
        let method = first.line().split(' ').next().unwrap();
        let writes = matches!(method, "POST" | "PUT");
        let key = first.header("idempotency-key");
        assert_eq!(key.is_some(), writes, "{}", first.line());
        let changes = method != "GET";
        assert_eq!(
            first.header("x-correlation-id").is_some(),
            changes,
            "{}",
            first.line()
        );
        identities.extend(key);
        assert_eq!(
            first.header("accept"),
            Some("application/json"),
            "{}",
            first.line()
        );
    }
    assert_eq!(identities.len(), 3, "each has its own");
}

#[tokio::test]
async fn errors_say_whether_the_change_was_made() {
    for (status, certainty, created, deleted) in [
        (
            422,
            Certainty::Rejected,
            "no key was created",
            "not deleted",
        ),
        (
            501,
            Certainty::Unknown,
            "may have been created",
            "may have been deleted",
        ),
    ] {
        let server = Scripted::new([(); 2].map(|()| problem(status, r#"{"title":"No"}"#)));
        let keys = client(server.url()).api_keys();
        let create = keys.create("Till", [Permission::PaymentRead]).unwrap();
        let error = create.send().await.unwrap_err();
        assert_eq!(error.certainty(), certainty);
        assert!(error.to_string().contains(created), "{error}");
        assert_eq!(error.idempotency_key(), Some(create.idempotency_key()));
        let error = keys.delete(KEY_ID).unwrap().await.unwrap_err();
        assert!(error.to_string().contains(deleted), "{error}");
        assert_eq!(error.idempotency_key(), None);
    }
}

#[tokio::test]
async fn a_created_key_is_never_lost() {
    // No id, a name of another type, members that nobody knows.
    let body = json!({"key": "rk_test_new", "name": 4, "permissions": "all", "more": {}});
    let server = Scripted::new([answer(201, &[JSON], body.to_string())]);
    let keys = client(server.url()).api_keys();
    let created = keys
        .create("Till", [Permission::PaymentRead])
        .unwrap()
        .await
        .unwrap();
    assert_eq!(created.key.expose_secret(), "rk_test_new");
    assert_eq!(created.details.id, None);
    assert_eq!(created.details.key, None);

    // Without a key the stored answer is asked for again.
    let body = |key: serde_json::Value| answer(201, &[JSON], json!({"key": key}).to_string());
    let server = Scripted::new([body(json!(null)), body(json!("rk_test_new"))]);
    let keys = client(server.url()).api_keys();
    let created = keys
        .create("Till", [Permission::PaymentRead])
        .unwrap()
        .await
        .unwrap();
    assert_eq!(created.attempts, 2);
}

#[tokio::test]
async fn a_response_about_another_key_is_refused() {
    let mut other = documented();
    other["id"] = json!("key_Another1111111111111");
    let server = Scripted::new([
        ok(other.to_string()),
        ok(other.to_string()),
        ok(other.to_string()),
    ]);
    let keys = client(server.url()).api_keys();
    for error in [
        keys.get(KEY_ID).unwrap().await.unwrap_err(),
        keys.reveal(KEY_ID).unwrap().await.unwrap_err(),
        keys.update(KEY_ID, "Till", [Permission::PaymentRead])
            .unwrap()
            .await
            .unwrap_err(),
    ] {
        assert!(error.to_string().contains("another API key"), "{error}");
    }
}

#[tokio::test]
async fn reading_leaves_no_doubt_about_any_key() {
    let unreadable = ok(json!({"key": null}).to_string());
    for answers in [
        vec![problem(501, "{}")],
        vec![unreadable; 5],
        vec![dropped(); 5],
    ] {
        let server = Scripted::new(answers);
        let error = client(server.url())
            .api_keys()
            .reveal(KEY_ID)
            .unwrap()
            .await
            .unwrap_err();
        assert_eq!(error.certainty().old_key_lives(), Some(true), "{error}");
        assert!(!error.to_string().contains("old key"), "{error}");
    }
}
