//! The validation proxy of Prism, between a recorded request and its recorded response.
//!
//! In come the description and an exchange. The request goes to Prism. Prism passes it on to a server in this process,
//! which gives it the recorded response, and Prism compares both with the description. Out come the violations that it
//! reports. Both servers listen on the loopback only, and end with the [`Proxy`]. Which violations count is decided in
//! [`proxy`](super::proxy).

use std::io::{self, Read, Write};
use std::net::{Ipv4Addr, SocketAddr, TcpListener, TcpStream};
use std::path::Path;
use std::process::{Child, Command, Stdio};
use std::sync::{Arc, Mutex, PoisonError};
use std::thread;
use std::time::{Duration, Instant};

use serde_json::Value;

use super::exchange::{Exchange, Response};

/// How long Prism may take to start, and to answer.
const PATIENCE: Duration = Duration::from_secs(60);

/// A running Prism, and the server behind it.
pub(super) struct Proxy {
    process: Child,
    address: SocketAddr,
    /// What the server behind Prism answers next.
    next: Arc<Mutex<Vec<u8>>>,
}

/// Something that contradicts the description.
pub(super) struct Violation {
    pub(super) is_of_response: bool,
    /// The place and the reason, in the words of Prism.
    pub(super) text: String,
}

impl Proxy {
    pub(super) fn start(program: &Path, description: &Path) -> io::Result<Self> {
        let next = Arc::default();
        let upstream = serve(Arc::clone(&next))?;
        // Another process could take the port before Prism does. That is unlikely enough here.
        let listener = TcpListener::bind((Ipv4Addr::LOCALHOST, 0))?;
        let address = listener.local_addr()?;
        drop(listener);
        let process = Command::new(program)
            .arg("proxy")
            .arg(description)
            .arg(format!("http://{upstream}"))
            .args(["--host", "127.0.0.1", "--verboseLevel", "silent"])
            .args(["--port", &address.port().to_string()])
            .stdin(Stdio::null())
            .stdout(Stdio::null())
            .spawn()?;
        let mut proxy = Self {
            process,
            address,
            next,
        };
        let start = Instant::now();
        while TcpStream::connect(address).is_err() {
            if let Some(status) = proxy.process.try_wait()? {
                return Err(io::Error::other(format!("Prism has ended: {status}")));
            }
            if start.elapsed() > PATIENCE {
                return Err(io::Error::other("Prism does not listen"));
            }
            thread::sleep(Duration::from_millis(50));
        }
        Ok(proxy)
    }

    /// What Prism finds in this request, and in this response to it.
    pub(super) fn judge(
        &self,
        exchange: &Exchange,
        response: &Response,
    ) -> io::Result<Vec<Violation>> {
        *self.next.lock().unwrap_or_else(PoisonError::into_inner) = response_bytes(response);
        let mut stream = TcpStream::connect(self.address)?;
        stream.set_read_timeout(Some(PATIENCE))?;
        stream.write_all(&request_bytes(exchange, self.address))?;
        let mut answer = Vec::new();
        stream.read_to_end(&mut answer)?;
        let answer = String::from_utf8_lossy(&answer);
        let head = answer.split("\r\n\r\n").next().unwrap_or_default();
        if !head.starts_with(&format!("HTTP/1.1 {} ", response.status)) {
            return Err(io::Error::other(format!(
                "Prism did not pass on the response with the status {}: {answer}",
                response.status
            )));
        }
        let Some(list) = header(head, "sl-violations") else {
            return Ok(Vec::new());
        };
        let list: Vec<Value> = serde_json::from_str(list)?;
        Ok(list.iter().map(violation).collect())
    }
}

impl Drop for Proxy {
    fn drop(&mut self) {
        drop(self.process.kill());
        drop(self.process.wait());
    }
}

