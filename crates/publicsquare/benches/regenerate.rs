//! The cost of a regeneration through `publicsquare`, compared with the same call by hand.
//!
//! ```console
//! $ cargo bench -p publicsquare
//! ```
//!
//! In comes a sandbox on this machine. Both sides call it over their own keep-alive connections, in changing order, so a slow moment
//! of the machine affects both. Out comes the median of the ratios: the README promises at most 1.05.

#![forbid(unsafe_code)]
#![allow(clippy::print_stdout, clippy::unwrap_used, clippy::expect_used)]

use std::future::Future;
use std::hint::black_box;
use std::time::{Duration, Instant};

use chrono::{DateTime, Utc};
use publicsquare::{ApiKeyId, Client, RetryPolicy};
use publicsquare_sandbox::{IdempotencyScope, Sandbox};
use serde::Deserialize;

fn main() {
    // `cargo test --benches` and `cargo bench -- --test` only check that it runs.
    let rounds: usize = if std::env::args().any(|argument| argument == "--bench") {
        200
    } else {
        2
    };
    let sandbox = Sandbox::builder()
        .without_rate_limit()
        // Without this, the bench would measure how the sandbox stores a million responses.
        .idempotency_scope(IdempotencyScope::Ignored)
        .log_capacity(0)
        .start_blocking()
        .unwrap();
    let runtime = tokio::runtime::Builder::new_multi_thread()
        .worker_threads(1)
        .enable_all()
        .build()
        .unwrap();
    runtime.block_on(async {
        let keys = sandbox.seeded().test();
        let ours = Ours::new(
            sandbox.url(),
            keys.secret().value(),
            keys.publishable().id(),
        );
        let by_hand = ByHand::new(
            sandbox.url(),
            keys.secret().value(),
            keys.publishable().id(),
        );
        println!("a call on loopback, through publicsquare and by hand (reqwest + serde_json)");
        for in_flight in [1, 256] {
            // So many calls make the start of the tasks negligible.
            let (rounds, calls) = if in_flight == 1 {
                (rounds, 100)
            } else {
                (rounds.div_ceil(2), 2048)
            };
            compare(rounds, calls, in_flight, &ours, &by_hand).await;
        }
    });
}

/// One of the two ways to make the call.
trait Caller: Clone + Send + Sync + 'static {
    fn call(&self) -> impl Future<Output = ()> + Send;
}

#[derive(Clone)]
struct Ours {
    client: Client,
    id: ApiKeyId,
}

impl Ours {
    fn new(url: &str, key: &str, id: &str) -> Self {
        let client = Client::builder()
            .base_url(url)
            .api_key(key)
            .retry_policy(RetryPolicy::never())
            .build()
            .unwrap();
        Self {
            client,
            id: id.parse().unwrap(),
        }
    }
}

impl Caller for Ours {
    async fn call(&self) {
        let request = self.client.api_keys().regenerate(&self.id).unwrap();
        black_box(request.send().await.unwrap());
    }
}

/// The code that a careful programmer writes without this crate: the same request, and the whole response.
#[derive(Clone)]
struct ByHand {
    http: reqwest::Client,
    base_url: String,
    id: String,
    key: reqwest::header::HeaderValue,
}

/// All documented members, because both sides give all of them to their caller.
#[derive(Deserialize)]
#[expect(dead_code, reason = "decoding is the point")]
struct ApiKey {
    id: Option<String>,
    account_id: Option<String>,
    environment: Option<String>,
    key: Option<String>,
    #[serde(rename = "type")]
    key_type: Option<String>,
    created_at: Option<DateTime<Utc>>,
    modified_at: Option<DateTime<Utc>>,
    name: String,
    permissions: Vec<String>,
}

impl ByHand {
    fn new(url: &str, key: &str, id: &str) -> Self {
        let mut key: reqwest::header::HeaderValue = key.parse().unwrap();
        key.set_sensitive(true);
        Self {
            http: reqwest::Client::builder()
                .no_proxy()
                .redirect(reqwest::redirect::Policy::none())
                .connect_timeout(Duration::from_secs(5))
                .timeout(Duration::from_secs(30))
                .build()
                .unwrap(),
            base_url: url.to_owned(),
            id: id.to_owned(),
            key,
        }
    }
}

impl Caller for ByHand {
    async fn call(&self) {
        let answer = self
            .http
            .post(format!("{}/api-keys/{}/regenerate", self.base_url, self.id))
            .header("X-API-KEY", self.key.clone())
            .header("IDEMPOTENCY-KEY", uuid::Uuid::new_v4().to_string())
            .header("X-CORRELATION-ID", uuid::Uuid::new_v4().to_string())
            .header("accept", "application/json")
            .header("content-length", "0")
            .header(
                "user-agent",
                concat!("publicsquare-rust/", env!("CARGO_PKG_VERSION")),
            )
            .send()
            .await
            .unwrap();
        let body = answer.error_for_status().unwrap().bytes().await.unwrap();
        let decoded: ApiKey = serde_json::from_slice(&body).unwrap();
        assert!(decoded.key.is_some());
        black_box(decoded);
    }
}

async fn compare(
    rounds: usize,
    calls: usize,
    in_flight: usize,
    ours: &impl Caller,
    by_hand: &impl Caller,
) {
    batch(ours, calls, in_flight).await;
    batch(by_hand, calls, in_flight).await;
    let (mut our_times, mut their_times, mut ratios) = (Vec::new(), Vec::new(), Vec::new());
    for round in 0..rounds {
        let (our_time, their_time);
        if round % 2 == 0 {
            our_time = batch(ours, calls, in_flight).await;
            their_time = batch(by_hand, calls, in_flight).await;
        } else {
            their_time = batch(by_hand, calls, in_flight).await;
            our_time = batch(ours, calls, in_flight).await;
        }
        ratios.push(our_time.as_secs_f64() / their_time.as_secs_f64());
        our_times.push(per_call(our_time, calls));
        their_times.push(per_call(their_time, calls));
    }
    println!(
        "{in_flight:>4} in flight: median ratio {:.3} ({rounds} rounds of {calls} calls; per call \
         {:.1} µs and {:.1} µs)",
        median(ratios),
        median(our_times),
        median(their_times),
    );
}

/// Makes `calls` calls, with `in_flight` of them under way at any time.
async fn batch(caller: &impl Caller, calls: usize, in_flight: usize) -> Duration {
    let start = Instant::now();
    let mut tasks = tokio::task::JoinSet::new();
    for _ in 0..in_flight {
        let caller = caller.clone();
        let share = calls.div_ceil(in_flight);
        tasks.spawn(async move {
            for _ in 0..share {
                caller.call().await;
            }
        });
    }
    tasks.join_all().await;
    start.elapsed()
}

fn per_call(time: Duration, calls: usize) -> f64 {
    time.as_secs_f64() * 1e6 / calls as f64
}

fn median(mut figures: Vec<f64>) -> f64 {
    figures.sort_by(f64::total_cmp);
    figures[figures.len() / 2]
}
