//! Requests per address and time.

use std::collections::HashMap;
use std::net::IpAddr;
use std::time::Duration;

use crate::clock::Timestamp;
use crate::lock::Lock;
use crate::retry_after::{RetryAfter, RetryAfterFormat};

/// How many requests one address may send, and what happens to the next.
///
/// A window begins with an address's first request. The request that exceeds the number is answered
/// with 429, and so is every other until the block is over.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct RateLimit {
    requests: u32,
    window: Duration,
    block: Duration,
    retry_after: Option<RetryAfterFormat>,
}

impl RateLimit {
    /// `requests` in each `window`, then 429 for the time of `block`, without a `Retry-After` header.
    #[must_use]
    pub const fn new(requests: u32, window: Duration, block: Duration) -> Self {
        Self {
            requests,
            window,
            block,
            retry_after: None,
        }
    }

    /// The documented limit: 2000 requests in 10 seconds, then a block of 30 seconds.
    #[must_use]
    pub const fn documented() -> Self {
        Self::new(2000, Duration::from_secs(10), Duration::from_secs(30))
    }

    /// The same limit, with a `Retry-After` header on its 429 responses. The vendor documents none.
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

/// A refusal, with the header to send along if there is one.
pub(crate) struct LimitExceeded(pub(crate) Option<RetryAfter>);

/// The counters of every address.
#[derive(Debug)]
pub(crate) struct RateLimiter {
    limit: RateLimit,
    addresses: Lock<HashMap<IpAddr, Allowance>>,
}

impl RateLimiter {
    /// Above this, counters that have run out are swept before another is added.
    const SWEEP_ABOVE: usize = 1024;

    pub(crate) fn new(limit: RateLimit) -> Self {
        Self {
            limit,
            addresses: Lock::new(HashMap::new()),
        }
    }

    /// Counts one request.
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
