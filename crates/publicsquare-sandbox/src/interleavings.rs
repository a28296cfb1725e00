//! What the threads of the server share, in many orders that they can take.
//!
//! In come requests at the same time, and the shared parts alone: faults, log, rate limit, idempotency keys, random values
//! and the clock. Shuttle runs each test once for each order of the steps of its threads, or for many orders where there
//! are too many, and ends it if all threads wait. Its atomic types hide no reordering of the processor. That is no loss
//! here: the counters are alone in their cells, and order nothing else. `cargo xtask interleavings` runs these tests.

mod parts;
mod requests;

use std::sync::Arc;

use shuttle::scheduler::{DfsScheduler, PctScheduler};
use shuttle::{Config, Runner, thread};

/// How many orders of a model are tried that has too many.
const SOME: usize = 10_000;

/// How many are tried before all of them. A defect can add so many orders that it is found late among all.
const FIRST: usize = 1000;

/// At how many places a thread is held up in such an order. Few are enough for most defects.
const PREEMPTIONS: usize = 4;

/// Runs a model in every order, and says how many there are.
fn in_every_order(name: &str, model: impl Fn() + Send + Sync + 'static) {
    let model = Arc::new(model);
    drawn(FIRST, Arc::clone(&model));
    let all = DfsScheduler::new(None, false);
    let orders = Runner::new(all, Config::new()).run(move || model());
    println!("{name}: {orders} orders");
}

/// Runs a model that has too many orders in some of them.
fn in_some_orders(name: &str, model: impl Fn() + Send + Sync + 'static) {
    let orders = drawn(SOME, Arc::new(model));
    println!("{name}: {orders} orders of many");
}

/// Runs a model in orders that are drawn, the same ones each time.
fn drawn(orders: usize, model: Arc<impl Fn() + Send + Sync + 'static>) -> usize {
    let some = PctScheduler::new_from_seed(1, PREEMPTIONS, orders);
    Runner::new(some, Config::new()).run(move || model())
}

/// Does this in threads at the same time, each with its number, and returns what they return.
fn at_once<T: Send + 'static>(
    threads: usize,
    act: impl Fn(usize) -> T + Send + Sync + 'static,
) -> Vec<T> {
    let act = Arc::new(act);
    let threads: Vec<_> = (0..threads)
        .map(|number| {
            let act = Arc::clone(&act);
            thread::spawn(move || act(number))
        })
        .collect();
    threads
        .into_iter()
        .map(|thread| thread.join().expect("no thread panics"))
        .collect()
}
