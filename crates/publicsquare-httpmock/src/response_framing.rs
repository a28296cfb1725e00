//! Where an HTTP/1.1 answer ends.

use httparse::{EMPTY_HEADER, Response, Status};

/// What is known of the answer that some bytes begin with.
#[derive(Debug, PartialEq, Eq)]
pub(crate) enum Framing {
    /// Its head is not complete.
    Incomplete,
    /// It has so many bytes, head and body together.
    Ends(usize),
    /// It goes on until the connection closes, or says itself where it ends.
    Open,
}

/// How the answer is framed. `httpmock` frames bodies by `Content-Length`.
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
    fn an_answer_ends_after_its_declared_body() {
        let answer = b"HTTP/1.1 200 OK\r\nContent-Length: 2\r\n\r\n{}rest";
        assert_eq!(framing(answer), Framing::Ends(answer.len() - "rest".len()));
        assert_eq!(
            framing(b"HTTP/1.1 200 OK\r\nContent-Length: 2\r\n"),
            Framing::Incomplete
        );
    }

    #[test]
    fn an_answer_without_a_body_ends_with_its_head() {
        let answer = b"HTTP/1.1 204 No Content\r\n\r\n";
        assert_eq!(framing(answer), Framing::Ends(answer.len()));
    }

    #[test]
    fn an_answer_without_a_length_is_open() {
        assert_eq!(framing(b"HTTP/1.1 200 OK\r\n\r\n"), Framing::Open);
        assert_eq!(framing(b"nonsense"), Framing::Open);
    }
}
