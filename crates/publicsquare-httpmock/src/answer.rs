//! Where an HTTP/1.1 answer ends.

use httparse::{EMPTY_HEADER, Response, Status};

/// The length in bytes of the answer that `bytes` begin with, once its head is complete.
///
/// `None` while the head is not, and for what is not framed by `Content-Length`, which is how
/// `httpmock` frames every answer.
pub(crate) fn length(bytes: &[u8]) -> Option<usize> {
    let mut headers = [EMPTY_HEADER; 64];
    let mut answer = Response::new(&mut headers);
    let Ok(Status::Complete(head)) = answer.parse(bytes) else {
        return None;
    };
    let body: usize = answer
        .headers
        .iter()
        .find(|header| header.name.eq_ignore_ascii_case("content-length"))
        .and_then(|header| std::str::from_utf8(header.value).ok()?.trim().parse().ok())?;
    Some(head + body)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn an_answer_ends_after_its_declared_body() {
        let answer = b"HTTP/1.1 200 OK\r\nContent-Length: 2\r\n\r\n{}rest";
        assert_eq!(length(answer), Some(answer.len() - "rest".len()));
        assert_eq!(length(b"HTTP/1.1 200 OK\r\nContent-Length: 2\r\n"), None);
        assert_eq!(length(b"HTTP/1.1 200 OK\r\n\r\n"), None);
    }
}
