//! Many requests at the same time.
//!
//! Parallel regenerations and parallel repeats come in. The tests check that every value is unique, that one
//! value works in the end, and that a repeat changes nothing. Single repeats are in
//! [`idempotency`](super::idempotency).

use std::collections::HashSet;

use publicsquare_sandbox::Sandbox;

use crate::call::regenerate;

#[tokio::test(flavor = "multi_thread", worker_threads = 4)]
async fn parallel_regenerations_give_distinct_values_and_one_of_them_works() {
    const REQUESTS: usize = 200;
    let sandbox = Sandbox::builder()
        .without_rate_limit()
        .start()
        .await
        .unwrap();
    let keys = sandbox.seeded().production();
    let target = keys.key_reader();

    let calls: Vec<_> = (0..REQUESTS)
        .map(|_| tokio::spawn(regenerate(&sandbox, target.id()).with(keys.secret()).send()))
        .collect();
    let mut values = HashSet::new();
    for call in calls {
        let answer = call.await.unwrap().unwrap();
        assert_eq!(answer.status, 200);
        assert!(
            values.insert(answer.key()),
            "the same value was returned twice"
        );
    }

    assert_eq!(sandbox.regenerations(target.id()), REQUESTS);
    let current = sandbox.current_value(target.id()).unwrap();
    assert!(values.contains(current.value()));
    // The current value of this restricted key gets 403, and the replaced values get 401.
    let url = format!("{}/api-keys/{}/regenerate", sandbox.url(), target.id());
    let client = reqwest::Client::builder().no_proxy().build().unwrap();
    for value in &values {
        let response = client
            .post(&url)
            .header("X-API-KEY", value)
            .send()
            .await
            .unwrap();
        let expected = if value == current.value() { 403 } else { 401 };
        assert_eq!(response.status(), expected);
    }
}

#[tokio::test(flavor = "multi_thread", worker_threads = 4)]
async fn parallel_repeats_change_the_key_once() {
    let sandbox = Sandbox::builder()
        .without_rate_limit()
        .start()
        .await
        .unwrap();
    let keys = sandbox.seeded().production();
    let target = keys.publishable().id();
    let calls: Vec<_> = (0..100)
        .map(|_| {
            let call = regenerate(&sandbox, target)
                .with(keys.secret())
                .idempotency_key("one");
            tokio::spawn(call.send())
        })
        .collect();
    let mut values = HashSet::new();
    for call in calls {
        let answer = call.await.unwrap().unwrap();
        if answer.status == 200 {
            values.insert(answer.key());
        } else {
            assert_eq!(answer.status, 409);
        }
    }
    assert_eq!(values.len(), 1);
    assert_eq!(sandbox.regenerations(target), 1);
}
