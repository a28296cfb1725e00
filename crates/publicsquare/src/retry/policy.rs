//! Whether and when another attempt follows a failed one.
//!
//! In come the failed attempt, the time that is left, and a random number. Out comes a wait, or nothing if the call ends
//! here. Nothing in this file acts: the attempts are made in [`sending`](crate::sending), and the doubling waits
//! are in [`backoff`](crate::retry::backoff).

use std::time::Duration;

use super::backoff::Backoff;

/// How often a request is repeated, and how long the waits are.
///
/// A request that creates, changes or regenerates a key is only repeated with the idempotency key that it was built with.
/// By the vendor's page on idempotency, a server that has done the work answers with the stored result; for a POST
/// without a body, that is not documented. Requests that read or delete are repeated as HTTP allows. These failures are repeated:
///
/// | what happened | wait |
/// | --- | --- |
/// | no connection; the connection broke, also within a response; no response in time; 408; 5xx except 501 and 505 | backoff |
/// | 409: the first attempt may still be under way | backoff |
/// | 429 | the documented block of 30 s and some jitter |
/// | a success whose body holds no key, or that is not the API's, such as a login page with status 200 | backoff |
/// | a [`KeyProvider`](crate::KeyProvider) that has no key | backoff |
///
/// Other failures would occur again and are not repeated: for example a refused certificate, or a refusal such as 401, 403
/// or 404, whoever answered it.
///
/// A `Retry-After` header replaces the wait, gets jitter on top, and is never shorter than the backoff. A date in it is
/// compared with the `Date` of the same response, the server's own clock. Backoff doubles from
/// [`base_delay`](Self::base_delay) to [`max_delay`](Self::max_delay), and the wait is a random part of it (full
/// jitter).
///
/// Two limits apply to the wait that a server asks for: the total timeout and
/// [`max_retry_after`](Self::max_retry_after). A longer wait is not begun. The request fails at once, and
/// [`Error::retry_after`](crate::Error::retry_after) has the wait.
///
/// ```
/// use std::time::Duration;
///
/// use publicsquare::{Client, RetryPolicy};
///
/// let policy = RetryPolicy::default()
///     .max_attempts(3)
///     .max_retry_after(Duration::from_secs(60));
/// let client = Client::builder().api_key("sk_test_1").retry_policy(policy).build()?;
/// # Ok::<(), publicsquare::Error>(())
/// ```
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct RetryPolicy {
    max_attempts: u32,
    backoff: Backoff,
    rate_limit_block: Duration,
    max_retry_after: Duration,
}

impl Default for RetryPolicy {
    /// Five attempts, backoff from 250 ms to 8 s, the documented block of 30 s, and at most five minutes of
    /// `Retry-After`.
    fn default() -> Self {
        Self {
            max_attempts: 5,
            backoff: Backoff {
                base: Duration::from_millis(250),
                limit: Duration::from_secs(8),
            },
            rate_limit_block: Duration::from_secs(30),
            max_retry_after: Duration::from_secs(5 * 60),
        }
    }
}

impl RetryPolicy {
    /// A policy that sends each request once.
    ///
    /// ```
    /// use publicsquare::RetryPolicy;
    ///
    /// let policy = RetryPolicy::never();
    /// ```
    #[must_use]
    pub fn never() -> Self {
        Self::default().max_attempts(1)
    }

    /// Sets the largest number of attempts, with the first one. The default is 5; 0 counts as 1.
    ///
    /// ```
    /// use publicsquare::RetryPolicy;
    ///
    /// let policy = RetryPolicy::default().max_attempts(3);
    /// ```
    #[must_use]
    pub fn max_attempts(mut self, attempts: u32) -> Self {
        self.max_attempts = attempts.max(1);
        self
    }

