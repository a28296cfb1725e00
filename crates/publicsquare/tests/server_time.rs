//! The server's time in results and errors.
//!
//! In come responses of every status, with a good, a strange or no `Date` header. Out comes the time of the last response that
//! had one. The wait from a `Retry-After` header is tested in `retries.rs`.

#![allow(clippy::unwrap_used, clippy::expect_used, clippy::panic)]

mod support;

use std::time::{Duration, UNIX_EPOCH};

use chrono::{DateTime, Utc};
use publicsquare::{ApiKeys, Error, Permission, Regenerated, RetryPolicy};
use publicsquare_sandbox::{Fault, ManualClock, Moment, Sandbox, SpoiledBody};

use support::fields::documented;
use support::scripted::{Scripted, answer, dropped, without_last};
use support::{KEY_ID, client, client_without_retries, settings};

const EARLY: &str = "Sun, 06 Nov 1994 08:49:37 GMT";
const LATE: &str = "Sun, 06 Nov 1994 08:50:07 GMT";

fn early() -> Option<DateTime<Utc>> {
    DateTime::from_timestamp(784_111_777, 0)
}

fn late() -> Option<DateTime<Utc>> {
    DateTime::from_timestamp(784_111_807, 0)
}

/// An answer that tells the time, if at all, in this header.
fn dated(status: u16, date: Option<&str>, body: impl AsRef<[u8]>) -> Vec<u8> {
    let headers: Vec<_> = date.map(|date| ("date", date)).into_iter().collect();
    answer(status, &headers, body)
}

fn success(date: Option<&str>) -> Vec<u8> {
    dated(200, date, documented().to_string())
}

async fn regenerated(script: impl IntoIterator<Item = Vec<u8>>) -> Result<Regenerated, Error> {
    let server = Scripted::new(script);
    let keys = client(server.url()).api_keys();
    keys.regenerate(KEY_ID).unwrap().await
}

/// What the failure of a single attempt tells.
async fn told(answer: Vec<u8>) -> Option<DateTime<Utc>> {
    let server = Scripted::new([answer]);
    let keys = client_without_retries(server.url()).api_keys();
    let request = keys.regenerate(KEY_ID).unwrap();
    request.await.expect_err("no success").server_time()
}

/// A sandbox whose clock stands between two seconds.
async fn sandbox() -> (Sandbox, ManualClock) {
    let clock = ManualClock::at(UNIX_EPOCH + Duration::from_millis(784_111_777_900));
    let builder = Sandbox::builder().clock(clock.clone());
    (builder.start().await.unwrap(), clock)
}

fn keys_of(sandbox: &Sandbox, value: &str) -> ApiKeys {
    let settings = settings(sandbox.url()).api_key(value);
    let client = settings.retry_policy(RetryPolicy::never()).build();
    client.unwrap().api_keys()
}

#[tokio::test]
async fn every_result_with_a_key_has_the_time_of_the_server() {
    let (sandbox, clock) = sandbox().await;
    let keys = keys_of(&sandbox, sandbox.seeded().test().secret().value());
    let id = sandbox.seeded().test().publishable().id();
    let regenerate = keys.regenerate(id).unwrap();
    let create = keys.create("n", [Permission::PaymentRead]).unwrap();
    // The second time two of them are replays, and their time is that of the replay.
    for expected in [early(), late()] {
        assert_eq!(regenerate.send().await.unwrap().server_time, expected);
        assert_eq!(create.send().await.unwrap().server_time, expected);
        assert_eq!(
            keys.reveal(id).unwrap().await.unwrap().server_time,
            expected
        );
        clock.advance(Duration::from_secs(30));
    }
    assert_eq!(sandbox.regenerations(id), 1);
}

#[tokio::test]
async fn every_failed_operation_has_the_time() {
    let (sandbox, _) = sandbox().await;
    let keys = keys_of(&sandbox, "sk_test_FAKEnobody");
    let id = sandbox.seeded().test().key_reader().id();
    let permissions = || [Permission::PaymentRead];
    let create = keys.create("n", permissions()).unwrap();
    let update = keys.update(id, "n", permissions()).unwrap();
    for error in [
        keys.regenerate(id).unwrap().await.unwrap_err(),
        create.await.unwrap_err(),
        update.await.unwrap_err(),
        keys.delete(id).unwrap().await.unwrap_err(),
        keys.reveal(id).unwrap().await.unwrap_err(),
        keys.get(id).unwrap().await.unwrap_err(),
        keys.list().await.unwrap_err(),
    ] {
        assert_eq!((error.status(), error.server_time()), (Some(401), early()));
        assert!(format!("{error:?}").contains("1994-11-06T08:49:37Z"));
    }
}

