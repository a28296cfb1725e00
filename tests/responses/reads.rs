//! Successes of requests that only read: what is incomplete is never taken for the whole, except for a secret.
//!
//! The tests send lists, pages and keys: documented, empty, cut off, with members of other types, from another server.
//! They assert what the caller gets. Requests that change something are in `successes.rs`.

use publicsquare_client::{Error, ResponseValue, types};

use super::raw_server::{ID, RawServer, response, response_announcing};

const JSON: &str = "application/json";

type Outcome<T> = Result<ResponseValue<T>, Error<types::ValidationProblemDetails>>;

fn server(body: &str) -> RawServer {
    RawServer::answering(response(200, JSON, body.as_bytes()))
}

/// A server that announces more than it sends.
fn breaking_off(body: &str) -> RawServer {
    RawServer::answering(response_announcing(
        body.len() + 9,
        200,
        JSON,
        body.as_bytes(),
    ))
}

/// The names of the kinds of keys that the server lists.
async fn kinds(server: RawServer) -> Outcome<Vec<types::ApiKeyType>> {
    server.client().list_api_key_types().send().await
}

async fn page(server: RawServer) -> Outcome<types::ApiKeyPage> {
    server.client().list_api_keys().send().await
}

async fn key(server: RawServer) -> Outcome<types::ApiKey> {
    server.client().get_api_key().id(ID).send().await
}

async fn revealed(server: RawServer) -> Outcome<types::ApiKey> {
    server.client().reveal_api_key().id(ID).send().await
}

#[tokio::test]
async fn a_list_is_read_with_its_elements() {
    for (body, expected) in [
        (
            r#"[{"name":"Secret","value":"secret"}]"#,
            vec![Some("Secret")],
        ),
        (r#"[{"a":1},{"name":7}]"#, vec![None, Some("7")]),
        (r#"[{"name":null}]"#, vec![None]),
        ("[]", vec![]),
    ] {
        let read = kinds(server(body)).await.expect(body);
        let names: Vec<_> = read.iter().map(|kind| kind.name.as_deref()).collect();
        assert_eq!(names, expected, "{body}");
    }
}

#[tokio::test]
async fn a_list_that_shows_no_known_member_is_not_the_apis() {
    for body in [
        r#"[{"a":1}]"#,
        "[{}]",
        "[1]",
        r#"[{"name":["x"]}]"#,
        r#"{"name":"Secret"}"#,
        "null",
        "",
        "<html>",
        r#"[{"name":"Secret"},"#,
    ] {
        let outcome = kinds(server(body)).await;
        let is_strange = matches!(outcome, Err(Error::UnexpectedResponse(_)));
        assert!(is_strange, "{body}: {outcome:?}");
    }
}

#[tokio::test]
async fn a_page_is_read_with_its_keys() {
    let read = page(server(r#"{"data":[{"name":"a"},{"name":"b"}]}"#)).await;
    let keys = read.unwrap().into_inner().data.unwrap();
    let names: Vec<_> = keys.iter().map(|key| key.name.as_deref()).collect();
    assert_eq!(names, [Some("a"), Some("b")]);

    let empty = page(server(r#"{"data":[]}"#)).await;
    assert_eq!(empty.unwrap().into_inner().data.unwrap().len(), 0);
}

#[tokio::test]
async fn a_key_without_its_secret_is_recognized_by_any_member() {
    let read = key(server(r#"{"name":"n"}"#)).await.unwrap();
    assert_eq!(read.name.as_deref(), Some("n"));
    let outcome = key(server(r#"{"error":"maintenance"}"#)).await;
    assert!(
        matches!(outcome, Err(Error::UnexpectedResponse(_))),
        "{outcome:?}"
    );
}

#[tokio::test]
async fn what_breaks_off_is_not_taken_for_the_whole() {
    let body = r#"{"data":[{"name":"a"}]"#;
    let outcome = page(breaking_off(body)).await;
    assert!(
        matches!(outcome, Err(Error::CommunicationError(_))),
        "{outcome:?}"
    );
    let outcome = key(breaking_off(r#"{"key":"canary","name":"a""#)).await;
    assert!(
        matches!(outcome, Err(Error::CommunicationError(_))),
        "{outcome:?}"
    );
}

#[tokio::test]
async fn a_secret_that_is_complete_is_read_even_if_the_rest_breaks_off() {
    let read = revealed(breaking_off(r#"{"id":"i","key":"canary","na"#)).await;
    let read = read.unwrap();
    assert_eq!(read.key.as_ref().unwrap().expose_secret(), "canary");
    assert_eq!(read.id.as_deref(), Some("i"));

    for body in [r#"{"id":"i","key":"cana"#, r#"{"id":"i","name":"n""#] {
        let outcome = revealed(breaking_off(body)).await;
        let is_lost = matches!(outcome, Err(Error::CommunicationError(_)));
        assert!(is_lost, "{body}: {outcome:?}");
    }
}
