//! The rate limit: counting, blocking, and `Retry-After`.
//!
//! More requests than allowed come in, on a manual clock. The tests check when they are refused and when they are
//! accepted again. A single 429 on demand is in [`faults`](super::faults).

use std::time::{Duration, UNIX_EPOCH};

use publicsquare_sandbox::{ManualClock, RateLimit, RetryAfterFormat, Sandbox};

use crate::call::{Answer, post, regenerate};

const WINDOW: Duration = Duration::from_secs(10);
const BLOCK: Duration = Duration::from_secs(30);

async fn limited(limit: RateLimit) -> (Sandbox, ManualClock) {
    let clock = ManualClock::at(UNIX_EPOCH + Duration::from_secs(784_111_777));
    let builder = Sandbox::builder().clock(clock.clone()).rate_limit(limit);
    (builder.start().await.unwrap(), clock)
}

async fn ask(sandbox: &Sandbox) -> Answer {
    let keys = sandbox.seeded().test();
    regenerate(sandbox, keys.publishable().id())
        .with(keys.secret())
        .answer()
        .await
}

#[tokio::test]
async fn the_first_request_beyond_the_limit_starts_a_block() {
    let (sandbox, clock) = limited(RateLimit::new(2, WINDOW, BLOCK)).await;
    assert_eq!(ask(&sandbox).await.status, 200);
    assert_eq!(ask(&sandbox).await.status, 200);
    let refused = ask(&sandbox).await;
    assert_eq!(refused.status, 429);
    assert_eq!(refused.json()["status"], 429);
    assert_eq!(refused.header("retry-after"), None);
    // It applies to every operation, also without a key.
    assert_eq!(post(&sandbox, "/nowhere").answer().await.status, 429);

    clock.advance(BLOCK - Duration::from_millis(1));
    assert_eq!(ask(&sandbox).await.status, 429);
    clock.advance(Duration::from_millis(1));
    assert_eq!(ask(&sandbox).await.status, 200);
    assert_eq!(
        sandbox.regenerations(sandbox.seeded().test().publishable().id()),
        3
    );
}

#[tokio::test]
async fn a_new_window_starts_after_the_old_one() {
    let (sandbox, clock) = limited(RateLimit::new(2, WINDOW, BLOCK)).await;
    for _ in 0..3 {
        assert_eq!(ask(&sandbox).await.status, 200);
        assert_eq!(ask(&sandbox).await.status, 200);
        clock.advance(WINDOW);
    }
}

#[tokio::test]
async fn retry_after_comes_on_request_in_either_form() {
    let limit = RateLimit::new(0, WINDOW, BLOCK);
    for (format, at_once, later) in [
        (RetryAfterFormat::Seconds, "30", "29"),
        (
            RetryAfterFormat::HttpDate,
            "Sun, 06 Nov 1994 08:50:07 GMT",
            "Sun, 06 Nov 1994 08:50:07 GMT",
        ),
    ] {
        let (sandbox, clock) = limited(limit.with_retry_after(format)).await;
        assert_eq!(ask(&sandbox).await.header("retry-after"), Some(at_once));
        clock.advance(Duration::from_millis(1500));
        assert_eq!(ask(&sandbox).await.header("retry-after"), Some(later));
    }
}

#[cfg(target_os = "linux")]
#[tokio::test]
async fn every_address_has_its_own_allowance() {
    let (sandbox, _clock) = limited(RateLimit::new(1, WINDOW, BLOCK)).await;
    assert_eq!(post(&sandbox, "/").answer().await.status, 404);
    assert_eq!(post(&sandbox, "/").answer().await.status, 429);
    let neighbour = reqwest::Client::builder()
        .no_proxy()
        .local_address("127.0.0.2".parse().ok())
        .build()
        .unwrap();
    let response = neighbour.post(sandbox.url()).send().await.unwrap();
    assert_eq!(response.status(), 404);
}

#[tokio::test]
async fn the_default_is_the_documented_limit_and_can_be_lifted() {
    // One client with one connection for all requests, because that is fast.
    let client = reqwest::Client::builder().no_proxy().build().unwrap();
    let clock = ManualClock::at(UNIX_EPOCH);
    let sandbox = Sandbox::builder().clock(clock).start().await.unwrap();
    for _ in 0..2000 {
        assert_eq!(
            client.post(sandbox.url()).send().await.unwrap().status(),
            404
        );
    }
    assert_eq!(
        client.post(sandbox.url()).send().await.unwrap().status(),
        429
    );

    let sandbox = Sandbox::builder()
        .without_rate_limit()
        .start()
        .await
        .unwrap();
    for _ in 0..2001 {
        assert_eq!(
            client.post(sandbox.url()).send().await.unwrap().status(),
            404
        );
    }
}
