//! Load: regenerations over 64 connections at the same time.
//!
//! The number of requests comes in, and the path of Prism for a comparison. The bench fails if a regeneration
//! is lost or if the memory grows. It prints the requests per second. Connections are in `load/connection.rs`,
//! servers in processes of their own in `load/peer.rs`. It is written by hand: criterion repeats short runs, not a long one.
//!
//! ```console
//! $ cargo xtask bench-sandbox        # installs Prism from npm and compares with it
//! $ cargo bench -p publicsquare-sandbox --bench load
//! ```

#![forbid(unsafe_code)]
#![allow(clippy::print_stdout, clippy::unwrap_used, clippy::panic)]

#[path = "load/connection.rs"]
mod connection;
#[path = "load/peer.rs"]
mod peer;

use std::net::SocketAddr;
use std::sync::Arc;
use std::sync::atomic::{AtomicUsize, Ordering};
use std::time::{Duration, Instant, SystemTime};

use connection::Connection;
use peer::Peer;
use publicsquare_sandbox::{ManualClock, Sandbox};
use tokio::runtime::Builder;

const CONNECTIONS: usize = 64;

/// How many regenerations there are between two measurements of the memory. The clock moves by an hour each
/// time, so that stored responses expire.
const STRETCH: usize = 10_000;

fn main() {
    let arguments: Vec<String> = std::env::args().collect();
    let after = |flag: &str| {
        let place = arguments.iter().position(|argument| argument == flag)?;
        arguments.get(place + 1)
    };
    // `cargo test --benches` only checks that it runs.
    let is_bench = arguments.iter().any(|argument| argument == "--bench");
    let total = match after("--requests") {
        Some(number) => number.parse().unwrap(),
        None if is_bench => 1_000_000,
        None => 2_000,
    };
    endurance(total);
    let share = if is_bench { 1 } else { 100 };
    speed(after("--prism").map(String::as_str), share);
}

/// Sends this many regenerations to one sandbox, and checks that none is lost and the memory stays flat.
fn endurance(total: usize) {
    let clock = ManualClock::at(SystemTime::now());
    let sandbox = Sandbox::builder()
        .clock(clock.clone())
        .without_rate_limit()
        .start_blocking()
        .unwrap();
    let keys = sandbox.seeded().test();
    let address = sandbox
        .url()
        .strip_prefix("http://")
        .unwrap()
        .parse()
        .unwrap();
    let mut memory = Vec::new();
    let start = Instant::now();
    for done in (0..total).step_by(STRETCH) {
        let count = STRETCH.min(total - done);
        send(
            address,
            keys.key_writer().id(),
            keys.secret().value(),
            count,
            done,
        );
        clock.advance(Duration::from_secs(60 * 60));
        memory.push(resident_kilobytes());
    }
    let seconds = start.elapsed().as_secs_f64();
    assert_eq!(sandbox.regenerations(keys.key_writer().id()), total);
    assert!(sandbox.current_value(keys.key_writer().id()).is_some());
    println!(
        "{total} regenerations over {CONNECTIONS} connections: none lost, {:.0} per second",
        total as f64 / seconds
    );
    let quarters: Vec<String> = (1..=4)
        .filter_map(|quarter| memory.get((memory.len() * quarter / 4).checked_sub(1)?))
        .map(|kilobytes| format!("{} MiB", kilobytes / 1024))
        .collect();
    println!("memory after each quarter: {}", quarters.join(", "));
    println!(
        "stored responses at the end: {}",
        sandbox.idempotency_records()
    );
    if let (Some(half), Some(last)) = (memory.get(memory.len() / 2), memory.last())
        && memory.len() >= 48
    {
        assert!(
            last * 10 <= half * 11,
            "the memory has grown by more than a tenth in the second half"
        );
    }
}

/// Measures requests per second, of the sandbox and of Prism in turns, each in a process of its own.
fn speed(prism: Option<&str>, share: usize) {
    let sandbox = Peer::sandbox();
    let prism = prism.map(Peer::prism);
    let mut ratios = Vec::new();
    for round in 0..3 {
        let ours = rate(&sandbox, 60_000 / share, round);
        print!("round {}: sandbox {ours:.0} requests per second", round + 1);
        if let Some(prism) = &prism {
            let theirs = rate(prism, 3_000 / share, round);
            print!(", Prism {theirs:.0}");
            ratios.push(ours / theirs);
        }
        println!();
    }
    ratios.sort_by(f64::total_cmp);
    if let Some(median) = ratios.get(ratios.len() / 2) {
        println!(
            "the sandbox answers {median:.0} times as many requests as Prism (median of the rounds)"
        );
    }
}

fn rate(peer: &Peer, count: usize, round: usize) -> f64 {
    let start = Instant::now();
    send(peer.address, peer.id, peer.key, count, round * 1_000_000);
    count as f64 / start.elapsed().as_secs_f64()
}

/// Sends `count` regenerations, each with an idempotency key of its own, numbered from `first`.
fn send(address: SocketAddr, id: &str, key: &str, count: usize, first: usize) {
    let runtime = Builder::new_current_thread().enable_all().build().unwrap();
    let head: Arc<str> = format!(
        "POST /api-keys/{id}/regenerate HTTP/1.1\r\nhost: {address}\r\naccept: application/json\r\nx-api-key: {key}\r\ncontent-length: 0\r\nidempotency-key: "
    )
    .into();
    let next = Arc::new(AtomicUsize::new(0));
    runtime.block_on(async {
        let mut workers = Vec::new();
        for _ in 0..CONNECTIONS.min(count) {
            let (head, next) = (Arc::clone(&head), Arc::clone(&next));
            workers.push(tokio::spawn(async move {
                let mut connection = Connection::open(address).await;
                loop {
                    let number = next.fetch_add(1, Ordering::Relaxed);
                    if number >= count {
                        break;
                    }
                    let request = format!("{head}load-{}\r\n\r\n", first + number);
                    connection.exchange(request.as_bytes()).await;
                }
            }));
        }
        for worker in workers {
            worker.await.unwrap();
        }
    });
}

/// The memory of this process in KiB. Zero where the system does not report it.
fn resident_kilobytes() -> usize {
    let status = std::fs::read_to_string("/proc/self/status").unwrap_or_default();
    let line = status.lines().find_map(|line| line.strip_prefix("VmRSS:"));
    let number = line.and_then(|line| line.split_whitespace().next()?.parse().ok());
    number.unwrap_or_default()
}
