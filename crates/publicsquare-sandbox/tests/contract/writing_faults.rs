//! Faults on each operation that changes something: create, update, delete and regenerate.
//!
//! A fault is injected before or after the commit. The tests check the state and what a repeat gets. Each fault
//! in detail, on a regeneration, is in [`faults`](super::faults).

use publicsquare_sandbox::{Fault, Gate, Moment, Operation, Sandbox, SpoiledBody};
use serde_json::{Value, json};

use crate::call::{Call, create, delete, get, put, regenerate, sandbox};

const WRITING: [Operation; 4] = [
    Operation::CreateApiKey,
    Operation::UpdateApiKey,
    Operation::RegenerateApiKey,
    Operation::DeleteApiKey,
];

fn attempt(sandbox: &Sandbox, operation: Operation) -> Call {
    let keys = sandbox.seeded().test();
    let id = keys.key_reader().id();
    let call = match operation {
        Operation::CreateApiKey => create(sandbox, "a", &["b"]),
        Operation::UpdateApiKey => put(sandbox, id, &json!({"name": "a", "permissions": ["b"]})),
        Operation::RegenerateApiKey => regenerate(sandbox, id),
        _ => delete(sandbox, id),
    };
    call.with(keys.secret()).idempotency_key("one")
}

const fn success(operation: Operation) -> u16 {
    match operation {
        Operation::CreateApiKey => 201,
        Operation::DeleteApiKey => 204,
        _ => 200,
    }
}

/// The status of a repeat after the change. The response to a deletion is not stored.
const fn repeated(operation: Operation) -> u16 {
    match operation {
        Operation::DeleteApiKey => 404,
        _ => success(operation),
    }
}

#[tokio::test]
async fn before_the_commit_nothing_has_changed() {
    for operation in WRITING {
        let sandbox = sandbox().await;
        let before = sandbox.dump_json();
        sandbox.inject(Fault::drop_connection(Moment::BeforeCommit).on(operation));
        assert!(attempt(&sandbox, operation).send().await.is_err());
        for (fault, status) in [
            (Fault::status(500, Moment::BeforeCommit), 500),
            (Fault::gateway_error(502, Moment::BeforeCommit), 502),
            (Fault::conflict(), 409),
            (Fault::too_many_requests(None), 429),
        ] {
            sandbox.inject(fault.on(operation));
            assert_eq!(attempt(&sandbox, operation).status().await, status);
        }
        assert_eq!(
            (sandbox.dump_json(), sandbox.idempotency_records()),
            (before, 0)
        );
        assert_eq!(
            attempt(&sandbox, operation).status().await,
            success(operation)
        );
    }
}

#[tokio::test]
async fn a_repeat_gets_the_response_that_was_lost_after_the_commit() {
    for operation in WRITING {
        for fault in [
            Fault::drop_connection(Moment::AfterCommit),
            Fault::truncate_body(5),
            Fault::gateway_error(504, Moment::AfterCommit),
        ] {
            let sandbox = sandbox().await;
            let before = sandbox.dump_json();
            sandbox.inject(fault.clone().on(operation));
            let lost = attempt(&sandbox, operation).send().await;
            assert!(
                lost.is_err() || lost.is_ok_and(|answer| answer.status == 504),
                "{operation:?} {fault:?}"
            );
            let changed = sandbox.dump_json();
            assert_ne!(changed, before);
            assert_eq!(
                attempt(&sandbox, operation).status().await,
                repeated(operation)
            );
            assert_eq!(sandbox.dump_json(), changed);
            assert_eq!(sandbox.pending_faults(), 0);
        }
    }
}

#[tokio::test]
async fn a_failure_after_the_commit_is_not_stored() {
    let sandbox = sandbox().await;
    sandbox.inject(Fault::status(500, Moment::AfterCommit).times(2));
    for _ in 0..2 {
        assert_eq!(
            attempt(&sandbox, Operation::CreateApiKey).status().await,
            500
        );
    }
    // There are two keys now, and the client has received neither of them.
    assert_eq!(sandbox.keys().len(), 17);
    sandbox.inject(Fault::status(500, Moment::AfterCommit));
    assert_eq!(
        attempt(&sandbox, Operation::DeleteApiKey).status().await,
        500
    );
    assert_eq!(
        attempt(&sandbox, Operation::DeleteApiKey).status().await,
        404
    );
}

#[tokio::test]
async fn a_held_request_fails_if_its_key_is_deleted() {
    for operation in [
        Operation::UpdateApiKey,
        Operation::RegenerateApiKey,
        Operation::DeleteApiKey,
    ] {
        let sandbox = sandbox().await;
        let gate = Gate::new();
        sandbox.inject(Fault::hold(&gate, Moment::BeforeCommit));
        let held = tokio::spawn(attempt(&sandbox, operation).send());
        gate.arrived(1).await;
        assert_eq!(
            attempt(&sandbox, Operation::DeleteApiKey).status().await,
            204
        );
        gate.open();
        assert_eq!(held.await.unwrap().unwrap().status, 404);
        assert_eq!(sandbox.idempotency_records(), 0);
    }
}

#[tokio::test]
async fn bodies_are_spoiled_if_there_is_one() {
    let sandbox = sandbox().await;
    sandbox.inject(Fault::body(SpoiledBody::NullKey));
    let null = attempt(&sandbox, Operation::CreateApiKey).answer().await;
    assert_eq!((null.status, &null.json()["key"]), (201, &Value::Null));
    sandbox.inject(Fault::body(SpoiledBody::MalformedJson));
    let answer = attempt(&sandbox, Operation::DeleteApiKey).answer().await;
    assert_eq!((answer.status, answer.text.as_str()), (204, ""));
    sandbox.inject(Fault::body(SpoiledBody::Html));
    let page = get(&sandbox, "/api-keys")
        .with(sandbox.seeded().test().secret())
        .answer()
        .await;
    assert!(page.text.starts_with("<!doctype html>"));
}

#[tokio::test]
async fn a_fault_for_one_operation_leaves_the_others_alone() {
    let sandbox = sandbox().await;
    let secret = sandbox.seeded().test().secret();
    sandbox.inject(Fault::status(500, Moment::BeforeCommit).on(Operation::ListPermissions));
    assert_eq!(
        attempt(&sandbox, Operation::CreateApiKey).status().await,
        201
    );
    assert_eq!(
        get(&sandbox, "/api-key-types").with(secret).status().await,
        200
    );
    assert_eq!(
        get(&sandbox, "/permissions").with(secret).status().await,
        500
    );
    assert_eq!(
        get(&sandbox, "/permissions").with(secret).status().await,
        200
    );
}
