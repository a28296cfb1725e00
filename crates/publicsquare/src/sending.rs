//! Sending a request: attempts, what is known after them, and the error that says so.
//!
//! Every operation sends through [`Call::send`]. In come two closures: `ask` makes one HTTP request with the
//! generated client, and `read` turns the response into the result of the operation. Out comes that result, or
//! one [`Error`] for all attempts together. Whether and when another attempt follows is decided in
//! [`retry::policy`](crate::retry::policy), and what one failed attempt means in [`failure`](crate::failure). The API key of
//! each attempt is the matter of `sending/attempt_key.rs`.

mod attempt_key;

use std::future::Future;
use std::sync::Arc;
use std::time::{Duration, Instant};

use publicsquare_client::{Client as Generated, Error as ClientError, ResponseValue};
use tracing::debug;

use self::attempt_key::AttemptKey;
use crate::certainty::Certainty;
use crate::client::{Client, Shared};
use crate::effect::Effect;
use crate::error::Error;
use crate::failure::Failure;
use crate::history::History;
use crate::identity::{CorrelationId, IdempotencyKey};
use crate::problem::ProblemBody;
use crate::response_head::ResponseHead;
use crate::retry::policy::Attempt;

/// All that a request has beside the question that it asks.
pub(crate) struct Call<'c> {
    pub(crate) client: &'c Client,
    pub(crate) effect: Effect,
    pub(crate) correlation_id: Option<&'c CorrelationId>,
    pub(crate) idempotency_key: Option<&'c IdempotencyKey>,
    pub(crate) history: &'c History,
}

impl Call<'_> {
    /// Makes attempts until one succeeds or the retry policy gives up.
    pub(crate) async fn send<Body, Problem, Asking, Output>(
        &self,
        ask: impl Fn(Arc<Generated>) -> Asking,
        read: impl Fn(&ResponseHead, Body, u32) -> Result<Output, Failure>,
    ) -> Result<Output, Error>
    where
        Asking: Future<Output = Result<ResponseValue<Body>, ClientError<Problem>>>,
        Problem: ProblemBody,
    {
        let shared = self.client.shared();
        let clock = &*shared.clock;
        let sending = self.history.begin();
        let mut certainty = sending.earlier();
        let mut server_time = None;
        let mut key = AttemptKey::new(self.idempotency_key.is_some());
        let mut number = 1;
        let start = clock.now();
        let mut begun = start;
        let failure = loop {
            let limit = time_limit(shared, begun.duration_since(start));
            let outcome = match key.client(shared, limit).await {
                Ok(generated) => self
                    .opened(ask(generated).await)
                    .and_then(|(head, body)| Ok((read(&head, body, number)?, head.status))),
                Err(failure) => Err(failure),
            };
            let failure = match outcome {
                Ok((output, status)) => {
                    debug!(
                        attempt = number,
                        status = status.as_u16(),
                        // The clock is read only where somebody listens.
                        elapsed_ms = millis(clock.now().duration_since(begun)),
                        "attempt succeeded"
                    );
                    // The change is made. No failure of a later sending may say that it is not.
                    sending.end(Certainty::RotatedUnreadable);
                    return Ok(output);
                }
                Err(failure) => failure.of(self.effect).after(server_time),
            };
            server_time = failure.error.server_time();
            key.keep_after(failure.error.certainty());
            certainty = certainty.max(failure.error.certainty());
            let ended = clock.now();
            let wait = shared.retry_policy.next(
                Attempt {
                    number,
                    cause: failure.cause,
                    retry_after: failure.error.retry_after(),
                },
                time_left(shared, ended.duration_since(start)),
                clock.random(),
            );
            trace_failure(&failure.error, number, certainty, begun, ended, wait);
            let Some(wait) = wait else {
                break failure;
            };
            clock.sleep(wait).await;
            begun = clock.now();
            // A wait can take longer than planned. The last failure says more than that no time was left.
            if time_left(shared, begun.duration_since(start)).is_zero() {
                break failure;
            }
            number += 1;
        };
        let certainty = self.effect.at_worst(sending.end(certainty));
        Err(failure.into_error(certainty, number).with(|inner| {
            if inner.correlation_id.is_none() {
                inner.correlation_id = self.correlation_id.cloned();
            }
            inner.idempotency_key = self.idempotency_key.cloned();
        }))
    }

    /// The head and the body of a response, or what the failure of the generated client means.
    fn opened<Body>(
        &self,
        asked: Result<ResponseValue<Body>, ClientError<impl ProblemBody>>,
    ) -> Result<(ResponseHead, Body), Failure> {
        asked
            .map(|response| ResponseHead::split(response, self.correlation_id))
            .map_err(|error| {
                let shared = self.client.shared();
                let now = shared.clock.system_time();
                Failure::from_client(error, now, shared.generated.proxy())
            })
    }
}

/// The time limit of an attempt that begins this long after the first one.
fn time_limit(shared: &Shared, spent: Duration) -> Duration {
    shared.attempt_timeout.min(time_left(shared, spent))
}

/// The part of the total timeout that is left.
fn time_left(shared: &Shared, spent: Duration) -> Duration {
    shared.total_timeout.saturating_sub(spent)
}

fn trace_failure(
    error: &Error,
    number: u32,
    certainty: Certainty,
    begun: Instant,
    ended: Instant,
    wait: Option<Duration>,
) {
    debug!(
        attempt = number,
        status = error.status(),
        kind = ?error.kind(),
        %certainty,
        elapsed_ms = millis(ended.duration_since(begun)),
        retry_in_ms = wait.map(millis),
        correlation_id = error.correlation_id().map(|id| id.as_str()),
        "attempt failed"
    );
}

