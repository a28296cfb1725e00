//! Each fault, on a regeneration: what the client sees, and what has changed.
//!
//! A fault is injected and a request sent. The tests check the bytes, the number of regenerations, and what a
//! repeat gets. The other operations that change something are in [`writing_faults`](super::writing_faults).

use std::time::{Duration, SystemTime, UNIX_EPOCH};

use publicsquare_sandbox::{
    Fault, Gate, ManualClock, Moment, Operation, RetryAfter, Sandbox, SpoiledBody,
};
use serde_json::Value;
use tokio::io::AsyncWriteExt;

use crate::call::{Call, regenerate, sandbox};
use crate::wire;

fn target(sandbox: &Sandbox) -> &str {
    sandbox.seeded().test().publishable().id()
}

fn call(sandbox: &Sandbox) -> Call {
    let secret = sandbox.seeded().test().secret();
    regenerate(sandbox, target(sandbox))
        .with(secret)
        .idempotency_key("one")
}

fn regenerations(sandbox: &Sandbox) -> usize {
    sandbox.regenerations(target(sandbox))
}

/// The bytes of the response to a raw request that closes the connection.
async fn bytes(sandbox: &Sandbox) -> Vec<u8> {
    let request = wire::request(sandbox.seeded().test().secret(), target(sandbox));
    wire::exchange(sandbox, &request).await
}

/// The bytes of the response to a raw request that keeps the connection open.
async fn bytes_then_close(sandbox: &Sandbox) -> Vec<u8> {
    let request = wire::request(sandbox.seeded().test().secret(), target(sandbox));
    wire::exchange(
        sandbox,
        &request.replace("Host:", "Connection: close\r\nHost:"),
    )
    .await
}

#[tokio::test]
async fn a_drop_before_the_commit_changes_nothing() {
    let sandbox = sandbox().await;
    sandbox.inject(Fault::drop_connection(Moment::BeforeCommit));
    assert_eq!(bytes(&sandbox).await, b"");
    assert_eq!(regenerations(&sandbox), 0);
    assert_eq!(sandbox.idempotency_records(), 0);
}

#[tokio::test]
async fn a_drop_after_the_commit_loses_the_response_and_the_repeat_gets_it() {
    let sandbox = sandbox().await;
    sandbox.inject(Fault::drop_connection(Moment::AfterCommit).times(2));
    assert_eq!(bytes(&sandbox).await, b"");
    assert_eq!(regenerations(&sandbox), 1);
    // The fault also loses the replayed response.
    assert_eq!(bytes(&sandbox).await, b"");
    let current = sandbox.current_value(target(&sandbox)).unwrap();
    let secret = sandbox.seeded().test().secret();
    let repeat = regenerate(&sandbox, target(&sandbox))
        .with(secret)
        .idempotency_key("raw");
    assert_eq!(repeat.answer().await.key(), current.value());
    assert_eq!(regenerations(&sandbox), 1);
    assert_eq!(sandbox.pending_faults(), 0);
}

#[tokio::test]
async fn a_truncated_body_is_shorter_than_its_content_length() {
    for count in [0, 1, 20, usize::MAX] {
        let sandbox = sandbox().await;
        sandbox.inject(Fault::truncate_body(count));
        let received = String::from_utf8(bytes(&sandbox).await).unwrap();
        let (head, body) = received.split_once("\r\n\r\n").unwrap();
        assert!(head.starts_with("HTTP/1.1 200 OK\r\n"), "{head}");
        let announced = head
            .lines()
            .find_map(|line| line.strip_prefix("content-length: "));
        let announced: usize = announced.unwrap().parse().unwrap();
        assert!(announced > 200);
        assert_eq!(body.len(), count.min(announced - 1));
        assert_eq!(regenerations(&sandbox), 1);
    }
}

#[tokio::test]
async fn a_truncated_body_is_an_error_to_a_client() {
    let sandbox = sandbox().await;
    sandbox.inject(Fault::truncate_body(40));
    let error = call(&sandbox).send().await.err().unwrap();
    assert!(!error.is_connect());
    let current = sandbox.current_value(target(&sandbox)).unwrap();
    assert_eq!(call(&sandbox).answer().await.key(), current.value());
    assert_eq!(regenerations(&sandbox), 1);
}

