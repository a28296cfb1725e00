//! Load: regenerations over 64 connections at the same time.
//!
//! The number of requests comes in, and the path of Prism for a comparison. The bench fails if a regeneration is lost or
//! if the memory grows. It prints memory, requests per second and response times. Connections are in
//! `load/connection.rs`, servers in processes of their own in `load/peer.rs`. It is written by hand: criterion repeats
//! short runs, not a long one. `cargo xtask bench-sandbox` installs Prism from npm and compares with it.
//!
//! ```console
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
        memory.push(peer::resident_kilobytes("self"));
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

/// Measures the sandbox and Prism in turns, each in a process of its own: memory, requests per second, and the response
/// times at half of that load.
fn speed(prism: Option<&str>, share: usize) {
    let sandbox = Peer::sandbox();
    let prism = prism.map(Peer::prism);
    let sides = [
        Some(("sandbox", &sandbox, 60_000 / share)),
        prism.as_ref().map(|prism| ("Prism", prism, 9_000 / share)),
    ];
    let sides: Vec<_> = sides.into_iter().flatten().collect();
    for (name, peer, _) in &sides {
        let count = 6_000 / share;
        rate(peer, count, 0);
        let memory = peer.resident_kilobytes() as f64 / 1024.0;
        println!("{name}: {memory:.0} MiB after {count} requests");
    }
    let mut rates = vec![Vec::new(); sides.len()];
    for round in 1..=3 {
        for ((name, peer, count), rates) in sides.iter().zip(&mut rates) {
            let rate = rate(peer, *count, round);
            println!("{name}: {rate:.0} requests per second in round {round}");
            rates.push(rate);
        }
    }
    let ratios = rates[0].iter().zip(rates.last().unwrap());
    let ratio = median(ratios.map(|(ours, theirs)| ours / theirs).collect());
    if sides.len() > 1 {
        println!(
            "the sandbox answers {ratio:.0} times as many requests as Prism (median of the rounds)"
        );
    }
    for ((name, peer, count), rates) in sides.iter().zip(rates) {
        let half = median(rates) / 2.0;
        let times = paced(peer, *count, half);
        let at = |part: f64| times[((times.len() - 1) as f64 * part) as usize].as_secs_f64() * 1e3;
        println!(
            "{name} at half load, {half:.0} requests per second: median {:.2} ms, 99th percentile {:.2} ms",
            at(0.5),
            at(0.99)
        );
    }
}

fn median(mut values: Vec<f64>) -> f64 {
    values.sort_by(f64::total_cmp);
    values[values.len() / 2]
}

fn rate(peer: &Peer, count: usize, round: usize) -> f64 {
    let start = Instant::now();
    send(peer.address, peer.id, peer.key, count, round * 1_000_000);
    count as f64 / start.elapsed().as_secs_f64()
}

/// The sorted response times of `count` requests, of which `rate` are sent in a second.
///
/// A time begins when the request is due, so that a response that keeps the next request waiting counts for both.
fn paced(peer: &Peer, count: usize, rate: f64) -> Vec<Duration> {
    let runtime = Builder::new_current_thread().enable_all().build().unwrap();
    let head = head(peer.address, peer.id, peer.key);
    let next = Arc::new(AtomicUsize::new(0));
    runtime.block_on(async {
        let mut workers = Vec::new();
        for _ in 0..CONNECTIONS.min(count) {
            let (head, next) = (Arc::clone(&head), Arc::clone(&next));
            let mut connection = Connection::open(peer.address).await;
            workers.push(async move |start: Instant| {
                let mut times = Vec::new();
                loop {
                    let number = next.fetch_add(1, Ordering::Relaxed);
                    if number >= count {
                        return times;
                    }
                    let due = start + Duration::from_secs_f64(number as f64 / rate);
                    // A timer of Tokio is up to a millisecond late, which would count as a part of the response time.
                    while Instant::now() < due {
                        tokio::task::yield_now().await;
                    }
                    let request = format!("{head}paced-{number}\r\n\r\n");
                    connection.exchange(request.as_bytes()).await;
                    times.push(due.elapsed());
                }
            });
        }
        let start = Instant::now();
        let running: Vec<_> = workers
            .into_iter()
            .map(|mut worker| tokio::spawn(async move { worker(start).await }))
            .collect();
        let mut times = Vec::new();
        for worker in running {
            times.extend(worker.await.unwrap());
        }
        times.sort();
        times
    })
}

/// A request up to its idempotency key.
fn head(address: SocketAddr, id: &str, key: &str) -> Arc<str> {
    format!(
        "POST /api-keys/{id}/regenerate HTTP/1.1\r\nhost: {address}\r\naccept: application/json\r\nx-api-key: {key}\r\ncontent-length: 0\r\nidempotency-key: "
    )
    .into()
}

/// Sends `count` regenerations, each with an idempotency key of its own, numbered from `first`.
fn send(address: SocketAddr, id: &str, key: &str, count: usize, first: usize) {
    let runtime = Builder::new_current_thread().enable_all().build().unwrap();
    let head = head(address, id, key);
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
