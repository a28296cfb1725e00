//! One kept-alive connection of the load bench.
//!
//! The bytes of a request come in. They are sent, and the response is read to its end. This side does as little
//! work as possible, so that the server is what is measured. Servers are started in `peer.rs`.

use std::net::SocketAddr;

use tokio::io::{AsyncReadExt, AsyncWriteExt};
use tokio::net::TcpStream;

pub(crate) struct Connection {
    stream: TcpStream,
    read: Vec<u8>,
}

impl Connection {
    pub(crate) async fn open(address: SocketAddr) -> Self {
        let stream = TcpStream::connect(address).await.unwrap();
        stream.set_nodelay(true).unwrap();
        Self {
            stream,
            read: Vec::with_capacity(8 * 1024),
        }
    }

    /// Sends a request and reads its response to the end.
    ///
    /// # Panics
    ///
    /// If the status is not 200.
    pub(crate) async fn exchange(&mut self, request: &[u8]) {
        self.stream.write_all(request).await.unwrap();
        self.read.clear();
        while length(&self.read).is_none() {
            let count = self.stream.read_buf(&mut self.read).await.unwrap();
            assert!(count > 0, "the connection has closed early");
        }
        if !self.read.starts_with(b"HTTP/1.1 200") {
            panic!("{}", String::from_utf8_lossy(&self.read));
        }
    }
}

/// The length of the first response in `bytes`, if it is complete.
fn length(bytes: &[u8]) -> Option<usize> {
    const END: &[u8] = b"\r\n\r\n";
    let head = bytes.windows(END.len()).position(|end| end == END)? + END.len();
    let lines = bytes[..head].split(|byte| *byte == b'\n');
    let body = lines.into_iter().find_map(|line| {
        let colon = line.iter().position(|byte| *byte == b':')?;
        let (name, value) = line.split_at(colon);
        let is_it = name.eq_ignore_ascii_case(b"content-length");
        is_it.then(|| {
            String::from_utf8_lossy(&value[1..])
                .trim()
                .parse::<usize>()
                .unwrap()
        })
    });
    let whole = match body {
        Some(body) => head + body,
        None => {
            const LAST: &[u8] = b"\r\n0\r\n\r\n";
            let last = bytes[head..]
                .windows(LAST.len())
                .position(|end| end == LAST)?;
            head + last + LAST.len()
        }
    };
    (bytes.len() >= whole).then_some(whole)
}
