//! Ports where a connection does not come about.
//!
//! Out come the port and what has to live as long as nobody shall answer there.

use std::io;
use std::time::Duration;

use tokio::net::{TcpListener, TcpSocket, TcpStream};

/// A port where nobody listens, and nobody can as long as what is returned lives.
pub(super) fn closed_port() -> io::Result<(u16, TcpSocket)> {
    let socket = TcpSocket::new_v4()?;
    socket.bind(([127, 0, 0, 1], 0).into())?;
    Ok((socket.local_addr()?.port(), socket))
}

/// A port where connections neither come about nor are refused, as long as what is returned lives.
pub(super) async fn black_hole() -> io::Result<(u16, Vec<TcpStream>, TcpListener)> {
    let socket = TcpSocket::new_v4()?;
    socket.bind(([127, 0, 0, 1], 0).into())?;
    let listener = socket.listen(1)?;
    let address = listener.local_addr()?;
    let mut waiting = Vec::new();
    // Nobody accepts, so that the queue is full after a few.
    for _ in 0..4 {
        let connect = TcpStream::connect(address);
        match tokio::time::timeout(Duration::from_millis(20), connect).await {
            Ok(stream) => waiting.push(stream?),
            Err(_) => break,
        }
    }
    Ok((address.port(), waiting, listener))
}