fn millis(duration: Duration) -> u64 {
    u64::try_from(duration.as_millis()).unwrap_or(u64::MAX)
}

#[cfg(test)]
mod tests {
    use std::pin::Pin;
    use std::sync::Mutex;
    use std::time::SystemTime;

    use publicsquare_client::types::ProblemDetails;
    use reqwest::StatusCode;
    use reqwest::header::HeaderMap;

    use super::*;
    use crate::error::ErrorKind;
    use crate::retry::clock::Clock;
    use crate::retry::policy::Cause;

    /// A clock that only sleeping moves. Clones share the time.
    #[derive(Clone)]
    struct SleepClock {
        start: Instant,
        /// How much longer than asked it sleeps.
        delay: Duration,
        slept: Arc<Mutex<Vec<Duration>>>,
    }

    impl SleepClock {
        fn new() -> Self {
            Self {
                start: Instant::now(),
                delay: Duration::ZERO,
                slept: Arc::default(),
            }
        }

        fn slept(&self) -> Vec<u128> {
            self.slept
                .lock()
                .expect("no test panics while it holds the lock")
                .iter()
                .map(Duration::as_millis)
                .collect()
        }
    }

    impl Clock for SleepClock {
        fn now(&self) -> Instant {
            let slept = self.slept.lock();
            let slept = slept.expect("no test panics while it holds the lock");
            self.start + slept.iter().sum::<Duration>()
        }

        fn system_time(&self) -> SystemTime {
            SystemTime::UNIX_EPOCH
        }

        fn sleep(&self, duration: Duration) -> Pin<Box<dyn Future<Output = ()> + Send + '_>> {
            let slept = self.slept.lock();
            let mut slept = slept.expect("no test panics while it holds the lock");
            slept.push(duration + self.delay);
            Box::pin(std::future::ready(()))
        }

        fn random(&self) -> f64 {
            1.0
        }
    }

    fn client(clock: &SleepClock) -> Client {
        Client::builder()
            .api_key("sk_test_1")
            .base_url("http://127.0.0.1:1")
            .total_timeout(Duration::from_secs(40))
            .clock(clock.clone())
            .build()
            .expect("the settings are fine")
    }

    fn failure(certainty: Certainty, cause: Cause) -> Failure {
        Failure::new(ErrorKind::Response, certainty, cause)
    }

    fn regeneration<'a>(client: &'a Client, history: &'a History) -> Call<'a> {
        Call {
            client,
            effect: Effect::REGENERATE,
            correlation_id: None,
            idempotency_key: None,
            history,
        }
    }

    /// Makes one attempt for each failure, in this order, and then one that succeeds with its number.
    async fn run(clock: &SleepClock, mut failures: Vec<Failure>) -> Result<u32, Error> {
        failures.reverse();
        let failures = Mutex::new(failures);
        let (client, history) = (client(clock), History::default());
        let call = regeneration(&client, &history);
        call.send(
            |_| async {
                let response = ResponseValue::new((), StatusCode::OK, HeaderMap::new());
                Ok::<_, ClientError<ProblemDetails>>(response)
            },
            |_, (), number| {
                let failure = failures.lock().expect("nothing panics").pop();
                failure.map_or(Ok(number), Err)
            },
        )
        .await
    }

    #[tokio::test]
    async fn a_later_rejection_does_not_make_an_earlier_doubt_smaller() {
        let failures = vec![
            failure(Certainty::Unknown, Cause::Transient),
            failure(Certainty::Rejected, Cause::Final),
        ];
        let error = run(&SleepClock::new(), failures)
            .await
            .expect_err("refused");
        assert_eq!(
            (error.certainty(), error.attempts()),
            (Certainty::Unknown, 2)
        );
    }

    #[tokio::test]
    async fn every_wait_is_slept() {
        let clock = SleepClock::new();
        let failures = vec![
            failure(Certainty::Rejected, Cause::RateLimited),
            failure(Certainty::NotSent, Cause::Transient),
        ];
        assert_eq!(run(&clock, failures).await.ok(), Some(3));
        assert_eq!(clock.slept(), [30_250, 500]);
    }

    #[tokio::test]
    async fn after_a_wait_beyond_the_deadline_the_last_failure_is_reported() {
        let clock = SleepClock {
            delay: Duration::from_secs(60),
            ..SleepClock::new()
        };
        let failures = vec![failure(Certainty::Unknown, Cause::Transient)];
        let error = run(&clock, failures).await.expect_err("no time is left");
        assert_eq!(
            (error.kind(), error.attempts()),
            (ErrorKind::Response, 1),
            "{error}"
        );
        assert_eq!(clock.slept(), [60_250]);
    }

    #[test]
    fn the_last_attempts_get_the_time_that_is_left() {
        let client = client(&SleepClock::new());
        let limit = |spent| {
            let limit = time_limit(client.shared(), Duration::from_millis(spent));
            limit.as_millis()
        };
        let limits = [0, 10_000, 30_250, 30_750, 40_000, 50_000].map(limit);
        assert_eq!(limits, [30_000, 30_000, 9_750, 9_250, 0, 0]);
    }

    #[tokio::test]
    async fn a_wait_beyond_the_deadline_is_not_begun() {
        let clock = SleepClock::new();
        let limited = || failure(Certainty::Rejected, Cause::RateLimited);
        let outcome = run(&clock, vec![limited(), limited(), limited()]).await;
        assert!(outcome.is_err());
        assert_eq!(clock.slept(), [30_250]);
    }
}
