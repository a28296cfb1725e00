//! Answers that the server which was asked cannot have given.
//!
//! In goes an answer and the URL that was asked; out comes, if need be, an answer that stands in its
//! place and tells why. With the transport of this crate neither happens. It is checked all the same: the
//! key, its secrecy and every verdict rest on it.

use std::fmt;

use reqwest::{Response, StatusCode, Url, Version};

/// Why an answer is not believed.
///
/// It is in the extensions of the response of [`Error::UnexpectedResponse`](crate::Error), whose status
/// is then 999: that of the answer would say what the server has not said. Nothing of the answer is left.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct UntrustedResponse(&'static str);

impl fmt::Display for UntrustedResponse {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str(self.0)
    }
}

impl UntrustedResponse {
    /// Why this answer is not believed, if there is a reason.
    pub(crate) fn check(response: &Response, asked: &Url) -> Option<Self> {
        if response.url() != asked {
            return Some(Self("the answer came from another URL than the one asked"));
        }
        if response.version() == Version::HTTP_09 {
            return Some(Self(
                "the answer has no status line, so that it proves nothing",
            ));
        }
        None
    }

    /// The answer that tells it.
    pub(crate) fn into_response(self) -> Response {
        let mut answer = http::Response::new("");
        // Every number from 100 to 999 is a status.
        *answer.status_mut() = StatusCode::from_u16(999).unwrap_or(StatusCode::BAD_GATEWAY);
        answer.extensions_mut().insert(self);
        Response::from(answer)
    }
}

#[cfg(test)]
mod tests {
    use std::io::{Read, Write};
    use std::net::{Ipv4Addr, TcpListener};
    use std::thread;

    use super::*;
    use crate::{Client, Connection, Error, SecretKey};

    /// A server that gives each connection the next of these answers.
    fn server(answers: Vec<String>) -> String {
        let listener = TcpListener::bind((Ipv4Addr::LOCALHOST, 0)).unwrap();
        let url = format!("http://{}", listener.local_addr().unwrap());
        thread::spawn(move || {
            for answer in answers {
                let (mut stream, _) = listener.accept().unwrap();
                let mut seen = Vec::new();
                let mut byte = [0];
                while !seen.ends_with(b"\r\n\r\n") && stream.read(&mut byte).unwrap() > 0 {
                    seen.push(byte[0]);
                }
                stream.write_all(answer.as_bytes()).unwrap();
            }
        });
        url
    }

    async fn reason(http: reqwest::ClientBuilder, url: &str) -> String {
        let http = http.no_proxy().build().unwrap();
        let connection = Connection::new(SecretKey::new("canary")).unwrap();
        let client = Client::new_with_client(url, http, connection);
        let error = client
            .get_api_key()
            .id("key_7Ay5")
            .send()
            .await
            .unwrap_err();
        let Error::UnexpectedResponse(answer) = error else {
            panic!("{error}");
        };
        assert_eq!(answer.status(), 999);
        answer
            .extensions()
            .get::<UntrustedResponse>()
            .unwrap()
            .to_string()
    }

    #[tokio::test]
    async fn an_answer_from_elsewhere_is_not_believed() {
        let body = "{\"key\":\"sk_test_1\"}";
        let other = server(vec![format!(
            "HTTP/1.1 200 OK\r\ncontent-length: {}\r\n\r\n{body}",
            body.len()
        )]);
        let moved = server(vec![format!(
            "HTTP/1.1 307 Moved\r\nlocation: {other}/api-keys/key_7Ay5\r\ncontent-length: 0\r\n\r\n"
        )]);
        let reason = reason(reqwest::Client::builder(), &moved).await;
        assert!(reason.contains("another URL"), "{reason}");
    }

    #[tokio::test]
    async fn an_answer_without_a_status_line_is_not_believed() {
        let url = server(vec!["<p>hello</p>".to_owned()]);
        let reason = reason(reqwest::Client::builder().http09_responses(), &url).await;
        assert!(reason.contains("no status line"), "{reason}");
    }
}
