//! Successes: the caller gets the new key whenever it can be read, and never a response of another server.
//!
//! The tests send successes with every kind of body: documented, cut off, with members of other types, too long. They assert
//! that the key is read, or that the response is not taken for the API's. Requests that only read are in `reads.rs`, and
//! errors in `errors.rs`.

use publicsquare_client::{Error, ResponseValue, types::ApiKey};

use super::raw_server::{RawServer, response, response_announcing, response_in_chunks};
use super::{oversized, without_retry_after};

const KEY: &str = "new-key-canary";
const JSON: &str = "application/json";

/// The documented example with another key.
const EXAMPLE: &str = r#"{"id":"key_7Ay5mcUXAxwrN6wQEQUVEHBCJ","account_id":"acc_B518niGwGYKzig6vtrRVZGGGV","environment":"production","key":"new-key-canary","type":"publishable","created_at":"2024-06-30T01:02:29.212Z","modified_at":"2024-06-30T01:02:29.212Z","name":"Test Application","permissions":["api-key:write","business:read","business:writer"]}"#;

/// Calls a server that sends this response.
async fn call(answer: Vec<u8>, status: u16, case: &str) -> ResponseValue<ApiKey> {
    let outcome = RawServer::answering(answer).call().await;
    let shown = format!("{outcome:?} {outcome:#?}");
    assert!(!shown.contains("canary"), "{case}");
    let answer = outcome.unwrap_or_else(|error| panic!("{status}, {case}: {error:?}"));
    assert_eq!(answer.status().as_u16(), status, "{case}");
    assert_eq!(
        answer.headers()["x-correlation-id"],
        "correlation-1",
        "{case}"
    );
    answer
}

/// Asserts that the response is not taken for the API's, and that the caller gets its status and its headers.
async fn assert_stranger(answer: Vec<u8>, status: u16, case: &str) {
    let outcome = RawServer::answering(answer).call().await;
    let shown = format!("{outcome:?} {outcome:#?}");
    assert!(!shown.contains("canary"), "{case}");
    let Err(Error::UnexpectedResponse(answer)) = outcome else {
        panic!("{status}, {case}: {outcome:?}")
    };
    assert_eq!(answer.status().as_u16(), status, "{case}");
    assert_eq!(
        answer.headers()["x-correlation-id"],
        "correlation-1",
        "{case}"
    );
}

#[track_caller]
fn assert_key(answer: &ApiKey, expected: Option<&str>, case: &str) {
    let key = answer.key.as_ref().map(|key| key.expose_secret());
    assert_eq!(key, expected, "{case}");
}

/// Sends the body with 200 and with 201, and returns the value that was read from the 201.
async fn assert_body(case: &str, body: &[u8], expected: Option<&str>) -> ApiKey {
    assert_answers(case, expected, |status| response(status, JSON, body)).await
}

async fn assert_answers(
    case: &str,
    expected: Option<&str>,
    answer: impl Fn(u16) -> Vec<u8>,
) -> ApiKey {
    // A 204 ends after its headers by definition.
    assert_stranger(answer(204), 204, case).await;
    let ok = call(answer(200), 200, case).await;
    assert_key(&ok, expected, case);
    let created = call(answer(201), 201, case).await;
    assert_key(&created, expected, case);
    created.into_inner()
}

/// The example up to the end of `part`.
fn cut_behind(part: &str) -> &'static [u8] {
    let end = EXAMPLE.find(part).unwrap() + part.len();
    &EXAMPLE.as_bytes()[..end]
}

#[tokio::test]
async fn the_documented_example_is_read_in_full() {
    for answer in [
        |status| response(status, JSON, EXAMPLE.as_bytes()),
        |status| response(status, "text/plain", EXAMPLE.as_bytes()),
        |status| response_in_chunks(status, JSON, EXAMPLE.as_bytes(), true),
    ] {
        let read = assert_answers("the example", Some(KEY), answer).await;
        assert_eq!(read.id.as_deref(), Some("key_7Ay5mcUXAxwrN6wQEQUVEHBCJ"));
        assert_eq!(
            read.account_id.as_deref(),
            Some("acc_B518niGwGYKzig6vtrRVZGGGV")
        );
        assert_eq!(read.environment.as_deref(), Some("production"));
        assert_eq!(read.type_.as_deref(), Some("publishable"));
        assert_eq!(read.name.as_deref(), Some("Test Application"));
        assert_eq!(
            read.permissions,
            ["api-key:write", "business:read", "business:writer"]
        );
        let time = "2024-06-30T01:02:29.212+00:00";
        assert_eq!(read.created_at.unwrap().to_rfc3339(), time);
        assert_eq!(read.modified_at.unwrap().to_rfc3339(), time);
    }
}

