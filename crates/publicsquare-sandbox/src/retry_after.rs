//! The `Retry-After` header in its two forms.

use std::time::Duration;

use axum::http::HeaderValue;

use crate::clock::Timestamp;

/// How a `Retry-After` header says when to come back.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum RetryAfterFormat {
    /// A number of seconds.
    Seconds,
    /// An HTTP-date, by the sandbox's clock.
    HttpDate,
}

/// A `Retry-After` header: when to come back, and how that is written.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct RetryAfter {
    format: RetryAfterFormat,
    wait: Duration,
}

impl RetryAfter {
    /// A number of seconds; parts of a second are rounded up.
    #[must_use]
    pub const fn seconds(wait: Duration) -> Self {
        Self::new(RetryAfterFormat::Seconds, wait)
    }

    /// The date that lies `wait` ahead by the sandbox's clock.
    #[must_use]
    pub const fn http_date(wait: Duration) -> Self {
        Self::new(RetryAfterFormat::HttpDate, wait)
    }

    pub(crate) const fn new(format: RetryAfterFormat, wait: Duration) -> Self {
        Self { format, wait }
    }

    /// The seconds that it says, if it says whole seconds.
    pub(crate) fn in_seconds(self) -> Option<u64> {
        let is_plain = self.format == RetryAfterFormat::Seconds && self.wait.subsec_nanos() == 0;
        is_plain.then_some(self.wait.as_secs())
    }

    /// `None` only if the text were not a legal header value, which neither form can be.
    pub(crate) fn header(self, now: Timestamp) -> Option<HeaderValue> {
        // Rounded up: who waits exactly as long as told must be let in.
        let seconds = self.wait.as_secs() + u64::from(self.wait.subsec_nanos() > 0);
        match self.format {
            RetryAfterFormat::Seconds => Some(HeaderValue::from(seconds)),
            RetryAfterFormat::HttpDate => {
                let date = now
                    .plus(self.wait)
                    .plus(Duration::from_millis(999))
                    .http_date();
                HeaderValue::try_from(date).ok()
            }
        }
    }
}
