//! The time of the sandbox: where it comes from, and how it is written.
//!
//! In comes a [`Clock`], that of the machine or one that a test moves. Out come a [`Timestamp`] for the
//! state, and the texts of `modified_at`, `Date` and `Retry-After`. The waits of a
//! [`Fault`](crate::Fault) use real time and not this clock.

use std::fmt;
use std::sync::Arc;
use std::time::{Duration, SystemTime, UNIX_EPOCH};

use axum::http::HeaderValue;
use chrono::{DateTime, SecondsFormat};

use crate::lock::Lock;
use crate::sync::{AtomicU64, Ordering};

/// A source of the current time.
///
/// Everything in the sandbox follows it: the `Date` header, `modified_at`, the grace period, the lifetime of stored
/// responses and the rate limit. Only the waits of a [`Fault`](crate::Fault) use real time.
///
/// Most tests need [`ManualClock`]. Implement the trait for a clock of your own:
///
/// ```
/// use std::time::{Duration, SystemTime};
/// use publicsquare_sandbox::{Clock, Sandbox};
///
/// /// A machine whose clock is one day ahead.
/// struct DayAhead;
///
/// impl Clock for DayAhead {
///     fn now(&self) -> SystemTime {
///         SystemTime::now() + Duration::from_secs(24 * 60 * 60)
///     }
/// }
///
/// let sandbox = Sandbox::builder().clock(DayAhead).start_blocking()?;
/// # Ok::<(), std::io::Error>(())
/// ```
pub trait Clock: Send + Sync + 'static {
    /// The current time. The sandbox takes a time before 1970 as the start of 1970, and a time after the
    /// year 9999 as the end of 9999.
    fn now(&self) -> SystemTime;
}

/// The clock of the machine. It is the default of [`Builder::clock`](crate::Builder::clock).
///
/// ```
/// use std::time::SystemTime;
/// use publicsquare_sandbox::{Clock, SystemClock};
///
/// let before = SystemTime::now();
/// assert!(SystemClock.now() >= before);
/// ```
#[derive(Clone, Copy, Debug, Default)]
pub struct SystemClock;

impl Clock for SystemClock {
    fn now(&self) -> SystemTime {
        SystemTime::now()
    }
}

/// A clock that stands still until a test moves it. Clones share the time, so that a test keeps one and
/// gives another to the sandbox.
///
/// ```
/// use std::time::{Duration, UNIX_EPOCH};
/// use publicsquare_sandbox::{Clock, ManualClock, Sandbox};
///
/// let clock = ManualClock::at(UNIX_EPOCH);
/// let sandbox = Sandbox::builder().clock(clock.clone()).start_blocking()?;
/// clock.advance(Duration::from_secs(24 * 60 * 60));
/// assert_eq!(clock.now(), UNIX_EPOCH + Duration::from_secs(86_400));
/// # Ok::<(), std::io::Error>(())
/// ```
#[derive(Clone)]
pub struct ManualClock(Arc<AtomicU64>);

impl ManualClock {
    /// A clock that stands at `time`. Parts of a millisecond are dropped.
    ///
    /// ```
    /// use std::time::{Duration, UNIX_EPOCH};
    /// use publicsquare_sandbox::{Clock, ManualClock};
    ///
    /// let clock = ManualClock::at(UNIX_EPOCH + Duration::from_micros(1_500));
    /// assert_eq!(clock.now(), UNIX_EPOCH + Duration::from_millis(1));
    /// ```
    #[must_use]
    pub fn at(time: SystemTime) -> Self {
        Self(Arc::new(AtomicU64::new(Timestamp::from(time).0)))
    }

    /// Moves the clock forward. Parts of a millisecond are dropped.
    ///
    /// ```
    /// use std::time::{Duration, UNIX_EPOCH};
    /// use publicsquare_sandbox::{Clock, ManualClock};
    ///
    /// let clock = ManualClock::at(UNIX_EPOCH);
    /// clock.advance(Duration::from_secs(10));
    /// clock.advance(Duration::from_secs(20));
    /// assert_eq!(clock.now(), UNIX_EPOCH + Duration::from_secs(30));
    /// ```
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

/// Milliseconds since the start of 1970 UTC, up to the end of 9999. Every wire format can show this range.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord)]
pub(crate) struct Timestamp(u64);

impl Timestamp {
    const LAST: u64 = 253_402_300_799_999;

    /// For constants: the caller stays within the range.
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

    /// The time from `now` until `self`, zero if `self` is over.
    pub(crate) fn since(self, now: Self) -> Duration {
        Duration::from_millis(self.0.saturating_sub(now.0))
    }

    /// RFC 3339 with milliseconds and `Z`, as in the vendor's examples.
    pub(crate) fn rfc3339(self) -> String {
        // The range makes the conversion succeed. The default, 1970, is never used.
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

    /// The form of the headers `Date` and `Retry-After`.
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

/// The value of the `Date` header. It is formatted once a second and then reused.
#[derive(Debug)]
pub(crate) struct DateHeader(Lock<Option<(u64, HeaderValue)>>);

impl DateHeader {
    pub(crate) const fn new() -> Self {
        Self(Lock::new(None))
    }

    /// `None` only if the date were no legal header value. Every HTTP-date is one.
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
