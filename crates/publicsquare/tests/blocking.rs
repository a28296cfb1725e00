//! The blocking client: in and outside a runtime, on one thread and on many.
//!
//! In come the same scripts as for the asynchronous client, from `support/failures.rs`. Out come the same results and the same
//! errors. What a result or an error means is tested with the asynchronous client, in `regenerate.rs` and
//! `certainty.rs`.

#![cfg(feature = "blocking")]
#![allow(clippy::unwrap_used, clippy::expect_used, clippy::panic)]

mod support;

use std::cell::RefCell;
use std::convert::Infallible;
use std::thread;

use publicsquare::blocking::{Client, RequestStore};
use publicsquare::{
    ApiKeyId, Certainty, CorrelationId, ErrorKind, IdempotencyKey, RetryPolicy, SecretKey,
    SendKeptError, StoredRequest,
};
use publicsquare_sandbox::{Fault, Moment, Sandbox};

use support::failures::cases;
use support::fields::{NEW_KEY, documented};
use support::scripted::{Scripted, ok, problem};
use support::{KEY_ID, assert_certainty, settings};

fn client(url: impl Into<String>) -> Client {
    Client::from_builder(settings(url)).unwrap()
}

fn regenerate(client: &Client) -> String {
    let rotated = client.api_keys().regenerate(KEY_ID).unwrap().send();
    rotated.unwrap().key.expose_secret().to_owned()
}

fn success() -> Vec<u8> {
    ok(documented().to_string())
}

#[test]
fn it_works_outside_a_runtime() {
    let sandbox = Sandbox::builder().start_blocking().unwrap();
    let keys = sandbox.seeded().production();
    let target = keys.publishable().id();
    sandbox.inject(Fault::drop_connection(Moment::AfterCommit));
    let settings = settings(sandbox.url()).api_key(keys.secret().value());
    let client = Client::from_builder(settings).unwrap();
    let rotated = client.api_keys().regenerate(target).unwrap().send();
    let rotated = rotated.unwrap();
    assert_eq!(rotated.attempts, 2);
    assert_eq!(sandbox.regenerations(target), 1);
    let current = sandbox.current_value(target).unwrap();
    assert_eq!(rotated.key.expose_secret(), current.value());
}

#[tokio::test]
async fn it_works_inside_a_runtime_and_may_be_dropped_there() {
    let server = Scripted::new([success()]);
    let client = client(server.url());
    assert_eq!(regenerate(&client), NEW_KEY);
    drop(client);
}

#[tokio::test(flavor = "multi_thread", worker_threads = 2)]
async fn it_works_inside_a_runtime_of_many_threads_and_may_be_dropped_there() {
    let server = Scripted::new([success()]);
    let client = client(server.url());
    let outcome = tokio::spawn(async move { regenerate(&client) });
    assert_eq!(outcome.await.unwrap(), NEW_KEY);
}

#[test]
fn clones_are_shared_among_threads() {
    let server = Scripted::new(std::iter::repeat_n(success(), 8));
    let client = client(server.url());
    thread::scope(|scope| {
        for _ in 0..8 {
            let client = client.clone();
            scope.spawn(move || assert_eq!(regenerate(&client), NEW_KEY));
        }
    });
    let seen = server.seen();
    assert_eq!(seen.len(), 8);
    let mut keys: Vec<_> = seen
        .iter()
        .filter_map(|seen| seen.header("idempotency-key"))
        .collect();
    keys.sort_unstable();
    keys.dedup();
    assert_eq!(keys.len(), 8);
}

#[test]
fn a_request_outlives_its_client() {
    let server = Scripted::new([success()]);
    let request = client(server.url()).api_keys().regenerate(KEY_ID).unwrap();
    assert_eq!(request.send().unwrap().key.expose_secret(), NEW_KEY);
}

#[test]
fn the_identity_is_the_callers() {
    let server = Scripted::new([success()]);
    let request = client(server.url())
        .api_keys()
        .regenerate(KEY_ID)
        .unwrap()
        .with_idempotency_key(IdempotencyKey::new("order-7").unwrap())
        .with_correlation_id(CorrelationId::new("support-7").unwrap());
    assert_eq!(request.id().as_str(), KEY_ID);
    assert_eq!(request.idempotency_key().expose_secret(), "order-7");
    assert_eq!(request.correlation_id().as_str(), "support-7");
    request.send().unwrap();
    let seen = server.only();
    assert_eq!(seen.header("idempotency-key"), Some("order-7"));
    assert_eq!(seen.header("x-correlation-id"), Some("support-7"));
}

