//! Reading bodies so that nothing of worth is lost.
//!
//! What the generator would do with a body that does not decode is to drop status and headers and to
//! show the body, key included. The generated code calls [`decode_read`],
//! [`decode_written`] and [`decode_problem`] instead.

use std::borrow::Cow;

use bytes::{Bytes, BytesMut};
use progenitor_client::{ClientInfo, ResponseValue};
use reqwest::Response;
use reqwest::header::HeaderValue;
use serde::de::{DeserializeOwned, Error as _};

use crate::generated::{Client, Error};
use crate::lenient::Lenient;
use crate::members::Members;
use crate::redact::Secrets;

/// How much of a body is read, in bytes: 1 MiB. The rest is dropped with its connection.
pub const MAX_BODY_BYTES: usize = 1 << 20;

/// The idempotency key that a request carried, on the response that is not a success.
#[derive(Clone)]
pub(crate) struct CarriedKey(pub(crate) HeaderValue);

impl CarriedKey {
    fn of(response: &Response) -> Option<&str> {
        response.extensions().get::<Self>()?.0.to_str().ok()
    }
}

/// Decodes the success of a request that only reads.
///
/// A body that is cut short must not pass for a short one.
#[allow(
    dead_code,
    reason = "which of the two is called depends on the operations there are"
)]
pub(crate) async fn decode_read<T: Lenient + DeserializeOwned, E>(
    mut response: Response,
) -> Result<ResponseValue<T>, Error<E>> {
    let (body, error) = read(&mut response).await;
    if let Some(error) = error {
        return Err(Error::CommunicationError(error));
    }
    finish(strict(&body).or_else(|| salvage(&body, false)), response)
}

/// Decodes the success of a request that changes something.
///
/// The status is the answer, and the server has decided: as much of the body as can be read is
/// decoded, be it nothing.
pub(crate) async fn decode_written<T: Lenient + DeserializeOwned, E>(
    mut response: Response,
) -> Result<ResponseValue<T>, Error<E>> {
    let (body, _) = read(&mut response).await;
    finish(strict(&body).or_else(|| salvage(&body, true)), response)
}

#[expect(
    clippy::result_large_err,
    reason = "the size is that of the generator's own error"
)]
fn finish<T, E>(value: Option<T>, response: Response) -> Result<ResponseValue<T>, Error<E>> {
    value
        .map(|value| with_head(value, response))
        .ok_or_else(|| {
            // What serde says of a value repeats the value, and the bytes may hold a key.
            let withheld = serde_json::Error::custom("the body does not decode; it is withheld");
            Error::InvalidResponsePayload(Bytes::new(), withheld)
        })
}

/// Decodes the body of an error. Whatever the body is, there is a result; secrets are removed.
pub(crate) async fn decode_problem<T: DeserializeOwned + Default, E>(
    client: &Client,
    mut response: Response,
) -> Result<ResponseValue<T>, Error<E>> {
    let (body, _) = read(&mut response).await;
    let idempotency_key = CarriedKey::of(&response);
    let secrets = Secrets([
        client.inner().key().expose_secret(),
        idempotency_key.unwrap_or(""),
    ]);
    let problem = problem(&body, &secrets);
    Ok(with_head(problem, response))
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

fn strict<T: Lenient>(body: &[u8]) -> Option<T> {
    let mut json = serde_json::Deserializer::from_slice(body);
    let value = T::lenient(&mut json).ok()??;
    json.end().ok()?;
    Some(value)
}

fn salvage<T: DeserializeOwned>(body: &[u8], writes: bool) -> Option<T> {
    let text = text(body);
    let members = Members::read(&text);
    if !writes && !members.is_whole() {
        return None;
    }
    serde_json::from_value(members.salvaged()).ok()
}

fn problem<T: DeserializeOwned + Default>(body: &[u8], secrets: &Secrets<'_>) -> T {
    let mut members = Members::read(&text(body)).salvaged();
    secrets.remove_from_value(&mut members);
    serde_json::from_value(members).unwrap_or_default()
}

/// Text without a byte order mark, and with what is not UTF-8 replaced.
fn text(body: &[u8]) -> Cow<'_, str> {
    String::from_utf8_lossy(body.strip_prefix(b"\xef\xbb\xbf").unwrap_or(body))
}

fn with_head<T>(value: T, mut response: Response) -> ResponseValue<T> {
    let status = response.status();
    ResponseValue::new(value, status, std::mem::take(response.headers_mut()))
}

#[cfg(test)]
mod tests {
    use proptest::prelude::*;

    use super::*;
    use crate::types::{ApiKey, ValidationProblemDetails};

    fn key(body: &[u8]) -> Option<String> {
        let decoded: ApiKey = strict(body)
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
    fn a_list_is_not_an_object_by_position() {
        assert_eq!(
            key(br#"["a", null, "c", "d", "e", null, "g", [], "i"]"#),
            None
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
            let _: ValidationProblemDetails = problem(&bytes, &Secrets(["canary", ""]));
        }
    }
}
