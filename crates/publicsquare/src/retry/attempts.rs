//! Making attempts until one succeeds or the policy gives up.

use std::time::Duration;

use tracing::debug;

use super::clock::Clock;
use super::failure::Failure;
use super::policy::{Attempt, RetryPolicy};
use crate::certainty::Certainty;

/// The limits of a call.
pub(crate) struct Limits<'a> {
    pub(crate) policy: &'a RetryPolicy,
    pub(crate) attempt_timeout: Duration,
    pub(crate) total_timeout: Duration,
}

/// A success, and the status that it came with.
pub(crate) struct Answered<T> {
    pub(crate) value: T,
    pub(crate) status: u16,
}

/// How a call ended.
pub(crate) struct Ended<T> {
    pub(crate) outcome: Result<T, Failure>,
    /// What is known after all attempts together.
    pub(crate) certainty: Certainty,
    pub(crate) attempts: u32,
}

/// Calls `attempt` with its number and its time limit until it succeeds or there is no next one.
pub(crate) async fn make<T, Attempted>(
    limits: &Limits<'_>,
    clock: &dyn Clock,
    earlier: Certainty,
    mut attempt: impl FnMut(u32, Duration) -> Attempted,
) -> Ended<T>
where
    Attempted: Future<Output = Result<Answered<T>, Failure>>,
{
    let start = clock.now();
    let mut begun = start;
    let mut certainty = earlier;
    let mut number = 1;
    let mut server_time = None;
    loop {
        let left = limits
            .total_timeout
            .saturating_sub(begun.duration_since(start));
        let outcome = attempt(number, limits.attempt_timeout.min(left)).await;
        let failure = match outcome {
            Ok(Answered { value, status }) => {
                // The clock is read only where somebody listens.
                debug!(
                    attempt = number,
                    status,
                    elapsed_ms = millis(clock.now().duration_since(begun)),
                    "attempt succeeded"
                );
                return Ended {
                    outcome: Ok(value),
                    certainty,
                    attempts: number,
                };
            }
            Err(failure) => failure.after(server_time),
        };
        server_time = failure.error.server_time();
        let ended = clock.now();
        certainty = certainty.max(failure.error.certainty());
        let left = limits
            .total_timeout
            .saturating_sub(ended.duration_since(start));
        let next = limits.policy.next(
            Attempt {
                number,
                cause: failure.cause,
                retry_after: failure.error.retry_after(),
            },
            left,
            clock.random(),
        );
        debug!(
            attempt = number,
            status = failure.error.status(),
            kind = ?failure.error.kind(),
            %certainty,
            elapsed_ms = millis(ended.duration_since(begun)),
            retry_in_ms = next.map(millis),
            correlation_id = failure.error.correlation_id().map(|id| id.as_str()),
            "attempt failed"
        );
        let Some(wait) = next else {
            return Ended {
                outcome: Err(failure),
                certainty,
                attempts: number,
            };
        };
        clock.sleep(wait).await;
        begun = clock.now();
        number += 1;
    }
}

fn millis(duration: Duration) -> u64 {
    u64::try_from(duration.as_millis()).unwrap_or(u64::MAX)
}

#[cfg(test)]
mod tests {
    use std::pin::Pin;
    use std::sync::Mutex;
    use std::time::{Instant, SystemTime};

    use super::*;
    use crate::error::ErrorKind;
    use crate::retry::policy::Cause;

    /// A clock that sleeping moves.
    struct Moved {
        start: Instant,
        slept: Mutex<Vec<Duration>>,
    }

    impl Moved {
        fn new() -> Self {
            Self {
                start: Instant::now(),
                slept: Mutex::default(),
            }
        }

        fn slept(&self) -> Vec<u128> {
            self.slept
                .lock()
                .expect("not poisoned")
                .iter()
                .map(Duration::as_millis)
                .collect()
        }
    }

    impl Clock for Moved {
        fn now(&self) -> Instant {
            self.start
                + self
                    .slept
                    .lock()
                    .expect("not poisoned")
                    .iter()
                    .sum::<Duration>()
        }

        fn system_time(&self) -> SystemTime {
            SystemTime::UNIX_EPOCH
        }

        fn sleep(&self, duration: Duration) -> Pin<Box<dyn Future<Output = ()> + Send + '_>> {
            self.slept.lock().expect("not poisoned").push(duration);
            Box::pin(std::future::ready(()))
        }

        fn random(&self) -> f64 {
            1.0
        }
    }

    fn failure(certainty: Certainty, cause: Cause) -> Failure {
        Failure::new(ErrorKind::Response, certainty, cause)
    }

    async fn run(clock: &Moved, mut failures: Vec<Failure>) -> (Ended<()>, Vec<Duration>) {
        failures.reverse();
        let mut limits_seen = Vec::new();
        let policy = RetryPolicy::default();
        let limits = Limits {
            policy: &policy,
            attempt_timeout: Duration::from_secs(30),
            total_timeout: Duration::from_secs(40),
        };
        let ended = make(&limits, clock, Certainty::NotSent, |_, limit| {
            limits_seen.push(limit);
            std::future::ready(failures.pop().map_or(
                Ok(Answered {
                    value: (),
                    status: 200,
                }),
                Err,
            ))
        })
        .await;
        (ended, limits_seen)
    }

    #[tokio::test]
    async fn a_later_rejection_does_not_make_an_earlier_doubt_smaller() {
        let (ended, _) = run(
            &Moved::new(),
            vec![
                failure(Certainty::Unknown, Cause::Transient),
                failure(Certainty::Rejected, Cause::Final),
            ],
        )
        .await;
        assert!(ended.outcome.is_err());
        assert_eq!((ended.certainty, ended.attempts), (Certainty::Unknown, 2));
    }

    #[tokio::test]
    async fn every_wait_is_slept_and_the_last_attempts_get_what_time_is_left() {
        let clock = Moved::new();
        let (ended, limits) = run(
            &clock,
            vec![
                failure(Certainty::Rejected, Cause::RateLimited),
                failure(Certainty::NotSent, Cause::Transient),
            ],
        )
        .await;
        assert!(ended.outcome.is_ok());
        assert_eq!(ended.attempts, 3);
        assert_eq!(clock.slept(), [30_250, 500]);
        let millis: Vec<u128> = limits.iter().map(Duration::as_millis).collect();
        assert_eq!(millis, [30_000, 9_750, 9_250]);
    }

    #[tokio::test]
    async fn a_wait_beyond_the_deadline_is_not_begun() {
        let clock = Moved::new();
        let limited = || failure(Certainty::Rejected, Cause::RateLimited);
        let (ended, _) = run(&clock, vec![limited(), limited(), limited()]).await;
        assert!(ended.outcome.is_err());
        assert_eq!(clock.slept(), [30_250]);
    }
}
