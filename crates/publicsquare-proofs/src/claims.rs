//! `cargo xtask claims`: each round makes one call of the client while an adversary interferes on the wire, and
//! checks that what the client claims is true.
//!
//! The number of rounds and a seed come in. Out come what was tried, which claims were true, which were excused, and
//! which were false. A model of the API knows the truth. The front page of the library has an overview; the bench
//! of psq is in `faults`.

mod adversary;
mod api_model;
mod appearance;
mod body;
mod breakages;
mod call;
mod clock;
mod exchange;
mod http2;
mod interfere;
mod operation;
mod oracle;
mod raw_response;
mod request;
mod request_checks;
mod round;
mod round_plan;
mod tally;
mod tls;
mod trace_capture;
mod unreachable_ports;
mod verdict;

use std::io::{self, Write};
use std::sync::atomic::{AtomicBool, AtomicUsize, Ordering};
use std::sync::{Mutex, PoisonError};
use std::thread;
use std::time::Instant;

use self::round_plan::Plan;
use self::tally::Tally;
use crate::cli::ClaimsFlags;
use crate::exit::Exit;

/// More workers than processors, because a round mostly waits for the wire.
const WORKERS: usize = 48;

pub(crate) fn run(flags: &ClaimsFlags, out: &mut dyn Write) -> io::Result<Exit> {
    if flags.breakages {
        return breakages::run(flags, out);
    }
    trace_capture::listen()?;
    let begun = Instant::now();
    let mut tally = play_all(flags)?;
    tally.show(flags.seed, begun.elapsed(), out)?;
    Ok(if tally.is_clean() {
        Exit::Success
    } else {
        Exit::Failure
    })
}

fn play_all(flags: &ClaimsFlags) -> io::Result<Tally> {
    let rounds: Vec<usize> = match flags.only {
        Some(round) => vec![round],
        None => (0..flags.rounds).collect(),
    };
    let tally = Mutex::new(Tally::default());
    let (next, is_over) = (AtomicUsize::new(0), AtomicBool::new(false));
    thread::scope(|scope| {
        let work = || -> io::Result<()> {
            // A round stays on one thread, so that the trace of this thread belongs to it.
            let runtime = tokio::runtime::Builder::new_current_thread()
                .enable_all()
                .build()?;
            while let Some(round) = rounds.get(next.fetch_add(1, Ordering::Relaxed)) {
                if is_over.load(Ordering::Relaxed) {
                    break;
                }
                let plan = Plan::new(flags.seed, *round);
                let played = runtime.block_on(round::run(&plan)).map_err(|error| {
                    is_over.store(true, Ordering::Relaxed);
                    io::Error::other(format!("round {round}: {error}"))
                })?;
                let is_found = flags.first && !played.verdict.flaws.is_empty();
                is_over.fetch_or(is_found, Ordering::Relaxed);
                let mut tally = tally.lock().unwrap_or_else(PoisonError::into_inner);
                tally.add(&plan, &played);
            }
            Ok(())
        };
        let workers: Vec<_> = (0..WORKERS.min(rounds.len()))
            .map(|_| scope.spawn(work))
            .collect();
        for worker in workers {
            worker.join().map_err(|_| {
                io::Error::other(
                    "a round of the bench itself has failed; the message above says where",
                )
            })??;
        }
        io::Result::Ok(())
    })?;
    Ok(tally.into_inner().unwrap_or_else(PoisonError::into_inner))
}
