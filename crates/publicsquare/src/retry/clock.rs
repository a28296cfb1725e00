//! Time, sleep and chance, which the client gets from a [`Clock`].
//!
//! In comes a clock of a test, or the real one. Out come points in time, waits and random numbers. Nothing else in this
//! crate reads the time or sleeps, so a test can see every retry at once. How long a wait is, is decided in
//! [`policy`](crate::retry::policy).

use std::future::Future;
use std::pin::Pin;
use std::time::{Duration, Instant, SystemTime};

/// The source of time, sleep and chance for a client.
///
/// By default it is the real time. A test passes a clock whose sleep returns at once, and so sees every retry without
/// waiting.
///
/// ```
/// use std::pin::Pin;
/// use std::time::{Duration, Instant, SystemTime};
///
/// /// Does not sleep, and always draws the longest delay.
/// struct Impatient;
///
/// impl publicsquare::Clock for Impatient {
///     fn now(&self) -> Instant {
///         Instant::now()
///     }
///     fn system_time(&self) -> SystemTime {
///         SystemTime::now()
///     }
///     fn sleep(&self, _: Duration) -> Pin<Box<dyn Future<Output = ()> + Send + '_>> {
///         Box::pin(std::future::ready(()))
///     }
///     fn random(&self) -> f64 {
///         1.0
///     }
/// }
///
/// let builder = publicsquare::Client::builder().clock(Impatient);
/// ```
pub trait Clock: Send + Sync + 'static {
    /// A time that only moves forward. It measures how long something takes.
    fn now(&self) -> Instant;

    /// The time of day. It is needed for a `Retry-After` date in a response without a `Date` header.
    fn system_time(&self) -> SystemTime;

    /// Waits for this long.
    fn sleep(&self, duration: Duration) -> Pin<Box<dyn Future<Output = ()> + Send + '_>>;

    /// A random number from 0 to 1, for jitter. A number outside counts as the nearer of the two, and NaN counts as 1.
    fn random(&self) -> f64;
}

/// The real time. Sleeping needs a Tokio runtime with its timer on.
#[derive(Debug)]
pub(crate) struct RealClock;

impl Clock for RealClock {
    fn now(&self) -> Instant {
        Instant::now()
    }

    fn system_time(&self) -> SystemTime {
        SystemTime::now()
    }

    fn sleep(&self, duration: Duration) -> Pin<Box<dyn Future<Output = ()> + Send + '_>> {
        Box::pin(tokio::time::sleep(duration))
    }

    fn random(&self) -> f64 {
        // The random bits of a UUID: the library needs no second source of chance. Its version is not in this half, and
        // its variant is the two highest bits of it.
        let (_, half) = uuid::Uuid::new_v4().as_u64_pair();
        // As many bits as the fraction of an f64 holds.
        let bits = (half << 2) >> 11;
        bits as f64 / (1_u64 << 53) as f64
    }
}

#[cfg(test)]
mod tests {
    use std::task::{Context, Waker};

    use super::*;

    #[test]
    fn chance_is_drawn_anew_and_stays_in_its_range() {
        let draws: Vec<f64> = (0..100).map(|_| RealClock.random()).collect();
        assert!(draws.iter().all(|draw| (0.0..1.0).contains(draw)));
        let first = draws[0].to_bits();
        assert!(draws.iter().any(|draw| draw.to_bits() != first));
        // Each quarter is missed by all hundred with a probability of 3e-13.
        for quarter in [0.0, 0.25, 0.5, 0.75] {
            let is_in_it = |draw: &f64| (quarter..quarter + 0.25).contains(draw);
            assert!(draws.iter().any(is_in_it), "{draws:?}");
        }
    }

    #[tokio::test]
    async fn a_long_sleep_does_not_end_at_once_and_an_empty_one_ends() {
        let mut long = RealClock.sleep(Duration::from_secs(3600));
        let ended = long.as_mut().poll(&mut Context::from_waker(Waker::noop()));
        assert!(ended.is_pending());
        RealClock.sleep(Duration::ZERO).await;
    }
}
