//! Reads the bodies of responses so that no key is lost, and no other server's response is taken for the API's.
//!
//! progenitor's own functions drop the status and the headers of a body that does not decode, and they show the body,
//! which may contain a key. The generated code therefore calls [`decode_read`], [`decode_written`], [`decode_empty`]
//! and [`decode_problem`]. In comes a response. Out comes a value, or [`Error::UnexpectedResponse`] if nothing shows
//! that the API sent it: login pages and gateways answer with any status. If the body broke off before it showed
//! anything, nobody knows who answered, and the error is that of the connection.
//!
//! `body/request.rs` writes the bodies of requests. `body/bounded_stream.rs` handles responses that are not JSON.

mod bounded_stream;
mod problem_details;
mod request;

use std::borrow::Cow;

use bytes::{Bytes, BytesMut};
use progenitor_client::{ClientInfo, ResponseValue};
use reqwest::header::{HeaderValue, RETRY_AFTER};
use reqwest::{Response, StatusCode};
use serde::de::{DeserializeOwned, Error as _};

use crate::generated::{Client, Error};
use crate::lenient_decoding::LenientDecode;
use crate::partial_object::{CountedMembers, PartialObject};
use crate::redact::Secrets;

pub use bounded_stream::MAX_STREAM_BYTES;
#[allow(
    unused_imports,
    reason = "the operations of the description decide which of these are called"
)]
pub(crate) use bounded_stream::stream;
#[allow(
    unused_imports,
    reason = "the operations of the description decide which of these are called"
)]
pub(crate) use request::{
    write, write_as, write_as_if_any, write_form, write_form_if_any, write_if_any, write_raw,
    write_raw_if_any,
};

/// How much of a JSON body the client reads, in bytes: 1 MiB. It drops the rest and closes the connection.
///
/// ```
/// assert_eq!(publicsquare_client::MAX_BODY_BYTES, 1024 * 1024);
/// ```
pub const MAX_BODY_BYTES: usize = 1 << 20;

/// The idempotency key that the request carried. It is an extension of a response that is not a success, so that it
/// can be removed from the problem details.
#[derive(Clone)]
pub(crate) struct CarriedKey(pub(crate) HeaderValue);

impl CarriedKey {
    fn of(response: &Response) -> Option<&str> {
        response.extensions().get::<Self>()?.0.to_str().ok()
    }
}

/// Marks the response of the operation that reads a secret: the secret is read even if the body breaks off after it.
#[derive(Clone)]
pub(crate) struct Reveals;

/// The operation whose responses are marked with [`Reveals`].
pub(crate) const REVEALING_OPERATION: &str = "reveal_api_key";

/// The member that contains the secret.
const SECRET_MEMBER: &str = "key";

/// Decodes the success of a request that only reads.
///
/// A body that breaks off must not be taken for a complete one: a list would be shorter than it is. The exception is
/// the operation that reveals a secret: if the secret itself is complete, it is read.
#[allow(
    dead_code,
    reason = "the operations of the description decide whether this is called"
)]
pub(crate) async fn decode_read<T: LenientDecode + DeserializeOwned, E>(
    mut response: Response,
) -> Result<ResponseValue<T>, Error<E>> {
    let (body, error) = read(&mut response).await;
    let value = if error.is_none() { strict(&body) } else { None };
    if value.is_some() {
        return finish(value, &body, error, CountedMembers::Empty, response);
    }
    let reveals = response.extensions().get::<Reveals>().is_some()
        && PartialObject::read(&text(&body)).has(SECRET_MEMBER);
    match error {
        Some(error) if !reveals => Err(Error::CommunicationError(error)),
        error => finish(
            salvage(&body, reveals),
            &body,
            error,
            CountedMembers::Empty,
            response,
        ),
    }
}

/// Decodes the success of a request that changes something.
///
/// The server has made the change. So everything that can be read is decoded, as long as the body shows that the
/// API sent it.
pub(crate) async fn decode_written<T: LenientDecode + DeserializeOwned, E>(
    mut response: Response,
) -> Result<ResponseValue<T>, Error<E>> {
    let (body, error) = read(&mut response).await;
    let value = strict(&body).or_else(|| salvage(&body, true));
    finish(value, &body, error, CountedMembers::All, response)
}

