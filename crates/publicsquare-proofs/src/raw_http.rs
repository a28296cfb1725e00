//! One HTTP request over a connection of its own, without a client.
//!
//! In come an address, a path, a key and a body. Out comes the whole response as text. The benches use it where a client
//! would repeat, check or hide something: to act as somebody else, and to talk to the control port of a sandbox.

use std::fmt;
use std::io::{self, Read, Write};
use std::net::{SocketAddr, TcpStream};
use std::time::Duration;

/// How long to wait for a response.
const PATIENCE: Duration = Duration::from_secs(10);

/// A request.
pub(crate) struct Exchange<'a> {
    pub(crate) address: SocketAddr,
    pub(crate) method: &'a str,
    pub(crate) path: &'a str,
    /// The value of `X-API-KEY`.
    pub(crate) key: &'a str,
    pub(crate) body: &'a str,
}

/// A response, from its status line to its end.
pub(crate) struct RawAnswer(String);

impl Exchange<'_> {
    /// Sends the request, and reads until the server closes the connection.
    pub(crate) fn send(&self) -> io::Result<RawAnswer> {
        let mut stream = TcpStream::connect(self.address)?;
        stream.set_read_timeout(Some(PATIENCE))?;
        write!(
            stream,
            "{} {} HTTP/1.1\r\nHost: sandbox\r\nX-API-KEY: {}\r\nContent-Type: \
             application/json\r\nContent-Length: {}\r\nConnection: close\r\n\r\n{}",
            self.method,
            self.path,
            self.key,
            self.body.len(),
            self.body
        )?;
        let mut answer = Vec::new();
        stream.read_to_end(&mut answer)?;
        Ok(RawAnswer(String::from_utf8_lossy(&answer).into_owned()))
    }
}

impl RawAnswer {
    pub(crate) fn is_success(&self) -> bool {
        self.0.starts_with("HTTP/1.1 2")
    }
}

impl fmt::Display for RawAnswer {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str(&self.0)
    }
}
