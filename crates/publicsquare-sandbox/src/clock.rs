//! Where the sandbox gets the time from.

use std::fmt;
use std::sync::Arc;
use std::sync::atomic::{AtomicU64, Ordering};
use std::time::{Duration, SystemTime, UNIX_EPOCH};

use axum::http::HeaderValue;
use chrono::{DateTime, SecondsFormat};

use crate::lock::Lock;

/// A source of the current time.
///
/// Everything that depends on time follows it: the `Date` header, `modified_at`, the grace period,
/// the lifetime of stored answers and the rate limit. Only the pauses of a
/// [`Fault`](crate::Fault) are real time.
pub trait Clock: Send + Sync + 'static {
    /// The current time. Times before 1970 count as 1970, times after 9999 as the end of 9999.
    fn now(&self) -> SystemTime;
}

/// The clock of the machine.
#[derive(Clone, Copy, Debug, Default)]
pub struct SystemClock;

impl Clock for SystemClock {
    fn now(&self) -> SystemTime {
        SystemTime::now()
    }
}

/// A clock that stands still until it is told otherwise. Clones share the time.
///
/// ```
/// use std::time::{Duration, UNIX_EPOCH};
/// use publicsquare_sandbox::{Clock, ManualClock};
///
/// let clock = ManualClock::at(UNIX_EPOCH);
/// let the_sandbox_has = clock.clone();
/// clock.advance(Duration::from_secs(24 * 60 * 60));
/// assert_eq!(the_sandbox_has.now(), UNIX_EPOCH + Duration::from_secs(86_400));
/// ```
#[derive(Clone)]
pub struct ManualClock(Arc<AtomicU64>);

impl ManualClock {
    /// A clock that stands at `time`, to the millisecond.
    #[must_use]
    pub fn at(time: SystemTime) -> Self {
        Self(Arc::new(AtomicU64::new(Timestamp::from(time).0)))
    }

    /// Moves the clock forward, to the millisecond.
    pub fn advance(&self, by: Duration) {
        self.0.fetch_add(milliseconds(by), Ordering::SeqCst);
    }
}

impl Clock for ManualClock {
    fn now(&self) -> SystemTime {
        UNIX_EPOCH + Duration::from_millis(self.0.load(Ordering::SeqCst).min(Timestamp::LAST))
    }
}

impl fmt::Debug for ManualClock {
    fn fmt(&self, formatter: &mut fmt::Formatter<'_>) -> fmt::Result {
        formatter
            .debug_tuple("ManualClock")
            .field(&self.now())
            .finish()
    }
}

fn milliseconds(duration: Duration) -> u64 {
    u64::try_from(duration.as_millis()).unwrap_or(u64::MAX)
}

/// Milliseconds since 1970, between 1970 and 9999: the range that every wire format can show.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord)]
pub(crate) struct Timestamp(u64);

impl Timestamp {
    const LAST: u64 = 253_402_300_799_999;

    /// For constants; the caller keeps to the range.
    pub(crate) const fn from_millis(milliseconds: u64) -> Self {
        Self(milliseconds)
    }

    pub(crate) fn plus(self, duration: Duration) -> Self {
        Self(
            self.0
                .saturating_add(milliseconds(duration))
                .min(Self::LAST),
        )
    }

    /// The time left until `self`, seen from `now`.
    pub(crate) fn since(self, now: Self) -> Duration {
        Duration::from_millis(self.0.saturating_sub(now.0))
    }

    /// As in the vendor's examples: RFC 3339, milliseconds, `Z`.
    pub(crate) fn rfc3339(self) -> String {
        // The range makes the conversion succeed; the epoch stands in for what cannot happen.
        i64::try_from(self.0)
            .ok()
            .and_then(DateTime::from_timestamp_millis)
            .unwrap_or_default()
            .to_rfc3339_opts(SecondsFormat::Millis, true)
    }

    /// Reads RFC 3339; parts of a millisecond are dropped.
    pub(crate) fn from_rfc3339(text: &str) -> Option<Self> {
        let milliseconds = DateTime::parse_from_rfc3339(text).ok()?.timestamp_millis();
        u64::try_from(milliseconds)
            .ok()
            .filter(|milliseconds| *milliseconds <= Self::LAST)
            .map(Self)
    }

    /// As in HTTP's `Date` and `Retry-After`.
    pub(crate) fn http_date(self) -> String {
        httpdate::fmt_http_date(UNIX_EPOCH + Duration::from_millis(self.0))
    }

    const fn second(self) -> u64 {
        self.0 / 1000
    }
}

impl From<SystemTime> for Timestamp {
    fn from(time: SystemTime) -> Self {
        let elapsed = time.duration_since(UNIX_EPOCH).unwrap_or_default();
        Self(milliseconds(elapsed).min(Self::LAST))
    }
}

/// The `Date` header, written once a second.
#[derive(Debug)]
pub(crate) struct DateHeader(Lock<Option<(u64, HeaderValue)>>);

impl DateHeader {
    pub(crate) const fn new() -> Self {
        Self(Lock::new(None))
    }

    /// `None` only if the date were not a legal header value, which no HTTP-date is.
    pub(crate) fn at(&self, now: Timestamp) -> Option<HeaderValue> {
        let mut cached = self.0.lock();
        if let Some((second, value)) = &*cached
            && *second == now.second()
        {
            return Some(value.clone());
        }
        let value = HeaderValue::try_from(now.http_date()).ok()?;
        *cached = Some((now.second(), value.clone()));
        Some(value)
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn times_outside_the_printable_range_are_clamped() {
        let before = UNIX_EPOCH.checked_sub(Duration::from_secs(1)).unwrap();
        assert_eq!(
            Timestamp::from(before).rfc3339(),
            "1970-01-01T00:00:00.000Z"
        );
        let last = Timestamp::from_millis(0).plus(Duration::MAX);
        assert_eq!(last.rfc3339(), "9999-12-31T23:59:59.999Z");
        assert_eq!(last.http_date(), "Fri, 31 Dec 9999 23:59:59 GMT");
    }

    #[test]
    fn the_date_header_changes_with_the_second() {
        let header = DateHeader::new();
        let first = header.at(Timestamp::from_millis(999)).unwrap();
        assert_eq!(first, "Thu, 01 Jan 1970 00:00:00 GMT");
        assert_eq!(
            header.at(Timestamp::from_millis(1000)).unwrap(),
            "Thu, 01 Jan 1970 00:00:01 GMT"
        );
    }
}
