//! Raw bytes on a connection, for tests that no HTTP client allows.
//!
//! The text of a request comes in. Out come all bytes until the connection ends. Requests that a client can send
//! are in [`call`](super::call).

use std::net::SocketAddr;

use publicsquare_sandbox::{Sandbox, SandboxKey};
use tokio::io::{AsyncReadExt, AsyncWriteExt};
use tokio::net::TcpStream;

/// The bytes of a request that regenerates a key.
pub(crate) fn request(key: &SandboxKey, id: &str) -> String {
    format!(
        "POST /api-keys/{id}/regenerate HTTP/1.1\r\nHost: sandbox\r\nX-API-KEY: {}\r\n\
         IDEMPOTENCY-KEY: raw\r\nContent-Length: 0\r\n\r\n",
        key.value(),
    )
}

pub(crate) async fn connect(address: SocketAddr) -> TcpStream {
    TcpStream::connect(address).await.unwrap()
}

/// Sends the request and reads until the connection ends.
pub(crate) async fn exchange(sandbox: &Sandbox, request: &str) -> Vec<u8> {
    let mut stream = connect(sandbox.address()).await;
    stream.write_all(request.as_bytes()).await.unwrap();
    let mut received = Vec::new();
    // A reset also ends the connection. The bytes before it are in `received`.
    let _ = stream.read_to_end(&mut received).await;
    received
}
