//! `DELETE /api-keys/{id}`: deleting a restricted key.
//!
//! Ids come in. The tests check that no value of the key works afterwards, and which keys cannot be deleted.
//! Faults during a deletion are in [`writing_faults`](super::writing_faults).

use std::time::Duration;

use publicsquare_sandbox::Sandbox;

use crate::call::{create, delete, get, regenerate, sandbox};
use crate::wire;

#[tokio::test]
async fn a_deleted_key_is_gone_and_authenticates_nothing() {
    let sandbox = sandbox().await;
    let keys = sandbox.seeded().test();
    let target = keys.key_reader();
    let answer = delete(&sandbox, target.id())
        .with(keys.secret())
        .answer()
        .await;
    assert_eq!((answer.status, answer.text.as_str()), (204, ""));
    assert_eq!(answer.header("content-type"), None);
    assert_eq!(answer.header("x-correlation-id").unwrap().len(), 36);

    assert_eq!(
        delete(&sandbox, target.id())
            .with(keys.secret())
            .status()
            .await,
        404
    );
    assert_eq!(get(&sandbox, "/api-keys").with(target).status().await, 401);
    let path = format!("/api-keys/{}", target.id());
    assert_eq!(get(&sandbox, &path).with(keys.secret()).status().await, 404);
    assert!(sandbox.current_value(target.id()).is_none());
    assert_eq!(sandbox.keys().len(), 14);
}

#[tokio::test]
async fn a_204_has_no_body_and_the_connection_stays_open() {
    let sandbox = sandbox().await;
    let keys = sandbox.seeded().test();
    let request = format!(
        "DELETE /api-keys/{} HTTP/1.1\r\nHost: sandbox\r\nX-API-KEY: {}\r\n",
        keys.key_reader().id(),
        keys.secret().value()
    );
    let both = format!("{request}\r\n{request}Connection: close\r\n\r\n");
    let received = String::from_utf8(wire::exchange(&sandbox, &both).await).unwrap();
    let (first, second) = received.split_once("\r\n\r\n").unwrap();
    assert!(first.starts_with("HTTP/1.1 204 No Content\r\n"), "{first}");
    assert!(
        !first.contains("content-length") && !first.contains("transfer-encoding"),
        "{first}"
    );
    assert!(second.starts_with("HTTP/1.1 404 Not Found\r\n"), "{second}");
}

#[tokio::test]
async fn a_key_can_delete_itself() {
    let sandbox = sandbox().await;
    let secret = sandbox.seeded().test().secret();
    let made = create(&sandbox, "Brief", &["api-key:delete"])
        .with(secret)
        .answer()
        .await;
    let call = || delete(&sandbox, &made.id()).with_value(&made.key());
    assert_eq!(call().status().await, 204);
    assert_eq!(call().status().await, 401);
}

#[tokio::test]
async fn values_in_their_grace_period_end_with_the_key() {
    let builder = Sandbox::builder().grace_period(Duration::from_secs(3600));
    let sandbox = builder.start().await.unwrap();
    let keys = sandbox.seeded().test();
    let target = keys.key_reader();
    assert_eq!(
        regenerate(&sandbox, target.id())
            .with(keys.secret())
            .status()
            .await,
        200
    );
    let list = || get(&sandbox, "/api-keys").with(target).status();
    assert_eq!(list().await, 200);
    assert_eq!(
        delete(&sandbox, target.id())
            .with(keys.secret())
            .status()
            .await,
        204
    );
    assert_eq!(list().await, 401);
    assert!(!sandbox.dump_json().contains(target.value()));
}

#[tokio::test]
async fn publishable_secret_and_unknown_keys_cannot_be_deleted() {
    let sandbox = sandbox().await;
    let keys = sandbox.seeded().test();
    let before = sandbox.dump_json();
    for (key, kind) in [
        (keys.publishable(), "publishable"),
        (keys.secret(), "secret"),
    ] {
        let answer = delete(&sandbox, key.id())
            .with(keys.secret())
            .answer()
            .await;
        assert_eq!(answer.status, 422);
        let detail =
            format!("A {kind} key comes with the account. It can be regenerated, but not deleted.");
        assert_eq!(answer.json()["detail"], detail);
    }
    // The vendor documents no 400 for a deletion.
    let unseen = sandbox.seeded().production().key_reader().id();
    for id in [unseen, "key_nobody", "key_0", "%FF", "key"] {
        assert_eq!(
            delete(&sandbox, id).with(keys.secret()).status().await,
            404,
            "{id}"
        );
    }
    assert_eq!(
        delete(&sandbox, "key_0")
            .with(keys.key_writer())
            .status()
            .await,
        403
    );
    assert_eq!(sandbox.dump_json(), before);
}
