//! Inputs and settings that are refused before anything is sent.
//!
//! In come wrong ids and wrong settings of a client. Out come errors with the certainty "not sent", and a server that has seen
//! no request. Refusals by the server are in `certainty.rs`.

#![allow(clippy::unwrap_used, clippy::expect_used, clippy::panic)]

mod support;

use std::time::Duration;

use httpmock::MockServer;
use publicsquare::{ApiKeyId, Certainty, Client, ClientBuilder, Error};

use support::{KEY_ID, client, settings};

#[test]
fn ids_come_as_text_and_as_ids() -> Result<(), Error> {
    let keys = client("http://127.0.0.1:1").api_keys();
    let id: ApiKeyId = KEY_ID.parse().unwrap();
    let text = KEY_ID.to_owned();
    for request in [
        keys.regenerate(KEY_ID)?,
        keys.regenerate(text.clone())?,
        keys.regenerate(&text)?,
        keys.regenerate(&id)?,
        keys.regenerate(id.clone())?,
    ] {
        assert_eq!(request.id(), &id);
    }
    Ok(())
}

#[tokio::test]
async fn a_wrong_id_is_refused_with_its_place_and_nothing_is_sent() {
    let server = MockServer::start_async().await;
    let anything = server.mock(|_, then| {
        then.status(200);
    });
    let keys = client(server.base_url()).api_keys();
    for (id, complaint) in [
        ("", "it is empty"),
        ("key7Ay5", "no underscore"),
        ("key_7Ay0", "character 8 is '0'"),
        ("key_7A/../..", "character 7 is '/'"),
        ("k3y_7Ay5", "character 2 is '3'"),
        ("key_7Ay5\r\n", "character 9 is '\\r'"),
        ("sk_test_4eC39HqLyjWDarjtT1zdp7dc", "secret value"),
    ] {
        let error = keys.regenerate(id).expect_err(id);
        assert!(error.is_invalid_input());
        assert!(error.to_string().contains(complaint), "{error}");
        assert_eq!(error.certainty(), Certainty::NotSent);
        assert_eq!((error.status(), error.attempts()), (None, 0));
    }
    assert_eq!(anything.calls(), 0);
}

#[test]
fn settings_that_cannot_work_are_refused() {
    let zero = Duration::ZERO;
    let refused = |builder: ClientBuilder, complaint: &str| {
        let error = builder.build().expect_err(complaint);
        assert!(error.is_configuration());
        assert_eq!(error.certainty(), Certainty::NotSent);
        assert!(error.to_string().contains(complaint), "{error}");
    };
    let fine = || settings("http://127.0.0.1:1");
    refused(Client::builder(), "no API key");
    refused(fine().api_key(""), "empty");
    refused(fine().api_key("sk_test_1\n"), "line break");
    refused(
        fine().base_url("http://api.publicsquare.com"),
        "unencrypted",
    );
    refused(fine().base_url("https://u:p@127.0.0.1"), "password");
    refused(fine().user_agent_suffix("a\nb"), "user-agent suffix");
    refused(fine().connect_timeout(zero), "connect timeout is zero");
    refused(fine().attempt_timeout(zero), "attempt timeout is zero");
    refused(fine().total_timeout(zero), "total timeout is zero");
}