/// Accepts the success of a request whose response has no body.
///
/// A 204 says that there is no body (RFC 9110, section 15.3.5). A 200 is accepted if the body is empty. Any other
/// success may come from another server.
#[allow(
    dead_code,
    reason = "the description may have no operation whose response has no body"
)]
pub(crate) async fn decode_empty<E>(response: Response) -> Result<ResponseValue<()>, Error<E>> {
    decode_empty_of(response, &[]).await
}

/// Like [`decode_empty`], for an operation that describes further statuses without a body.
#[allow(
    dead_code,
    reason = "the description may have no operation whose response has no body"
)]
pub(crate) async fn decode_empty_of<E>(
    mut response: Response,
    described: &[u16],
) -> Result<ResponseValue<()>, Error<E>> {
    let is_done = match response.status() {
        StatusCode::NO_CONTENT => true,
        status if status == StatusCode::OK || described.contains(&status.as_u16()) => {
            let (body, error) = read(&mut response).await;
            if error.is_some() {
                return Err(unrecognized(error, response));
            }
            is_empty(&body)
        }
        _ => false,
    };
    if is_done {
        Ok(with_head((), response))
    } else {
        Err(Error::UnexpectedResponse(response))
    }
}

/// Returns the value if the value or the body shows that the API sent it. `error` is why the body broke off.
#[expect(
    clippy::result_large_err,
    reason = "the size is that of the generator's own error"
)]
fn finish<T: LenientDecode, E>(
    value: Option<T>,
    body: &[u8],
    error: Option<reqwest::Error>,
    counted: CountedMembers,
    response: Response,
) -> Result<ResponseValue<T>, Error<E>> {
    // The bytes are searched a second time only if the value shows nothing.
    let is_recognizable = (value.as_ref().is_some_and(T::is_recognizable)
        || T::is_recognizable_in(&text(body), counted))
        && !problem_details::replaces::<T>(&text(body));
    match value {
        _ if !is_recognizable => Err(unrecognized(error, response)),
        Some(value) => Ok(with_head(value, response)),
        None => {
            // serde's own message repeats the value, and the bytes may contain a key.
            let withheld = serde_json::Error::custom(
                "the body does not decode; it is not shown, because it may contain a key",
            );
            Err(Error::InvalidResponsePayload(Bytes::new(), withheld))
        }
    }
}

/// Decodes the body of an error, with secrets removed.
///
/// If there is a body and it is not the beginning of problem details, the API did not send it.
pub(crate) async fn decode_problem<T: LenientDecode + DeserializeOwned + Default, E>(
    client: &Client,
    mut response: Response,
) -> Result<ResponseValue<T>, Error<E>> {
    let (body, error) = read(&mut response).await;
    let is_empty = error.is_none() && is_empty(&body);
    if !is_empty && !problem_details::is_recognizable::<T>(&text(&body), response.status()) {
        return Err(unrecognized(error, response));
    }
    let idempotency_key = CarriedKey::of(&response);
    let secrets = Secrets([
        client.inner().key().expose_secret(),
        idempotency_key.unwrap_or(""),
    ]);
    let problem = problem(&body, &secrets);
    Ok(with_head(problem, response))
}

/// The error of a response that nothing shows to be the API's. `error` is why its body broke off.
///
/// That error has no head. So the response is kept if its head alone says when to try again: no wait may be shorter than
/// the server asks for.
fn unrecognized<E>(error: Option<reqwest::Error>, response: Response) -> Error<E> {
    let status = response.status();
    let asks_to_wait = status == StatusCode::TOO_MANY_REQUESTS
        || status.is_server_error()
        || response.headers().contains_key(RETRY_AFTER);
    match error {
        Some(error) if !asks_to_wait => Error::CommunicationError(error),
        _ => Error::UnexpectedResponse(response),
    }
}

fn is_empty(body: &[u8]) -> bool {
    body.trim_ascii().is_empty()
}