#[tokio::test]
async fn every_status_has_the_time() {
    for status in [
        301, 307, 400, 401, 403, 404, 408, 409, 422, 429, 500, 502, 503,
    ] {
        let failure = |date| dated(status, date, r#"{"title":"No"}"#);
        assert_eq!(told(failure(Some(EARLY))).await, early(), "{status}");
        assert_eq!(told(failure(None)).await, None, "{status}");
    }
    let cut = without_last(
        dated(401, Some(EARLY), r#"{"title":"No","detail":"It"}"#),
        5,
    );
    assert_eq!(told(cut).await, early());
}

#[tokio::test]
async fn a_success_without_a_usable_key_has_the_time() {
    let another = r#"{"id":"key_SomebodyElses","key":"pk_test_1"}"#;
    for body in ["", "{}", r#"{"key":null}"#, r#"{"key":"a b"}"#, another] {
        let with_date = told(dated(200, Some(EARLY), body)).await;
        assert_eq!(with_date, early(), "{body}");
        assert_eq!(told(dated(200, None, body)).await, None, "{body}");
    }

    let (sandbox, _) = sandbox().await;
    let keys = keys_of(&sandbox, sandbox.seeded().test().secret().value());
    let id = sandbox.seeded().test().publishable().id();
    sandbox.inject(Fault::body(SpoiledBody::NullKey).times(3));
    sandbox.inject(Fault::gateway_error(504, Moment::AfterCommit));
    let create = keys.create("n", [Permission::PaymentRead]).unwrap();
    for error in [
        keys.regenerate(id).unwrap().await.unwrap_err(),
        create.await.unwrap_err(),
        keys.reveal(id).unwrap().await.unwrap_err(),
        keys.regenerate(id).unwrap().await.unwrap_err(),
    ] {
        assert_eq!(error.server_time(), early(), "{error}");
    }
}

#[tokio::test]
async fn a_response_about_another_key_has_the_time() {
    let body = r#"{"id":"key_SomebodyElses","key":"pk_test_1"}"#;
    let server = Scripted::new([200; 3].map(|status| dated(status, Some(EARLY), body)));
    let keys = client_without_retries(server.url()).api_keys();
    let update = keys.update(KEY_ID, "n", [Permission::PaymentRead]);
    for error in [
        keys.get(KEY_ID).unwrap().await.unwrap_err(),
        keys.reveal(KEY_ID).unwrap().await.unwrap_err(),
        update.unwrap().await.unwrap_err(),
    ] {
        assert_eq!((error.status(), error.server_time()), (Some(200), early()));
    }
}

#[tokio::test]
async fn a_header_that_is_missing_or_makes_no_sense_costs_nothing_else() {
    let garbage = [
        "",
        "now",
        "784111777",
        "1994-11-06T08:49:37Z",
        "Sun, 06 Nov 1994 08:49:37 CET",
        "Mon, 06 Nov 1994 08:49:37 GMT",
        "Sun, 99 Nov 1994 99:99:99 GMT",
        "Sün, 06 Nov 1994 08:49:37 GMT",
    ];
    for date in garbage.map(Some).into_iter().chain([None]) {
        let rotated = regenerated([success(date)]).await.unwrap();
        assert_eq!(rotated.server_time, None, "{date:?}");
        assert_eq!(told(dated(401, date, "{}")).await, None, "{date:?}");
    }
    let rotated = regenerated([success(Some(EARLY))]).await.unwrap();
    assert_eq!(rotated.server_time, early());
}

#[tokio::test]
async fn without_a_response_there_is_no_time() {
    for script in [vec![], vec![dropped()]] {
        assert_eq!(regenerated(script).await.unwrap_err().server_time(), None);
    }
    let keys = client("http://127.0.0.1:1").api_keys();
    assert_eq!(keys.regenerate("").unwrap_err().server_time(), None);
}

#[tokio::test]
async fn the_last_response_with_a_time_counts() {
    let failure = |date| dated(503, date, "{}");
    for (script, expected) in [
        (vec![failure(Some(EARLY)), failure(Some(LATE))], late()),
        (vec![failure(Some(LATE)), failure(Some(EARLY))], early()),
        (vec![failure(Some(EARLY)), dropped(), dropped()], early()),
        (vec![failure(Some(EARLY)), failure(None)], early()),
        (vec![dropped(), failure(Some(LATE)), dropped()], late()),
        (vec![failure(Some("now")), failure(None)], None),
    ] {
        // Behind the script connections are refused: the last attempts have no answer.
        let error = regenerated(script).await.unwrap_err();
        assert!(error.is_connect(), "{error}");
        assert_eq!(error.server_time(), expected, "{error}");
    }

    // A result tells only what came with it.
    let rotated = regenerated([failure(Some(EARLY)), success(Some(LATE))]).await;
    assert_eq!(rotated.unwrap().server_time, late());
    let rotated = regenerated([failure(Some(EARLY)), success(None)]).await;
    assert_eq!(rotated.unwrap().server_time, None);
}
