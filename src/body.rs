//! Bodies that can always be decoded.
//!
//! The generated code drops status and headers, and shows the body, when a body does not decode. So
//! a response reaches it only with a body that does: the original where that is fine, and otherwise
//! as much of it as could be read.

use std::borrow::Cow;

use bytes::Bytes;
use reqwest::{Response, ResponseBuilderExt};
use serde::de::IgnoredAny;

use crate::SecretKey;
use crate::generated::types;
use crate::members::Members;
use crate::redact;

/// How much of a body is read, in bytes: 1 MiB. The rest is dropped with its connection.
pub const MAX_BODY_BYTES: usize = 1 << 20;

/// Reads the body of a success or an error and puts one in its place that decodes.
///
/// A read that fails after the status is in is no error where the request `writes`: the server has
/// decided, and the caller must learn how. For a read-only request it is one, as an answer that is
/// cut short must not pass for a short answer.
pub(crate) async fn settle(
    mut response: Response,
    writes: bool,
    key: &SecretKey,
) -> reqwest::Result<Response> {
    let status = response.status();
    let is_error = status.is_client_error() || status.is_server_error();
    if !status.is_success() && !is_error {
        return Ok(response);
    }
    let mut read = Vec::new();
    loop {
        match response.chunk().await {
            Ok(Some(chunk)) => {
                let room = MAX_BODY_BYTES - read.len();
                read.extend_from_slice(&chunk[..chunk.len().min(room)]);
                if chunk.len() > room {
                    break;
                }
            }
            Ok(None) => break,
            Err(error) if !writes && status.is_success() => return Err(error),
            Err(_) => break,
        }
    }
    let body = if is_error {
        problem(&read, key)
    } else {
        success(read)
    };
    Ok(with_body(&response, body))
}

/// The body of a success, in a form that decodes into any lenient type.
fn success(read: Vec<u8>) -> Bytes {
    let text = text(&read);
    let body = if text.trim_start().starts_with('[') {
        // A list that is cut short must not pass for a short list.
        if serde_json::from_str::<IgnoredAny>(&text).is_ok() {
            None
        } else {
            Some("null".into())
        }
    } else {
        Members::read(&text).repaired()
    };
    match (body, text) {
        (Some(body), _) => Bytes::from(body),
        (None, Cow::Borrowed(text)) if text.len() == read.len() => Bytes::from(read),
        (None, text) => Bytes::from(text.into_owned()),
    }
}

/// The body of an error, in a form that decodes into problem details.
fn problem(read: &[u8], key: &SecretKey) -> Bytes {
    let redacted = redact::secrets(&text(read), key);
    let members = Members::read(&redacted);
    let body = members.repaired().unwrap_or_else(|| redacted.clone());
    if serde_json::from_str::<types::ValidationProblemDetails>(&body).is_ok() {
        Bytes::from(body)
    } else {
        Bytes::from_static(b"{}")
    }
}

/// Text without a byte order mark, and with what is not UTF-8 replaced.
fn text(read: &[u8]) -> Cow<'_, str> {
    String::from_utf8_lossy(read.strip_prefix(b"\xef\xbb\xbf").unwrap_or(read))
}

fn with_body(response: &Response, body: Bytes) -> Response {
    let mut settled = http::Response::new(body);
    *settled.status_mut() = response.status();
    *settled.version_mut() = response.version();
    *settled.headers_mut() = response.headers().clone();
    // The URL travels as an extension, which only the builder sets.
    let (mut parts, body) = settled.into_parts();
    if let Ok(carrier) = http::Response::builder()
        .url(response.url().clone())
        .body(())
    {
        parts.extensions = carrier.into_parts().0.extensions;
    }
    Response::from(http::Response::from_parts(parts, body))
}

#[cfg(test)]
mod tests {
    use proptest::prelude::*;

    use super::*;

    fn decoded(body: &str) -> types::ApiKey {
        let settled = success(body.as_bytes().to_vec());
        serde_json::from_slice(&settled).expect("every settled body decodes")
    }

    fn key(body: &str) -> Option<String> {
        decoded(body).key.map(|key| key.expose_secret().to_owned())
    }

    #[test]
    fn a_fine_body_is_left_alone() {
        let body = r#"{"key": "k", "name": "n", "new": [1, {"a": null}]}"#;
        assert_eq!(success(body.into()), body.as_bytes());
    }

    #[test]
    fn a_byte_order_mark_and_broken_text_are_survived() {
        assert_eq!(key("\u{feff}{\"key\":\"k\"}").as_deref(), Some("k"));
        let settled = success(b"{\"name\":\"\xff\",\"key\":\"k\"}".to_vec());
        let decoded: types::ApiKey = serde_json::from_slice(&settled).expect("decodes");
        assert!(decoded.key.is_some());
    }

    #[test]
    fn a_list_that_is_cut_short_is_not_a_short_list() {
        assert_eq!(success(b"[1, 2".to_vec()), "null".as_bytes());
        assert_eq!(success(b"[1, 2]".to_vec()), "[1, 2]".as_bytes());
    }

    proptest! {
        #[test]
        fn any_bytes_decode_and_show_no_secret_on_failure(bytes in proptest::collection::vec(any::<u8>(), 0..200)) {
            let is_list = text(&bytes).trim_start().starts_with('[');
            let settled = success(bytes);
            prop_assert!(is_list || serde_json::from_slice::<types::ApiKey>(&settled).is_ok());
        }

        #[test]
        fn a_key_is_had_from_every_cut_behind_it(cut in 0usize..200) {
            let body = r#"{"name":"a \"quoted\" name","permissions":["a","b"],"key":"sk_test_1","extra":{"a":[1,2,{"b":"c"}]},"type":"secret"}"#;
            let end = body.find("\"sk_test_1\"").expect("it is there") + "\"sk_test_1\"".len();
            let cut = cut.min(body.len());
            prop_assert_eq!(key(&body[..cut]).is_some(), cut >= end);
        }

        #[test]
        fn any_error_body_decodes(bytes in proptest::collection::vec(any::<u8>(), 0..200)) {
            let settled = problem(&bytes, &SecretKey::new("canary"));
            prop_assert!(serde_json::from_slice::<types::ValidationProblemDetails>(&settled).is_ok());
        }
    }
}
