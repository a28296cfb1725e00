//! The grace period: how long a replaced value still works.
//!
//! A manual clock moves. The tests check when the old value stops. What a deletion does to such values is in
//! [`delete`](super::delete), and the limit on their number is tested in `src/state.rs`.

use std::time::{Duration, SystemTime};

use publicsquare_sandbox::{ManualClock, Sandbox};

use crate::call::regenerate;

#[tokio::test]
async fn the_old_value_works_until_its_grace_period_is_over() {
    let clock = ManualClock::at(SystemTime::now());
    let builder = Sandbox::builder()
        .clock(clock.clone())
        .grace_period(Duration::from_secs(60));
    let sandbox = builder.start().await.unwrap();
    let keys = sandbox.seeded().test();
    let target = keys.publishable().id();
    let status = async |with| {
        regenerate(&sandbox, target)
            .with(with)
            .answer()
            .await
            .status
    };

    assert_eq!(
        regenerate(&sandbox, keys.secret().id())
            .with(keys.secret())
            .answer()
            .await
            .status,
        200
    );
    let fresh = sandbox.current_value(keys.secret().id()).unwrap();

    clock.advance(Duration::from_millis(59_999));
    assert_eq!(status(keys.secret()).await, 200);
    assert_eq!(status(&fresh).await, 200);
    clock.advance(Duration::from_millis(1));
    assert_eq!(status(keys.secret()).await, 401);
    assert_eq!(status(&fresh).await, 200);
}
