//! The state as JSON: writing it, and starting from it.
//!
//! Dumps and files written by hand come in. The tests check that nothing is lost, and the place and message of
//! every error. The options `--seed` and `--dump` are in `tests/binary.rs`.

use std::time::{Duration, SystemTime};

use publicsquare_sandbox::{ManualClock, Sandbox, SeedError};
use serde_json::{Value, json};

use crate::call::{create, delete, get, regenerate};

fn refusal(json: &str) -> SeedError {
    Sandbox::builder().seed_json(json).err().unwrap()
}

/// A file with one key, after `change`.
fn file(change: impl FnOnce(&mut Value)) -> String {
    let mut file = json!({
        "version": 1,
        "keys": [{
            "id": "key_1",
            "account_id": "acc_1",
            "environment": "test",
            "type": "secret",
            "key": "sk_test_canary",
            "name": "By hand",
            "permissions": ["api-key:read"],
            "created_at": "2026-01-02T03:04:05+02:00",
        }],
    });
    change(&mut file);
    serde_json::to_string_pretty(&file).unwrap()
}

#[tokio::test]
async fn a_sandbox_can_start_from_a_dump() {
    let clock = ManualClock::at(SystemTime::now());
    let builder = || {
        Sandbox::builder()
            .clock(clock.clone())
            .grace_period(Duration::from_secs(60))
    };
    let sandbox = builder().start().await.unwrap();
    let keys = sandbox.seeded().test().clone();
    // One key uses everything that a create request allows.
    let made = create(&sandbox, "Till \"4\" \u{1f511}", &["api-key:read", ""])
        .with(keys.secret())
        .answer()
        .await;
    assert_eq!(
        delete(&sandbox, keys.key_reader().id())
            .with(keys.secret())
            .status()
            .await,
        204
    );
    for _ in 0..2 {
        assert_eq!(
            regenerate(&sandbox, keys.key_writer().id())
                .with(keys.secret())
                .status()
                .await,
            200
        );
    }
    let list = get(&sandbox, "/api-keys")
        .with(keys.secret())
        .answer()
        .await
        .text;
    let dump = sandbox.dump_json();
    assert_eq!(sandbox.shutdown_and_dump().await, dump);

    let restored = builder().seed_json(&dump).unwrap().start().await.unwrap();
    assert_eq!(restored.dump_json(), dump);
    assert_eq!(
        get(&restored, "/api-keys")
            .with(keys.secret())
            .answer()
            .await
            .text,
        list
    );
    let as_made = || get(&restored, "/api-keys").with_value(&made.key()).status();
    assert_eq!(as_made().await, 200);
    assert_eq!(restored.regenerations(keys.key_writer().id()), 2);
    // In the second sandbox, the grace period of the replaced value ends at the same time.
    let as_replaced = || get(&restored, "/api-keys").with(keys.key_writer()).status();
    assert_eq!(as_replaced().await, 200);
    clock.advance(Duration::from_secs(60));
    assert_eq!(as_replaced().await, 401);
}

