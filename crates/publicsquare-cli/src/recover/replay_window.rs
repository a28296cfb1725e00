//! How long a request can be repeated.

use chrono::{DateTime, TimeDelta, Utc};

use crate::journal::Record;

/// Replays of answers end after 24 hours by the vendor's documentation; an hour before that a repeat is not
/// risked any more, as it would be a new rotation.
const REPLAY_WINDOW: TimeDelta = TimeDelta::hours(23);

/// Whether the same request is still the same: inside the window, by the server's clock.
pub(super) fn may_replay(record: &Record, server_time: Option<DateTime<Utc>>) -> bool {
    let now = match server_time {
        Some(time) if record.server_told_time => time,
        // Two clocks tell nothing about an age; this machine's own is the best that there is.
        _ => Utc::now(),
    };
    record.idempotency_key.is_some() && now - record.prepared_at < REPLAY_WINDOW
}
