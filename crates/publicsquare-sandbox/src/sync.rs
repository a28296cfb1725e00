//! The lock and the counter that threads share, from one place.
//!
//! In the library they are those of the standard library. In the tests of `interleavings`, which are built with
//! `--cfg shuttle`, they are those of shuttle: it runs a test in many orders that its threads can take. The state,
//! the stored responses, the faults and the log are inside a [`Lock`](crate::lock::Lock) each.

pub(crate) use std::sync::PoisonError;
pub(crate) use std::sync::atomic::Ordering;

#[cfg(not(all(test, shuttle)))]
pub(crate) use std::sync::atomic::AtomicU64;
#[cfg(not(all(test, shuttle)))]
pub(crate) use std::sync::{Mutex, MutexGuard};

#[cfg(all(test, shuttle))]
pub(crate) use shuttle::sync::atomic::AtomicU64;
#[cfg(all(test, shuttle))]
pub(crate) use shuttle::sync::{Mutex, MutexGuard};
