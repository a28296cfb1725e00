//! The permission that each operation needs.
//!
//! A restricted key with one permission comes in, for each permission. The tests check which operations it may
//! call. What the 403 says is in [`rejections`](super::rejections).

use reqwest::Method;
use serde_json::json;

use crate::call::{call, create, sandbox};

/// Method, path with a placeholder for the id, permission, and the status with this permission.
const OPERATIONS: [(&str, &str, Option<&str>); 9] = [
    ("GET", "/api-keys", Some("api-key:read")),
    ("GET", "/api-keys/ID", Some("api-key:read")),
    ("GET", "/api-keys/ID/reveal", Some("api-key:read")),
    ("GET", "/api-key-types", None),
    ("GET", "/permissions", None),
    ("PUT", "/api-keys/ID", Some("api-key:write")),
    ("POST", "/api-keys/ID/regenerate", Some("api-key:write")),
    ("POST", "/api-keys", Some("api-key:write")),
    ("DELETE", "/api-keys/ID", Some("api-key:delete")),
];

#[tokio::test]
async fn a_permission_allows_its_operations_and_no_others() {
    let sandbox = sandbox().await;
    let keys = sandbox.seeded().test();
    let body = json!({"name": "a", "permissions": ["event:read"]});
    for granted in [
        "api-key:read",
        "api-key:write",
        "api-key:delete",
        "event:read",
    ] {
        let caller = create(&sandbox, "Caller", &[granted])
            .with(keys.secret())
            .answer()
            .await
            .key();
        let target = create(&sandbox, "Target", &["event:read"])
            .with(keys.secret())
            .answer()
            .await
            .id();
        for (method, path, needed) in OPERATIONS {
            let method: Method = method.parse().unwrap();
            let at = |id: &str| {
                let call = call(&sandbox, method.clone(), &path.replace("ID", id));
                if method == Method::GET {
                    call
                } else {
                    call.json(&body)
                }
            };
            let case = format!("{method} {path} with {granted}");
            assert_eq!(at(&target).status().await, 401, "{case}");
            let answer = at(&target).with_value(&caller).answer().await;
            if needed.is_none_or(|needed| needed == granted) {
                assert!(
                    (200..300).contains(&answer.status),
                    "{case}: {}",
                    answer.text
                );
            } else {
                assert_eq!(answer.status, 403, "{case}");
                assert!(answer.text.contains(needed.unwrap()), "{}", answer.text);
                // 403 comes before 404.
                assert_eq!(
                    at("key_nobody").with_value(&caller).status().await,
                    403,
                    "{case}"
                );
            }
            let publishable = at(&target).with(keys.publishable()).answer().await;
            assert_eq!(publishable.status, 403, "{case}");
        }
    }
}
