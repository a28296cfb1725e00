//! Time, passed in.

use std::future::Future;
use std::pin::Pin;
use std::time::{Duration, Instant, SystemTime};

/// Where the client gets time, sleep and chance from.
///
/// The default is the real thing. A test passes one whose sleep returns at once, and so sees every
/// retry without waiting for it.
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
    /// A time that only moves forward, for measuring how long something takes.
    fn now(&self) -> Instant;

    /// The time of day, for reading a `Retry-After` date in an answer without a `Date` of its own.
    fn system_time(&self) -> SystemTime;

    /// Waits.
    fn sleep(&self, duration: Duration) -> Pin<Box<dyn Future<Output = ()> + Send + '_>>;

    /// A random number from 0 up to 1, for jitter. What is outside counts as the nearest of the two, and
    /// what is no number as 1.
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
        fastrand::f64()
    }
}