    /// Sets the longest delay after the first attempt. The default is 250 ms.
    ///
    /// ```
    /// use std::time::Duration;
    ///
    /// use publicsquare::RetryPolicy;
    ///
    /// let policy = RetryPolicy::default().base_delay(Duration::from_millis(500));
    /// ```
    #[must_use]
    pub fn base_delay(mut self, delay: Duration) -> Self {
        self.backoff.base = delay;
        self
    }

    /// Sets the longest delay after any attempt. The default is 8 seconds. A `Retry-After` may be longer.
    ///
    /// ```
    /// use std::time::Duration;
    ///
    /// use publicsquare::RetryPolicy;
    ///
    /// let policy = RetryPolicy::default().max_delay(Duration::from_secs(4));
    /// ```
    #[must_use]
    pub fn max_delay(mut self, delay: Duration) -> Self {
        self.backoff.limit = delay;
        self
    }

    /// Sets the wait after a 429 without `Retry-After`. The default is 30 seconds, from the vendor's page on rate limits.
    ///
    /// ```
    /// use std::time::Duration;
    ///
    /// use publicsquare::RetryPolicy;
    ///
    /// let policy = RetryPolicy::default().rate_limit_block(Duration::from_secs(60));
    /// ```
    #[must_use]
    pub fn rate_limit_block(mut self, block: Duration) -> Self {
        self.rate_limit_block = block;
        self
    }

    /// Sets the longest `Retry-After` that the client waits for. The default is five minutes. A longer one ends the
    /// request.
    ///
    /// ```
    /// use std::time::Duration;
    ///
    /// use publicsquare::RetryPolicy;
    ///
    /// let policy = RetryPolicy::default().max_retry_after(Duration::from_secs(60));
    /// ```
    #[must_use]
    pub fn max_retry_after(mut self, wait: Duration) -> Self {
        self.max_retry_after = wait;
        self
    }

    /// The wait before the next attempt, or `None` to give up.
    ///
    /// `left` is the rest of the total timeout, and `random` is from 0 to 1.
    pub(crate) fn next(&self, attempt: Attempt, left: Duration, random: f64) -> Option<Duration> {
        if attempt.number >= self.max_attempts {
            return None;
        }
        let jitter = self.backoff.delay(1, random);
        let backoff = self.backoff.delay(attempt.number, random);
        let wait = match (attempt.cause, attempt.retry_after) {
            (Cause::Final, _) => return None,
            (_, Some(asked)) if asked > self.max_retry_after => return None,
            (_, Some(asked)) => asked.saturating_add(jitter).max(backoff),
            (Cause::RateLimited, None) => self.rate_limit_block.saturating_add(jitter),
            (Cause::Transient, None) => backoff,
        };
        (wait < left).then_some(wait)
    }
}

/// The facts about a failed attempt that decide about the next one.
#[derive(Debug, Clone, Copy)]
pub(crate) struct Attempt {
    /// Its number; the first is 1.
    pub(crate) number: u32,
    pub(crate) cause: Cause,
    pub(crate) retry_after: Option<Duration>,
}

/// What a failure means for the next attempt.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(crate) enum Cause {
    /// The same request would fail again.
    Final,
    /// The same request may succeed after a backoff.
    Transient,
    /// The same request may succeed after the rate limit block.
    RateLimited,
}

impl Cause {
    pub(crate) fn of_status(status: u16) -> Self {
        match status {
            429 => Self::RateLimited,
            408 | 409 => Self::Transient,
            501 | 505 => Self::Final,
            200..=299 | 500..=599 => Self::Transient,
            _ => Self::Final,
        }
    }
}

#[cfg(test)]
mod tests {
    use proptest::prelude::*;

    use super::*;

    const LONG: Duration = Duration::from_secs(1000);

    fn attempt(number: u32, status: u16, retry_after: Option<u64>) -> Attempt {
        Attempt {
            number,
            cause: Cause::of_status(status),
            retry_after: retry_after.map(Duration::from_secs),
        }
    }

