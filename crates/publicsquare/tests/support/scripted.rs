//! A server that answers by a script, byte for byte.
//!
//! In come responses as bytes, or an empty text for a connection that just closes. Out come the requests that the server has seen.
//! Once the script is over, it refuses connections. For a server with state, tests use the sandbox; for TLS, `support/tls.rs`.

use std::io::{Read, Write};
use std::net::{Ipv4Addr, SocketAddr, TcpListener, TcpStream};
use std::sync::atomic::{AtomicBool, Ordering};
use std::sync::{Arc, Mutex};
use std::thread;

/// A server on the loopback that gives each request the next answer of a script, closes each
/// connection after it, and **refuses connections** when the script is over.
pub(crate) struct Scripted {
    address: SocketAddr,
    seen: Arc<Mutex<Vec<Seen>>>,
    is_over: Arc<AtomicBool>,
}

/// The head of a request.
#[derive(Clone, Debug, PartialEq, Eq)]
pub(crate) struct Seen(String);

impl Scripted {
    /// Each answer is what is written to the wire; an empty one is a connection that just closes.
    pub(crate) fn new(script: impl IntoIterator<Item = Vec<u8>>) -> Self {
        let listener = TcpListener::bind((Ipv4Addr::LOCALHOST, 0)).unwrap();
        let server = Self {
            address: listener.local_addr().unwrap(),
            seen: Arc::default(),
            is_over: Arc::default(),
        };
        let (seen, is_over) = (Arc::clone(&server.seen), Arc::clone(&server.is_over));
        let mut script = script.into_iter().peekable();
        // Without a script, the port is closed from the start.
        let mut listener = script.peek().map(|_| listener);
        let script: Vec<_> = script.collect();
        thread::spawn(move || {
            let last = script.len().saturating_sub(1);
            for (index, answer) in script.iter().enumerate() {
                let Some(Ok((mut client, _))) = listener.as_ref().map(TcpListener::accept) else {
                    return;
                };
                if is_over.load(Ordering::SeqCst) {
                    return;
                }
                let head = read_head(&mut client);
                seen.lock().unwrap().push(Seen(head));
                if index == last {
                    listener = None;
                }
                // If the client is gone, the test notices that.
                drop(client.write_all(answer));
            }
        });
        server
    }

    pub(crate) fn url(&self) -> String {
        format!("http://{}", self.address)
    }

    /// The requests so far.
    pub(crate) fn seen(&self) -> Vec<Seen> {
        self.seen.lock().unwrap().clone()
    }

    /// The only request.
    #[track_caller]
    pub(crate) fn only(&self) -> Seen {
        let seen = self.seen();
        assert_eq!(seen.len(), 1, "{seen:?}");
        seen[0].clone()
    }
}

impl Drop for Scripted {
    fn drop(&mut self) {
        self.is_over.store(true, Ordering::SeqCst);
        drop(TcpStream::connect(self.address));
    }
}

impl Seen {
    /// Method and path.
    pub(crate) fn line(&self) -> &str {
        self.0.lines().next().unwrap_or_default()
    }

    /// The value of a header that occurs at most once.
    #[track_caller]
    pub(crate) fn header(&self, name: &str) -> Option<&str> {
        let mut values = self
            .0
            .lines()
            .skip(1)
            .filter_map(|line| line.split_once(": "))
            .filter(|(found, _)| found.eq_ignore_ascii_case(name))
            .map(|(_, value)| value);
        let value = values.next();
        assert_eq!(values.next(), None, "{name} occurs twice");
        value
    }

    /// The names of all headers, sorted.
    pub(crate) fn header_names(&self) -> Vec<String> {
        let mut names: Vec<_> = self
            .0
            .lines()
            .skip(1)
            .filter_map(|line| Some(line.split_once(':')?.0.to_ascii_lowercase()))
            .collect();
        names.sort();
        names
    }
}

/// Reads a whole request. If its body stayed unread, the response would become a reset connection.
fn read_head(client: &mut TcpStream) -> String {
    let (mut request, mut chunk) = (Vec::new(), [0; 4096]);
    let mut length = usize::MAX;
    while request.len() < length {
        match client.read(&mut chunk) {
            Ok(read) if read > 0 => request.extend_from_slice(&chunk[..read]),
            _ => break,
        }
        let end = request.windows(4).position(|window| window == b"\r\n\r\n");
        if let Some(end) = end.map(|end| end + 4) {
            let head = String::from_utf8_lossy(&request[..end]).to_ascii_lowercase();
            let body: Option<usize> = head
                .lines()
                .find_map(|line| line.strip_prefix("content-length: ")?.parse().ok());
            length = end + body.unwrap_or(0);
        }
    }
    let end = request.windows(4).position(|window| window == b"\r\n\r\n");
    request.truncate(end.map_or(request.len(), |end| end + 4));
    String::from_utf8(request).unwrap()
}

/// An answer with a body and the matching `Content-Length`.
pub(crate) fn answer(status: u16, headers: &[(&str, &str)], body: impl AsRef<[u8]>) -> Vec<u8> {
    let body = body.as_ref();
    let mut answer = format!(
        "HTTP/1.1 {status} Status\r\ncontent-length: {}\r\nconnection: close\r\n",
        body.len()
    );
    for (name, value) in headers {
        answer.push_str(&format!("{name}: {value}\r\n"));
    }
    answer.push_str("\r\n");
    let mut answer = answer.into_bytes();
    answer.extend_from_slice(body);
    answer
}

/// Status 200 with a JSON body.
pub(crate) fn ok(body: impl AsRef<[u8]>) -> Vec<u8> {
    answer(200, &[("content-type", "application/json")], body)
}

/// An error with problem details.
pub(crate) fn problem(status: u16, body: &str) -> Vec<u8> {
    answer(
        status,
        &[("content-type", "application/problem+json")],
        body,
    )
}

/// The answer without its last bytes.
pub(crate) fn without_last(mut answer: Vec<u8>, bytes: usize) -> Vec<u8> {
    answer.truncate(answer.len() - bytes);
    answer
}

/// A connection that closes without an answer.
pub(crate) fn dropped() -> Vec<u8> {
    Vec::new()
}