#[test]
fn its_failures_are_those_of_the_other_client() {
    for case in cases() {
        let (server, attempts) = (Scripted::new(case.script.clone()), case.attempts());
        let policy = RetryPolicy::default().max_attempts(attempts);
        let settings = settings(server.url()).retry_policy(policy);
        let client = Client::from_builder(settings).unwrap();
        let mut request = client.api_keys().regenerate(KEY_ID).unwrap();
        if case.replaying {
            request = request.replaying(IdempotencyKey::random());
        }
        let name = format!("{} {:?}", case.name, case.status);
        let error = request.send().expect_err(&name);
        assert_certainty(&error, case.certainty);
        assert_eq!(error.kind(), case.kind, "{name}");
        assert_eq!(error.status(), case.status, "{name}");
        assert_eq!(error.attempts(), attempts, "{name}");
        assert_eq!(error.idempotency_key(), Some(request.idempotency_key()));
    }
}

#[test]
fn a_sending_remembers_the_ones_before_it() {
    let server = Scripted::new([problem(503, "{}"), problem(401, "{}")]);
    let settings = settings(server.url()).retry_policy(RetryPolicy::never());
    let client = Client::from_builder(settings).unwrap();
    let request = client.api_keys().regenerate(KEY_ID).unwrap();
    assert_certainty(&request.send().unwrap_err(), Certainty::Unknown);
    assert_certainty(&request.send().unwrap_err(), Certainty::Unknown);
}

/// A store that outlives the calls.
#[derive(Default)]
struct Kept(RefCell<Option<StoredRequest>>);

impl RequestStore for Kept {
    type Error = Infallible;

    fn load(&self, _: &ApiKeyId) -> Result<Option<StoredRequest>, Infallible> {
        Ok(self.0.borrow().clone())
    }

    fn save(&self, request: &StoredRequest) -> Result<(), Infallible> {
        *self.0.borrow_mut() = Some(request.clone());
        Ok(())
    }

    fn forget(&self, _: &ApiKeyId) -> Result<(), Infallible> {
        *self.0.borrow_mut() = None;
        Ok(())
    }
}

#[test]
fn a_stored_request_is_sent_again_until_its_key_is_confirmed() {
    let server = Scripted::new([success(), success(), success()]);
    let (client, store) = (client(server.url()), Kept::default());
    let send = || {
        let request = client.api_keys().regenerate(KEY_ID).unwrap();
        request.send_kept(&store).unwrap()
    };
    let lost = send();
    assert!(!lost.is_repeat(), "nothing was stored");
    let shown = format!("{lost:?}");
    assert!(shown.contains(KEY_ID), "{shown}");
    assert!(!shown.contains(NEW_KEY), "{shown}");
    drop(lost);

    let again = send();
    assert!(again.is_repeat(), "the request was stored before");
    again.confirm_stored().unwrap();
    assert!(!send().is_repeat(), "the store has forgotten the request");

    let seen = server.seen();
    let identity = |index: usize| seen[index].header("idempotency-key");
    assert_eq!(identity(0), identity(1));
    assert_ne!(identity(1), identity(2));
}

