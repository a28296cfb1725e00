//! Ports to which no connection can be made.
//!
//! Out comes the number of a port that refuses, or of one that never answers, with the sockets that have to stay open
//! as long as that must be so. A port that answers is that of the [`adversary`](super::adversary).

use std::io;
use std::time::Duration;

use tokio::net::{TcpListener, TcpSocket, TcpStream};

/// A port on which nobody listens. No other process can have it while the socket is open.
pub(super) fn closed_port() -> io::Result<(u16, TcpSocket)> {
    let socket = TcpSocket::new_v4()?;
    socket.bind(([127, 0, 0, 1], 0).into())?;
    Ok((socket.local_addr()?.port(), socket))
}

/// A port on which connections are neither accepted nor refused, while the returned sockets are open.
pub(super) async fn black_hole() -> io::Result<(u16, Vec<TcpStream>, TcpListener)> {
    let socket = TcpSocket::new_v4()?;
    socket.bind(([127, 0, 0, 1], 0).into())?;
    let listener = socket.listen(1)?;
    let address = listener.local_addr()?;
    let mut waiting = Vec::new();
    // Nobody accepts, so that the queue is full after a few connections.
    for _ in 0..4 {
        let connect = TcpStream::connect(address);
        match tokio::time::timeout(Duration::from_millis(20), connect).await {
            Ok(stream) => waiting.push(stream?),
            Err(_) => break,
        }
    }
    Ok((address.port(), waiting, listener))
}
