//! The connection below the requests: where it goes, how often it is used, and what its failures mean.
//!
//! In come servers that close, hang, refuse or stay silent, and proxies. Out come the requests that each of them has seen, and errors
//! that name the host and the proxy. TLS certificates are in `certificates.rs`.

#![allow(clippy::unwrap_used, clippy::expect_used, clippy::panic)]

mod support;

use std::io::{Read, Write};
use std::net::{Ipv4Addr, SocketAddr, TcpListener, TcpStream};
use std::sync::mpsc;
use std::thread;
use std::time::Duration;

use publicsquare::reqwest::redirect::Policy;
use publicsquare::{Certainty, Client, ClientBuilder, ErrorKind, RetryPolicy};

use support::canary::Trace;
use support::fields::documented;
use support::scripted::{Scripted, answer, ok};
use support::{API_KEY, KEY_ID, settings};

#[tokio::test]
async fn no_redirect_takes_the_key_along_whatever_a_closure_asks_for() {
    let thief = Scripted::new([ok(documented().to_string())]);
    let statuses = [301, 302, 303, 307, 308];
    let moved = statuses.map(|status| {
        let location = format!("{}/api-keys/{KEY_ID}/regenerate", thief.url());
        answer(status, &[("location", &location)], "")
    });
    let server = Scripted::new(moved);
    for status in statuses {
        let client = settings(server.url())
            .configure_http(|http| http.redirect(Policy::default()))
            .retry_policy(RetryPolicy::never())
            .build()
            .unwrap();
        let error = client.api_keys().regenerate(KEY_ID).unwrap().await;
        let error = error.expect_err("a redirect is no success");
        assert_eq!((error.status(), error.attempts()), (Some(status), 1));
    }
    assert_eq!(server.seen().len(), statuses.len());
    assert_eq!(thief.seen(), []);
}

#[tokio::test]
async fn a_name_that_means_this_machine_is_not_looked_up_elsewhere() {
    // Nobody listens on this address. The port is that of the URL.
    let elsewhere = SocketAddr::from(([127, 0, 0, 2], 0));
    for name in ["localhost", "shop.localhost", "shop.LOCALHOST."] {
        let server = Scripted::new([ok(documented().to_string())]);
        let url = server.url().replace("127.0.0.1", name);
        let key = name.to_ascii_lowercase();
        let client = settings(&url)
            .configure_http(move |http| http.resolve(&key, elsewhere))
            .retry_policy(RetryPolicy::never())
            .build()
            .unwrap();
        client.api_keys().regenerate(KEY_ID).unwrap().await.unwrap();
        assert_eq!(server.seen().len(), 1, "{name}");
    }
}

/// A server that answers one request on each connection, says that it keeps the connection open, and closes it. It sends
/// the number of requests of each connection.
fn closing() -> (String, mpsc::Receiver<usize>) {
    let listener = TcpListener::bind((Ipv4Addr::LOCALHOST, 0)).unwrap();
    let url = format!("http://{}", listener.local_addr().unwrap());
    let (sender, receiver) = mpsc::channel();
    thread::spawn(move || {
        for stream in listener.incoming().take(2) {
            let mut stream = stream.unwrap();
            let mut head = Vec::new();
            let mut byte = [0];
            while !head.ends_with(b"\r\n\r\n") && stream.read(&mut byte).unwrap() > 0 {
                head.push(byte[0]);
            }
            let body = documented().to_string();
            let length = body.len();
            let answer = format!("HTTP/1.1 200 OK\r\ncontent-length: {length}\r\n\r\n{body}");
            stream.write_all(answer.as_bytes()).unwrap();
            drop(stream);
            sender.send(head.len()).unwrap();
        }
    });
    (url, receiver)
}

#[tokio::test(flavor = "multi_thread")]
async fn an_idle_connection_that_was_closed_costs_no_attempt_and_no_second_request() {
    let (url, connections) = closing();
    let client = settings(url)
        .retry_policy(RetryPolicy::never())
        .build()
        .unwrap();
    for _ in 0..2 {
        let rotated = client.api_keys().regenerate(KEY_ID).unwrap().await.unwrap();
        assert_eq!(rotated.attempts, 1);
        // When this arrives, the server has closed the connection.
        let sent = tokio::task::block_in_place(|| connections.recv()).unwrap();
        assert!(sent > 0);
    }
}

/// An address whose queue of connections is full: connecting neither succeeds nor fails.
struct BlackHole {
    address: SocketAddr,
    _waiting: Vec<TcpStream>,
    _listener: socket2::Socket,
}

