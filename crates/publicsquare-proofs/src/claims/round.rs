//! One round: a model of the API, an adversary, a client, and the calls of the plan.
//!
//! A [`Plan`] comes in. Out goes a [`RoundResult`] with the verdict and with everything that was reached. What the
//! adversary does is in [`interfere`](super::interfere), and whether a claim is true is decided in
//! [`oracle`](super::oracle).

use std::future::{Future, poll_fn};
use std::io;
use std::pin::pin;
use std::sync::Arc;
use std::task::Poll;
use std::time::Duration;

use publicsquare::{Client, RetryPolicy};
use tokio::net::TcpListener;
use tokio::sync::watch;

use super::adversary::Adversary;
use super::api_model::{CLIENT_KEY, TARGET};
use super::call::{CallOutcome, Prepared, prepare};
use super::clock::InstantClock;
use super::oracle::Case;
use super::round_plan::{Interference, Plan, Port};
use super::tls::AUTHORITY;
use super::trace_capture;
use super::unreachable_ports::{black_hole, closed_port};
use super::verdict::Verdict;

pub(super) struct RoundResult {
    pub(super) verdict: Verdict,
    pub(super) done: Vec<Interference>,
    pub(super) requests: usize,
    /// The exchanges and claims of a failed round, for a person.
    pub(super) story: String,
}

pub(super) async fn run(plan: &Plan) -> io::Result<RoundResult> {
    let (end, is_over) = watch::channel(false);
    let listener = TcpListener::bind(("127.0.0.1", 0)).await?;
    let elsewhere = TcpListener::bind(("127.0.0.1", 0)).await?;
    let open = listener.local_addr()?.port();
    let adversary = Adversary::new(plan, elsewhere.local_addr()?.port(), is_over);
    let serving = tokio::spawn(Arc::clone(&adversary).serve(listener));
    let elsewhere = tokio::spawn(Arc::clone(&adversary).serve_elsewhere(elsewhere));
    let (mut hole, mut closed) = (None, None);
    let port = match plan.port {
        Port::Open | Port::Tls => open,
        Port::Closed => closed.insert(closed_port()?).0,
        Port::BlackHole => hole.insert(black_hole().await?).0,
    };
    let target_before = adversary.state().model.key(TARGET).cloned();
    trace_capture::take();
    let clock = InstantClock::new(plan.clock_hours);
    let client = client(plan, port, clock.clone()).map_err(io::Error::other)?;
    let identity = format!("CANARY-identity-{}", plan.round);
    let request = prepare(&client, plan.operation, &identity).map_err(io::Error::other)?;
    let mut outcomes = Vec::new();
    let mut is_orderly = true;
    let mut call = 0;
    if let Some(polls) = plan.dropped_after {
        if let Some(early) = polled(&request, polls).await {
            outcomes.push((call, early));
        }
        is_orderly = false;
        settle(&adversary).await;
        call += 1;
        adversary.state().call = call;
    }
    outcomes.push((call, request.send().await));
    if plan.is_sent_again {
        call += 1;
        adversary.state().call = call;
        outcomes.push((call, request.send().await));
    }
    if let Some((_, outcome)) = outcomes.last_mut() {
        outcome.shows("the client", &client);
    }
    let traced = trace_capture::take();
    drop((request, client));
    let _ = end.send(true);
    serving.await.map_err(io::Error::other)?;
    elsewhere.await.map_err(io::Error::other)?;
    drop((hole, closed));
    let waits = clock.slept();
    let state = adversary.state();
    let case = Case {
        plan,
        state: &state,
        outcomes: &outcomes,
        target_before,
        traced: &traced,
        is_orderly,
        waits: &waits,
    };
    let verdict = case.verdict();
    let mut story = String::new();
    if !verdict.flaws.is_empty() {
        for exchange in &state.exchanges {
            story += &format!(
                "  on the wire: {}\n",
                without_secrets(&format!("{exchange:?}"))
            );
        }
        for (_, outcome) in &outcomes {
            story += &format!(
                "  claimed: {}\n",
                without_secrets(&format!("{:?}", outcome.claim))
            );
        }
    }
    Ok(RoundResult {
        verdict,
        done: state.done.clone(),
        requests: state.exchanges.len(),
        story,
    })
}

fn client(plan: &Plan, port: u16, clock: InstantClock) -> Result<Client, publicsquare::Error> {
    // The limit is short only if a round waits for it. It must be long enough for a busy machine.
    let attempt = match plan.port {
        Port::BlackHole => Duration::from_secs(4),
        // A closed port refuses at once.
        Port::Closed => Duration::from_secs(20),
        _ if plan.needs_time() => Duration::from_millis(150),
        _ => Duration::from_secs(20),
    };
    let mut builder = Client::builder();
    let mut scheme = "http";
    if plan.port == Port::Tls {
        builder = builder.add_root_certificate(AUTHORITY);
        scheme = "https";
    }
    builder
        .api_key(CLIENT_KEY)
        .base_url(format!("{scheme}://127.0.0.1:{port}"))
        .attempt_timeout(attempt)
        .retry_policy(RetryPolicy::default().max_attempts(plan.most_attempts))
        .clock(clock)
        .build()
}

/// Polls a call this many times and then drops it. It may have finished before.
async fn polled(request: &Prepared, polls: usize) -> Option<CallOutcome> {
    let mut sending = pin!(request.send());
    for _ in 0..polls {
        let once = poll_fn(|context| Poll::Ready(sending.as_mut().poll(context))).await;
        if let Poll::Ready(outcome) = once {
            return Some(outcome);
        }
        // Let the adversary run.
        tokio::time::sleep(Duration::from_micros(300)).await;
    }
    None
}

/// Waits a moment for the connections of a dropped call to end.
async fn settle(adversary: &Adversary) {
    for _ in 0..20 {
        if adversary.state().open == 0 {
            return;
        }
        tokio::time::sleep(Duration::from_millis(1)).await;
    }
}

/// Removes the secrets of the bench, so that nobody takes a report of the bench for a leak.
fn without_secrets(text: &str) -> String {
    text.replace("sk_test_CANARY", "value:")
        .replace("CANARY-", "")
}