#[tokio::test]
async fn a_status_before_the_commit_is_a_problem_and_no_change() {
    let sandbox = sandbox().await;
    for status in [500, 502, 503, 599] {
        sandbox.inject(Fault::status(status, Moment::BeforeCommit));
        let answer = call(&sandbox).answer().await;
        assert_eq!(answer.status, status);
        assert_eq!(answer.json()["status"], status);
    }
    assert_eq!(regenerations(&sandbox), 0);
}

#[tokio::test]
async fn a_status_after_the_commit_is_not_stored_so_that_the_repeat_rotates_again() {
    let sandbox = sandbox().await;
    sandbox.inject(Fault::status(500, Moment::AfterCommit));
    assert_eq!(call(&sandbox).answer().await.status, 500);
    assert_eq!(regenerations(&sandbox), 1);
    assert_eq!(call(&sandbox).answer().await.status, 200);
    assert_eq!(regenerations(&sandbox), 2);
}

#[tokio::test]
async fn a_gateway_hides_a_success_that_is_stored() {
    let sandbox = sandbox().await;
    sandbox.inject(Fault::gateway_error(502, Moment::AfterCommit));
    let page = call(&sandbox).answer().await;
    assert_eq!(page.status, 502);
    assert_eq!(
        page.header("content-type"),
        Some("text/html; charset=utf-8")
    );
    assert!(page.text.starts_with("<!doctype html>"));
    let current = sandbox.current_value(target(&sandbox)).unwrap();
    assert_eq!(call(&sandbox).answer().await.key(), current.value());
    assert_eq!(regenerations(&sandbox), 1);

    sandbox.inject(Fault::gateway_error(504, Moment::BeforeCommit));
    assert_eq!(call(&sandbox).answer().await.status, 504);
    assert_eq!(regenerations(&sandbox), 1);
}

#[tokio::test]
async fn conflicts_and_429_on_demand() {
    let clock = ManualClock::at(UNIX_EPOCH + Duration::from_secs(784_111_777));
    let sandbox = Sandbox::builder().clock(clock).start().await.unwrap();
    sandbox.inject(Fault::conflict());
    assert_eq!(call(&sandbox).answer().await.status, 409);
    for (retry_after, header) in [
        (None, None),
        (
            Some(RetryAfter::seconds(Duration::from_millis(1001))),
            Some("2"),
        ),
        (
            Some(RetryAfter::http_date(Duration::from_secs(30))),
            Some("Sun, 06 Nov 1994 08:50:07 GMT"),
        ),
    ] {
        sandbox.inject(Fault::too_many_requests(retry_after));
        let answer = call(&sandbox).answer().await;
        assert_eq!(answer.status, 429);
        assert_eq!(answer.header("retry-after"), header);
    }
    assert_eq!(regenerations(&sandbox), 0);
}

#[tokio::test]
async fn bodies_can_be_spoiled_after_the_commit() {
    let sandbox = sandbox().await;
    let spoiled = async |body| {
        sandbox.inject(Fault::body(body));
        let answer = call(&sandbox).answer().await;
        assert_eq!(answer.status, 200);
        answer
    };
    let html = spoiled(SpoiledBody::Html).await;
    assert_eq!(
        html.header("content-type"),
        Some("text/html; charset=utf-8")
    );
    assert_eq!(spoiled(SpoiledBody::Empty).await.text, "");
    let malformed = spoiled(SpoiledBody::MalformedJson).await.text;
    assert!(
        serde_json::from_str::<Value>(&malformed)
            .unwrap_err()
            .is_eof()
    );
    let null = spoiled(SpoiledBody::NullKey).await.json();
    assert_eq!(
        (&null["key"], &null["id"]),
        (&Value::Null, &Value::from(target(&sandbox)))
    );
    let without = spoiled(SpoiledBody::WithoutKey).await.json();
    assert!(without.get("key").is_none() && without.get("id").is_some());
    let own = spoiled(SpoiledBody::Json(b"[1]".to_vec())).await;
    assert_eq!(own.text, "[1]");
    assert_eq!(
        own.header("content-type"),
        Some("application/json; charset=utf-8")
    );

    // All of them were replays of one commit. The stored response is not spoiled.
    assert_eq!(regenerations(&sandbox), 1);
    let current = sandbox.current_value(target(&sandbox)).unwrap();
    assert_eq!(call(&sandbox).answer().await.key(), current.value());
}

