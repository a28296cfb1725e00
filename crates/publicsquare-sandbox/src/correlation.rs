//! The correlation id that every response carries.
//!
//! In come the headers of a request. Out comes the id of the client, or a random UUID. The
//! [`responder`](crate::responder) sends it back, and the [`request_log`](crate::request_log) keeps it.

use axum::http::{HeaderMap, HeaderName, HeaderValue};

use crate::random::Random;

/// `X-CORRELATION-ID`.
pub(crate) const HEADER: HeaderName = HeaderName::from_static("x-correlation-id");

/// The correlation id of the client, or a new one if the client sent none.
pub(crate) fn correlation_id(headers: &HeaderMap, random: &Random) -> HeaderValue {
    if let Some(given) = headers.get(HEADER).filter(|value| !value.is_empty()) {
        return given.clone();
    }
    let mut buffer = uuid::Uuid::encode_buffer();
    let text = random.uuid().hyphenated().encode_lower(&mut buffer);
    // A UUID is visible ASCII, so that the fallback is never used.
    HeaderValue::from_str(text).unwrap_or_else(|_| HeaderValue::from_static("unknown"))
}
