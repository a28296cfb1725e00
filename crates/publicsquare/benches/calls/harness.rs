//! What both programs of this bench share: the sides, the server and the measurements.
//!
//! In comes a function that makes the sides for a server. Out comes a table on standard output. The server is a
//! sandbox in a process of its own, so that the counts of `counts.rs` are those of a client. `paired.rs` measures time
//! in turns. criterion measures one side after the other, so that a slow moment of the machine would hit one of them. It
//! could take a ratio of two sides as one figure, but not the times, ratios and tails of three sides in one run.

mod by_hand;
mod counts;
mod paired;
mod server;

use std::future::Future;
use std::hint::black_box;
use std::pin::Pin;
use std::time::Duration;

use publicsquare::{ApiKeyId, Client, RetryPolicy};

use self::by_hand::ByHand;
use self::paired::Batch;
use self::server::Server;

/// What a side needs to know about the server.
pub(crate) struct Target {
    pub(crate) url: String,
    pub(crate) secret: String,
    pub(crate) id: String,
}

/// One of the ways to make the call. A call that fails panics.
pub(crate) trait Caller: Clone + Send + Sync + 'static {
    fn call(&self) -> impl Future<Output = ()> + Send;
}

type PendingBatch = Pin<Box<dyn Future<Output = Batch>>>;

/// One of the ways to make the call, with its name in the table.
pub(crate) struct Side {
    name: &'static str,
    batch: Box<dyn Fn(usize, usize) -> PendingBatch>,
}

impl Side {
    pub(crate) fn new(name: &'static str, caller: impl Caller) -> Self {
        let batch = move |calls, in_flight| -> PendingBatch {
            Box::pin(Batch::run(caller.clone(), calls, in_flight))
        };
        Self {
            name,
            batch: Box::new(batch),
        }
    }
}

/// Both sides that need nothing but this repository.
pub(crate) fn sides(target: &Target) -> Vec<Side> {
    vec![
        Side::new("by hand", ByHand::new(target)),
        Side::new("publicsquare", Ours::new(target)),
    ]
}

/// reqwest with the settings that a client for payments has.
pub(crate) fn plain_client() -> reqwest::Client {
    reqwest::Client::builder()
        .no_proxy()
        .redirect(reqwest::redirect::Policy::none())
        .connect_timeout(Duration::from_secs(5))
        .timeout(Duration::from_secs(30))
        .build()
        .unwrap()
}

#[derive(Clone)]
struct Ours {
    client: Client,
    id: ApiKeyId,
}

impl Ours {
    fn new(target: &Target) -> Self {
        let client = Client::builder()
            .base_url(&target.url)
            .api_key(target.secret.as_str())
            .retry_policy(RetryPolicy::never())
            .build()
            .unwrap();
        Self {
            client,
            id: target.id.parse().unwrap(),
        }
    }
}

impl Caller for Ours {
    async fn call(&self) {
        let request = self.client.api_keys().regenerate(&self.id).unwrap();
        black_box(request.send().await.unwrap());
    }
}

/// Does what the arguments ask for. Without `--bench`, it only checks that everything runs.
pub(crate) fn run(sides: fn(&Target) -> Vec<Side>) {
    let arguments: Vec<String> = std::env::args().skip(1).collect();
    let words: Vec<&str> = arguments.iter().map(String::as_str).collect();
    match words.as_slice() {
        ["--serve"] => return server::serve(),
        ["--calls", calls, "--side", side, url, secret, id] => {
            let target = Target {
                url: (*url).to_owned(),
                secret: (*secret).to_owned(),
                id: (*id).to_owned(),
            };
            let sides = sides(&target);
            return counts::make_calls(
                &sides[side.parse::<usize>().unwrap()],
                calls.parse().unwrap(),
            );
        }
        _ => {}
    }
    let is_measured = words.contains(&"--bench");
    let server = Server::start();
    let sides = sides(&server.target);
    if words.contains(&"--counts") {
        counts::print(&sides, &server.target);
        return;
    }
    let runtime = tokio::runtime::Builder::new_multi_thread()
        .worker_threads(1)
        .enable_all()
        .build()
        .unwrap();
    // So many calls make the start of the tasks negligible.
    let plans = [(1, 200, 100), (256, 100, 2_048), (1_000, 50, 4_000)];
    println!("A call on loopback. Ratios are to the call by hand, and medians over the rounds.\n");
    println!("| in flight | side | time for a call | ratio | p50 ratio | p99 | p99 ratio |");
    println!("| ---: | --- | ---: | ---: | ---: | ---: | ---: |");
    for (in_flight, rounds, calls) in plans {
        let (rounds, calls) = if is_measured {
            (rounds, calls)
        } else {
            (1, in_flight.min(64))
        };
        runtime.block_on(paired::compare(&sides, in_flight, rounds, calls));
    }
    // Connections that are kept open would hold the runtime.
    runtime.shutdown_timeout(Duration::from_secs(1));
}
