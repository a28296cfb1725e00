//! The limit on the requests that this process sends.
//!
//! The vendor documents a limit for each IP address, over all keys: 2,000 requests in 10 seconds, then 30
//! seconds without an answer. A run over many keys stays well below it, so that the shop's own requests from
//! the same address get through. A number of requests comes in, and the time to wait goes out: a token
//! bucket. `api` asks here before each request.

use std::sync::{Mutex, PoisonError};
use std::time::{Duration, Instant};

/// How many requests may be sent at once.
const SIZE: f64 = 200.0;

/// How many requests are added each second. Together with the size that is at most 1,200 in any 10 seconds.
const A_SECOND: f64 = 100.0;

/// A token bucket of requests.
#[derive(Debug)]
struct Bucket {
    left: f64,
    at: Instant,
}

impl Bucket {
    fn full(now: Instant) -> Self {
        Self {
            left: SIZE,
            at: now,
        }
    }

    /// Takes this many requests. Returns how long to wait before they are sent.
    fn take(&mut self, requests: u32, now: Instant) -> Duration {
        let passed = now.saturating_duration_since(self.at).as_secs_f64();
        self.left = (self.left + passed * A_SECOND).min(SIZE) - f64::from(requests);
        self.at = now;
        Duration::from_secs_f64((-self.left / A_SECOND).max(0.0))
    }
}

/// The bucket of this process. `None` in a call about one key.
static BUCKET: Mutex<Option<Bucket>> = Mutex::new(None);

/// Switches the limit on for this process.
pub(crate) fn enable() {
    *BUCKET.lock().unwrap_or_else(PoisonError::into_inner) = Some(Bucket::full(Instant::now()));
}

/// How long to wait before this many requests. Zero while the limit is off.
pub(crate) fn delay_before(requests: u32) -> Duration {
    let mut bucket = BUCKET.lock().unwrap_or_else(PoisonError::into_inner);
    bucket.as_mut().map_or(Duration::ZERO, |bucket| {
        bucket.take(requests, Instant::now())
    })
}

#[cfg(test)]
mod tests {
    use proptest::prelude::*;

    use super::*;

    proptest! {
        /// At most 1,200 requests are sent in any 10 seconds, if each waits for its delay.
        #[test]
        fn no_ten_seconds_have_too_many(gaps in prop::collection::vec((0_u64..30, 1_u32..4), 1..3_000)) {
            let begin = Instant::now();
            let mut bucket = Bucket::full(begin);
            let mut now = begin;
            let mut sent: Vec<(Duration, u32)> = Vec::new();
            for (gap, requests) in gaps {
                now += Duration::from_millis(gap);
                now += bucket.take(requests, now);
                sent.push((now - begin, requests));
            }
            let mut first = 0;
            let mut within = 0;
            for (time, requests) in &sent {
                within += requests;
                while sent[first].0 + Duration::from_secs(10) < *time {
                    within -= sent[first].1;
                    first += 1;
                }
                prop_assert!(within <= 1_210, "{}", within);
            }
        }
    }

    #[test]
    fn a_call_about_one_key_never_waits() {
        let mut bucket = Bucket::full(Instant::now());
        let waits = (0..100)
            .map(|_| bucket.take(1, Instant::now()))
            .sum::<Duration>();
        assert_eq!(waits, Duration::ZERO);
    }
}
