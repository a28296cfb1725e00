//! The bytes of a request, down to the last one.
//!
//! Each test sends a request to a server that records it (`raw_server`), and compares all bytes: the path, the headers and
//! their values. So an additional header would be noticed. Responses are tested in `responses.rs`.

#![allow(clippy::unwrap_used, clippy::expect_used, clippy::panic)]

mod raw_server;

use publicsquare_client::{Client, Transport};
use raw_server::{ID, REQUEST_KEY, RawServer, connection, response};

const USER_AGENT: &str = concat!("publicsquare-rust/", env!("CARGO_PKG_VERSION"));

fn server() -> RawServer {
    RawServer::answering(response(200, "application/json", br#"{"id":null}"#))
}

/// The recorded request, without the port.
fn request(server: RawServer) -> String {
    let host = server.host();
    let request = String::from_utf8(server.request()).unwrap();
    assert!(request.contains(&host), "{request}");
    request.replace(&host, "HOST")
}

fn expected(path: &str, headers: &str, user_agent: &str) -> String {
    format!(
        "POST {path}/api-keys/{ID}/regenerate HTTP/1.1\r\n\
         accept: application/json\r\n\
         {headers}\
         content-length: 0\r\n\
         x-api-key: {REQUEST_KEY}\r\n\
         user-agent: {user_agent}\r\n\
         accept-encoding: identity\r\n\
         host: HOST\r\n\
         \r\n"
    )
}

#[tokio::test]
async fn a_request_has_the_key_and_no_undocumented_header() {
    let server = server();
    server
        .client()
        .regenerate_api_key()
        .id(ID)
        .send()
        .await
        .unwrap();
    assert_eq!(request(server), expected("", "", USER_AGENT));
}

#[tokio::test]
async fn both_optional_headers_are_sent_as_documented() {
    let server = server();
    server
        .client()
        .regenerate_api_key()
        .id(ID)
        .idempotency_key("attempt 1")
        .x_correlation_id("order/7")
        .send()
        .await
        .unwrap();
    let headers = "idempotency-key: attempt 1\r\nx-correlation-id: order/7\r\n";
    assert_eq!(request(server), expected("", headers, USER_AGENT));
}

#[tokio::test]
async fn each_optional_header_can_be_sent_alone() {
    let with_key = server();
    with_key
        .client()
        .regenerate_api_key()
        .id(ID)
        .idempotency_key("k")
        .send()
        .await
        .unwrap();
    let headers = "idempotency-key: k\r\n";
    assert_eq!(request(with_key), expected("", headers, USER_AGENT));

    let with_correlation = server();
    with_correlation
        .client()
        .regenerate_api_key()
        .id(ID)
        .x_correlation_id("c")
        .send()
        .await
        .unwrap();
    let headers = "x-correlation-id: c\r\n";
    assert_eq!(request(with_correlation), expected("", headers, USER_AGENT));
}

#[tokio::test]
async fn the_path_of_the_base_url_is_kept_and_its_slashes_are_not_doubled() {
    for (path, sent) in [
        ("/", ""),
        ("//", ""),
        ("/v1", "/v1"),
        ("/v1/", "/v1"),
        ("/a/b//", "/a/b"),
    ] {
        let server = server();
        server
            .client_at(path, connection())
            .regenerate_api_key()
            .id(ID)
            .send()
            .await
            .unwrap();
        assert_eq!(request(server), expected(sent, "", USER_AGENT), "{path}");
    }
}

#[tokio::test]
async fn a_suffix_follows_the_user_agent() {
    let server = server();
    let connection = connection()
        .with_user_agent_suffix(" merchant-backend/2.4 ")
        .unwrap();
    server
        .client_at("", connection)
        .regenerate_api_key()
        .id(ID)
        .send()
        .await
        .unwrap();
    let user_agent = format!("{USER_AGENT} merchant-backend/2.4");
    assert_eq!(request(server), expected("", "", &user_agent));
}

#[tokio::test]
async fn a_configured_transport_cannot_change_the_key_or_the_user_agent() {
    let server = server();
    let mut headers = reqwest::header::HeaderMap::new();
    headers.insert("x-api-key", "of-the-transport".parse().unwrap());
    let url = format!("http://{}", server.host()).parse().unwrap();
    let transport = Transport::builder()
        .configure(|http| http.default_headers(headers).user_agent("transport/1"))
        .build(&url)
        .unwrap();
    Client::over(&transport, connection())
        .regenerate_api_key()
        .id(ID)
        .send()
        .await
        .unwrap();
    assert_eq!(request(server), expected("", "", USER_AGENT));
}
