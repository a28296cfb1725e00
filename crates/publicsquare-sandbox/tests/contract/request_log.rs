//! What the sandbox remembers of its requests.

use publicsquare_sandbox::{Fault, Moment, Sandbox};

use crate::call::{post, regenerate, sandbox};

#[tokio::test]
async fn requests_are_listed_with_outcome_and_attempt() {
    let sandbox = sandbox().await;
    let keys = sandbox.seeded().test();
    let target = keys.publishable().id();
    sandbox.inject(Fault::drop_connection(Moment::AfterCommit));
    let call = || {
        let call = regenerate(&sandbox, target)
            .with(keys.secret())
            .idempotency_key("one");
        call.header("x-correlation-id", "abc")
    };
    assert!(call().send().await.is_err());
    assert_eq!(call().answer().await.status, 200);
    assert_eq!(
        post(&sandbox, "/nowhere?key=value").answer().await.status,
        404
    );

    let log = sandbox.requests();
    let [lost, replay, other] = log.as_slice() else {
        panic!("{log:?}")
    };
    for (request, status, replayed, attempt) in
        [(lost, None, false, 1), (replay, Some(200), true, 2)]
    {
        assert_eq!(request.method, "POST");
        assert_eq!(request.path, format!("/api-keys/{target}/regenerate"));
        assert_eq!(request.correlation_id, "abc");
        assert_eq!((request.status, request.replayed), (status, replayed));
        assert_eq!(
            (request.has_idempotency_key, request.attempt),
            (true, attempt)
        );
    }
    assert_eq!((other.path.as_str(), other.status), ("/nowhere", Some(404)));
    assert_eq!((other.has_idempotency_key, other.attempt), (false, 1));
    assert_eq!(other.correlation_id.len(), 36);
}

#[tokio::test]
async fn the_log_keeps_the_last_requests_only() {
    let sandbox = Sandbox::builder().log_capacity(2).start().await.unwrap();
    for path in ["/a", "/b", "/c"] {
        post(&sandbox, path).idempotency_key("one").answer().await;
    }
    let log = sandbox.requests();
    let seen: Vec<_> = log
        .iter()
        .map(|request| (request.path.as_str(), request.attempt))
        .collect();
    assert_eq!(seen, [("/b", 2), ("/c", 3)]);
    assert!(log.iter().all(|request| request.status == Some(404)));

    let silent = Sandbox::builder().log_capacity(0).start().await.unwrap();
    post(&silent, "/a").answer().await;
    assert!(silent.requests().is_empty());
}
