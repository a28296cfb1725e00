//! Each shared part of the server alone, in every order.
//!
//! In come two or three threads that use the part as requests do. Out comes whether each of them got what it would get
//! alone, and whether the part has lost nothing. Whole requests are in `requests`.

use std::collections::BTreeSet;
use std::sync::Arc;
use std::sync::atomic::{AtomicUsize, Ordering};
use std::time::{Duration, UNIX_EPOCH};

use axum::http::{HeaderMap, HeaderValue, Method};

use super::{at_once, in_every_order, in_some_orders};
use crate::authentication::{self, Caller};
use crate::clock::{Clock, DateHeader, ManualClock, Timestamp};
use crate::fault::{Fault, FaultQueue};
use crate::idempotency::{Decision, IdempotencyScope, IdempotencyStore};
use crate::operation::Operation;
use crate::random::Random;
use crate::rate_limit::{RateLimit, RateLimiter};
use crate::reply::Reply;
use crate::request_log::RequestLog;
use crate::state::{State, seed};

const NOW: Timestamp = Timestamp::from_millis(0);

#[test]
fn a_fault_strikes_as_many_requests_as_it_says() {
    in_every_order("faults", || {
        let faults = Arc::new(FaultQueue::new());
        faults.push(Fault::conflict().times(2));
        let taken = at_once(3, {
            let faults = Arc::clone(&faults);
            move |_| faults.take(Operation::RegenerateApiKey).is_some()
        });
        assert_eq!(taken.iter().filter(|taken| **taken).count(), 2);
        assert_eq!(faults.len(), 0);
    });
}

#[test]
fn a_fault_strikes_only_its_operation() {
    let (one, other) = (Operation::RegenerateApiKey, Operation::RevealApiKey);
    in_every_order("faults of two operations", move || {
        let faults = FaultQueue::new();
        faults.push(Fault::conflict().on(one));
        faults.push(Fault::conflict().on(other));
        let taken = at_once(3, move |number| faults.take([one, one, other][number]));
        assert_eq!(taken[2], Some(Fault::conflict().on(other)));
        let of_one: Vec<_> = taken[..2].iter().flatten().collect();
        assert_eq!(of_one, [&Fault::conflict().on(one)]);
    });
}

#[test]
fn the_rate_limit_lets_through_as_many_as_it_says() {
    in_every_order("rate limit", || {
        let limit = RateLimit::new(2, Duration::from_secs(10), Duration::from_secs(30));
        let limiter = RateLimiter::new(limit);
        let admitted = at_once(3, move |_| {
            limiter.admit([127, 0, 0, 1].into(), NOW).is_ok()
        });
        assert_eq!(admitted.iter().filter(|admitted| **admitted).count(), 2);
    });
}

#[test]
fn an_outcome_is_logged_with_its_own_request() {
    in_every_order("log", || {
        let log = Arc::new(RequestLog::new(1));
        let (id, key) = (HeaderValue::from_static("c"), HeaderValue::from_static("k"));
        at_once(2, {
            let log = Arc::clone(&log);
            move |number| {
                let path = ["/api-keys", "/permissions"][number];
                let entry = log.begin(&Method::GET, path, &id, Some(&key)).unwrap();
                log.finish(entry, [200, 401][number], false);
            }
        });
        let [last] = &log.requests()[..] else {
            panic!("the log holds one request")
        };
        // The first one has left the log, unless it was over before the second one came.
        let status = if last.path == "/api-keys" { 200 } else { 401 };
        assert_eq!(last.status, Some(status));
        assert!(matches!(last.attempt, 1 | 2));
    });
}

#[test]
fn attempts_with_one_idempotency_key_are_counted() {
    in_every_order("attempts", || {
        let log = Arc::new(RequestLog::new(9));
        let (id, key) = (HeaderValue::from_static("c"), HeaderValue::from_static("k"));
        at_once(3, {
            let log = Arc::clone(&log);
            move |_| log.begin(&Method::POST, "/", &id, Some(&key)).map(drop)
        });
        let attempts: Vec<_> = log.requests().iter().map(|entry| entry.attempt).collect();
        assert_eq!(attempts, [1, 2, 3]);
    });
}