#[test]
fn a_stored_request_is_forgotten_only_if_it_was_rejected_for_certain() {
    let refusal = problem(403, r#"{"title": "Forbidden", "status": 403}"#);
    let server = Scripted::new([refusal, problem(500, "{}")]);
    let settings = settings(server.url()).retry_policy(RetryPolicy::never());
    let (client, store) = (Client::from_builder(settings).unwrap(), Kept::default());
    for (certainty, is_kept) in [(Certainty::Rejected, false), (Certainty::Unknown, true)] {
        let request = client.api_keys().regenerate(KEY_ID).unwrap();
        let Err(SendKeptError::Request(error)) = request.send_kept(&store) else {
            panic!("it is refused");
        };
        assert_certainty(&error, certainty);
        assert_eq!(store.0.borrow().is_some(), is_kept, "{certainty:?}");
    }
}

#[test]
fn a_wrong_id_and_a_wrong_setting_are_refused() {
    let error = client("http://127.0.0.1:1").api_keys().regenerate("key_0");
    assert!(error.unwrap_err().is_invalid_input());
    let error = Client::from_builder(settings("ftp://127.0.0.1")).unwrap_err();
    assert_eq!(error.kind(), ErrorKind::Configuration);
}

#[test]
fn the_whole_resource_is_there_without_async() {
    use publicsquare::{KeyType, Permission};

    let sandbox = publicsquare_sandbox::Sandbox::builder()
        .start_blocking()
        .unwrap();
    let admin = sandbox.seeded().test().secret();
    let builder = publicsquare::Client::builder()
        .base_url(sandbox.url())
        .api_key(admin.value());
    let client = publicsquare::blocking::Client::from_builder(builder).unwrap();
    let keys = client.api_keys();
    let created = keys
        .create("Till 4", [Permission::PaymentRead])
        .unwrap()
        .send()
        .unwrap();
    let id = created.details.id.unwrap();
    assert_eq!(
        keys.reveal(id.clone()).unwrap().send().unwrap().key,
        created.key
    );
    let changed = keys
        .update(id.clone(), "Till 5", [Permission::PaymentRead])
        .unwrap()
        .send()
        .unwrap();
    assert_eq!(
        changed.name,
        keys.get(id.clone()).unwrap().send().unwrap().name
    );
    let restricted = keys.list().key_types([KeyType::Restricted]).page_size(1);
    let names: Vec<_> = restricted.iter().map(|key| key.unwrap().name).collect();
    assert!(names.len() > 1 && names.contains(&changed.name));
    assert_eq!(restricted.send().unwrap().keys.len(), 1);
    keys.delete(id.clone()).unwrap().send().unwrap();
    assert!(keys.get(id).unwrap().send().unwrap_err().is_not_found());
    assert!(!client.api_key_types().send().unwrap().is_empty());
    assert!(!client.permissions().send().unwrap().is_empty());
}

/// A client whose provider of API keys has a defect.
fn with_a_panic() -> Client {
    let provider = || async {
        if true {
            panic!("a defect of the provider");
        }
        Ok(SecretKey::from("sk_test_1"))
    };
    let settings = publicsquare::Client::builder()
        .api_key_provider(provider)
        .base_url("http://127.0.0.1:1");
    Client::from_builder(settings).unwrap()
}

#[test]
fn a_panic_of_a_provider_leaves_no_doubt_about_a_key_that_was_only_read() {
    let client = with_a_panic();
    let keys = client.api_keys();
    for error in [
        keys.get(KEY_ID).unwrap().send().unwrap_err(),
        keys.reveal(KEY_ID).unwrap().send().unwrap_err(),
        keys.list().send().unwrap_err(),
        keys.list().iter().next().unwrap().unwrap_err(),
        client.api_key_types().send().unwrap_err(),
        client.permissions().send().unwrap_err(),
    ] {
        assert_eq!(error.certainty(), Certainty::Rejected, "{error:?}");
        assert!(!error.to_string().contains("regenerated"), "{error}");
    }
}

#[test]
fn a_panic_of_a_provider_is_told_in_the_words_of_the_request() {
    let client = with_a_panic();
    let keys = client.api_keys();
    let permissions = ["payment:read"];
    let create = keys.create("n", permissions).unwrap().send().unwrap_err();
    let update = keys.update(KEY_ID, "n", permissions).unwrap();
    let update = update.send().unwrap_err();
    let delete = keys.delete(KEY_ID).unwrap().send().unwrap_err();
    let regenerate = keys.regenerate(KEY_ID).unwrap().send().unwrap_err();
    for (error, words) in [
        (create, "may have been created"),
        (update, "may have been changed"),
        (delete, "may have been deleted"),
        (regenerate, "may have been regenerated"),
    ] {
        assert_eq!(error.certainty(), Certainty::Unknown, "{error:?}");
        assert!(error.to_string().contains(words), "{error}");
    }
}
