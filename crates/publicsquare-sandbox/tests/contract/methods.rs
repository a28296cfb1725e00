//! Methods and paths that no operation answers.
//!
//! Wrong methods and wrong paths come in. The tests check 405 with its `Allow` header, and 404. The content of
//! these problem details is in [`rejections`](super::rejections).

use reqwest::Method;

use crate::call::{call, sandbox};

#[tokio::test]
async fn other_methods_are_405_with_the_allowed_ones() {
    let sandbox = sandbox().await;
    for (path, allowed) in [
        ("/api-keys", "GET, POST"),
        ("/api-keys/key_1", "GET, PUT, DELETE"),
        ("/api-keys/key_1/reveal", "GET"),
        ("/api-keys/key_1/regenerate", "POST"),
        ("/api-key-types", "GET"),
        ("/permissions", "GET"),
    ] {
        for method in [
            "GET", "POST", "PUT", "DELETE", "PATCH", "HEAD", "OPTIONS", "TRACE", "BREW",
        ] {
            let answer = call(&sandbox, method.parse::<Method>().unwrap(), path)
                .answer()
                .await;
            if allowed.split(", ").any(|one| one == method) {
                assert_ne!(answer.status, 405, "{method} {path}");
                continue;
            }
            assert_eq!(answer.status, 405, "{method} {path}");
            assert_eq!(answer.header("allow"), Some(allowed), "{method} {path}");
            assert_eq!(
                answer.header("content-type"),
                Some("application/problem+json; charset=utf-8")
            );
            if method == "HEAD" {
                assert_eq!(answer.text, "");
            } else {
                assert_eq!(answer.json()["status"], 405);
            }
        }
    }
}

#[tokio::test]
async fn other_paths_are_404() {
    let sandbox = sandbox().await;
    for path in [
        "/",
        "/api-keys/",
        "/api-keys/key_1/",
        "/api-keys/key_1/hide",
        "/API-KEYS",
        "/permissions/1",
    ] {
        for method in [Method::GET, Method::POST, Method::OPTIONS] {
            let answer = call(&sandbox, method, path).answer().await;
            assert_eq!(
                (answer.status, answer.json()["status"].as_u64()),
                (404, Some(404)),
                "{path}"
            );
        }
    }
}
