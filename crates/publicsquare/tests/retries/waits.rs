//! How long the client waits before it repeats a request.
//!
//! In come `Retry-After` headers with dates and numbers, and random numbers out of range. Out come the waits that the clock of
//! the test has recorded. Which failures are repeated at all is in `retries.rs`.

use super::*;

#[tokio::test]
async fn a_date_is_read_by_the_clock_of_the_server_that_wrote_it() {
    // This is an hour behind the clock of the test.
    let date = "Sun, 30 Jun 2024 00:02:29 GMT";
    let until = "Sun, 30 Jun 2024 00:02:59 GMT";
    let limited = answer(429, &[("date", date), ("retry-after", until)], "");
    let server = Scripted::new([limited, ok(documented().to_string())]);
    let clock = StillClock::new();
    let client = settings(server.url()).clock(clock.clone()).build().unwrap();
    client.api_keys().regenerate(KEY_ID).unwrap().await.unwrap();
    assert_eq!(clock.slept(), [30_250]);
}

#[tokio::test]
async fn a_date_without_a_date_beside_it_is_read_by_the_clock_of_this_machine() {
    let until = "Sun, 30 Jun 2024 01:03:29 GMT";
    let limited = answer(429, &[("retry-after", until), ("date", "today")], "");
    assert_eq!(slept(vec![limited, success()]).await, [60_250]);
}

#[tokio::test]
async fn no_wait_that_a_server_asks_for_is_shorter_than_the_backoff() {
    let at_once = || answer(503, &[("retry-after", "0")], "");
    let server = Scripted::new([
        at_once(),
        at_once(),
        at_once(),
        ok(documented().to_string()),
    ]);
    let clock = StillClock::new();
    let client = settings(server.url()).clock(clock.clone()).build().unwrap();
    client.api_keys().regenerate(KEY_ID).unwrap().await.unwrap();
    assert_eq!(clock.slept(), [250, 500, 1000]);
}

#[tokio::test]
async fn the_wait_of_a_response_whose_body_breaks_off_is_kept() {
    for status in [200, 429, 503] {
        let cut = without_last(answer(status, &[("retry-after", "7")], "{}"), 2);
        assert_eq!(slept(vec![cut, success()]).await, [7_250], "{status}");
    }
}

#[tokio::test]
async fn a_server_cannot_send_a_caller_far_into_the_future() {
    let server = Scripted::new([answer(503, &[("retry-after", "301")], "")]);
    let clock = StillClock::new();
    let client = settings(server.url())
        .clock(clock.clone())
        .total_timeout(Duration::from_secs(100_000))
        .build()
        .unwrap();
    let error = client.api_keys().regenerate(KEY_ID).unwrap().await;
    let error = error.expect_err("five minutes are the most");
    assert_eq!(error.retry_after(), Some(Duration::from_secs(301)));
    assert_eq!((error.attempts(), clock.slept().len()), (1, 0));
}

/// A clock whose random numbers are out of range.
struct Odd(f64);

impl Clock for Odd {
    fn now(&self) -> Instant {
        Instant::now()
    }

    fn system_time(&self) -> SystemTime {
        SystemTime::now()
    }

    fn sleep(&self, _: Duration) -> Pin<Box<dyn Future<Output = ()> + Send + '_>> {
        Box::pin(std::future::ready(()))
    }

    fn random(&self) -> f64 {
        self.0
    }
}

#[tokio::test]
async fn random_numbers_out_of_range_do_no_harm() {
    for chance in [f64::NAN, f64::INFINITY, -1.0, 1e300] {
        let server = Scripted::new([answer(503, &[], ""), ok(documented().to_string())]);
        let client = settings(server.url()).clock(Odd(chance)).build().unwrap();
        client.api_keys().regenerate(KEY_ID).unwrap().await.unwrap();
    }
}
