//! The parts that the tests share: a clock that does not wait, clients, and assertions.
//!
//! In come URLs and expected values. Out come clients with settings for tests, and assertions about errors. The server that
//! follows a script, the table of failures and the search for secrets have files of their own beside this one.
//!
//! This file is `mod.rs` because cargo would take `support.rs` for a test of its own.

#![allow(dead_code, reason = "each test program uses its own part of this")]

pub(crate) mod canary;
pub(crate) mod corpus;
pub(crate) mod failures;
pub(crate) mod fields;
pub(crate) mod scripted;

use std::pin::Pin;
use std::sync::{Arc, Mutex};
use std::time::{Duration, Instant, SystemTime};

use publicsquare::{Certainty, Client, ClientBuilder, Clock, Error, RetryPolicy};

/// The key that the tests regenerate.
pub(crate) const KEY_ID: &str = "key_7Ay5mcUXAxwrN6wQEQUVEHBCJ";

/// The key that requests authenticate with, if it does not matter which.
pub(crate) const API_KEY: &str = "sk_test_4eC39HqLyjWDarjtT1zdp7dc";

/// A clock that only sleeping moves. Sleeps take no time and are recorded; chance is always 1, so
/// that every delay is its longest. Clones share the time.
#[derive(Clone)]
pub(crate) struct StillClock {
    start: Instant,
    slept: Arc<Mutex<Vec<Duration>>>,
}

impl StillClock {
    pub(crate) fn new() -> Self {
        Self {
            start: Instant::now(),
            slept: Arc::default(),
        }
    }

    /// 2024-06-30T01:02:29Z.
    pub(crate) fn today() -> SystemTime {
        SystemTime::UNIX_EPOCH + Duration::from_secs(1_719_709_349)
    }

    /// The sleeps so far, in milliseconds.
    pub(crate) fn slept(&self) -> Vec<u128> {
        let slept = self.slept.lock().unwrap();
        slept.iter().map(Duration::as_millis).collect()
    }
}

impl Clock for StillClock {
    fn now(&self) -> Instant {
        self.start + self.slept.lock().unwrap().iter().sum::<Duration>()
    }

    fn system_time(&self) -> SystemTime {
        Self::today()
    }

    fn sleep(&self, duration: Duration) -> Pin<Box<dyn Future<Output = ()> + Send + '_>> {
        self.slept.lock().unwrap().push(duration);
        Box::pin(std::future::ready(()))
    }

    fn random(&self) -> f64 {
        1.0
    }
}

/// Settings for a client that never waits between attempts.
pub(crate) fn settings(url: impl Into<String>) -> ClientBuilder {
    Client::builder()
        .api_key(API_KEY)
        .base_url(url)
        .clock(StillClock::new())
}

/// A client that never waits between attempts.
pub(crate) fn client(url: impl Into<String>) -> Client {
    settings(url).build().unwrap()
}

/// A client that sends each request once.
pub(crate) fn client_without_retries(url: impl Into<String>) -> Client {
    settings(url)
        .retry_policy(RetryPolicy::never())
        .build()
        .unwrap()
}

/// The words of `Display` for each certainty.
pub(crate) fn verdict(certainty: Certainty) -> &'static str {
    match certainty {
        Certainty::NotSent => "nothing was sent, the old key lives",
        Certainty::Rejected => "the key was not regenerated, the old key lives",
        Certainty::Unknown => "the key may have been regenerated, the old key may be dead",
        Certainty::RotatedUnreadable => "the key was regenerated, the old key is dead",
        other => panic!("the test knows no words for {other:?}"),
    }
}

/// Asserts that the error has this certainty, and says so in its message.
#[track_caller]
pub(crate) fn assert_certainty(error: &Error, certainty: Certainty) {
    assert_eq!(error.certainty(), certainty, "{error:?}");
    let line = error.to_string();
    assert!(line.contains(verdict(certainty)), "{line}");
}

/// Whether the sandbox accepts `value`: it answers 401 only to a dead key.
///
/// It asks for a key that does not exist, so nothing changes.
pub(crate) async fn lives(url: &str, value: &str) -> bool {
    let client = Client::builder()
        .api_key(value)
        .base_url(url)
        .retry_policy(RetryPolicy::never())
        .build()
        .unwrap();
    let error = client
        .api_keys()
        .regenerate("key_NobodysKey")
        .unwrap()
        .await
        .expect_err("no such key");
    assert!(
        matches!(error.status(), Some(401 | 403 | 404)),
        "{error}, which does not show whether the key works"
    );
    !error.is_unauthorized()
}
