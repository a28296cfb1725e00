//! How psq scales: time, requests and memory of `psq check` and `psq apply --due` with 10, 100 and 1,000 keys.
//!
//! Start it with `cargo bench -p publicsquare-cli`. Out goes a table with the medians of all rounds and their ratio to
//! 10 keys. psq runs as a process against a sandbox in this process; `tests/psq/support/fleet.rs` sets both up. Each
//! round measures all sizes of both commands, so that a slow moment of the machine affects all of them. psq sends at
//! most 200 requests at once and 100 a second after that, which is most of the time of a check. The peak memory is
//! `VmHWM` of the Linux kernel. It includes the pages of the program, and is missing on other systems. It is written by
//! hand, because one run of psq gives three figures; criterion would need a run for each.

#![forbid(unsafe_code)]
#![allow(clippy::print_stdout, clippy::unwrap_used, clippy::expect_used)]

#[path = "../tests/psq/support/fleet.rs"]
mod fleet;

use std::fs;
use std::process::{Command, Stdio};
use std::thread;
use std::time::{Duration, Instant};

use publicsquare_sandbox::RateLimit;

use self::fleet::{Asked, Fleet};

/// How many keys of a plan are due.
const DUE: usize = 5;

/// The commands, each with the number of keys that are due in the plan.
const COMMANDS: [(&[&str], usize); 2] = [(&["check"], 0), (&["apply", "--due"], DUE)];

fn main() {
    // `cargo test --benches` and `cargo bench -- --test` only check that it runs.
    let is_measured = std::env::args().any(|argument| argument == "--bench");
    let (rounds, sizes): (usize, &[usize]) = if is_measured {
        (5, &[10, 100, 1_000])
    } else {
        (1, &[10, 20])
    };
    let mut samples: Vec<Vec<Sample>> = Vec::new();
    samples.resize_with(COMMANDS.len() * sizes.len(), Vec::new);
    for round in 0..rounds {
        // Each round begins with another one.
        for place in 0..samples.len() {
            let place = (place + round) % samples.len();
            let (arguments, due) = COMMANDS[place / sizes.len()];
            samples[place].push(measure(arguments, sizes[place % sizes.len()], due));
        }
    }
    println!(
        "a plan with {DUE} keys that are due for apply, and none for check; medians of {rounds} round(s)\n"
    );
    println!("| command | keys | time | | requests | | peak memory | |");
    println!("| --- | ---: | ---: | ---: | ---: | ---: | ---: | ---: |");
    for (command, samples) in COMMANDS.iter().zip(samples.chunks(sizes.len())) {
        let first = Sample::median(&samples[0]);
        for (keys, samples) in sizes.iter().zip(samples) {
            let sample = Sample::median(samples);
            println!(
                "| `psq {}` | {keys} | {:.3} s | × {:.2} | {} | × {:.2} | {:.1} MiB | × {:.2} |",
                command.0.join(" "),
                sample.seconds,
                sample.seconds / first.seconds,
                sample.requests,
                sample.requests / first.requests,
                sample.kibibytes / 1024.0,
                sample.kibibytes / first.kibibytes,
            );
        }
    }
}

/// A run of psq.
struct Sample {
    seconds: f64,
    requests: f64,
    kibibytes: f64,
}

impl Sample {
    fn median(samples: &[Self]) -> Self {
        let of = |member: fn(&Self) -> f64| {
            let mut values: Vec<f64> = samples.iter().map(member).collect();
            values.sort_by(f64::total_cmp);
            values[values.len() / 2]
        };
        Self {
            seconds: of(|sample| sample.seconds),
            requests: of(|sample| sample.requests),
            kibibytes: of(|sample| sample.kibibytes),
        }
    }
}

/// Measures one run of psq, on a new fleet.
fn measure(arguments: &[&str], keys: usize, due: usize) -> Sample {
    let fleet = Fleet::new(keys, due, RateLimit::documented());
    let mut psq = fleet.psq(arguments);
    let (seconds, kibibytes) = watch(psq.stdout(Stdio::null()).stderr(Stdio::null()));
    let asked = Asked::of(&fleet.sandbox.requests());
    assert_eq!(asked.lists, 1 + (keys + 1).div_ceil(100), "pages");
    assert!(asked.reveals >= keys || due > 0, "values");
    assert_eq!(asked.refused, 0, "requests that came too fast");
    assert_eq!(fleet.changed(), due, "changes");
    assert!(fleet.is_in_order(), "a file holds another value");
    Sample {
        seconds,
        requests: f64::from(u32::try_from(asked.all).unwrap()),
        kibibytes,
    }
}

/// Runs the command to its end. Returns its duration in seconds and its peak memory in KiB.
fn watch(command: &mut Command) -> (f64, f64) {
    let begin = Instant::now();
    let mut child = command.spawn().unwrap();
    let mut peak = f64::NAN;
    let status = loop {
        if let Some(status) = child.try_wait().unwrap() {
            break status;
        }
        // A process that has ended has no memory any more.
        peak = memory(child.id()).map_or(peak, |memory| memory.max(peak));
        thread::sleep(Duration::from_millis(1));
    };
    assert!(status.success(), "{status}");
    (begin.elapsed().as_secs_f64(), peak)
}

/// The most memory that a process has had so far, in KiB.
fn memory(process: u32) -> Option<f64> {
    let status = fs::read_to_string(format!("/proc/{process}/status")).ok()?;
    let line = status
        .lines()
        .find_map(|line| line.strip_prefix("VmHWM:"))?;
    line.split_whitespace().next()?.parse().ok()
}