    fn wait(number: u32, status: u16, retry_after: Option<u64>) -> Option<u128> {
        let wait = RetryPolicy::default().next(attempt(number, status, retry_after), LONG, 1.0);
        wait.map(|wait| wait.as_millis())
    }

    #[test]
    fn a_failure_that_would_occur_again_is_not_repeated() {
        for status in [301, 400, 401, 403, 404, 405, 422, 501, 505] {
            assert_eq!(wait(1, status, Some(1)), None, "{status}");
        }
    }

    #[test]
    fn a_failure_that_may_pass_is_repeated_with_backoff() {
        for status in [200, 408, 409, 500, 502, 503, 504, 599] {
            assert_eq!(
                [1, 2, 4, 5].map(|n| wait(n, status, None)),
                [Some(250), Some(500), Some(2000), None]
            );
        }
    }

    #[test]
    fn a_bare_429_waits_out_the_documented_block() {
        assert_eq!(wait(1, 429, None), Some(30_250));
        assert_eq!(wait(4, 429, None), Some(30_250));
    }

    #[test]
    fn retry_after_is_honoured_with_jitter_on_top() {
        for status in [409, 429, 503] {
            assert_eq!(wait(2, status, Some(7)), Some(7_250), "{status}");
        }
    }

    #[test]
    fn no_wait_is_shorter_than_the_backoff() {
        for status in [409, 429, 503] {
            let waits = [1, 2, 3, 4].map(|number| wait(number, status, Some(0)));
            assert_eq!(waits, [250, 500, 1000, 2000].map(Some), "{status}");
        }
    }

    #[test]
    fn a_server_cannot_send_a_caller_far_into_the_future() {
        assert_eq!(wait(1, 503, Some(300)), Some(300_250));
        assert_eq!(wait(1, 503, Some(301)), None);
        assert_eq!(wait(1, 429, Some(86_400)), None);
        let patient = RetryPolicy::default().max_retry_after(LONG);
        let wait = patient.next(attempt(1, 429, Some(900)), LONG, 0.0);
        assert_eq!(wait, Some(Duration::from_secs(900)));
    }

    #[test]
    fn one_attempt_is_one_attempt() {
        for policy in [RetryPolicy::never(), RetryPolicy::default().max_attempts(0)] {
            assert_eq!(policy.next(attempt(1, 503, None), LONG, 0.5), None);
        }
    }

    #[test]
    fn a_wait_that_takes_all_the_time_that_is_left_is_not_begun() {
        let left = Duration::from_millis(250);
        let next = |left| RetryPolicy::default().next(attempt(1, 503, None), left, 1.0);
        assert_eq!(next(left), None);
        assert_eq!(next(left + Duration::from_millis(1)), Some(left));
    }

    #[test]
    fn each_setting_changes_its_own_wait() {
        let policy = RetryPolicy::default()
            .max_attempts(9)
            .base_delay(Duration::from_millis(100))
            .max_delay(Duration::from_millis(300))
            .rate_limit_block(Duration::from_secs(2));
        let wait = |number, status| {
            let wait = policy.next(attempt(number, status, None), LONG, 1.0);
            wait.map(|wait| wait.as_millis())
        };
        let waits = [1, 2, 3, 8, 9].map(|number| wait(number, 503));
        let expected = [Some(100), Some(200), Some(300), Some(300), None];
        assert_eq!(waits, expected);
        assert_eq!(wait(1, 429), Some(2_100));
    }

    proptest! {
        #[test]
        fn no_wait_goes_beyond_the_deadline(
            number in 1u32..10, status in 100u16..600, retry_after in proptest::option::of(0u64..10_000),
            left in 0u64..100_000, random in 0.0..1.0,
        ) {
            let left = Duration::from_millis(left);
            let wait = RetryPolicy::default().next(attempt(number, status, retry_after), left, random);
            prop_assert!(wait.is_none_or(|wait| wait < left));
        }
    }
}
