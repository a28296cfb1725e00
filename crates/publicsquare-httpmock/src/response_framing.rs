//! Finds out where an HTTP/1.1 response ends.
//!
//! In come the bytes of a connection that have arrived so far. Out comes the length of the first response, or that more
//! bytes are needed, or that it ends with the connection. `faulty_proxy.rs` needs this to lose exactly one response on a
//! connection that carries several.

use httparse::{EMPTY_HEADER, Response, Status};

/// How the response at the start of some bytes ends.
#[derive(Debug, PartialEq, Eq)]
pub(crate) enum Framing {
    /// The headers are not complete.
    Incomplete,
    /// It has this many bytes, including the headers.
    Ends(usize),
    /// It ends when the connection closes, or in a way that is not recognized here, such as chunks.
    Open,
}

/// Returns how the first response ends. `httpmock` writes a `Content-Length` for each body.
pub(crate) fn framing(bytes: &[u8]) -> Framing {
    let mut headers = [EMPTY_HEADER; 64];
    let mut answer = Response::new(&mut headers);
    let head = match answer.parse(bytes) {
        Ok(Status::Complete(head)) => head,
        Ok(Status::Partial) => return Framing::Incomplete,
        Err(_) => return Framing::Open,
    };
    if matches!(answer.code, Some(100..=199 | 204 | 304)) {
        return Framing::Ends(head);
    }
    let length = answer
        .headers
        .iter()
        .find(|header| header.name.eq_ignore_ascii_case("content-length"))
        .and_then(|header| {
            std::str::from_utf8(header.value)
                .ok()?
                .trim()
                .parse::<usize>()
                .ok()
        });
    length.map_or(Framing::Open, |body| Framing::Ends(head + body))
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_response_ends_after_its_declared_body() {
        let answer = b"HTTP/1.1 200 OK\r\nContent-Length: 2\r\n\r\n{}rest";
        assert_eq!(framing(answer), Framing::Ends(answer.len() - "rest".len()));
        assert_eq!(
            framing(b"HTTP/1.1 200 OK\r\nContent-Length: 2\r\n"),
            Framing::Incomplete
        );
    }

    #[test]
    fn a_response_without_a_body_ends_after_its_headers() {
        let answer = b"HTTP/1.1 204 No Content\r\n\r\n";
        assert_eq!(framing(answer), Framing::Ends(answer.len()));
    }

    #[test]
    fn a_response_without_a_length_is_open() {
        assert_eq!(framing(b"HTTP/1.1 200 OK\r\n\r\n"), Framing::Open);
        assert_eq!(framing(b"nonsense"), Framing::Open);
    }
}