impl BlackHole {
    fn open() -> Self {
        let listener = socket2::Socket::new(
            socket2::Domain::IPV4,
            socket2::Type::STREAM,
            Some(socket2::Protocol::TCP),
        )
        .unwrap();
        listener
            .bind(&SocketAddr::from((Ipv4Addr::LOCALHOST, 0)).into())
            .unwrap();
        listener.listen(0).unwrap();
        let address = listener.local_addr().unwrap().as_socket().unwrap();
        let mut waiting = Vec::new();
        while let Ok(stream) = TcpStream::connect_timeout(&address, Duration::from_millis(200)) {
            waiting.push(stream);
        }
        Self {
            address,
            _waiting: waiting,
            _listener: listener,
        }
    }
}

fn patience(total: bool, builder: ClientBuilder) -> ClientBuilder {
    // A quarter of the time is a reserve for a busy machine.
    let short = Duration::from_millis(1_600);
    let builder = builder.retry_policy(RetryPolicy::never());
    if total {
        builder.total_timeout(short)
    } else {
        builder.attempt_timeout(short)
    }
}

#[tokio::test]
async fn a_black_hole_in_connecting_is_told_as_not_sent_however_short_the_time_is() {
    let hole = BlackHole::open();
    // The listener never answers: TCP connects, and TLS waits.
    let silent = TcpListener::bind((Ipv4Addr::LOCALHOST, 0)).unwrap();
    let silent_url = format!("https://{}", silent.local_addr().unwrap());
    for url in [format!("http://{}", hole.address), silent_url] {
        for total in [false, true] {
            let client = patience(total, settings(url.clone())).build().unwrap();
            let error = client.api_keys().regenerate(KEY_ID).unwrap().await;
            let error = error.expect_err("nobody answers");
            assert_eq!(error.kind(), ErrorKind::Connect, "{url}: {error:?}");
            assert_eq!(error.certainty(), Certainty::NotSent, "{url}: {error:?}");
        }
        let client = settings(url.clone()).build().unwrap();
        let request = client
            .api_keys()
            .regenerate(KEY_ID)
            .unwrap()
            .retry_policy(RetryPolicy::never())
            .attempt_timeout(Duration::from_millis(1_600));
        let error = request.send().await.expect_err("nobody answers");
        assert_eq!(error.certainty(), Certainty::NotSent, "{url}: {error:?}");
        assert_eq!((error.kind(), error.attempts()), (ErrorKind::Connect, 1));
    }
}

#[tokio::test]
async fn a_server_that_takes_the_request_and_is_silent_leaves_a_doubt() {
    let silent = TcpListener::bind((Ipv4Addr::LOCALHOST, 0)).unwrap();
    let url = format!("http://{}", silent.local_addr().unwrap());
    let client = patience(false, settings(url)).build().unwrap();
    let error = client.api_keys().regenerate(KEY_ID).unwrap().await;
    let error = error.expect_err("nobody answers");
    assert_eq!(error.kind(), ErrorKind::Timeout);
    assert_eq!(error.certainty(), Certainty::Unknown);
    // No second sentence says the same in other words.
    let text = error.to_string();
    assert!(
        text.starts_with("the server did not answer in time; "),
        "{text}"
    );
}

#[tokio::test]
async fn without_time_nothing_is_sent() {
    let server = Scripted::new([ok(documented().to_string())]);
    let client = settings(server.url()).build().unwrap();
    let request = client.api_keys().regenerate(KEY_ID).unwrap();
    for request in [
        request.clone().total_timeout(Duration::ZERO),
        request.attempt_timeout(Duration::ZERO),
    ] {
        let error = request.send().await.expect_err("no time");
        assert_eq!(error.certainty(), Certainty::NotSent);
        assert_eq!(error.kind(), ErrorKind::Timeout);
    }
    assert_eq!(server.seen(), []);
}

#[tokio::test]
async fn a_request_has_a_policy_of_its_own() {
    let server = Scripted::new([answer(503, &[], ""), ok(documented().to_string())]);
    let client = settings(server.url()).build().unwrap();
    let request = client.api_keys().regenerate(KEY_ID).unwrap();
    let once = request.clone().retry_policy(RetryPolicy::never());
    assert_eq!(once.send().await.expect_err("once").attempts(), 1);
    assert_eq!(server.seen().len(), 1);
    assert_eq!(request.send().await.unwrap().attempts, 1);
}

/// A port without a listener. A port that was free a moment ago could belong to another test by now.
fn closed() -> SocketAddr {
    SocketAddr::from((Ipv4Addr::LOCALHOST, 1))
}