/// Reads up to [`MAX_BODY_BYTES`]. The error is there if the body broke off.
async fn read(response: &mut Response) -> (Bytes, Option<reqwest::Error>) {
    let mut first = Bytes::new();
    let mut all = BytesMut::new();
    let error = loop {
        match response.chunk().await {
            Ok(Some(chunk)) if first.is_empty() => first = chunk,
            Ok(Some(chunk)) => {
                // Most bodies arrive as one chunk, which is then never copied.
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

fn strict<T: LenientDecode>(body: &[u8]) -> Option<T> {
    let mut json = serde_json::Deserializer::from_slice(body);
    let value = T::decode_lenient(&mut json).ok()??;
    json.end().ok()?;
    Some(value)
}

fn salvage<T: DeserializeOwned>(body: &[u8], writes: bool) -> Option<T> {
    let text = text(body);
    let members = PartialObject::read(&text);
    // A page is no object without members. A map would take it for one.
    if members.shows_nothing() || (!writes && !members.is_complete()) {
        return None;
    }
    serde_json::from_value(members.salvaged()).ok()
}

fn problem<T: DeserializeOwned + Default>(body: &[u8], secrets: &Secrets<'_>) -> T {
    let mut members = PartialObject::read(&text(body)).salvaged();
    secrets.remove_from_value(&mut members);
    serde_json::from_value(members).unwrap_or_default()
}

/// The body as text, without a byte order mark. Bytes that are not UTF-8 are replaced.
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
        let decoded: ApiKey = strict(body).or_else(|| salvage(body, true))?;
        decoded.key.map(|key| key.expose_secret().to_owned())
    }

    #[test]
    fn a_key_is_read_despite_a_byte_order_mark_or_invalid_utf8() {
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
    fn a_list_is_not_read_as_an_object_by_position() {
        assert_eq!(
            key(br#"["a", null, "c", "d", "e", null, "g", [], "i"]"#),
            None
        );
    }

    #[test]
    fn a_page_is_no_object_without_members() {
        type Map = serde_json::Map<String, serde_json::Value>;
        for page in ["<html>", "", "[]", "{", "OK"] {
            assert_eq!(salvage::<Map>(page.as_bytes(), true), None, "{page}");
        }
        for (body, members) in [("{}", 0), ("{\"a\": 1, \"b", 1), ("{\"a\": ", 0)] {
            let read = salvage::<Map>(body.as_bytes(), true).map(|map| map.len());
            assert_eq!(read, Some(members), "{body}");
        }
    }

    #[test]
    fn a_body_that_breaks_off_is_refused_for_a_request_that_only_reads() {
        assert!(salvage::<ApiKey>(b"{\"name\": \"n\", \"key\": \"k", false).is_none());
        assert!(salvage::<ApiKey>(b"<html>", false).is_none());
        assert!(salvage::<ApiKey>(b"{\"name\": 1, \"name\": 2}", false).is_some());
        assert!(salvage::<Vec<ApiKey>>(b"[{\"name\": 1}, ", true).is_none());
    }

    proptest! {
        #[test]
        fn any_bytes_decode_without_a_panic(bytes in proptest::collection::vec(any::<u8>(), 0..200)) {
            key(&bytes);
        }

        #[test]
        fn a_key_is_read_from_every_body_that_breaks_off_after_it(cut in 0usize..200) {
            let body = r#"{"name":"a \"quoted\" name","permissions":["a","b"],"key":"sk_test_1","extra":{"a":[1,2,{"b":"c"}]},"type":"secret"}"#;
            let end = body.find("\"sk_test_1\"").expect("it is there") + "\"sk_test_1\"".len();
            let cut = cut.min(body.len());
            prop_assert_eq!(key(&body.as_bytes()[..cut]).is_some(), cut >= end);
        }

        #[test]
        fn any_error_body_decodes_without_a_panic(bytes in proptest::collection::vec(any::<u8>(), 0..200)) {
            let _: ValidationProblemDetails = problem(&bytes, &Secrets(["canary", ""]));
        }
    }
}
