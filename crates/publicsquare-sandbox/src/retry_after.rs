//! The `Retry-After` header in its two forms: seconds and HTTP-date.
//!
//! In comes a wait. Out goes the value of the header, rounded up to whole seconds. The rate limit and
//! [`Fault::too_many_requests`](crate::Fault::too_many_requests) send it; the
//! [`responder`](crate::responder) writes it, because only there the time is known.

use std::time::Duration;

use axum::http::HeaderValue;

use crate::clock::Timestamp;

/// The form of a `Retry-After` header.
///
/// ```
/// use publicsquare_sandbox::{RateLimit, RetryAfterFormat};
///
/// let with_date = RateLimit::documented().with_retry_after(RetryAfterFormat::HttpDate);
/// assert_ne!(with_date, RateLimit::documented());
/// ```
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum RetryAfterFormat {
    /// A number of seconds.
    Seconds,
    /// An HTTP-date, counted from the clock of the sandbox.
    HttpDate,
}

/// A `Retry-After` header: how long to wait, and in which form that is written.
///
/// ```
/// use std::time::Duration;
/// use publicsquare_sandbox::{Fault, RetryAfter, Sandbox};
///
/// # #[tokio::main(flavor = "current_thread")]
/// # async fn main() -> Result<(), Box<dyn std::error::Error>> {
/// let sandbox = Sandbox::builder().start().await?;
/// let wait = RetryAfter::seconds(Duration::from_millis(1500));
/// sandbox.inject(Fault::too_many_requests(Some(wait)));
/// # let client = reqwest::Client::builder().no_proxy().build()?;
/// let response = client.get(format!("{}/permissions", sandbox.url())).send().await?;
/// assert_eq!(response.headers()["retry-after"], "2");
/// # Ok(())
/// # }
/// ```
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct RetryAfter {
    format: RetryAfterFormat,
    wait: Duration,
}

impl RetryAfter {
    /// A number of seconds. Parts of a second are rounded up.
    ///
    /// ```
    /// use std::time::Duration;
    /// use publicsquare_sandbox::{Fault, RetryAfter};
    ///
    /// let fault = Fault::too_many_requests(Some(RetryAfter::seconds(Duration::from_secs(5))));
    /// assert_eq!("rate-limit:5".parse(), Ok(fault));
    /// ```
    #[must_use]
    pub const fn seconds(wait: Duration) -> Self {
        Self::new(RetryAfterFormat::Seconds, wait)
    }

    /// The date that is `wait` ahead of the clock of the sandbox, rounded up to a whole second.
    ///
    /// ```
    /// use std::time::{Duration, UNIX_EPOCH};
    /// use publicsquare_sandbox::{Fault, ManualClock, RetryAfter, Sandbox};
    ///
    /// # #[tokio::main(flavor = "current_thread")]
    /// # async fn main() -> Result<(), Box<dyn std::error::Error>> {
    /// let sandbox = Sandbox::builder().clock(ManualClock::at(UNIX_EPOCH)).start().await?;
    /// let wait = RetryAfter::http_date(Duration::from_secs(60));
    /// sandbox.inject(Fault::too_many_requests(Some(wait)));
    /// # let client = reqwest::Client::builder().no_proxy().build()?;
    /// let response = client.get(format!("{}/permissions", sandbox.url())).send().await?;
    /// assert_eq!(response.headers()["retry-after"], "Thu, 01 Jan 1970 00:01:00 GMT");
    /// # Ok(())
    /// # }
    /// ```
    #[must_use]
    pub const fn http_date(wait: Duration) -> Self {
        Self::new(RetryAfterFormat::HttpDate, wait)
    }

    pub(crate) const fn new(format: RetryAfterFormat, wait: Duration) -> Self {
        Self { format, wait }
    }

    /// The wait, if it is in the form of seconds and a whole number of them.
    pub(crate) fn in_seconds(self) -> Option<u64> {
        let is_plain = self.format == RetryAfterFormat::Seconds && self.wait.subsec_nanos() == 0;
        is_plain.then_some(self.wait.as_secs())
    }

    /// `None` only if the text were no legal header value. Both forms always are.
    pub(crate) fn header(self, now: Timestamp) -> Option<HeaderValue> {
        // Rounded up: a client that waits exactly this long must be let in.
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
