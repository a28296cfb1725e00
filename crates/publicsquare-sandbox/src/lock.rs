//! A mutex that survives a panic of the thread that holds it.
//!
//! In comes a value that requests share. Out comes exclusive access to it, even after a panic. The state, the
//! stored responses, the faults and the log are inside one each.

use std::fmt;

use crate::sync::{Mutex, MutexGuard, PoisonError};

/// A [`Mutex`] without poisoning.
///
/// Every critical section in this crate leaves its data consistent at each step. A panic in one request
/// therefore must not stop the whole server. The `Debug` output never shows the content, because the content
/// can be the value of a key.
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
