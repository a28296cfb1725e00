//! The bodies of create and update: which ones are accepted, and every message about the others.
//!
//! Bodies come in. The tests check that all errors are reported at once, by field. Valid bodies and their effect
//! are in [`create`](super::create) and [`update`](super::update).

use serde_json::{Value, json};

use crate::call::{Call, call, create, post, sandbox};

const NAME: &str = "The field name must be a string with a length between 1 and 100.";
const NO_NAME: &str = "The field name is required.";
const PERMISSIONS: &str = "The field permissions must be an array of at least one string.";
const NO_PERMISSIONS: &str = "The field permissions is required.";
const UNKNOWN: &str = "The request has no such field.";

#[tokio::test]
async fn all_errors_are_reported_at_once() {
    let sandbox = sandbox().await;
    let keys = sandbox.seeded().test();
    let update = format!("/api-keys/{}", keys.key_reader().id());
    let before = sandbox.dump_json();
    let good = json!(["a"]);
    for (body, errors) in [
        (
            json!({}),
            json!({"name": [NO_NAME], "permissions": [NO_PERMISSIONS]}),
        ),
        (
            json!({"name": "", "permissions": []}),
            json!({"name": [NAME], "permissions": [PERMISSIONS]}),
        ),
        (
            json!({"name": "é".repeat(101), "permissions": good}),
            json!({"name": [NAME]}),
        ),
        (
            json!({"name": null, "permissions": null}),
            json!({"name": [NAME], "permissions": [PERMISSIONS]}),
        ),
        (
            json!({"name": 7, "permissions": "a"}),
            json!({"name": [NAME], "permissions": [PERMISSIONS]}),
        ),
        (
            json!({"name": "a", "permissions": ["a", 1]}),
            json!({"permissions": [PERMISSIONS]}),
        ),
        (
            json!({"Name": "a", "permissions": good, "type": "secret"}),
            json!({"name": [NO_NAME], "Name": [UNKNOWN], "type": [UNKNOWN]}),
        ),
        (json!([]), json!({"$": ["The body must be a JSON object."]})),
        (
            json!("a"),
            json!({"$": ["The body must be a JSON object."]}),
        ),
    ] {
        for (method, path) in [("POST", "/api-keys"), ("PUT", &update)] {
            let call = call(&sandbox, method.parse().unwrap(), path).json(&body);
            let answer = call.with(keys.secret()).answer().await;
            assert_eq!(answer.status, 400, "{body}");
            assert_eq!(answer.json()["errors"], errors, "{body}");
            assert_eq!(
                answer.json()["title"],
                "One or more validation errors occurred."
            );
        }
    }
    assert_eq!(sandbox.dump_json(), before);
}

#[tokio::test]
async fn a_name_has_up_to_100_characters_whatever_their_bytes() {
    let sandbox = sandbox().await;
    let secret = sandbox.seeded().test().secret();
    for name in ["a", &"é".repeat(100), &"🔑".repeat(100)] {
        let answer = create(&sandbox, name, &["a"]).with(secret).answer().await;
        assert_eq!(
            (answer.status, &answer.json()["name"]),
            (201, &Value::from(name))
        );
    }
}

#[tokio::test]
async fn a_body_that_is_not_json_is_400() {
    let sandbox = sandbox().await;
    let secret = sandbox.seeded().test().secret();
    let raw = |body: Vec<u8>| -> Call {
        post(&sandbox, "/api-keys")
            .header("Content-Type", "application/json")
            .with(secret)
            .body(body)
    };
    let deep = [vec![b'['; 20_000], vec![b']'; 20_000]].concat();
    for (body, message) in [
        (Vec::new(), "A body is required."),
        (
            b"{".to_vec(),
            "The body is not valid JSON (line 1, column 1).",
        ),
        (
            b"{\n \"name\": nope}".to_vec(),
            "The body is not valid JSON (line 2, column 11).",
        ),
        (
            b"{}{}".to_vec(),
            "The body is not valid JSON (line 1, column 3).",
        ),
        (
            b"\xff".to_vec(),
            "The body is not valid JSON (line 1, column 1).",
        ),
        (deep, "The body is not valid JSON (line 1, column 128)."),
    ] {
        let answer = raw(body).answer().await;
        assert_eq!(answer.status, 400);
        assert_eq!(answer.json()["errors"], json!({"$": [message]}));
    }
}

#[tokio::test]
async fn only_json_is_read_with_any_parameters() {
    const BODY: &str = r#"{"name":"a","permissions":["b"]}"#;
    let sandbox = sandbox().await;
    let secret = sandbox.seeded().test().secret();
    let call = || post(&sandbox, "/api-keys").with(secret).body(BODY);
    for media_type in [
        "application/json",
        "Application/JSON; charset=utf-8",
        "application/json ;a=b",
    ] {
        assert_eq!(
            call().header("Content-Type", media_type).status().await,
            201,
            "{media_type}"
        );
    }
    for media_type in [
        "",
        "text/plain",
        "application/jsonx",
        "application/problem+json",
        "json",
    ] {
        let answer = call().header("Content-Type", media_type).answer().await;
        assert_eq!(answer.status, 400, "{media_type}");
        assert_eq!(
            answer.json()["errors"],
            json!({"$": ["The Content-Type must be application/json."]})
        );
    }
    assert_eq!(call().status().await, 400);
}

#[tokio::test]
async fn a_body_has_up_to_64_kib() {
    let sandbox = sandbox().await;
    let secret = sandbox.seeded().test().secret();
    let empty = r#"{"name":"a","permissions":["b"]}"#;
    for (length, status) in [(65_536, 201), (65_537, 400), (600_000, 400)] {
        let mut body = empty.to_owned();
        body.push_str(&" ".repeat(length - empty.len()));
        let call = post(&sandbox, "/api-keys").header("Content-Type", "application/json");
        let answer = call.with(secret).body(body).answer().await;
        assert_eq!(answer.status, status, "{length}");
        if status == 400 {
            assert_eq!(
                answer.json()["errors"],
                json!({"$": ["The body is longer than 64 KiB."]})
            );
        }
    }
}

#[tokio::test]
async fn authentication_is_checked_before_the_body() {
    let sandbox = sandbox().await;
    let call = || post(&sandbox, "/api-keys").body("no");
    assert_eq!(call().status().await, 401);
    let reader = sandbox.seeded().test().key_reader();
    assert_eq!(call().with(reader).status().await, 400);
}
