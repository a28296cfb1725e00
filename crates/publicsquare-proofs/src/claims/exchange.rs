//! The record of one request and of the response that the client was shown.
//!
//! The adversary writes one [`Exchange`] for each request. The oracle reads them. The bytes of a response are in
//! [`raw_response`](super::raw_response).

use std::time::Duration;

use super::appearance::Appearance;

#[derive(Debug, Clone)]
pub(super) struct Exchange {
    /// The index of the call that it belongs to, from 0.
    pub(super) call: usize,
    /// Whether the request was read completely. An unread request is recorded at the end of the round, so that
    /// its index does not say when it was sent.
    pub(super) was_read: bool,
    pub(super) idempotency_key: Option<String>,
    /// Whether the API has changed something because of it.
    pub(super) has_changed: bool,
    /// The response that the client was shown, if it got all headers.
    pub(super) answer: Option<ShownResponse>,
}

#[derive(Debug, Clone)]
pub(super) struct ShownResponse {
    pub(super) appearance: Appearance,
    /// Whether it is the response of the API to this request.
    pub(super) is_true: bool,
    /// Whether all of it was sent.
    pub(super) is_whole: bool,
    /// Whether it holds the whole value of the key that the request is about.
    pub(super) holds_key: bool,
    /// The wait that the response demands, by its own clock.
    pub(super) wait: Option<Duration>,
    /// The ids on the page, and the total number of keys that the page states.
    pub(super) page: Option<(Vec<String>, u64)>,
}
