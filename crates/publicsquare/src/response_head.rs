//! The head of a response: its status, its correlation id and the server's time.
//!
//! In comes a response of the generated client. Out come its head, as plain data, and its body. Whether the
//! response is the one that was asked for is decided in [`response_checks`](crate::response_checks).

use chrono::{DateTime, Utc};
use publicsquare_client::ResponseValue;
use reqwest::StatusCode;
use reqwest::header::HeaderMap;

use crate::answer::Answer;
use crate::identity::CorrelationId;
use crate::server_time::server_time;

/// The vendor documents this header for requests. Servers commonly send it back.
const CORRELATION_ID: &str = "x-correlation-id";

/// The head of a response.
pub(crate) struct ResponseHead {
    pub(crate) status: StatusCode,
    /// The correlation id of the response, or else the one that was sent.
    pub(crate) correlation_id: Option<CorrelationId>,
    /// When the server gave the response, by its own clock.
    pub(crate) server_time: Option<DateTime<Utc>>,
}

impl ResponseHead {
    /// Splits a response into its head and its body. `sent` is the correlation id of the request.
    pub(crate) fn split<T>(response: ResponseValue<T>, sent: Option<&CorrelationId>) -> (Self, T) {
        let head = Self {
            status: response.status(),
            correlation_id: received_id(response.headers(), sent).or_else(|| sent.cloned()),
            server_time: server_time(response.headers()),
        };
        (head, response.into_inner())
    }

    /// The content of the response together with the facts of its head.
    pub(crate) fn answer<T>(&self, value: T, attempts: u32) -> Answer<T> {
        Answer {
            value,
            correlation_id: self.correlation_id.clone(),
            attempts,
            server_time: self.server_time,
        }
    }
}

/// The correlation id of a response. It is nearly always the one that was sent, and sharing that one saves an
/// allocation.
fn received_id(headers: &HeaderMap, sent: Option<&CorrelationId>) -> Option<CorrelationId> {
    let value = headers.get(CORRELATION_ID)?;
    match sent {
        Some(sent) if value == sent.as_str() => Some(sent.clone()),
        _ => correlation_id(headers),
    }
}

/// The correlation id in these headers, if there is one that can be used.
pub(crate) fn correlation_id(headers: &HeaderMap) -> Option<CorrelationId> {
    CorrelationId::new(headers.get(CORRELATION_ID)?.to_str().ok()?).ok()
}
