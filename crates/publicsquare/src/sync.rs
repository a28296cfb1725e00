//! The locks and channels that threads share, from one place.
//!
//! In the library they are those of the standard library. In the tests of `interleavings`, which are built with
//! `--cfg shuttle`, they are those of shuttle: it runs a test once for each order that its threads can take.

pub(crate) use std::sync::PoisonError;

#[cfg(all(feature = "blocking", not(all(test, shuttle))))]
pub(crate) use std::sync::mpsc;
#[cfg(not(all(test, shuttle)))]
pub(crate) use std::sync::{Mutex, MutexGuard};

#[cfg(all(test, shuttle))]
pub(crate) use shuttle::sync::{Mutex, MutexGuard, mpsc};
