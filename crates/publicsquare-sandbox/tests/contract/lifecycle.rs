//! Starting a sandbox, closing and opening its port, and stopping it.
//!
//! Builders and running sandboxes come in. The tests check who can connect, and what happens to requests in
//! flight. The same on the command line is in `tests/binary.rs`.

use std::io::ErrorKind;
use std::net::{Ipv4Addr, Ipv6Addr, SocketAddr};
use std::time::Duration;

use publicsquare_sandbox::{Fault, Gate, Moment, Sandbox};
use tokio::io::{AsyncReadExt, AsyncWriteExt};
use tokio::net::TcpStream;

use crate::call::{post, regenerate, sandbox};
use crate::wire;

async fn is_refused(address: SocketAddr) -> bool {
    match TcpStream::connect(address).await {
        Ok(_) => false,
        Err(error) => error.kind() == ErrorKind::ConnectionRefused,
    }
}

#[tokio::test]
async fn only_loopback_addresses_are_served() {
    for outside in ["0.0.0.0:0", "192.0.2.1:0", "[::]:0"] {
        let address: SocketAddr = outside.parse().unwrap();
        let error = Sandbox::builder()
            .address(address)
            .start()
            .await
            .unwrap_err();
        assert_eq!(error.kind(), ErrorKind::InvalidInput, "{outside}");
    }
    let sandbox = sandbox().await;
    assert!(sandbox.address().ip().is_loopback());
    let taken = Sandbox::builder()
        .address(sandbox.address())
        .start()
        .await
        .unwrap_err();
    assert_eq!(taken.kind(), ErrorKind::AddrInUse);
}

#[tokio::test]
async fn ipv6_loopback_has_a_usable_url() {
    let address = SocketAddr::from((Ipv6Addr::LOCALHOST, 0));
    // On a machine without IPv6 there is nothing to test.
    let Ok(sandbox) = Sandbox::builder().address(address).start().await else {
        return;
    };
    assert!(sandbox.url().starts_with("http://[::1]:"));
    assert_eq!(post(&sandbox, "/").answer().await.status, 404);
}

#[tokio::test]
async fn a_closed_port_refuses_and_opens_again_with_its_state() {
    let sandbox = sandbox().await;
    let keys = sandbox.seeded().test();
    let target = keys.publishable().id();
    let call = || regenerate(&sandbox, target).with(keys.secret());
    assert_eq!(call().answer().await.status, 200);

    for _ in 0..2 {
        sandbox.refuse_connections().await.unwrap();
        // Doing it twice has the same effect as once.
        sandbox.refuse_connections().await.unwrap();
        assert!(is_refused(sandbox.address()).await);
        assert!(call().send().await.err().unwrap().is_connect());
        sandbox.accept_connections().await.unwrap();
        sandbox.accept_connections().await.unwrap();
        assert_eq!(call().answer().await.status, 200);
    }
    assert_eq!(sandbox.regenerations(target), 3);
}

#[cfg(unix)]
#[tokio::test]
async fn a_closed_port_stays_reserved() {
    let sandbox = sandbox().await;
    sandbox.refuse_connections().await.unwrap();
    let other = tokio::net::TcpSocket::new_v4().unwrap();
    let error = other.bind(sandbox.address()).unwrap_err();
    assert_eq!(error.kind(), ErrorKind::AddrInUse);
}

#[tokio::test]
async fn closing_the_port_closes_idle_connections() {
    let sandbox = sandbox().await;
    let fresh = wire::connect(sandbox.address()).await;
    let mut used = wire::connect(sandbox.address()).await;
    used.write_all(b"POST / HTTP/1.1\r\nHost: sandbox\r\n\r\n")
        .await
        .unwrap();
    let mut first = [0; 12];
    used.read_exact(&mut first).await.unwrap();
    assert_eq!(&first, b"HTTP/1.1 404");

    sandbox.refuse_connections().await.unwrap();
    for mut idle in [fresh, used] {
        let mut rest = Vec::new();
        let _ = idle.read_to_end(&mut rest).await;
        assert!(!rest.starts_with(b"HTTP"));
    }
}

#[tokio::test]
async fn a_shutdown_lets_requests_finish() {
    let sandbox = Sandbox::builder()
        .drain_limit(Duration::from_secs(600))
        .start()
        .await
        .unwrap();
    let address = sandbox.address();
    let keys = sandbox.seeded().test();
    let gate = Gate::new();
    sandbox.inject(Fault::hold(&gate, Moment::BeforeCommit));
    let call = regenerate(&sandbox, keys.publishable().id()).with(keys.secret());
    let request = tokio::spawn(call.send());
    gate.arrived(1).await;

    let shutdown = tokio::spawn(sandbox.shutdown());
    while !is_refused(address).await {
        tokio::task::yield_now().await;
    }
    assert!(!shutdown.is_finished());
    gate.open();
    assert_eq!(request.await.unwrap().unwrap().status, 200);
    shutdown.await.unwrap();
}

#[tokio::test]
async fn a_shutdown_does_not_wait_forever() {
    let sandbox = Sandbox::builder()
        .drain_limit(Duration::ZERO)
        .start()
        .await
        .unwrap();
    let address = sandbox.address();
    let keys = sandbox.seeded().test();
    let gate = Gate::new();
    sandbox.inject(Fault::hold(&gate, Moment::BeforeCommit));
    let call = regenerate(&sandbox, keys.publishable().id()).with(keys.secret());
    let request = tokio::spawn(call.send());
    gate.arrived(1).await;
    sandbox.shutdown().await;
    assert!(request.await.unwrap().is_err());
    assert!(is_refused(address).await);
}

#[tokio::test]
async fn dropping_a_sandbox_stops_it_even_with_requests_in_flight() {
    let sandbox = sandbox().await;
    let address = sandbox.address();
    let keys = sandbox.seeded().test();
    let gate = Gate::new();
    sandbox.inject(Fault::hold(&gate, Moment::AfterCommit));
    let call = regenerate(&sandbox, keys.publishable().id()).with(keys.secret());
    let request = tokio::spawn(call.send());
    gate.arrived(1).await;
    drop(sandbox);
    assert!(is_refused(address).await);
    assert!(request.await.unwrap().is_err());
}

#[test]
fn a_caller_without_a_runtime_can_use_it() {
    use std::io::{Read, Write};
    let sandbox = Sandbox::builder().start_blocking().unwrap();
    let mut stream = std::net::TcpStream::connect(sandbox.address()).unwrap();
    stream
        .write_all(b"POST / HTTP/1.1\r\nHost: sandbox\r\nConnection: close\r\n\r\n")
        .unwrap();
    let mut answer = String::new();
    stream.read_to_string(&mut answer).unwrap();
    assert!(answer.starts_with("HTTP/1.1 404"));
    assert_eq!(sandbox.address().ip(), Ipv4Addr::LOCALHOST);
}
