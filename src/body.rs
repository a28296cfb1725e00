//! Reading bodies so that nothing of worth is lost.
//!
//! What the generator would do with a body that does not decode is to drop status and headers and to
//! show the body, key included. The generated code calls [`decode`] and [`decode_problem`] instead.

use std::borrow::Cow;

use bytes::{Bytes, BytesMut};
use progenitor_client::{ClientInfo, ResponseValue};
use reqwest::Response;
use serde::de::{DeserializeOwned, Error as _};

use crate::SecretKey;
use crate::generated::{Client, Error};
use crate::members::Members;
use crate::redact;

/// How much of a body is read, in bytes: 1 MiB. The rest is dropped with its connection.
pub const MAX_BODY_BYTES: usize = 1 << 20;

/// Marks the response to a request that changes something.
#[derive(Debug, Clone, Copy)]
pub(crate) struct Writes;

/// Decodes the body of a success.
///
/// To a request that changes something, the status is the answer and the server has decided: as much
/// of the body as can be read is decoded, be it nothing. To a request that only reads, a body that is
/// cut short must not pass for a short one.
pub(crate) async fn decode<T: DeserializeOwned, E>(
    mut response: Response,
) -> Result<ResponseValue<T>, Error<E>> {
    let writes = response.extensions().get::<Writes>().is_some();
    let body = match read(&mut response).await {
        (body, None) => body,
        (body, Some(_)) if writes => body,
        (_, Some(error)) => return Err(Error::CommunicationError(error)),
    };
    let decoded = serde_json::from_slice(&body)
        .ok()
        .or_else(|| salvage(&body, writes));
    let Some(value) = decoded else {
        // What serde says of a value repeats the value, and the bytes may hold a key.
        let withheld = serde_json::Error::custom("the body does not decode; it is withheld");
        return Err(Error::InvalidResponsePayload(Bytes::new(), withheld));
    };
    Ok(with_head(value, &mut response))
}

/// Decodes the body of an error. Whatever the body is, there is a result; secrets are removed.
pub(crate) async fn decode_problem<T: DeserializeOwned + Default, E>(
    client: &Client,
    mut response: Response,
) -> Result<ResponseValue<T>, Error<E>> {
    let (body, _) = read(&mut response).await;
    let problem = problem(&body, client.inner().key());
    Ok(with_head(problem, &mut response))
}

/// Reads up to [`MAX_BODY_BYTES`], and says what ended the reading too early.
async fn read(response: &mut Response) -> (Bytes, Option<reqwest::Error>) {
    let mut first = Bytes::new();
    let mut all = BytesMut::new();
    let error = loop {
        match response.chunk().await {
            Ok(Some(chunk)) if first.is_empty() => first = chunk,
            Ok(Some(chunk)) => {
                // Most bodies are one chunk, which is then never copied.
                if all.is_empty() {
                    all.extend_from_slice(&first);
                }
                all.extend_from_slice(&chunk);
            }
            Ok(None) => break None,
            Err(error) => break Some(error),
        }
        if first.len().max(all.len()) > MAX_BODY_BYTES {
            break None;
        }
    };
    let mut body = if all.is_empty() { first } else { all.freeze() };
    body.truncate(MAX_BODY_BYTES);
    (body, error)
}

fn salvage<T: DeserializeOwned>(body: &[u8], writes: bool) -> Option<T> {
    let text = text(body);
    let members = Members::read(&text);
    if !writes && !members.is_whole() {
        return None;
    }
    serde_json::from_value(members.salvaged()).ok()
}

fn problem<T: DeserializeOwned + Default>(body: &[u8], key: &SecretKey) -> T {
    let text = redact::secrets(&text(body), key);
    serde_json::from_str(&text)
        .or_else(|_| serde_json::from_value(Members::read(&text).salvaged()))
        .unwrap_or_default()
}

/// Text without a byte order mark, and with what is not UTF-8 replaced.
fn text(body: &[u8]) -> Cow<'_, str> {
    String::from_utf8_lossy(body.strip_prefix(b"\xef\xbb\xbf").unwrap_or(body))
}

fn with_head<T>(value: T, response: &mut Response) -> ResponseValue<T> {
    let status = response.status();
    ResponseValue::new(value, status, std::mem::take(response.headers_mut()))
}

#[cfg(test)]
mod tests {
    use proptest::prelude::*;

    use super::*;
    use crate::types::{ApiKey, ValidationProblemDetails};

    fn key(body: &[u8]) -> Option<String> {
        let strict: Option<ApiKey> = serde_json::from_slice(body).ok();
        let decoded = strict
            .or_else(|| salvage(body, true))
            .expect("every body is salvaged");
        decoded.key.map(|key| key.expose_secret().to_owned())
    }

    #[test]
    fn a_byte_order_mark_and_broken_text_are_survived() {
        assert_eq!(
            key("\u{feff}{\"key\":\"k\"}".as_bytes()).as_deref(),
            Some("k")
        );
        assert_eq!(
            key(b"{\"name\":\"\xff\",\"key\":\"k\"}").as_deref(),
            Some("k")
        );
    }

    #[test]
    fn what_is_cut_short_is_not_a_short_answer_to_a_request_that_reads() {
        assert!(salvage::<ApiKey>(b"{\"name\": \"n\", \"key\": \"k", false).is_none());
        assert!(salvage::<ApiKey>(b"<html>", false).is_none());
        assert!(salvage::<ApiKey>(b"{\"name\": 1, \"name\": 2}", false).is_some());
        assert!(salvage::<Vec<ApiKey>>(b"[{\"name\": 1}, ", true).is_none());
    }

    proptest! {
        #[test]
        fn any_bytes_are_survived(bytes in proptest::collection::vec(any::<u8>(), 0..200)) {
            key(&bytes);
        }

        #[test]
        fn a_key_is_had_from_every_cut_behind_it(cut in 0usize..200) {
            let body = r#"{"name":"a \"quoted\" name","permissions":["a","b"],"key":"sk_test_1","extra":{"a":[1,2,{"b":"c"}]},"type":"secret"}"#;
            let end = body.find("\"sk_test_1\"").expect("it is there") + "\"sk_test_1\"".len();
            let cut = cut.min(body.len());
            prop_assert_eq!(key(&body.as_bytes()[..cut]).is_some(), cut >= end);
        }

        #[test]
        fn any_error_body_is_survived(bytes in proptest::collection::vec(any::<u8>(), 0..200)) {
            let _: ValidationProblemDetails = problem(&bytes, &SecretKey::new("canary"));
        }
    }
}
