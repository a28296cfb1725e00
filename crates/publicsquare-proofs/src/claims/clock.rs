//! A clock that does not wait: it only records how long it was asked to wait.
//!
//! The client under test gets it. Waits come in and return at once. Out come their durations, which
//! [`request_checks`](super::request_checks) compares with the demands of the server.

use std::future::{Future, ready};
use std::pin::Pin;
use std::sync::{Arc, Mutex, PoisonError};
use std::time::{Duration, Instant, SystemTime};

use publicsquare::Clock;

#[derive(Debug, Clone)]
pub(super) struct InstantClock {
    slept: Arc<Mutex<Vec<Duration>>>,
    /// The offset of the clock from the true time in hours, plus 48: with 0 the clock is 48 hours behind.
    hours: u64,
}

impl InstantClock {
    pub(super) fn new(hours: u64) -> Self {
        Self {
            slept: Arc::default(),
            hours,
        }
    }

    pub(super) fn slept(&self) -> Vec<Duration> {
        let slept = self.slept.lock().unwrap_or_else(PoisonError::into_inner);
        slept.clone()
    }
}

impl Clock for InstantClock {
    fn now(&self) -> Instant {
        Instant::now() + self.slept().iter().sum::<Duration>()
    }

    fn system_time(&self) -> SystemTime {
        let hour = Duration::from_secs(3600);
        SystemTime::now() - hour * 48 + hour * u32::try_from(self.hours).unwrap_or_default()
    }

    fn sleep(&self, duration: Duration) -> Pin<Box<dyn Future<Output = ()> + Send + '_>> {
        let mut slept = self.slept.lock().unwrap_or_else(PoisonError::into_inner);
        slept.push(duration);
        Box::pin(ready(()))
    }

    fn random(&self) -> f64 {
        0.999
    }
}
