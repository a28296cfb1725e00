//! Reading a request from the wire, without any HTTP library.
//!
//! The bytes of a connection come in. Out comes one [`Request`] at a time, or how the connection ended. What happens
//! to a request is in [`interfere`](super::interfere).

use tokio::io::{AsyncRead, AsyncReadExt as _};

#[derive(Debug, Clone, Default)]
pub(super) struct Request {
    pub(super) method: String,
    pub(super) path: String,
    pub(super) query: String,
    pub(super) api_key: Option<String>,
    pub(super) idempotency_key: Option<String>,
    pub(super) body: Vec<u8>,
}

/// What was received on a connection.
pub(super) enum Received {
    Request(Request),
    /// The client has disconnected, after a part of a request or between two.
    End {
        is_partial: bool,
    },
    /// The preface of HTTP/2.
    Http2,
}

/// Reads one request. Later bytes stay in the buffer.
pub(super) async fn read(stream: &mut (impl AsyncRead + Unpin), buffer: &mut Vec<u8>) -> Received {
    loop {
        if buffer.starts_with(b"PRI * HTTP/2") {
            return Received::Http2;
        }
        if let Some(request) = take(buffer) {
            return Received::Request(request);
        }
        match stream.read_buf(buffer).await {
            Ok(0) | Err(_) => {
                return Received::End {
                    is_partial: !buffer.is_empty(),
                };
            }
            Ok(_) => {}
        }
    }
}

fn take(buffer: &mut Vec<u8>) -> Option<Request> {
    let end = buffer.windows(4).position(|four| four == b"\r\n\r\n")? + 4;
    let head = String::from_utf8_lossy(buffer.get(..end)?).into_owned();
    let mut lines = head.lines();
    let mut words = lines.next()?.split(' ');
    let mut request = Request {
        method: words.next()?.to_owned(),
        ..Request::default()
    };
    let target = words.next()?;
    let (path, query) = target.split_once('?').unwrap_or((target, ""));
    (request.path, request.query) = (path.to_owned(), query.to_owned());
    let mut length = 0;
    for (name, value) in lines.filter_map(|line| line.split_once(':')) {
        let value = value.trim();
        match name.to_ascii_lowercase().as_str() {
            "x-api-key" => request.api_key = Some(value.to_owned()),
            "idempotency-key" => request.idempotency_key = Some(value.to_owned()),
            "content-length" => length = value.parse().ok()?,
            _ => {}
        }
    }
    request.body = buffer.get(end..end + length)?.to_vec();
    buffer.drain(..end + length);
    Some(request)
}
