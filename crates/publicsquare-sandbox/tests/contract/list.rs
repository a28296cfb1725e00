//! `GET /api-keys`: listing the keys of a realm.
//!
//! Queries come in. The tests check pages, totals, the filter by type, and every wrong value. The other lists are
//! in [`catalogues`](super::catalogues).

use publicsquare_sandbox::{KeyMember, Sandbox};
use serde_json::{Value, json};

use crate::call::{Answer, create, delete, get, sandbox};

async fn list(sandbox: &Sandbox, query: &str) -> Answer {
    get(sandbox, &format!("/api-keys{query}"))
        .with(sandbox.seeded().test().secret())
        .answer()
        .await
}

fn names(answer: &Answer) -> Vec<String> {
    assert_eq!(answer.status, 200, "{}", answer.text);
    answer.json()["data"]
        .as_array()
        .unwrap()
        .iter()
        .map(|key| key["name"].as_str().unwrap().to_owned())
        .collect()
}

#[tokio::test]
async fn it_shows_the_keys_of_the_environment_in_the_order_of_creation() {
    let sandbox = sandbox().await;
    let secret = sandbox.seeded().test().secret();
    let mut expected = names(&list(&sandbox, "").await);
    assert_eq!(expected.len(), 5);
    for name in ["z", "a", "m"] {
        let answer = create(&sandbox, name, &["event:read"])
            .with(secret)
            .answer()
            .await;
        assert_eq!(answer.status, 201);
        expected.push(name.to_owned());
    }
    let answer = list(&sandbox, "").await;
    assert_eq!(names(&answer), expected);
    let page = answer.json();
    assert_eq!(
        page["pagination"],
        json!({"total_items": 8, "page_number": 1, "page_size": 20, "total_pages": 1})
    );
    for key in page["data"].as_array().unwrap() {
        assert_eq!(key["environment"], "test");
        assert_eq!(key.get("key"), Some(&Value::Null));
    }
    // A key that was created in one environment is not visible in another.
    for keys in [
        sandbox.seeded().production(),
        sandbox.seeded().other_account(),
    ] {
        let other = get(&sandbox, "/api-keys")
            .with(keys.secret())
            .answer()
            .await;
        assert_eq!(other.json()["pagination"]["total_items"], 5);
    }
}

#[tokio::test]
async fn pages_cover_the_list_once() {
    let sandbox = sandbox().await;
    let whole = names(&list(&sandbox, "").await);
    let mut seen = Vec::new();
    for page in 1..=4 {
        let answer = list(&sandbox, &format!("?page={page}&size=2")).await;
        assert_eq!(
            answer.json()["pagination"],
            json!({"total_items": 5, "page_number": page, "page_size": 2, "total_pages": 3})
        );
        seen.push(names(&answer));
    }
    assert_eq!(seen.iter().map(Vec::len).collect::<Vec<_>>(), [2, 2, 1, 0]);
    assert_eq!(seen.concat(), whole);
    assert!(names(&list(&sandbox, "?page=2147483647&size=100").await).is_empty());
}

#[tokio::test]
async fn types_filter_and_may_be_repeated() {
    let sandbox = sandbox().await;
    let types = async |query: &str| {
        let answer = list(&sandbox, query).await;
        let data = answer.json()["data"].as_array().unwrap().clone();
        assert_eq!(answer.json()["pagination"]["total_items"], data.len());
        data.iter()
            .map(|key| key["type"].as_str().unwrap().to_owned())
            .collect::<Vec<_>>()
    };
    assert_eq!(types("?type=secret").await, ["secret"]);
    assert_eq!(
        types("?type=secret&type=publishable&type=secret").await,
        ["publishable", "secret"]
    );
    assert_eq!(types("?type=restricted").await.len(), 3);
    assert_eq!(types("?t%79pe=secret&unknown=1").await, ["secret"]);
    // Any text is allowed as a type. An unknown type matches no keys.
    assert_eq!(types("?type=secret&type=Secret").await, ["secret"]);
    assert!(types("?type=").await.is_empty());
    let most = format!("?{}", vec!["type=secret"; 100].join("&"));
    assert_eq!(types(&most).await, ["secret"]);

    for key in [
        sandbox.seeded().test().key_reader(),
        sandbox.seeded().test().key_writer(),
        sandbox.seeded().test().payment_method_writer(),
    ] {
        let secret = sandbox.seeded().test().secret();
        assert_eq!(delete(&sandbox, key.id()).with(secret).status().await, 204);
    }
    let empty = list(&sandbox, "?type=restricted").await;
    assert_eq!(
        empty.json(),
        json!({"pagination": {"total_items": 0, "page_number": 1, "page_size": 20, "total_pages": 0}, "data": []})
    );
}

#[tokio::test]
async fn bad_values_are_400_all_at_once() {
    const PAGE: &str = "The field page must be an integer between 1 and 2147483647.";
    const SIZE: &str = "The field size must be an integer between 1 and 100.";
    const TYPES: &str = "The field type must have at most 100 values.";
    let sandbox = sandbox().await;
    let many = format!("?{}", vec!["type=secret"; 101].join("&"));
    for (query, errors) in [
        ("?page=0", json!({"page": [PAGE]})),
        ("?page=-1", json!({"page": [PAGE]})),
        ("?page=2147483648", json!({"page": [PAGE]})),
        ("?page=", json!({"page": [PAGE]})),
        ("?page=1.5", json!({"page": [PAGE]})),
        ("?size=0", json!({"size": [SIZE]})),
        ("?size=101", json!({"size": [SIZE]})),
        ("?size=%FF", json!({"size": [SIZE]})),
        (&many, json!({"type": [TYPES]})),
        (
            "?page=1&page=2",
            json!({"page": ["The field page must not be repeated."]}),
        ),
        ("?page=x&size=y", json!({"page": [PAGE], "size": [SIZE]})),
    ] {
        let answer = list(&sandbox, query).await;
        assert_eq!(answer.status, 400, "{query}");
        assert_eq!(answer.json()["errors"], errors, "{query}");
    }
}

#[tokio::test]
async fn values_are_shown_on_demand() {
    let builder = Sandbox::builder().key_member(KeyMember::Value);
    let sandbox = builder.start().await.unwrap();
    let page = list(&sandbox, "").await.json();
    let keys = sandbox.seeded().test();
    assert_eq!(page["data"][0]["key"], keys.publishable().value());
    assert_eq!(page["data"][1]["key"], keys.secret().value());
}
