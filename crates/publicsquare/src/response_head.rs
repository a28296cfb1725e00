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

#[cfg(test)]
mod tests {
    use reqwest::header::{HeaderName, HeaderValue};

    use super::*;

    fn head(received: Option<&'static str>, sent: Option<&CorrelationId>) -> ResponseHead {
        let headers = received.map(|received| (CORRELATION_ID, received));
        let headers = headers.into_iter().map(|(name, value)| {
            let name = HeaderName::from_static(name);
            (name, HeaderValue::from_static(value))
        });
        let response = ResponseValue::new((), StatusCode::OK, headers.collect());
        ResponseHead::split(response, sent).0
    }

    #[test]
    fn the_correlation_id_is_the_received_one_or_else_the_sent_one() {
        let sent = CorrelationId::new("sent").expect("an id");
        for (received, sent, expected) in [
            (Some("received"), Some(&sent), Some("received")),
            (Some("received"), None, Some("received")),
            (Some("sent"), Some(&sent), Some("sent")),
            (Some("no id at all"), Some(&sent), Some("sent")),
            (None, Some(&sent), Some("sent")),
            (None, None, None),
        ] {
            let found = head(received, sent).correlation_id;
            let found = found.as_ref().map(|id| id.as_str());
            assert_eq!(found, expected, "{received:?} {sent:?}");
        }
    }

    #[test]
    fn an_id_that_comes_back_is_shared_and_not_copied() {
        let sent = CorrelationId::new("sent").expect("an id");
        let found = head(Some("sent"), Some(&sent)).correlation_id;
        let found = found.expect("it came back");
        assert!(std::ptr::eq(found.as_str(), sent.as_str()));
    }
}