/// Starts the server behind Prism. It gives each request the next response, and ends with this process.
fn serve(next: Arc<Mutex<Vec<u8>>>) -> io::Result<SocketAddr> {
    let listener = TcpListener::bind((Ipv4Addr::LOCALHOST, 0))?;
    let address = listener.local_addr()?;
    thread::spawn(move || {
        for stream in listener.incoming().flatten() {
            let answer = next.lock().unwrap_or_else(PoisonError::into_inner).clone();
            // If this connection fails, Prism does not pass on the response, and that is noticed.
            drop(answer_one(stream, &answer));
        }
    });
    Ok(address)
}

fn answer_one(mut stream: TcpStream, answer: &[u8]) -> io::Result<()> {
    stream.set_read_timeout(Some(PATIENCE))?;
    let (mut request, mut chunk) = (Vec::new(), [0; 4096]);
    loop {
        let text = String::from_utf8_lossy(&request);
        if let Some((head, body)) = text.split_once("\r\n\r\n") {
            let length = header(head, "content-length").and_then(|length| length.parse().ok());
            if body.len() >= length.unwrap_or(0) {
                break;
            }
        }
        let read = stream.read(&mut chunk)?;
        if read == 0 {
            break;
        }
        request.extend_from_slice(&chunk[..read]);
    }
    stream.write_all(answer)
}

fn request_bytes(exchange: &Exchange, address: SocketAddr) -> Vec<u8> {
    let mut text = format!(
        "{} {} HTTP/1.1\r\nhost: {address}\r\n",
        exchange.method, exchange.target
    );
    push_rest(&mut text, &exchange.headers, &exchange.body);
    text.into_bytes()
}

fn response_bytes(response: &Response) -> Vec<u8> {
    let mut text = format!("HTTP/1.1 {} Status\r\n", response.status);
    push_rest(&mut text, &response.headers, &response.body);
    text.into_bytes()
}

/// Adds the headers and the body, and closes the connection after them. The headers of the connection are new ones.
fn push_rest(text: &mut String, headers: &[(String, String)], body: &str) {
    const OF_THE_CONNECTION: [&str; 4] =
        ["connection", "content-length", "host", "transfer-encoding"];
    for (name, value) in headers {
        if !OF_THE_CONNECTION.contains(&name.as_str()) {
            text.push_str(&format!("{name}: {value}\r\n"));
        }
    }
    text.push_str(&format!(
        "content-length: {}\r\nconnection: close\r\n\r\n{body}",
        body.len()
    ));
}

/// The value of a header in the head of a message.
fn header<'h>(head: &'h str, name: &str) -> Option<&'h str> {
    head.lines()
        .filter_map(|line| line.split_once(':'))
        .find(|(found, _)| found.eq_ignore_ascii_case(name))
        .map(|(_, value)| value.trim())
}

fn violation(reported: &Value) -> Violation {
    let place: Vec<&str> = reported["location"]
        .as_array()
        .into_iter()
        .flatten()
        .filter_map(Value::as_str)
        .collect();
    Violation {
        is_of_response: place.first() == Some(&"response"),
        text: format!(
            "{}: {}",
            place.join("/"),
            reported["message"].as_str().unwrap_or_default()
        ),
    }
}

#[cfg(test)]
mod tests {
    use serde_json::json;

    use super::*;

    #[test]
    fn a_violation_belongs_to_the_request_or_to_the_response() {
        for (first, is_of_response) in [("request", false), ("response", true)] {
            let violation = violation(&json!({
                "location": [first, "body", "name"],
                "severity": "Error",
                "message": "is missing",
            }));
            assert_eq!(violation.is_of_response, is_of_response);
            assert_eq!(violation.text, format!("{first}/body/name: is missing"));
        }
    }

    #[test]
    fn a_message_gets_headers_of_its_own_connection() {
        let headers = [
            ("content-length".to_owned(), "9".to_owned()),
            ("accept".to_owned(), "application/json".to_owned()),
        ];
        let mut text = String::new();
        push_rest(&mut text, &headers, "{}");
        let expected =
            "accept: application/json\r\ncontent-length: 2\r\nconnection: close\r\n\r\n{}";
        assert_eq!(text, expected);
        assert_eq!(header(&text, "Content-Length"), Some("2"));
    }
}
