//! A key is serialized on request and in no other case.
//!
//! The tests serialize a key and a type that contains one, within `serialize_secrets` and outside, on this thread and on
//! another. Errors and `Debug` are tested in `secrets.rs`.

use std::collections::BTreeMap;

use publicsquare_client::{SecretKey, serialize_secrets, types};

fn secret() -> SecretKey {
    SecretKey::new("canary-1")
}

fn api_key() -> types::ApiKey {
    let mut api_key = types::ApiKey::default();
    api_key.key = Some(secret());
    api_key.name = Some("n".to_owned());
    api_key
}

#[test]
fn a_key_is_not_serialized_outside_serialize_secrets() {
    for outcome in [
        serde_json::to_string(&secret()).map(drop),
        serde_json::to_string(&Some(secret())).map(drop),
        serde_json::to_string(&api_key()).map(drop),
        serde_json::to_string(&[api_key()]).map(drop),
        serde_json::to_string(&BTreeMap::from([("a", secret())])).map(drop),
        serde_json::to_value(api_key()).map(drop),
    ] {
        let error = outcome.unwrap_err();
        assert!(error.to_string().contains("serialize_secrets"), "{error}");
        assert!(!super::said(&error).contains("canary"), "{error}");
    }
    let mut without = api_key();
    without.key = None;
    assert_eq!(serde_json::to_string(&without).unwrap(), r#"{"name":"n"}"#);
}

#[test]
fn a_key_is_serialized_within_serialize_secrets_and_read_back() {
    let text = serialize_secrets(|| serde_json::to_string(&api_key())).unwrap();
    assert_eq!(text, r#"{"key":"canary-1","name":"n"}"#);
    let read: types::ApiKey = serde_json::from_str(&text).unwrap();
    assert_eq!(read.key, Some(secret()));
    assert!(serde_json::to_string(&read).is_err());
}

#[test]
fn the_permission_is_for_one_call_on_one_thread() {
    serialize_secrets(|| {
        serialize_secrets(|| assert!(serde_json::to_string(&secret()).is_ok()));
        assert!(serde_json::to_string(&secret()).is_ok());
        let elsewhere = std::thread::spawn(|| serde_json::to_string(&secret()).is_ok());
        assert!(!elsewhere.join().unwrap());
    });
    assert!(serde_json::to_string(&secret()).is_err());
}
