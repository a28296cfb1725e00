//! No secret is shown, however it is asked for.

#![allow(clippy::unwrap_used, clippy::expect_used, clippy::panic)]

mod raw_server;

#[path = "secrets/echoes.rs"]
mod echoes;
#[path = "secrets/serialization.rs"]
mod serialization;

use std::error::Error as StdError;
use std::fmt::{Debug, Display};
use std::net::{Ipv4Addr, TcpListener};

use publicsquare_client::{BaseUrl, Client, Connection, Error, SecretKey, builder, types};
use raw_server::{ID, REQUEST_KEY, RawServer, connection, response};

/// What an error says of itself and of its causes, in every way there is.
fn said(error: &(dyn StdError + 'static)) -> String {
    let causes = std::iter::successors(Some(error), |&error| error.source());
    causes
        .map(|error| format!("{error}\n{error:#}\n{error:?}\n{error:#?}\n"))
        .collect()
}

fn shown(value: &impl Debug) -> String {
    format!("{value:?}\n{value:#?}")
}

/// Compiles only where `$type` does not implement `$bound`: else the call is ambiguous.
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
fn a_secret_has_no_display_and_what_holds_an_idempotency_key_has_no_debug() {
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
async fn an_answer_does_not_show_its_key() {
    let answer = response(200, "application/json", br#"{"key":"canary-1","name":"n"}"#);
    let answer = RawServer::answering(answer).call().await.unwrap();
    assert_eq!(answer.key, Some(SecretKey::new("canary-1")));
    assert!(shown(&answer).contains("\"n\""));
    assert!(!shown(&answer).contains("canary"));
}

#[tokio::test]
async fn a_request_that_is_not_sent_does_not_show_what_it_holds() {
    let url: BaseUrl = "http://127.0.0.1:1".parse().unwrap();
    let client = Client::connect(&url, connection()).unwrap();
    for request in [
        // A secret value where an id belongs is a common mistake.
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
async fn a_connection_that_fails_does_not_show_what_was_to_be_sent() {
    let nobody = {
        let listener = TcpListener::bind((Ipv4Addr::LOCALHOST, 0)).unwrap();
        listener.local_addr().unwrap()
    };
    let url: BaseUrl = format!("http://{nobody}").parse().unwrap();
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
async fn an_error_keeps_what_is_no_secret() {
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
