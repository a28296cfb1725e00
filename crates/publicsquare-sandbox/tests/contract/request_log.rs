//! The request log: what the sandbox remembers of each request.
//!
//! Requests come in. The tests check the entries, their number, and the operation of each. That no secret is in
//! them is tested in [`secrecy`](super::secrecy).

use publicsquare_sandbox::{Fault, Moment, Operation, Sandbox};

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
        assert_eq!(request.operation, Some(Operation::RegenerateApiKey));
        assert_eq!(request.correlation_id, "abc");
        assert_eq!((request.status, request.replayed), (status, replayed));
        assert_eq!(
            (request.has_idempotency_key, request.attempt),
            (true, attempt)
        );
    }
    assert_eq!((other.path.as_str(), other.status), ("/nowhere", Some(404)));
    assert_eq!(other.operation, None);
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

#[tokio::test]
async fn every_operation_is_named_whether_it_is_carried_out_or_not() {
    let sandbox = sandbox().await;
    let calls = [
        ("GET", "/api-keys?type=secret", Operation::ListApiKeys),
        ("POST", "/api-keys", Operation::CreateApiKey),
        ("GET", "/api-keys/key_1", Operation::GetApiKey),
        ("PUT", "/api-keys/key_1", Operation::UpdateApiKey),
        ("DELETE", "/api-keys/key_1", Operation::DeleteApiKey),
        ("GET", "/api-keys/key_1/reveal", Operation::RevealApiKey),
        (
            "POST",
            "/api-keys/key_1/regenerate",
            Operation::RegenerateApiKey,
        ),
        ("GET", "/api-key-types", Operation::ListApiKeyTypes),
        ("GET", "/permissions", Operation::ListPermissions),
    ];
    for (method, path, _) in calls {
        let call = crate::call::call(&sandbox, method.parse().unwrap(), path);
        assert_eq!(call.status().await, 401);
    }
    let log = sandbox.requests();
    assert_eq!(log.len(), calls.len());
    for (request, (method, path, operation)) in log.iter().zip(calls) {
        assert_eq!(request.method, method);
        assert!(path.starts_with(&request.path) && !request.path.contains('?'));
        assert_eq!(
            (request.operation, request.status),
            (Some(operation), Some(401))
        );
    }
}
