//! No secret is shown, in whatever way it could be shown.
//!
//! The tests make every kind of error and print it, with its causes, by `Display` and by `Debug`. They also assert at compile
//! time which types have no `Display` or no `Debug`. Secrets that a server repeats are in `secrets/echoes.rs`, and
//! serialization is in `secrets/serialization.rs`.

#![allow(clippy::unwrap_used, clippy::expect_used, clippy::panic)]

mod raw_server;

#[path = "secrets/echoes.rs"]
mod echoes;
#[path = "secrets/serialization.rs"]
mod serialization;

use std::error::Error as StdError;
use std::fmt::{Debug, Display};

use publicsquare_client::{BaseUrl, Client, Connection, Error, SecretKey, builder, types};
use raw_server::{ID, REQUEST_KEY, RawServer, connection, response};

/// All texts of an error and of its causes: `Display`, `Debug`, and `Debug` over several lines.
fn said(error: &(dyn StdError + 'static)) -> String {
    let causes = std::iter::successors(Some(error), |&error| error.source());
    causes
        .map(|error| format!("{error}\n{error:#}\n{error:?}\n{error:#?}\n"))
        .collect()
}

fn shown(value: &impl Debug) -> String {
    format!("{value:?}\n{value:#?}")
}

/// Compiles only if `$type` does not implement `$bound`. If it does, the call is ambiguous.
macro_rules! assert_not_implemented {
    ($type:ty: $bound:path) => {{
        trait Ambiguous<Marker> {
            fn call() {}
        }
        impl<T: ?Sized> Ambiguous<()> for T {}
        struct Implemented;
        impl<T: ?Sized + $bound> Ambiguous<Implemented> for T {}
        <$type as Ambiguous<_>>::call();
    }};
}

#[test]
fn a_secret_has_no_display_and_builders_with_idempotency_keys_have_no_debug() {
    assert_not_implemented!(SecretKey: Display);
    assert_not_implemented!(builder::RegenerateApiKey<'static>: Debug);
}

#[test]
fn debug_shows_no_key() {
    let key = SecretKey::new("canary-1");
    assert_eq!(format!("{key:?}"), "SecretKey([redacted])");
    assert!(!shown(&key).contains("canary"));

    let connection = Connection::new(key.clone()).unwrap();
    assert!(!shown(&connection).contains("canary"));
    let url: BaseUrl = "http://127.0.0.1:1".parse().unwrap();
    let client = Client::connect(&url, connection).unwrap();
    assert!(!shown(&client).contains("canary"));

    let half_built = types::ApiKey::builder().name("name".to_owned()).key(key);
    assert!(shown(&half_built).contains("name"));
    assert!(!shown(&half_built).contains("canary"));
    let built = types::ApiKey::try_from(half_built).unwrap();
    assert_eq!(built.key, Some(SecretKey::new("canary-1")));
    assert!(!shown(&built).contains("canary"));
    assert!(!shown(&types::builder::ApiKey::from(built)).contains("canary"));
}

#[tokio::test]
async fn a_response_does_not_show_its_key() {
    let answer = response(200, "application/json", br#"{"key":"canary-1","name":"n"}"#);
    let answer = RawServer::answering(answer).call().await.unwrap();
    assert_eq!(answer.key, Some(SecretKey::new("canary-1")));
    assert!(shown(&answer).contains("\"n\""));
    assert!(!shown(&answer).contains("canary"));
}

#[tokio::test]
async fn a_request_that_is_not_sent_does_not_show_its_secrets() {
    let url: BaseUrl = "http://127.0.0.1:1".parse().unwrap();
    let client = Client::connect(&url, connection()).unwrap();
    for request in [
        // People often pass the secret value in place of the id.
        client.regenerate_api_key().id("sk_test_canary1"),
        client
            .regenerate_api_key()
            .id(ID)
            .idempotency_key("canary\n"),
        client
            .regenerate_api_key()
            .id(ID)
            .x_correlation_id("canary\0"),
        client.regenerate_api_key().idempotency_key("canary"),
    ] {
        let error = request.send().await.unwrap_err();
        assert!(matches!(error, Error::InvalidRequest(_)), "{error}");
        assert!(!said(&error).contains("canary"), "{error}");
    }
}

#[tokio::test]
async fn a_failed_connection_does_not_show_the_request() {
    // Nothing listens on this port.
    let url: BaseUrl = "http://127.0.0.1:1".parse().unwrap();
    let client = Client::connect(&url, connection()).unwrap();
    let request = client.regenerate_api_key().id(ID);
    let error = request.idempotency_key("canary").send().await.unwrap_err();
    assert!(matches!(error, Error::CommunicationError(_)), "{error}");
    assert!(!said(&error).contains("canary"), "{error}");

    for answer in [
        "",
        "canary, not HTTP",
        "HTTP/1.1 200 OK\r\nx: request-key-canary",
    ] {
        let error = RawServer::answering(answer).call().await.unwrap_err();
        assert!(matches!(error, Error::CommunicationError(_)), "{error}");
        assert!(!said(&error).contains("canary"), "{error}");
    }
}

#[tokio::test]
async fn an_error_keeps_everything_that_is_not_secret() {
    let body = format!(r#"{{"title":"Unauthorized","detail":"{REQUEST_KEY} is unknown"}}"#);
    let error = RawServer::answering(response(401, "application/json", body.as_bytes()))
        .call()
        .await
        .unwrap_err();
    let said = said(&error);
    assert!(
        said.contains("Unauthorized") && said.contains("is unknown"),
        "{said}"
    );
    assert!(!said.contains(REQUEST_KEY), "{said}");
}
