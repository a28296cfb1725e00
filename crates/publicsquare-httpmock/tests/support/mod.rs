//! A client over a plain TCP connection, which sees every byte of a response.
//!
//! An HTTP client would hide when a connection closes and which bytes arrived. In comes a base URL; out come the responses
//! as bytes, with helpers for the status, the headers and the body. All test programs of this crate use it.

#![allow(dead_code, reason = "each test program uses its own part of this")]

use std::io::{Read, Write};
use std::net::TcpStream;
use std::time::Duration;

use publicsquare_httpmock::types::{ApiKey, ValidationProblemDetails};

/// The key that the tests regenerate.
pub(crate) const KEY_ID: &str = "key_7Ay5mcUXAxwrN6wQEQUVEHBCJ";

/// The new value that the mocks return.
pub(crate) const NEW_KEY: &str = "pk_test_6fpAaGyHBeGNpxTp8KJt2Dkm3";

pub(crate) fn api_key() -> ApiKey {
    ApiKey::builder()
        .id(KEY_ID.to_owned())
        .key(Some(NEW_KEY.into()))
        .name(Some("Web shop".to_owned()))
        .try_into()
        .unwrap()
}

pub(crate) fn problem(title: &str) -> ValidationProblemDetails {
    let mut problem = ValidationProblemDetails::default();
    problem.title = Some(title.to_owned());
    problem.errors = Some([("id".to_owned(), vec!["is odd".to_owned()])].into());
    problem
}

/// A connection that stays open between requests.
pub(crate) struct Connection {
    stream: TcpStream,
    host: String,
}

/// A response, as the bytes that arrived.
#[derive(Debug, Clone, PartialEq, Eq)]
pub(crate) struct Answer {
    pub(crate) bytes: Vec<u8>,
}

impl Connection {
    pub(crate) fn to(base_url: &str) -> Self {
        let host = base_url.trim_start_matches("http://").to_owned();
        let stream = TcpStream::connect(&host).unwrap();
        Self { stream, host }
    }

    /// Lets reading end if nothing arrives for this long.
    pub(crate) fn give_up_after(&mut self, time: Duration) {
        self.stream.set_read_timeout(Some(time)).unwrap();
    }

    /// Sends a request and reads the response, up to its declared length or to the end of the connection.
    pub(crate) fn regenerate(&mut self, headers: &[(&str, &str)]) -> Answer {
        self.send(&format!("/api-keys/{KEY_ID}/regenerate"), headers)
    }

    pub(crate) fn send(&mut self, path: &str, headers: &[(&str, &str)]) -> Answer {
        let mut request = format!(
            "POST {path} HTTP/1.1\r\nhost: {}\r\ncontent-length: 0\r\n",
            self.host
        );
        for (name, value) in headers {
            request.push_str(&format!("{name}: {value}\r\n"));
        }
        request.push_str("\r\n");
        self.stream.write_all(request.as_bytes()).unwrap();
        let mut answer = Answer { bytes: Vec::new() };
        let mut chunk = [0; 4096];
        while !answer.is_whole() {
            match self.stream.read(&mut chunk) {
                Ok(0) | Err(_) => break,
                Ok(read) => answer.bytes.extend_from_slice(&chunk[..read]),
            }
        }
        answer
    }

    /// Whether the other side has closed the connection.
    pub(crate) fn is_closed(&mut self) -> bool {
        matches!(self.stream.read(&mut [0]), Ok(0) | Err(_))
    }
}

impl Answer {
    fn text(&self) -> String {
        String::from_utf8_lossy(&self.bytes).into_owned()
    }

    fn is_whole(&self) -> bool {
        let text = self.text();
        text.split_once("\r\n\r\n").is_some_and(|(_, body)| {
            self.header("content-length")
                .is_none_or(|length| body.len() >= length.parse().unwrap())
        })
    }

    #[track_caller]
    pub(crate) fn status(&self) -> u16 {
        let text = self.text();
        let status = text.split(' ').nth(1).expect("an answer");
        status.parse().unwrap()
    }

    /// The value of a header. The header may occur once at most.
    #[track_caller]
    pub(crate) fn header(&self, name: &str) -> Option<String> {
        let text = self.text();
        let (head, _) = text.split_once("\r\n\r\n")?;
        let mut values = head
            .lines()
            .filter_map(|line| line.split_once(": "))
            .filter(|(found, _)| found.eq_ignore_ascii_case(name))
            .map(|(_, value)| value.to_owned());
        let value = values.next();
        assert_eq!(values.next(), None, "{name} occurs twice");
        value
    }

    pub(crate) fn body(&self) -> String {
        let text = self.text();
        text.split_once("\r\n\r\n")
            .map_or_else(String::new, |(_, body)| body.to_owned())
    }

    pub(crate) fn json(&self) -> serde_json::Value {
        serde_json::from_str(&self.body()).unwrap()
    }
}
