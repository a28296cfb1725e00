//! Reading the JSON body of a request, with a limit on its length.
//!
//! In come headers and a body. Out comes a JSON object, or [`FieldErrors`] about the body as a whole. What the
//! members must be is checked by the operation, in `operations/api_key_request.rs`.

use std::future::poll_fn;
use std::pin::Pin;

use axum::body::{Body, HttpBody};
use axum::http::HeaderMap;
use axum::http::header::CONTENT_TYPE;
use serde_json::{Map, Value};

use crate::field_errors::{BODY, FieldErrors};

/// The longest body that is accepted, in bytes.
const LIMIT: usize = 64 * 1024;

/// How many bytes of a longer body are still received. A client whose connection is closed while it sends may
/// never see the response.
const DISCARD: usize = 16 * LIMIT;

/// The members of the JSON object in the body.
pub(crate) async fn json_object(
    headers: &HeaderMap,
    body: Body,
) -> Result<Map<String, Value>, FieldErrors> {
    // The body is read even if it is refused, so that the connection can be used again.
    let bytes = read(body).await;
    let refused = |message: String| FieldErrors::one(BODY, message);
    if !is_json(headers) {
        return Err(refused(
            "The Content-Type must be application/json.".to_owned(),
        ));
    }
    let bytes = bytes.map_err(|message| refused(message.to_owned()))?;
    if bytes.is_empty() {
        return Err(refused("A body is required.".to_owned()));
    }
    match serde_json::from_slice(&bytes) {
        Ok(Value::Object(members)) => Ok(members),
        Ok(_) => Err(refused("The body must be a JSON object.".to_owned())),
        // Only the place is shown, because the body may contain the value of a key.
        Err(error) => Err(refused(format!(
            "The body is not valid JSON (line {}, column {}).",
            error.line(),
            error.column()
        ))),
    }
}

/// Whether the request declares JSON. Parameters such as a charset do not matter.
fn is_json(headers: &HeaderMap) -> bool {
    headers
        .get(CONTENT_TYPE)
        .and_then(|value| value.to_str().ok())
        .and_then(|value| value.split(';').next())
        .is_some_and(|essence| essence.trim().eq_ignore_ascii_case("application/json"))
}

async fn read(mut body: Body) -> Result<Vec<u8>, &'static str> {
    let mut kept = Vec::new();
    let mut seen = 0_usize;
    while let Some(frame) = poll_fn(|context| Pin::new(&mut body).poll_frame(context)).await {
        let Ok(frame) = frame else {
            return Err("The body is incomplete.");
        };
        // Trailers have no meaning here.
        let Ok(data) = frame.into_data() else {
            continue;
        };
        seen = seen.saturating_add(data.len());
        if seen <= LIMIT {
            kept.extend_from_slice(&data);
        } else {
            kept = Vec::new();
        }
        if seen > DISCARD {
            break;
        }
    }
    if seen > LIMIT {
        return Err("The body is longer than 64 KiB.");
    }
    Ok(kept)
}
