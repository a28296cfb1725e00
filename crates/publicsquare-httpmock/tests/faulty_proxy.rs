//! The proxy that loses and cuts responses.
//!
//! Each test puts a [`FaultyProxy`] in front of a mock, and counts the bytes that reach the client and the calls that reach
//! the mock. Faults that the mock itself answers with are tested in `faults.rs`.

#![allow(clippy::unwrap_used, clippy::expect_used, clippy::panic)]

mod support;

use std::thread;

use httpmock::{Mock, MockServer};
use publicsquare_httpmock::{Faults, FaultyProxy, MockServerExt};

use support::{Answer, Connection, api_key};

fn mock(server: &MockServer) -> Mock<'_> {
    server.regenerate_api_key(|_, then| {
        then.ok(&api_key());
    })
}

/// The response to a request on a new connection.
fn whole(proxy: &FaultyProxy) -> Answer {
    Connection::to(&proxy.base_url()).regenerate(&[])
}

#[test]
fn a_proxy_without_faults_changes_nothing() {
    let server = MockServer::start();
    let mock = mock(&server);
    let proxy = FaultyProxy::start(&server).unwrap();
    let direct = Connection::to(&server.base_url()).regenerate(&[]);
    let carried = whole(&proxy);
    assert_eq!(carried.status(), 200);
    assert_eq!(carried.json(), direct.json());
    assert_eq!(carried.bytes.len(), direct.bytes.len());
    assert_eq!(mock.calls(), 2);
}

#[test]
fn a_connection_stays_open_between_requests() {
    let server = MockServer::start();
    let mock = mock(&server);
    let proxy = FaultyProxy::start(&server).unwrap();
    let mut connection = Connection::to(&proxy.base_url());
    for _ in 0..3 {
        assert_eq!(connection.regenerate(&[]).status(), 200);
    }
    assert_eq!(mock.calls(), 3);
}

#[test]
fn the_server_has_answered_a_dropped_response() {
    let server = MockServer::start();
    let mock = mock(&server);
    let proxy = FaultyProxy::start(&server).unwrap();
    proxy.drop_next_response();
    let mut connection = Connection::to(&proxy.base_url());
    assert_eq!(connection.regenerate(&[]).bytes, b"");
    assert!(connection.is_closed());
    assert_eq!(mock.calls(), 1);
    assert_eq!(whole(&proxy).status(), 200);
}

#[test]
fn a_cut_passes_on_exactly_this_many_bytes() {
    let server = MockServer::start();
    let mock = mock(&server);
    let proxy = FaultyProxy::start(&server).unwrap();
    let length = whole(&proxy).bytes.len();
    let cuts = [0, 1, 17, length / 2, length - 1];
    for cut in cuts {
        proxy.cut_next_response(cut);
        let mut connection = Connection::to(&proxy.base_url());
        assert_eq!(connection.regenerate(&[]).bytes.len(), cut);
        assert!(connection.is_closed());
    }
    assert_eq!(mock.calls(), 1 + cuts.len());
}

#[test]
fn a_cut_after_the_end_closes_the_connection_after_the_whole_response() {
    let server = MockServer::start();
    let _mock = mock(&server);
    let proxy = FaultyProxy::start(&server).unwrap();
    let length = whole(&proxy).bytes.len();
    for cut in [length, usize::MAX] {
        proxy.cut_next_response(cut);
        let mut connection = Connection::to(&proxy.base_url());
        let answer = connection.regenerate(&[]);
        assert_eq!((answer.status(), answer.bytes.len()), (200, length));
        assert!(connection.is_closed());
    }
}

#[test]
fn faults_apply_to_responses_in_their_order() {
    let server = MockServer::start();
    let mock = mock(&server);
    let proxy = FaultyProxy::start(&server).unwrap();
    proxy.drop_next_response();
    proxy.cut_next_response(9);
    proxy.drop_next_response();
    let lengths = [(); 4].map(|()| whole(&proxy).bytes.len());
    assert_eq!(lengths[..3], [0, 9, 0]);
    assert!(lengths[3] > 9);
    assert_eq!(mock.calls(), 4);
}

#[test]
fn a_fault_applies_to_a_connection_that_was_open_before() {
    let server = MockServer::start();
    let mock = mock(&server);
    let proxy = FaultyProxy::start(&server).unwrap();
    let mut connection = Connection::to(&proxy.base_url());
    assert_eq!(connection.regenerate(&[]).status(), 200);
    proxy.cut_next_response(12);
    assert_eq!(connection.regenerate(&[]).bytes, b"HTTP/1.1 200");
    assert!(connection.is_closed());
    assert_eq!(mock.calls(), 2);
}

#[test]
fn a_response_in_many_pieces_is_one_response() {
    let server = MockServer::start();
    let body = "x".repeat(300_000);
    server.regenerate_api_key(|_, then| {
        let _ = then.raw(200, "text/plain", &body);
    });
    let proxy = FaultyProxy::start(&server).unwrap();
    assert_eq!(whole(&proxy).body(), body);
    proxy.cut_next_response(200_000);
    assert_eq!(whole(&proxy).bytes.len(), 200_000);
    assert_eq!(whole(&proxy).body(), body);
}

#[test]
fn connections_do_not_block_each_other() {
    let server = MockServer::start();
    let mock = mock(&server);
    let proxy = FaultyProxy::start(&server).unwrap();
    let _idle = Connection::to(&proxy.base_url());
    thread::scope(|scope| {
        for _ in 0..4 {
            scope.spawn(|| assert_eq!(whole(&proxy).status(), 200));
        }
    });
    assert_eq!(mock.calls(), 4);
}

#[test]
fn a_dropped_proxy_accepts_no_connection() {
    let server = MockServer::start();
    let proxy = FaultyProxy::start(&server).unwrap();
    let address = proxy.base_url().replace("http://", "");
    drop(proxy);
    // A connection may still be in the queue of the closing port. A stopped proxy does not answer it.
    let answered = std::net::TcpStream::connect(address).is_ok_and(|mut stream| {
        use std::io::{Read, Write};
        let request = b"POST / HTTP/1.1\r\nhost: a\r\ncontent-length: 0\r\n\r\n";
        stream.write_all(request).is_ok() && stream.read(&mut [0]).is_ok_and(|read| read > 0)
    });
    assert!(!answered);
}
