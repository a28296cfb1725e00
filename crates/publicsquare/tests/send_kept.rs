//! A regeneration with a store, which survives a crash at every moment.
//!
//! In come a store that holds only bytes, and a sandbox that loses responses. Out comes the same key after every crash, until the
//! program confirms it. A replay without a store is in `sending_again.rs`.

#![allow(clippy::unwrap_used, clippy::expect_used, clippy::panic)]

mod support;

use std::fmt::Debug;
use std::io;
use std::sync::Mutex;

use publicsquare::{
    ApiKeyId, Certainty, Regenerated, RequestStore, SendKeptError, StoredRequest, serialize_secrets,
};
use publicsquare_sandbox::{Fault, Moment, Sandbox};

use support::scripted::{Scripted, problem};
use support::{KEY_ID, client, client_without_retries, lives, settings};

/// A store that keeps what a real one keeps: the bytes.
#[derive(Default)]
struct Bytes {
    stored: Mutex<Option<String>>,
    fails: bool,
}

impl Bytes {
    fn stored(&self) -> Option<StoredRequest> {
        let stored = self.stored.lock().unwrap();
        stored
            .as_ref()
            .map(|text| serde_json::from_str(text).unwrap())
    }
}

impl RequestStore for Bytes {
    type Error = io::Error;

    async fn load(&self, _: &ApiKeyId) -> io::Result<Option<StoredRequest>> {
        Ok(self.stored())
    }

    async fn save(&self, request: &StoredRequest) -> io::Result<()> {
        if self.fails {
            return Err(io::Error::other("full"));
        }
        let text = serialize_secrets(|| serde_json::to_string(request))?;
        *self.stored.lock().unwrap() = Some(text);
        Ok(())
    }

    async fn forget(&self, _: &ApiKeyId) -> io::Result<()> {
        *self.stored.lock().unwrap() = None;
        Ok(())
    }
}

#[tokio::test]
async fn the_same_key_comes_again_after_a_crash_at_each_moment_until_it_is_confirmed() {
    for moment in [Moment::BeforeCommit, Moment::AfterCommit] {
        let sandbox = Sandbox::builder().start().await.unwrap();
        let keys = sandbox.seeded().test();
        let (admin, id) = (keys.secret().value().to_owned(), keys.key_writer().id());
        let store = Bytes::default();
        let again = || settings(sandbox.url()).api_key(admin.clone());

        // No answer comes, and the process gives up.
        sandbox.inject(Fault::drop_connection(moment));
        let once = again()
            .retry_policy(publicsquare::RetryPolicy::never())
            .build()
            .unwrap();
        let failed = once
            .api_keys()
            .regenerate(id)
            .unwrap()
            .send_kept(&store)
            .await;
        let Err(SendKeptError::Request(error)) = failed else {
            panic!("the answer is lost");
        };
        assert_eq!(error.certainty(), Certainty::Unknown);
        let identity = store.stored().expect("the identity is kept");

        // An answer comes, and the process dies before it has stored the key.
        let client = again().build().unwrap();
        let lost = client
            .api_keys()
            .regenerate(id)
            .unwrap()
            .send_kept(&store)
            .await
            .unwrap();
        let value = lost.key.clone();
        assert!(lost.is_repeat(), "the request was stored before");
        assert_shown_without_value(&lost, &lost);
        drop(lost);
        assert_eq!(store.stored().as_ref(), Some(&identity));

        let rotated = client
            .api_keys()
            .regenerate(id)
            .unwrap()
            .send_kept(&store)
            .await
            .unwrap();
        assert_eq!(rotated.key, value);
        assert!(lives(sandbox.url(), value.expose_secret()).await);
        rotated.confirm_stored().await.unwrap();
        assert_eq!(store.stored(), None);

        let next = client.api_keys().regenerate(id).unwrap();
        let next = next.send_kept(&store).await.unwrap();
        assert!(!next.is_repeat(), "nothing was stored");
        assert_ne!(next.key, value);
    }
}

/// Asserts that `Debug` shows the key's id, and not its value.
fn assert_shown_without_value(shown: &impl Debug, rotated: &Regenerated) {
    let shown = format!("{shown:?}");
    assert!(shown.contains(rotated.id.as_str()), "{shown}");
    assert!(!shown.contains(rotated.key.expose_secret()), "{shown}");
}

#[tokio::test]
async fn a_request_that_cannot_be_stored_is_not_sent() {
    let server = Scripted::new([problem(500, "{}")]);
    let store = Bytes {
        fails: true,
        ..Bytes::default()
    };
    let request = client(server.url()).api_keys().regenerate(KEY_ID).unwrap();
    let failed = request.send_kept(&store).await;
    assert!(matches!(failed, Err(SendKeptError::Store(_))), "{failed:?}");
    assert!(server.seen().is_empty());
}

#[tokio::test]
async fn a_rejection_is_forgotten_unless_an_earlier_request_is_in_doubt() {
    let body = r#"{"type": "about:blank", "title": "Forbidden", "status": 403}"#;
    let server = Scripted::new([problem(403, body), problem(500, "{}"), problem(403, body)]);
    let store = Bytes::default();
    let keys = client_without_retries(server.url()).api_keys();
    for (certainty, is_kept) in [
        (Certainty::Rejected, false),
        (Certainty::Unknown, true),
        (Certainty::Unknown, true),
    ] {
        let failed = keys.regenerate(KEY_ID).unwrap().send_kept(&store).await;
        let Err(SendKeptError::Request(error)) = failed else {
            panic!("it is rejected");
        };
        assert_eq!(
            (error.certainty(), store.stored().is_some()),
            (certainty, is_kept)
        );
    }
    let seen = server.seen();
    let identity = |index: usize| seen[index].header("idempotency-key").map(str::to_owned);
    assert_ne!(identity(0), identity(1));
    assert_eq!(identity(1), identity(2));
}
