//! Servers and proxies that repeat a secret of the request in their response.
//!
//! Each test lets the server answer with the API key or the idempotency key that it received: in a page, in problem details,
//! in a header, cut off, or escaped. The error that the caller gets must not contain it. Other ways to show a secret are
//! tested in `secrets.rs`.

use publicsquare_client::{Connection, Error, SecretKey};

use super::raw_server::{ID, REQUEST_KEY, RawServer, response, response_announcing};
use super::said;

/// The key, as the server received it.
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

/// Calls a server whose error contains the key that it received.
async fn assert_redacted(status: u16, body: impl Fn(&str) -> String + Send + 'static) {
    let server = RawServer::answering_with(move |request| {
        response(
            status,
            "application/json",
            body(&key_of(request)).as_bytes(),
        )
    });
    let error = server.call().await.unwrap_err();
    assert!(matches!(error, Error::ErrorResponse(_)), "{error}");
    assert!(!said(&error).contains("canary"), "{error}");
}

#[tokio::test]
async fn an_error_page_with_the_request_in_it() {
    for status in [400, 401, 502] {
        let server = RawServer::answering_with(move |request| {
            let mut page = b"<html><pre>".to_vec();
            page.extend(request);
            page.extend(b"</pre></html>");
            response(status, "text/html", &page)
        });
        let error = server.call().await.unwrap_err();
        assert!(!said(&error).contains("canary"), "{error}");
    }
}

#[tokio::test]
async fn a_problem_with_the_key_in_any_member() {
    for status in [400, 401, 403, 500] {
        for member in ["title", "detail", "type", "instance", "traceId", "status"] {
            assert_redacted(status, move |key| {
                format!(r#"{{"title":"Odd","{member}":"key {key}!"}}"#)
            })
            .await;
        }
        assert_redacted(status, |key| {
            format!(r#"{{"title":"Odd","errors":{{"X-API-KEY":["{key}"]}}}}"#)
        })
        .await;
        assert_redacted(status, |key| {
            format!(r#"{{"title":"Odd","errors":{{"{key}":["unknown"]}}}}"#)
        })
        .await;
        assert_redacted(status, |key| format!(r#"{{"title":"Odd","{key}":true}}"#)).await;
        assert_redacted(status, |key| {
            format!(r#"{{"title":"Odd","request":{{"headers":[["x-api-key","{key}"]]}}}}"#)
        })
        .await;
    }
}

#[tokio::test]
async fn a_problem_that_breaks_off_after_the_key() {
    let server = RawServer::answering_with(|request| {
        let body = format!(
            r#"{{"type":"","detail":"{}","title":"{}"#,
            key_of(request),
            key_of(request)
        );
        response_announcing(1000, 401, "application/json", body.as_bytes())
    });
    let error = server.call().await.unwrap_err();
    let Error::ErrorResponse(problem) = &error else {
        panic!("{error}")
    };
    assert_eq!(problem.detail.as_deref(), Some("[redacted]"));
    assert!(!said(&error).contains("canary"), "{error}");
}

#[tokio::test]
async fn the_key_of_somebody_else() {
    let body = br#"{"title":"Odd","detail":"sk_prod_6fpAaGyHBeGNpxTpcanary and pk_test_6fpAaGyHBeGNpxTpcanary"}"#;
    let answer = response(403, "application/problem+json", body);
    let error = RawServer::answering(answer).call().await.unwrap_err();
    let Error::ErrorResponse(problem) = &error else {
        panic!("{error}")
    };
    assert_eq!(problem.detail.as_deref(), Some("[redacted] and [redacted]"));
    assert!(!said(&error).contains("canary"), "{error}");
}

#[tokio::test]
async fn a_header_with_the_key_in_it() {
    for status in [302, 400, 401, 502] {
        let server = RawServer::answering_with(move |request| {
            let key = key_of(request);
            format!(
                "HTTP/1.1 {status} Status\r\nx-echo: {key}\r\nlocation: /login?key={key}\r\n\
                 x-correlation-id: correlation-1\r\ncontent-length: 0\r\n\r\n"
            )
            .into_bytes()
        });
        let error = server.call().await.unwrap_err();
        assert!(said(&error).contains("correlation-1"), "{error}");
        assert!(!said(&error).contains("canary"), "{error}");
    }
}

#[tokio::test]
async fn a_key_that_is_spelled_with_escapes() {
    let own = Connection::new(SecretKey::new("own+canary")).unwrap();
    for body in [
        r#"{"title":"Odd","detail":"own\u002Bcanary"}"#,
        r#"{"title":"Odd","errors":{"own\u002bcanary":["\u006fwn+canary"]}}"#,
        r#"{"title":"sk\u005fprod_6fpAaGyHBeGNpxTpcanary"}"#,
        r#"{"title":"own\u002Bcanary","detail":"cut o"#,
    ] {
        let server = RawServer::answering(response(401, "application/json", body.as_bytes()));
        let client = server.client_at("", own.clone());
        let error = client.regenerate_api_key().id(ID).send().await.unwrap_err();
        assert!(said(&error).contains("[redacted]"), "{error}");
        assert!(!said(&error).contains("canary"), "{error}");
    }
}

#[tokio::test]
async fn an_idempotency_key_in_a_problem_and_in_a_header() {
    let body = r#"{"title":"Odd","detail":"idempotency-canary is in use"}"#;
    let answer = response(409, "application/json", body.as_bytes());
    let answer = String::from_utf8(answer).unwrap();
    let answer = answer.replacen("\r\n", "\r\nidempotency-key: idempotency-canary\r\n", 1);
    let server = RawServer::answering(answer);
    let client = server.client();
    let request = client.regenerate_api_key().id(ID);
    let request = request.idempotency_key("idempotency-canary");
    let error = request.send().await.unwrap_err();
    assert!(said(&error).contains("is in use"), "{error}");
    assert!(!said(&error).contains("canary"), "{error}");
}