#[tokio::test]
async fn no_other_member_prevents_reading_the_key() {
    let long = format!(r#"{{"name":"{}","key":"{KEY}"}}"#, "n".repeat(101));
    let read = assert_body("101 characters", long.as_bytes(), Some(KEY)).await;
    assert_eq!(read.name.unwrap().len(), 101);

    for others in [
        r#""new_member":{"a":[1,2,{"b":null}]}"#,
        r#""name":null,"permissions":null,"id":null"#,
        r#""name":"only a name""#,
        r#""permissions":["only:permissions"]"#,
        r#""permissions":[]"#,
        r#""name":7,"id":8,"account_id":9,"environment":1.5,"type":true,"permissions":10"#,
        r#""name":{},"id":[],"account_id":[[]],"permissions":{"a":"b"},"created_at":1719709349"#,
        r#""created_at":"soon","modified_at":"""#,
        r#""name":"\ud800","id":"\udfff\ud800""#,
        r#""name":"twice","name":"twice""#,
        r#""name":1e999,"id":-0"#,
        r#""\ud800":1,"\udfff\ud800":2"#,
    ] {
        for body in [
            format!(r#"{{{others},"key":"{KEY}"}}"#),
            format!(r#"{{"key":"{KEY}",{others}}}"#),
        ] {
            assert_body(&body, body.as_bytes(), Some(KEY)).await;
        }
    }
    let alone = format!(r#"{{"key":"{KEY}"}}"#);
    assert_body("alone", alone.as_bytes(), Some(KEY)).await;
}

#[tokio::test]
async fn numbers_and_times_without_a_zone_are_read() {
    let body =
        br#"{"key":42,"name":7,"created_at":"2024-06-30T01:02:29.212","modified_at":"2024-06-30"}"#;
    let read = assert_body("numbers and times", body, Some("42")).await;
    assert_eq!(read.name.as_deref(), Some("7"));
    assert_eq!(
        read.created_at.unwrap().to_rfc3339(),
        "2024-06-30T01:02:29.212+00:00"
    );
    assert_eq!(
        read.modified_at.unwrap().to_rfc3339(),
        "2024-06-30T00:00:00+00:00"
    );
}

#[tokio::test]
async fn a_complete_key_is_read_from_a_body_that_breaks_off() {
    for (part, expected) in [
        (r#""key":"new-key-canary","type":"publishable","#, Some(KEY)),
        (r#""key":"new-key-canary","#, Some(KEY)),
        (r#""key":"new-key-canary""#, Some(KEY)),
        (r#""key":"new-key-canary"#, None),
        (r#""key":"new-key-ca"#, None),
        (r#""key":""#, None),
        (r#""key":"#, None),
        (r#""environment":"production","#, None),
    ] {
        let body = cut_behind(part);
        assert_body(part, body, expected).await;
        let announced = EXAMPLE.len();
        assert_answers(part, expected, |status| {
            response_announcing(announced, status, JSON, body)
        })
        .await;
        assert_answers(part, expected, |status| {
            response_in_chunks(status, JSON, body, false)
        })
        .await;
    }
}

#[tokio::test]
async fn a_body_with_a_known_member_is_a_success_without_a_key() {
    for body in [
        r#"{"key":null}"#,
        r#"{"key":["new-key-canary"]}"#,
        r#"{"key":{"value":"new-key-canary"}}"#,
        r#"{"key":"\ud800"}"#,
        r#"{"more":1,"permissions":[]}"#,
        r#"{"key":"new-key-canary"#,
        r#"{"name":"#,
    ] {
        assert_body(body, body.as_bytes(), None).await;
    }
}

#[tokio::test]
async fn a_body_without_a_known_member_is_not_the_apis() {
    for body in [
        "",
        " ",
        "null",
        "7",
        "\"new-key-canary\"",
        "{}",
        r#"{"error":"maintenance"}"#,
        r#"{"status":"queued"}"#,
        r#"{"data":{"key":"new-key-canary"}}"#,
        r#"{"ke"#,
        "<html>new-key-canary</html>",
        // A list is not read as an object by position.
        r#"["a","b","c","d","e","f","g","h","i"]"#,
    ] {
        for status in [200, 201, 202, 299] {
            assert_stranger(response(status, JSON, body.as_bytes()), status, body).await;
        }
    }
}

#[tokio::test]
async fn a_body_that_breaks_off_before_a_known_member_is_a_broken_connection() {
    for body in ["", "{", r#"{"error":"maintenance""#, "<html>"] {
        for status in [200, 201, 202, 299] {
            let answer = response_announcing(900, status, JSON, body.as_bytes());
            // The wait that the server asks for must not be lost.
            assert_stranger(answer.clone(), status, body).await;

            let answer = without_retry_after(answer);
            let outcome = RawServer::answering(answer).call().await;
            let is_broken = matches!(outcome, Err(Error::CommunicationError(_)));
            assert!(is_broken, "{status}, {body}: {outcome:?}");
        }
    }
}

#[tokio::test]
async fn a_list_is_not_an_object() {
    let item = r#"{"key":"new-key-canary"}"#;
    for length in [0, 1, 9, 10, 20] {
        let list = format!("[{}]", vec![item; length].join(","));
        for body in [&*list, list.trim_end_matches(']')] {
            assert_stranger(response(200, JSON, body.as_bytes()), 200, body).await;
        }
    }
}

#[tokio::test]
async fn the_last_of_two_keys_is_read() {
    let body = br#"{"key":"another-canary","name":"n","key":"new-key-canary"}"#;
    let read = assert_body("two keys", body, Some(KEY)).await;
    assert_eq!(read.name.as_deref(), Some("n"));
}

#[tokio::test]
async fn a_key_is_read_beside_invalid_utf8() {
    let body = b"\xef\xbb\xbf{\"name\":\"\xff\",\"key\":\"new-key-canary\"}";
    let read = assert_body("broken text", body, Some(KEY)).await;
    assert_eq!(read.name.as_deref(), Some("\u{fffd}"));
}

#[tokio::test]
async fn the_beginning_of_a_body_that_is_too_long_is_read() {
    let key = format!(r#""key":"{KEY}""#);
    assert_body("early", &oversized(&key, false), Some(KEY)).await;
    // The key comes after the limit.
    let late = response(200, JSON, &oversized(&key, true));
    assert_stranger(late, 200, "late").await;
}
