//! `GET /api-key-types` and `GET /permissions`: the lists that are the same for every account.
//!
//! A request with a valid key comes in. The tests compare the JSON with the documented lists. Lists of keys are
//! tested in [`list`](super::list).

use std::collections::HashSet;

use serde_json::json;

use crate::call::{get, sandbox};

#[tokio::test]
async fn the_types_are_listed() {
    let sandbox = sandbox().await;
    let key = sandbox.seeded().test().payment_method_writer();
    let answer = get(&sandbox, "/api-key-types").with(key).answer().await;
    assert_eq!(answer.status, 200);
    assert_eq!(
        answer.json(),
        json!([
            {"value": "publishable", "name": "Publishable"},
            {"value": "secret", "name": "Secret"},
            {"value": "restricted", "name": "Restricted"},
        ])
    );
}

#[tokio::test]
async fn the_permissions_are_listed() {
    let sandbox = sandbox().await;
    let key = sandbox.seeded().test().payment_method_writer();
    let answer = get(&sandbox, "/permissions").with(key).answer().await;
    assert_eq!(answer.status, 200);
    let list = answer.json();
    let mut types = HashSet::new();
    for entry in list.as_array().unwrap() {
        let name = entry["type"].as_str().unwrap();
        assert!(name.contains(':') && types.insert(name), "{name}");
        assert!(entry["description"].as_str().unwrap().ends_with('.'));
    }
    assert_eq!(types.len(), 37);
    assert!(
        list.as_array()
            .unwrap()
            .contains(&json!({"type": "api-key:delete", "description": "Delete API keys."}))
    );
}
