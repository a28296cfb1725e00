//! Responses that cannot come from the server that was asked.
//!
//! In comes a response and the URL of its request. If the response came from another URL, or has no status line, out
//! comes a substitute with the status 999 that carries an [`UntrustedResponse`]. The transport of this crate prevents
//! both cases. They are checked all the same, because every statement about a key depends on who answered. The substitute
//! also stands for a response that the HTTP client does not hand out, because it redirects to no address.
//!
//! `client_hooks.rs` calls this check for each response.

use std::fmt;

use reqwest::{Response, StatusCode, Url, Version};

/// Why the client does not trust a response.
///
/// It is an extension of the response in [`Error::UnexpectedResponse`](crate::Error::UnexpectedResponse). The status of
/// that response is 999, because the received status says nothing about the API. Nothing else of the received response
/// is left.
///
/// ```
/// use publicsquare_client::{Error, UntrustedResponse};
///
/// fn describe<E>(error: &Error<E>) -> String {
///     if let Error::UnexpectedResponse(response) = error
///         && let Some(why) = response.extensions().get::<UntrustedResponse>()
///     {
///         return format!("do not rely on this response: {why}");
///     }
///     "no response was distrusted".to_owned()
/// }
/// # assert!(describe::<()>(&Error::InvalidRequest(String::new())).contains("no response was distrusted"));
/// ```
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct UntrustedResponse(&'static str);

impl fmt::Display for UntrustedResponse {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str(self.0)
    }
}

impl UntrustedResponse {
    /// Returns why this response is not trusted. `None` means that it can be trusted.
    pub(crate) fn check(response: &Response, asked: &Url) -> Option<Self> {
        if response.url() != asked {
            return Some(Self(
                "the response came from another URL than the one that was requested",
            ));
        }
        if response.version() == Version::HTTP_09 {
            return Some(Self(
                "the response has no status line, so it does not show that the API sent it",
            ));
        }
        None
    }

    /// Returns why there is no response to trust, if the error of a request is about the response to it.
    ///
    /// The HTTP client looks at the `Location` of a redirect even if it follows none. With tower-http 0.6.8 it reports an
    /// address that is no URL as if the request could not be built, and nothing would have been sent. The URL of the
    /// request has been read before, so it is not the one that is meant.
    pub(crate) fn behind(error: &reqwest::Error) -> Option<Self> {
        let source = std::error::Error::source(error);
        let is_no_url = source.is_some_and(|source| source.is::<url::ParseError>());
        (error.is_builder() && is_no_url).then_some(Self(
            "the response is a redirect to an address that cannot be read",
        ))
    }

    /// Returns the substitute response that carries this reason.
    pub(crate) fn into_response(self) -> Response {
        let mut answer = http::Response::new("");
        // Every number from 100 to 999 is a valid status, so the alternative is never used.
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

    /// A server that sends the next of these responses on each connection.
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
    async fn a_response_from_another_url_is_not_trusted() {
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
    async fn an_error_of_a_request_is_about_its_response_only_if_an_address_cannot_be_read() {
        let http = reqwest::Client::builder().no_proxy().build().unwrap();
        let built = |url: &str| http.get(url).build();
        // The same error as that of a redirect to this address.
        let error = built("http://256.256.256.256/").unwrap_err();
        let why = UntrustedResponse::behind(&error).unwrap();
        assert!(why.to_string().contains("redirect"), "{why}");

        let no_header = http.get("http://127.0.0.1/").header("a", "\n");
        for error in [
            built("mailto:a@b").unwrap_err(),
            no_header.build().unwrap_err(),
            http.execute(built("http://127.0.0.1:1/").unwrap())
                .await
                .unwrap_err(),
        ] {
            assert_eq!(UntrustedResponse::behind(&error), None, "{error:?}");
        }
    }

    #[tokio::test]
    async fn a_response_without_a_status_line_is_not_trusted() {
        let url = server(vec!["<p>hello</p>".to_owned()]);
        let reason = reason(reqwest::Client::builder().http09_responses(), &url).await;
        assert!(reason.contains("no status line"), "{reason}");
    }
}
