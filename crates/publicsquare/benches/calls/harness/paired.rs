//! Time, measured in turns.
//!
//! In come the sides. In each round, every side makes a batch of calls over its own connections, and each round begins
//! with another side. Out comes a line for each side: the median of its times, and the median of the ratios to the
//! first side in the same round.

use std::time::{Duration, Instant};

use super::{Caller, Side};

/// How long a batch of calls took, and each of its calls.
pub(super) struct Batch {
    elapsed: Duration,
    /// In order of time.
    calls: Vec<Duration>,
}

impl Batch {
    /// Makes `calls` calls, with `in_flight` of them under way at any time.
    pub(super) async fn run(caller: impl Caller, calls: usize, in_flight: usize) -> Self {
        let start = Instant::now();
        let mut tasks = tokio::task::JoinSet::new();
        let share = calls.div_ceil(in_flight);
        for _ in 0..in_flight {
            let caller = caller.clone();
            tasks.spawn(async move {
                let mut times = Vec::with_capacity(share);
                for _ in 0..share {
                    let start = Instant::now();
                    caller.call().await;
                    times.push(start.elapsed());
                }
                times
            });
        }
        let mut calls = tasks.join_all().await.concat();
        let elapsed = start.elapsed();
        calls.sort();
        Self { elapsed, calls }
    }

    /// The time that `percent` of the calls needed at most.
    fn quantile(&self, percent: usize) -> f64 {
        let place = (self.calls.len() * percent).div_ceil(100).max(1) - 1;
        self.calls[place].as_secs_f64()
    }

    fn per_call(&self) -> f64 {
        self.elapsed.as_secs_f64() / self.calls.len() as f64
    }
}

/// Prints a line of the table for each side.
pub(super) async fn compare(sides: &[Side], in_flight: usize, rounds: usize, calls: usize) {
    let mut batches: Vec<Vec<Batch>> = sides.iter().map(|_| Vec::new()).collect();
    for side in sides {
        // Opens the connections.
        (side.batch)(calls, in_flight).await;
    }
    for round in 0..rounds {
        for place in 0..sides.len() {
            let place = (place + round) % sides.len();
            let batch = (sides[place].batch)(calls, in_flight).await;
            batches[place].push(batch);
        }
    }
    for (side, own) in sides.iter().zip(&batches) {
        let figure = |of: &dyn Fn(&Batch) -> f64| median(own.iter().map(of).collect());
        let ratio = |of: &dyn Fn(&Batch) -> f64| {
            let pairs = own.iter().zip(&batches[0]);
            median(pairs.map(|(own, first)| of(own) / of(first)).collect())
        };
        println!(
            "| {in_flight} | {} | {:.1} µs | {:.3} | {:.3} | {:.0} µs | {:.3} |",
            side.name,
            figure(&Batch::per_call) * 1e6,
            ratio(&Batch::per_call),
            ratio(&|batch| batch.quantile(50)),
            figure(&|batch| batch.quantile(99)) * 1e6,
            ratio(&|batch| batch.quantile(99)),
        );
    }
}

fn median(mut figures: Vec<f64>) -> f64 {
    figures.sort_by(f64::total_cmp);
    figures[figures.len() / 2]
}
