//! What the threads of an application share in this crate, in every order that they can take.
//!
//! In come the history of a request, and the way to the thread of a blocking client and back. Shuttle runs each test once
//! for each order of the steps of its threads, and ends it if all of them wait. Atomic types of shuttle hide no reordering
//! of the processor, which is no loss here: this crate shares its values under locks and over channels alone.
//! `cargo xtask interleavings` runs these tests and those of the sandbox.

mod handover;
mod history;

use shuttle::scheduler::{DfsScheduler, RandomScheduler};
use shuttle::{Config, Runner};

/// Runs a model in every order, and returns how many there are.
fn in_every_order(model: impl Fn() + Send + Sync + 'static) -> usize {
    Runner::new(DfsScheduler::new(None, false), Config::new()).run(model)
}

/// Runs a model that has too many orders in 20,000 of them, the same ones each time.
fn in_some_orders(model: impl Fn() + Send + Sync + 'static) -> usize {
    Runner::new(RandomScheduler::new_from_seed(1, 20_000), Config::new()).run(model)
}
