//! What the adversary notes of each request.

use std::time::Duration;

use super::appearance::Appearance;

#[derive(Debug, Clone)]
pub(super) struct Exchange {
    /// Which sending of the request it belongs to, from 0.
    pub(super) sending: usize,
    /// Whether the request was read whole. One that nobody read is noted when the round is over, so that its
    /// place among the others says nothing about when it was sent.
    pub(super) was_read: bool,
    pub(super) idempotency_key: Option<String>,
    /// Whether the API has changed something because of it.
    pub(super) has_changed: bool,
    /// What the client got, if it got at least a head.
    pub(super) answer: Option<ShownResponse>,
}

#[derive(Debug, Clone)]
pub(super) struct ShownResponse {
    pub(super) appearance: Appearance,
    /// Whether it is the API's own answer to this very request.
    pub(super) is_true: bool,
    /// Whether all of it was sent.
    pub(super) is_whole: bool,
    /// Whether it holds the whole value of the key that the request is about.
    pub(super) holds_key: bool,
    /// How long the client was told to wait, by the clock of the answer.
    pub(super) wait: Option<Duration>,
    /// The ids on the page, and how many there are on all pages by its own words.
    pub(super) page: Option<(Vec<String>, u64)>,
}