#[tokio::test]
async fn a_file_needs_only_the_required_members() {
    let builder = Sandbox::builder().seed_json(&file(|_| {})).unwrap();
    let sandbox = builder.start().await.unwrap();
    let [key] = &sandbox.keys()[..] else { panic!() };
    assert_eq!((key.id(), key.value()), ("key_1", "sk_test_canary"));
    let answer = get(&sandbox, "/api-keys/key_1").with(key).answer().await;
    assert_eq!(answer.status, 200);
    assert_eq!(answer.json()["created_at"], "2026-01-02T01:04:05.000Z");
    assert_eq!(answer.json()["modified_at"], answer.json()["created_at"]);
    // The built-in keys do not exist. A secret key has every permission, whatever it lists.
    let built_in = sandbox.seeded().test().secret();
    assert_eq!(
        get(&sandbox, "/api-keys").with(built_in).status().await,
        401
    );
    assert_eq!(create(&sandbox, "a", &["b"]).with(key).status().await, 201);

    let empty = Sandbox::builder()
        .seed_json(r#"{"version":1,"keys":[]}"#)
        .unwrap();
    assert!(empty.start().await.unwrap().keys().is_empty());
}

#[tokio::test]
async fn the_file_in_the_readme_can_be_read() {
    let readme = include_str!("../../README.md");
    let (_, rest) = readme.split_once("```json\n").unwrap();
    let (file, _) = rest.split_once("```").unwrap();
    let builder = Sandbox::builder().seed_json(file).unwrap();
    let sandbox = builder.start().await.unwrap();
    assert_eq!(sandbox.keys().len(), 1);
    let (dumped, documented): (Value, Value) = (
        serde_json::from_str(&sandbox.dump_json()).unwrap(),
        serde_json::from_str(file).unwrap(),
    );
    let members = |file: &Value| {
        let key = file["keys"][0].as_object().unwrap();
        key.keys().cloned().collect::<Vec<_>>()
    };
    assert_eq!(members(&dumped), members(&documented));
}

#[test]
fn bad_files_are_refused_with_line_and_column() {
    let error = refusal("{\n  \"version\": 1,\n  \"keys\": [}\n");
    assert_eq!((error.line(), error.column()), (3, 12));
    assert!(
        error.to_string().starts_with("line 3, column 12: "),
        "{error}"
    );
    assert!(!error.to_string().contains(" at line "), "{error}");

    let version = refusal("{\"keys\": [],\n \"version\": 2}");
    assert_eq!(version.line(), 2);
    assert!(
        version
            .to_string()
            .contains("version 2 of the format is unknown"),
        "{version}"
    );
    for text in [
        "",
        "[]",
        "{}",
        r#"{"version":1}"#,
        r#"{"keys":[]}"#,
        r#"{"version":1,"keys":[],"x":1}"#,
    ] {
        assert!(refusal(text).line() <= 1, "{text}");
    }
}

#[test]
fn every_member_is_checked_and_no_value_shown() {
    let long = "é".repeat(101);
    for (member, value, message) in [
        ("id", json!("key_0"), "an id must match"),
        ("account_id", json!(""), "an id must match"),
        (
            "environment",
            json!("sk_test_canary"),
            "an environment must be test or production",
        ),
        ("type", json!("sk_test_canary"), "a type must be"),
        ("key", json!("sk test canary"), "the value of a key must be"),
        ("key", json!(""), "the value of a key must be"),
        ("key", json!("x".repeat(201)), "the value of a key must be"),
        ("name", json!(long), "a name must have"),
        ("permissions", json!([]), "permissions must have"),
        ("permissions", json!([4]), "invalid type"),
        ("created_at", json!("yesterday"), "a time must be"),
        (
            "created_at",
            json!("1969-12-31T23:59:59Z"),
            "a time must be",
        ),
        ("modified_at", json!("x"), "a time must be"),
        (
            "regenerations",
            json!("sk_test_canary"),
            "invalid type: string [hidden], expected usize",
        ),
        ("regenerations", json!(-1), "invalid value"),
        ("nmae", json!("a"), "unknown field `nmae`"),
        (
            "replaced",
            json!([{"key": "sk_test_canary", "expires_at": "2026-01-02T03:04:05Z"}]),
            "occurs more than once",
        ),
        (
            "replaced",
            json!([{"key": "a"}]),
            "missing field `expires_at`",
        ),
    ] {
        let error = refusal(&file(|file| file["keys"][0][member] = value));
        let text = error.to_string();
        assert!(text.contains(message), "{member}: {text}");
        assert!(!text.contains("canary"), "{text}");
        assert!(error.line() > 3 && error.column() > 0, "{member}: {text}");
    }
}

#[test]
fn keys_that_contradict_each_other_are_refused() {
    let twice = |change: fn(&mut Value)| {
        refusal(&file(|file| {
            let mut second = file["keys"][0].clone();
            change(&mut second);
            file["keys"].as_array_mut().unwrap().push(second);
        }))
        .to_string()
    };
    assert!(twice(|_| {}).contains("the same id"));
    assert!(twice(|key| key["id"] = "key_2".into()).contains("occurs more than once"));
    let many = file(|file| {
        let key = file["keys"][0].clone();
        let keys = file["keys"].as_array_mut().unwrap();
        keys.clear();
        for number in 0..1001 {
            let mut key = key.clone();
            // The digit 0 is not in base58.
            key["id"] = format!("key_x{number}").replace('0', "z").into();
            key["type"] = "restricted".into();
            key["key"] = format!("rk_{number}").into();
            keys.push(key);
        }
    });
    assert!(
        refusal(&many)
            .to_string()
            .contains("too many restricted keys")
    );
}

#[tokio::test]
async fn nothing_but_the_dump_shows_values() {
    let builder = Sandbox::builder().seed_json(&file(|_| {})).unwrap();
    let shown = format!("{builder:?}");
    let sandbox = builder.start().await.unwrap();
    let shown = format!("{shown}{sandbox:?}{:?}", sandbox.keys());
    assert!(!shown.contains("canary"), "{shown}");
    assert!(sandbox.dump_json().contains("canary"));
}
