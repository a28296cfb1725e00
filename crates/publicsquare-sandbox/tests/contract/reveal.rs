//! `GET /api-keys/{id}/reveal`: reading the value of a key.
//!
//! Ids come in, with both settings of `Builder::reveal`. The tests check the value and the refusals. Reading a
//! key without its value is in [`get`](super::get).

use publicsquare_sandbox::{Reveal, Sandbox};

use crate::call::{get, sandbox};

#[tokio::test]
async fn it_shows_the_value_of_any_key_of_the_environment() {
    let sandbox = sandbox().await;
    let keys = sandbox.seeded().test();
    for (_, key) in keys.iter() {
        let call = get(&sandbox, &format!("/api-keys/{}/reveal", key.id()));
        let answer = call.with(keys.key_reader()).answer().await;
        assert_eq!((answer.status, answer.key().as_str()), (200, key.value()));
    }
}

#[tokio::test]
async fn it_can_be_limited_to_the_authenticating_key() {
    let builder = Sandbox::builder().reveal(Reveal::OwnKey);
    let sandbox = builder.start().await.unwrap();
    let keys = sandbox.seeded().test();
    let status = async |id: &str| {
        let call = get(&sandbox, &format!("/api-keys/{id}/reveal"));
        call.with(keys.key_reader()).answer().await
    };
    let own = status(keys.key_reader().id()).await;
    assert_eq!(
        (own.status, own.key().as_str()),
        (200, keys.key_reader().value())
    );
    // 403 comes before 404, so that a client learns nothing about ids.
    for id in [keys.secret().id(), "key_nobody"] {
        assert_eq!(status(id).await.status, 403);
    }
    assert_eq!(status("key_0").await.status, 400);
}
