//! A server for one request, which records the exact bytes and answers with exact bytes.
//!
//! An HTTP server would correct or hide what the tests need: wrong lengths, bodies that break off, broken text. In come the
//! bytes of a response; out come the bytes of the request, or the outcome of a call. Several test programs of this folder
//! use it.

#![allow(dead_code, reason = "each test binary uses its own part of this")]

use std::io::{self, Read, Write};
use std::net::{Ipv4Addr, Shutdown, SocketAddr, TcpListener, TcpStream};
use std::thread::{self, JoinHandle};
use std::time::Duration;

use publicsquare_client::{BaseUrl, Client, Connection, Error, ResponseValue, SecretKey, types};

/// The result of the operation.
pub(crate) type Outcome =
    Result<ResponseValue<types::ApiKey>, Error<types::ValidationProblemDetails>>;

/// The id that every request has in its path.
pub(crate) const ID: &str = "key_7Ay5mcUXAxwrN6wQEQUVEHBCJ";
/// The key that every request carries. It does not look like a key, so redaction cannot recognize it by its form.
pub(crate) const REQUEST_KEY: &str = "request-key-canary";

/// How long the server waits until the client sends or accepts the next byte.
const PATIENCE: Duration = Duration::from_secs(10);

/// A server that answers one request.
pub(crate) struct RawServer {
    address: SocketAddr,
    exchange: JoinHandle<io::Result<Vec<u8>>>,
}

impl RawServer {
    /// Answers with these bytes and closes the connection.
    pub(crate) fn answering(answer: impl Into<Vec<u8>>) -> Self {
        let answer = answer.into();
        Self::answering_with(move |_| answer)
    }

    /// Answers with bytes that depend on the request, and closes the connection.
    pub(crate) fn answering_with(answer: impl FnOnce(&[u8]) -> Vec<u8> + Send + 'static) -> Self {
        let listener = TcpListener::bind((Ipv4Addr::LOCALHOST, 0)).unwrap();
        let address = listener.local_addr().unwrap();
        let exchange = thread::spawn(move || {
            let (mut stream, _) = listener.accept()?;
            // A client that stops in the middle makes the test fail and not hang.
            stream.set_read_timeout(Some(PATIENCE))?;
            stream.set_write_timeout(Some(PATIENCE))?;
            let request = read_request(&mut stream)?;
            // The client may close the connection when it has read enough.
            if stream.write_all(&answer(&request)).is_ok() {
                drop(stream.shutdown(Shutdown::Write));
            }
            Ok(request)
        });
        Self { address, exchange }
    }

    /// `127.0.0.1:…`
    pub(crate) fn host(&self) -> String {
        self.address.to_string()
    }

    /// A client with [`REQUEST_KEY`] that calls this server.
    pub(crate) fn client(&self) -> Client {
        self.client_at("", connection())
    }

    /// A client that calls this server under a path.
    pub(crate) fn client_at(&self, path: &str, connection: Connection) -> Client {
        let url: BaseUrl = format!("http://{}{path}", self.address).parse().unwrap();
        Client::connect(&url, connection).unwrap()
    }

    /// Makes one call and returns its outcome. The server has ended by then.
    pub(crate) async fn call(self) -> Outcome {
        let outcome = self.client().regenerate_api_key().id(ID).send().await;
        self.request();
        outcome
    }

    /// Waits for the server to end, and returns the bytes of the request.
    pub(crate) fn request(self) -> Vec<u8> {
        self.exchange.join().unwrap().unwrap()
    }
}

/// A connection with [`REQUEST_KEY`].
pub(crate) fn connection() -> Connection {
    Connection::new(SecretKey::new(REQUEST_KEY)).unwrap()
}

/// A response that declares the length of its body.
pub(crate) fn response(status: u16, content_type: &str, body: &[u8]) -> Vec<u8> {
    response_announcing(body.len(), status, content_type, body)
}

/// A response that declares another length than its body has.
pub(crate) fn response_announcing(
    length: usize,
    status: u16,
    content_type: &str,
    body: &[u8],
) -> Vec<u8> {
    let mut bytes = head(status, content_type);
    bytes.extend(format!("content-length: {length}\r\n\r\n").bytes());
    bytes.extend(body);
    bytes
}

/// A response in chunks of a few bytes. The last chunk may be missing.
pub(crate) fn response_in_chunks(
    status: u16,
    content_type: &str,
    body: &[u8],
    ends: bool,
) -> Vec<u8> {
    let mut bytes = head(status, content_type);
    bytes.extend(b"transfer-encoding: chunked\r\n\r\n");
    for chunk in body.chunks(7) {
        bytes.extend(format!("{:x}\r\n", chunk.len()).bytes());
        bytes.extend(chunk);
        bytes.extend(b"\r\n");
    }
    if ends {
        bytes.extend(b"0\r\n\r\n");
    }
    bytes
}

/// The status line, and the headers that all these responses have.
fn head(status: u16, content_type: &str) -> Vec<u8> {
    format!(
        "HTTP/1.1 {status} Status\r\nx-correlation-id: correlation-1\r\nretry-after: 7\r\n\
         content-type: {content_type}\r\n"
    )
    .into_bytes()
}

/// Reads the headers and as many bytes of the body as they declare.
fn read_request(stream: &mut TcpStream) -> io::Result<Vec<u8>> {
    let mut request = Vec::new();
    let mut chunk = [0; 4096];
    loop {
        if let Some(end) = request.windows(4).position(|window| window == b"\r\n\r\n") {
            let head = String::from_utf8_lossy(&request[..end]).to_lowercase();
            let announced: usize = head
                .lines()
                .find_map(|line| line.strip_prefix("content-length:")?.trim().parse().ok())
                .unwrap_or(0);
            if request.len() >= end + 4 + announced {
                return Ok(request);
            }
        }
        match stream.read(&mut chunk)? {
            0 => return Ok(request),
            read => request.extend_from_slice(&chunk[..read]),
        }
    }
}
