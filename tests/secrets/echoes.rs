//! Servers and proxies that repeat the key of the request.

use publicsquare_client::Error;

use super::said;
use super::wire::{REQUEST_KEY, Wire, response, response_announcing};

/// The key as it was on the wire.
fn key_of(request: &[u8]) -> String {
    let request = String::from_utf8_lossy(request).into_owned();
    let key = request
        .lines()
        .find_map(|line| line.strip_prefix("x-api-key: "))
        .expect("the request carries a key")
        .to_owned();
    assert_eq!(key, REQUEST_KEY);
    key
}

/// Calls a server whose error is made of the key that it got.
async fn assert_redacted(status: u16, body: impl Fn(&str) -> String + Send + 'static) {
    let wire = Wire::answering_with(move |request| {
        response(
            status,
            "application/json",
            body(&key_of(request)).as_bytes(),
        )
    });
    let error = wire.call().await.unwrap_err();
    assert!(matches!(error, Error::ErrorResponse(_)), "{error}");
    assert!(!said(&error).contains("canary"), "{error}");
}

#[tokio::test]
async fn an_error_page_with_the_request_in_it() {
    for status in [400, 401, 502] {
        let wire = Wire::answering_with(move |request| {
            let mut page = b"<html><pre>".to_vec();
            page.extend(request);
            page.extend(b"</pre></html>");
            response(status, "text/html", &page)
        });
        let error = wire.call().await.unwrap_err();
        assert!(!said(&error).contains("canary"), "{error}");
    }
}

#[tokio::test]
async fn a_problem_with_the_key_in_any_member() {
    for status in [400, 401, 403, 500] {
        for member in ["title", "detail", "type", "instance", "traceId", "status"] {
            assert_redacted(status, move |key| format!(r#"{{"{member}":"key {key}!"}}"#)).await;
        }
        assert_redacted(status, |key| {
            format!(r#"{{"errors":{{"X-API-KEY":["{key}"]}}}}"#)
        })
        .await;
        assert_redacted(status, |key| {
            format!(r#"{{"errors":{{"{key}":["unknown"]}}}}"#)
        })
        .await;
        assert_redacted(status, |key| format!(r#"{{"{key}":true}}"#)).await;
        assert_redacted(status, |key| {
            format!(r#"{{"request":{{"headers":[["x-api-key","{key}"]]}}}}"#)
        })
        .await;
    }
}

#[tokio::test]
async fn a_problem_that_is_cut_off_behind_the_key() {
    let wire = Wire::answering_with(|request| {
        let body = format!(
            r#"{{"detail":"{}","title":"{}"#,
            key_of(request),
            key_of(request)
        );
        response_announcing(1000, 401, "application/json", body.as_bytes())
    });
    let error = wire.call().await.unwrap_err();
    let Error::ErrorResponse(problem) = &error else {
        panic!("{error}")
    };
    assert_eq!(problem.detail.as_deref(), Some("[redacted]"));
    assert!(!said(&error).contains("canary"), "{error}");
}

#[tokio::test]
async fn the_key_of_somebody_else() {
    let body = br#"{"detail":"sk_prod_6fpAaGyHBeGNpxTpcanary and pk_test_6fpAaGyHBeGNpxTpcanary"}"#;
    let answer = response(403, "application/problem+json", body);
    let error = Wire::answering(answer).call().await.unwrap_err();
    let Error::ErrorResponse(problem) = &error else {
        panic!("{error}")
    };
    assert_eq!(problem.detail.as_deref(), Some("[redacted] and [redacted]"));
    assert!(!said(&error).contains("canary"), "{error}");
}
