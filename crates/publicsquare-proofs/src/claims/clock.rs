//! A clock that does not sleep: it only counts how long it was asked to.

use std::future::{Future, ready};
use std::pin::Pin;
use std::sync::{Arc, Mutex, PoisonError};
use std::time::{Duration, Instant, SystemTime};

use publicsquare::Clock;

#[derive(Debug, Clone)]
pub(super) struct InstantClock {
    slept: Arc<Mutex<Vec<Duration>>>,
    /// How far the clock of this machine is ahead, in hours, beyond the 48 that it is behind.
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
