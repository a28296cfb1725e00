//! How long psq may send the same request again.
//!
//! The journal's record and the time of the server come in. Out goes whether a repeat still returns the
//! stored answer instead of changing the key again. `resume_rotate` and `resume_replace` ask here before they
//! repeat a request.

use chrono::{DateTime, TimeDelta, Utc};

use crate::journal::Record;

/// By the vendor's documentation the API keeps answers for 24 hours. psq stops one hour earlier, because a later
/// request would be a new rotation.
const REPLAY_WINDOW: TimeDelta = TimeDelta::hours(23);

/// Whether a repeated request still returns the stored answer, by the server's clock.
pub(super) fn may_replay(record: &Record, server_time: Option<DateTime<Utc>>) -> bool {
    let now = match server_time {
        Some(time) if record.server_told_time => time,
        // The times of two clocks cannot be compared, so psq uses this machine's clock.
        _ => Utc::now(),
    };
    record.idempotency_key.is_some() && now - record.prepared_at < REPLAY_WINDOW
}
