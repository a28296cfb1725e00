//! A mutex that outlives a panic of one of its holders.

use std::fmt;
use std::sync::{Mutex, MutexGuard, PoisonError};

/// A [`Mutex`] without poisoning.
///
/// Every critical section in this crate leaves its data consistent at each step, so that a panic in
/// one request must not take the whole server down with it. The `Debug` output never shows what is
/// inside: it holds key values.
pub(crate) struct Lock<T>(Mutex<T>);

impl<T> Lock<T> {
    pub(crate) const fn new(value: T) -> Self {
        Self(Mutex::new(value))
    }

    pub(crate) fn lock(&self) -> MutexGuard<'_, T> {
        self.0.lock().unwrap_or_else(PoisonError::into_inner)
    }
}

impl<T> fmt::Debug for Lock<T> {
    fn fmt(&self, formatter: &mut fmt::Formatter<'_>) -> fmt::Result {
        formatter.write_str("Lock(..)")
    }
}