#[tokio::test]
async fn a_failed_connection_names_the_host_and_the_proxy_and_says_nothing_twice() {
    let (server, proxy) = (closed(), closed());
    let client = settings(format!("https://{server}"))
        .proxy(format!("http://user:canary@{proxy}"))
        .retry_policy(RetryPolicy::never());
    assert!(!format!("{client:?}").contains("canary"));
    let client = client.build().unwrap();
    assert!(!format!("{client:?}").contains("canary"));
    let error = client.api_keys().regenerate(KEY_ID).unwrap().await;
    let error = error.expect_err("nobody is there");
    let line = error.to_string();
    let way = format!("{server} through the proxy {proxy}: ");
    assert!(line.contains(&way), "{line}");
    assert_eq!(line.matches("refused").count(), 1, "{line}");
    assert!(std::error::Error::source(&error).is_none(), "{error:?}");
    assert!(!format!("{line}{error:?}").contains("canary"), "{error:?}");
    assert_eq!(error.certainty(), Certainty::NotSent);
}

#[tokio::test]
async fn a_proxy_on_this_machine_carries_plain_http() {
    let proxy = Scripted::new([ok(documented().to_string())]);
    let server = closed();
    let client = settings(format!("http://{server}"))
        .proxy(proxy.url())
        .build()
        .unwrap();
    client.api_keys().regenerate(KEY_ID).unwrap().await.unwrap();
    let line = format!("POST http://{server}/api-keys/{KEY_ID}/regenerate HTTP/1.1");
    assert_eq!(proxy.only().line(), line);
}

#[tokio::test]
async fn a_proxy_of_a_closure_does_not_read_the_key_of_plain_http() {
    let proxy = Scripted::new([ok(documented().to_string())]);
    let server = Scripted::new([ok(documented().to_string())]);
    let through = publicsquare::reqwest::Proxy::all(proxy.url()).unwrap();
    let client = settings(server.url())
        .configure_http(|http| http.proxy(through))
        .build()
        .unwrap();
    client.api_keys().regenerate(KEY_ID).unwrap().await.unwrap();
    assert_eq!((server.seen().len(), proxy.seen().len()), (1, 0));
}

#[test]
fn what_cannot_carry_a_request_is_refused_and_not_repeated() {
    let here = || settings("http://127.0.0.1:1");
    let https = || settings("https://127.0.0.1:1");
    for (builder, complaint) in [
        (
            here().proxy("http://u:canary@proxy.example:1"),
            "could read",
        ),
        (https().proxy("socks5://u:canary@127.0.0.1"), "neither http"),
        (https().proxy("canary"), "looks like http://proxy"),
        (https().add_root_certificate("canary"), "no PEM text"),
        (
            https().add_root_certificate("-----BEGIN CERTIFICATE-----\n!canary"),
            "refused",
        ),
        (
            here().danger_allow_http_to("http://canary"),
            "not a host name",
        ),
    ] {
        let error = builder.build().expect_err(complaint);
        let line = error.to_string();
        assert!(line.contains(complaint), "{line}");
        assert!(!format!("{line}{error:?}").contains("canary"), "{error:?}");
        assert_eq!(error.kind(), ErrorKind::Configuration);
    }
}

#[test]
fn a_named_host_may_be_reached_by_http_and_this_is_said_aloud() {
    let server = Scripted::new([ok(documented().to_string())]);
    let port = server.url().rsplit_once(':').unwrap().1.to_owned();
    let address: SocketAddr = format!("127.0.0.1:{port}").parse().unwrap();
    let named = move || {
        settings(format!("http://sandbox.test:{port}"))
            .configure_http(move |http| http.resolve("sandbox.test", address))
    };
    for builder in [named(), named().danger_allow_http_to("other.test")] {
        let error = builder.build().expect_err("not allowed").to_string();
        assert!(error.contains("unencrypted"), "{error}");
    }
    let trace = Trace::default();
    let client = tracing::subscriber::with_default(trace.subscriber(), || {
        named()
            .danger_allow_http_to("sandbox.test")
            .build()
            .unwrap()
    });
    let text = trace.text();
    assert!(
        text.contains("WARN") && text.contains("sandbox.test"),
        "{text}"
    );
    let runtime = tokio::runtime::Runtime::new().unwrap();
    runtime.block_on(async {
        client.api_keys().regenerate(KEY_ID).unwrap().await.unwrap();
    });
    assert_eq!(server.only().header("x-api-key"), Some(API_KEY));
}

#[test]
fn no_debug_shows_a_header_that_a_closure_has_set() {
    let mut headers = publicsquare::reqwest::header::HeaderMap::new();
    headers.insert("x-gateway", "canary".parse().unwrap());
    let builder = Client::builder()
        .api_key(API_KEY)
        .base_url("http://127.0.0.1:1")
        .configure_http(|http| http.default_headers(headers));
    let shown = format!("{builder:?}");
    let client = builder.build().unwrap();
    let request = client.api_keys().regenerate(KEY_ID).unwrap();
    let shown = format!("{shown}{client:?}{request:?}{:#?}", client.api_keys());
    assert!(!shown.contains("canary"), "{shown}");
}
