//! The headers that every response carries: the correlation id and the date.
//!
//! Requests of all kinds come in, successful and refused ones. The tests check both headers. `Retry-After` is in
//! [`rate_limit`](super::rate_limit), and `Allow` in [`methods`](super::methods).

use std::time::{Duration, UNIX_EPOCH};

use publicsquare_sandbox::{ManualClock, Sandbox};

use crate::call::{post, regenerate, sandbox};

#[tokio::test]
async fn the_correlation_id_is_echoed_or_made() {
    let sandbox = sandbox().await;
    let keys = sandbox.seeded().test();
    let target = keys.publishable().id();

    let given = regenerate(&sandbox, target)
        .with(keys.secret())
        .header("x-correlation-id", "abc-1");
    assert_eq!(
        given.answer().await.header("x-correlation-id"),
        Some("abc-1")
    );

    let refused = post(&sandbox, "/nowhere")
        .header("x-correlation-id", "abc-2")
        .answer()
        .await;
    assert_eq!(refused.header("x-correlation-id"), Some("abc-2"));

    let mut made = Vec::new();
    for _ in 0..2 {
        let answer = regenerate(&sandbox, target)
            .with(keys.secret())
            .answer()
            .await;
        let id = answer.header("x-correlation-id").unwrap().to_owned();
        assert_eq!(
            id.split('-').map(str::len).collect::<Vec<_>>(),
            [8, 4, 4, 4, 12],
            "{id}"
        );
        made.push(id);
    }
    assert_ne!(made.first(), made.last());
}

#[tokio::test]
async fn the_date_follows_the_clock() {
    let clock = ManualClock::at(UNIX_EPOCH + Duration::from_secs(784_111_777));
    let sandbox = Sandbox::builder()
        .clock(clock.clone())
        .start()
        .await
        .unwrap();
    let date = async || {
        post(&sandbox, "/")
            .answer()
            .await
            .header("date")
            .unwrap()
            .to_owned()
    };
    assert_eq!(date().await, "Sun, 06 Nov 1994 08:49:37 GMT");
    clock.advance(Duration::from_secs(3600));
    assert_eq!(date().await, "Sun, 06 Nov 1994 09:49:37 GMT");
}