#[tokio::test]
async fn a_refused_request_is_struck_as_well() {
    let sandbox = sandbox().await;
    let stranger = || regenerate(&sandbox, target(&sandbox));
    sandbox.inject(Fault::drop_connection(Moment::AfterCommit));
    assert!(stranger().send().await.is_err());
    sandbox.inject(Fault::body(SpoiledBody::NullKey));
    let problem = stranger().answer().await;
    assert_eq!(
        (problem.status, problem.json()["status"].as_u64()),
        (401, Some(401))
    );
    sandbox.inject(Fault::body(SpoiledBody::Html));
    let page = stranger().answer().await;
    assert_eq!((page.status, page.text.contains("html")), (401, true));
}

#[tokio::test]
async fn a_request_continues_at_the_gate_after_its_client_has_disconnected() {
    let sandbox = sandbox().await;
    let gate = Gate::new();
    let done = Gate::new();
    let fault = Fault::hold(&gate, Moment::BeforeCommit).held(&done, Moment::AfterCommit);
    sandbox.inject(fault);
    let request = wire::request(sandbox.seeded().test().secret(), target(&sandbox));
    let mut stream = wire::connect(sandbox.address()).await;
    stream.write_all(request.as_bytes()).await.unwrap();
    gate.arrived(1).await;
    drop(stream);
    assert_eq!(regenerations(&sandbox), 0);
    gate.open();
    done.arrived(1).await;
    assert_eq!(regenerations(&sandbox), 1);
}

#[tokio::test]
async fn a_delay_is_real_time_and_changes_nothing_else() {
    let sandbox = Sandbox::builder()
        .clock(ManualClock::at(SystemTime::now()))
        .start()
        .await
        .unwrap();
    let delay = Duration::from_millis(20);
    let before = std::time::Instant::now();
    sandbox.inject(Fault::delay(delay, Moment::BeforeCommit).delayed(delay, Moment::AfterCommit));
    assert_eq!(call(&sandbox).answer().await.status, 200);
    // Only the lower bound is certain on a busy machine.
    assert!(before.elapsed() >= 2 * delay);
}

#[tokio::test]
async fn faults_strike_in_order_and_only_operations() {
    let sandbox = sandbox().await;
    sandbox.inject(Fault::status(500, Moment::BeforeCommit).times(2));
    sandbox.inject(Fault::status(501, Moment::BeforeCommit).on(Operation::RegenerateApiKey));
    sandbox.inject(Fault::status(502, Moment::BeforeCommit).times(0));
    sandbox.inject(Fault::status(503, Moment::BeforeCommit));
    assert_eq!(sandbox.pending_faults(), 4);
    assert_eq!(
        crate::call::post(&sandbox, "/nowhere")
            .answer()
            .await
            .status,
        404
    );
    let mut statuses = Vec::new();
    for _ in 0..5 {
        statuses.push(call(&sandbox).answer().await.status);
    }
    assert_eq!(statuses, [500, 500, 501, 503, 200]);

    sandbox.inject(Fault::conflict().times(usize::MAX));
    sandbox.inject(Fault::conflict());
    assert_eq!(call(&sandbox).answer().await.status, 409);
    sandbox.clear_faults();
    assert_eq!(
        (
            call(&sandbox).answer().await.status,
            sandbox.pending_faults()
        ),
        (200, 0)
    );
}

#[tokio::test]
async fn a_redirect_names_its_target_and_changes_nothing() {
    let sandbox = sandbox().await;
    sandbox.inject(Fault::redirect("http://127.0.0.1:9/elsewhere"));
    let received = String::from_utf8(bytes_then_close(&sandbox).await).unwrap();
    assert!(received.starts_with("HTTP/1.1 307 "), "{received}");
    assert!(
        received.contains("\r\nlocation: http://127.0.0.1:9/elsewhere\r\n"),
        "{received}"
    );
    assert_eq!(regenerations(&sandbox), 0);
}

#[test]
fn a_gate_is_equal_only_to_its_clones() {
    let gate = Gate::new();
    let held = |gate: &Gate| Fault::hold(gate, Moment::BeforeCommit);
    assert_eq!(held(&gate), held(&gate.clone()));
    assert_ne!(held(&gate), held(&Gate::new()));
}

#[test]
fn faults_that_http_cannot_express_are_a_panic() {
    for status in [0, 99, 100, 200, 399, 600, u16::MAX] {
        assert!(std::panic::catch_unwind(|| Fault::status(status, Moment::BeforeCommit)).is_err());
        assert!(
            std::panic::catch_unwind(|| Fault::gateway_error(status, Moment::AfterCommit)).is_err()
        );
    }
    assert!(std::panic::catch_unwind(|| Fault::redirect("a\r\nb")).is_err());
}
