//! The rate limit: how many requests one client address may send in a window of time.
//!
//! The [`responder`](crate::responder) asks for each request. In come an address and the time. Out comes
//! nothing, or [`LimitExceeded`] with the `Retry-After` header to send. A fault can also answer with 429, for
//! a single request: [`Fault::too_many_requests`](crate::Fault::too_many_requests).

use std::collections::HashMap;
use std::net::IpAddr;
use std::time::Duration;

use crate::clock::Timestamp;
use crate::lock::Lock;
use crate::retry_after::{RetryAfter, RetryAfterFormat};

/// How many requests one client address may send, and how long it is blocked after that.
///
/// The window of an address begins with its first request. The first request beyond the number gets 429, and
/// so does every later one until the block is over. All times follow the [`Clock`](crate::Clock).
///
/// ```
/// use std::time::Duration;
/// use publicsquare_sandbox::{RateLimit, RetryAfterFormat, Sandbox};
///
/// # #[tokio::main(flavor = "current_thread")]
/// # async fn main() -> Result<(), Box<dyn std::error::Error>> {
/// let limit = RateLimit::new(1, Duration::from_secs(10), Duration::from_secs(30))
///     .with_retry_after(RetryAfterFormat::Seconds);
/// let sandbox = Sandbox::builder().rate_limit(limit).start().await?;
/// # let client = reqwest::Client::builder().no_proxy().build()?;
/// client.get(sandbox.url()).send().await?;
/// let refused = client.get(sandbox.url()).send().await?;
/// assert_eq!(refused.status(), 429);
/// assert_eq!(refused.headers()["retry-after"], "30");
/// # Ok(())
/// # }
/// ```
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct RateLimit {
    requests: u32,
    window: Duration,
    block: Duration,
    retry_after: Option<RetryAfterFormat>,
}

impl RateLimit {
    /// `requests` in each `window`, then 429 for the time of `block`, without a `Retry-After` header.
    ///
    /// ```
    /// use std::time::Duration;
    /// use publicsquare_sandbox::RateLimit;
    ///
    /// let documented = RateLimit::new(2000, Duration::from_secs(10), Duration::from_secs(30));
    /// assert_eq!(documented, RateLimit::documented());
    /// ```
    #[must_use]
    pub const fn new(requests: u32, window: Duration, block: Duration) -> Self {
        Self {
            requests,
            window,
            block,
            retry_after: None,
        }
    }

    /// The limit that the vendor documents: 2000 requests in 10 seconds, then a block of 30 seconds.
    ///
    /// ```
    /// use publicsquare_sandbox::RateLimit;
    ///
    /// assert_eq!(RateLimit::default(), RateLimit::documented());
    /// ```
    #[must_use]
    pub const fn documented() -> Self {
        Self::new(2000, Duration::from_secs(10), Duration::from_secs(30))
    }

    /// The same limit, with a `Retry-After` header on its 429 responses. The vendor documents no such header.
    ///
    /// ```
    /// use publicsquare_sandbox::{RateLimit, RetryAfterFormat, Sandbox};
    ///
    /// let limit = RateLimit::documented().with_retry_after(RetryAfterFormat::HttpDate);
    /// let sandbox = Sandbox::builder().rate_limit(limit).start_blocking()?;
    /// # Ok::<(), std::io::Error>(())
    /// ```
    #[must_use]
    pub const fn with_retry_after(self, format: RetryAfterFormat) -> Self {
        Self {
            retry_after: Some(format),
            ..self
        }
    }
}

impl Default for RateLimit {
    fn default() -> Self {
        Self::documented()
    }
}

#[derive(Debug)]
enum Allowance {
    Counting { used: u32, ends: Timestamp },
    Blocked { ends: Timestamp },
}

impl Allowance {
    const fn ends(&self) -> Timestamp {
        match self {
            Self::Counting { ends, .. } | Self::Blocked { ends } => *ends,
        }
    }
}

/// A refusal, with the `Retry-After` header to send if there is one.
pub(crate) struct LimitExceeded(pub(crate) Option<RetryAfter>);

/// The counters of every address.
#[derive(Debug)]
pub(crate) struct RateLimiter {
    limit: RateLimit,
    addresses: Lock<HashMap<IpAddr, Allowance>>,
}

impl RateLimiter {
    /// With more addresses than this, expired counters are removed before another is added.
    const SWEEP_ABOVE: usize = 1024;

    pub(crate) fn new(limit: RateLimit) -> Self {
        Self {
            limit,
            addresses: Lock::new(HashMap::new()),
        }
    }

    /// Counts one request, and refuses it if it is beyond the limit.
    pub(crate) fn admit(&self, address: IpAddr, now: Timestamp) -> Result<(), LimitExceeded> {
        let mut addresses = self.addresses.lock();
        if addresses.len() > Self::SWEEP_ABOVE {
            addresses.retain(|_, allowance| now < allowance.ends());
        }
        let fresh = || Allowance::Counting {
            used: 0,
            ends: now.plus(self.limit.window),
        };
        let allowance = addresses.entry(address).or_insert_with(fresh);
        if allowance.ends() <= now {
            *allowance = fresh();
        }
        if let Allowance::Counting { used, .. } = allowance {
            if *used < self.limit.requests {
                *used += 1;
                return Ok(());
            }
            *allowance = Allowance::Blocked {
                ends: now.plus(self.limit.block),
            };
        }
        let wait = allowance.ends().since(now);
        Err(LimitExceeded(
            self.limit
                .retry_after
                .map(|format| RetryAfter::new(format, wait)),
        ))
    }
}