#[test]
fn random_values_do_not_repeat() {
    in_every_order("random values", || {
        let random = Random::from_seed(1);
        let drawn: BTreeSet<_> = at_once(2, move |_| [random.uuid(), random.uuid()])
            .into_iter()
            .flatten()
            .collect();
        assert_eq!(drawn.len(), 4);
    });
}

#[test]
fn every_advance_of_the_clock_counts() {
    in_every_order("clock", || {
        let clock = ManualClock::at(UNIX_EPOCH);
        at_once(3, {
            let clock = clock.clone();
            move |number| clock.advance(Duration::from_secs(1 << number))
        });
        assert_eq!(clock.now(), UNIX_EPOCH + Duration::from_secs(7));
    });
}

#[test]
fn the_date_is_that_of_the_asker() {
    in_every_order("date", || {
        let date = DateHeader::new();
        at_once(3, move |second| {
            let now = Timestamp::from_millis(second as u64 * 1000);
            assert_eq!(date.at(now).unwrap(), now.http_date());
        });
    });
}

/// A key that may do everything, and the headers of a request with it and an idempotency key.
fn caller() -> (Caller, HeaderMap) {
    let mut state = State::default();
    let seeded = seed::plant(&mut state);
    let mut headers = HeaderMap::new();
    let value = seeded.test().secret().value();
    headers.insert("x-api-key", HeaderValue::from_str(value).unwrap());
    headers.insert("idempotency-key", HeaderValue::from_static("k"));
    let Ok(caller) = authentication::authenticate(&state, &headers, NOW) else {
        panic!("the key is known")
    };
    (caller, headers)
}

/// Requests with one idempotency key at the same time. Those in `failing` fail. Out comes what each of them is told.
fn claims(failing: &'static [bool]) -> (IdempotencyStore, Vec<&'static str>) {
    let store = IdempotencyStore::new(IdempotencyScope::Account);
    let (caller, headers) = caller();
    let at_work = AtomicUsize::new(0);
    let told = at_once(failing.len(), {
        let store = store.clone();
        move |number| match store.decide(&caller, "/", &0, &headers, NOW) {
            Decision::Proceed(claim) => {
                let claim = claim.expect("the request has an idempotency key");
                assert_eq!(at_work.fetch_add(1, Ordering::SeqCst), 0, "two at work");
                shuttle::thread::yield_now();
                at_work.fetch_sub(1, Ordering::SeqCst);
                if failing[number] {
                    drop(claim);
                    return "failed";
                }
                claim.complete(&Reply::no_content(), NOW);
                "done"
            }
            Decision::InFlight => "in flight",
            Decision::Replay(_) => "replay",
            Decision::Reused => "reused",
        }
    });
    (store, told)
}

fn count(told: &[&str], wanted: &str) -> usize {
    told.iter().filter(|told| **told == wanted).count()
}

#[test]
fn one_request_with_an_idempotency_key_is_carried_out() {
    let model = |requests| {
        move || {
            let (store, told) = claims(requests);
            assert_eq!(count(&told, "done"), 1, "{told:?}");
            assert_eq!(count(&told, "reused"), 0, "{told:?}");
            assert_eq!(store.len(), 1);
        }
    };
    in_every_order("an idempotency key of two requests", model(&[false, false]));
    in_some_orders(
        "an idempotency key of three requests",
        model(&[false, false, false]),
    );
}

#[test]
fn a_failure_frees_its_idempotency_key_and_no_other() {
    let model = |requests| {
        move || {
            let (store, told) = claims(requests);
            assert!(count(&told, "done") <= 1, "{told:?}");
            assert_eq!(store.len(), count(&told, "done"), "{told:?}");
            // Nothing is sent again before it was done.
            assert!(
                count(&told, "replay") == 0 || count(&told, "done") == 1,
                "{told:?}"
            );
        }
    };
    in_every_order("an idempotency key of a failure", model(&[true, false]));
    in_some_orders(
        "an idempotency key of failures",
        model(&[true, false, true]),
    );
}
