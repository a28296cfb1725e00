//! Redirects are reported and never followed.
//!
//! A redirect could lead the request, with its API key, to another server. The tests send redirects to a server that would
//! notice a second request. Other statuses are tested in `errors.rs` and `successes.rs`.

use std::io::ErrorKind;
use std::net::{Ipv4Addr, TcpListener};

use publicsquare_client::{Error, UntrustedResponse};

use super::raw_server::{RawServer, response};

#[tokio::test]
async fn a_redirect_is_reported_and_not_followed() {
    for status in [301, 302, 303, 307, 308] {
        let target = TcpListener::bind((Ipv4Addr::LOCALHOST, 0)).unwrap();
        target.set_nonblocking(true).unwrap();
        let location = format!("http://{}/elsewhere", target.local_addr().unwrap());
        let answer = response(status, "text/html", b"<a>moved</a>");
        let answer = String::from_utf8(answer).unwrap();
        let (first, rest) = answer.split_once("\r\n").unwrap();
        let answer = format!("{first}\r\nlocation: {location}\r\n{rest}");

        let error = RawServer::answering(answer).call().await.unwrap_err();
        let Error::UnexpectedResponse(response) = error else {
            panic!("{status}: {error}")
        };
        assert_eq!(response.status().as_u16(), status);
        assert_eq!(response.headers()["location"], location);
        assert_eq!(response.headers()["x-correlation-id"], "correlation-1");
        // A second request would wait here to be accepted.
        let called = target.accept().map(|_| ()).map_err(|error| error.kind());
        assert_eq!(called, Err(ErrorKind::WouldBlock), "{status}");
    }
}

/// No URL has such an IPv4 address. It depends on the version of tower-http whether the HTTP client hands the response out.
#[tokio::test]
async fn a_redirect_to_an_address_that_is_none_is_no_error_of_the_request() {
    for status in [301, 302, 303, 307, 308] {
        let answer = format!(
            "HTTP/1.1 {status} Moved\r\nlocation: http://256.256.256.256/\r\ncontent-length: 0\r\n\r\n"
        );
        let error = RawServer::answering(answer).call().await.unwrap_err();
        let Error::UnexpectedResponse(response) = error else {
            panic!("{status}: {error}")
        };
        let is_withheld = response.extensions().get::<UntrustedResponse>().is_some();
        assert!(
            is_withheld || response.status() == status,
            "{status}: {response:?}"
        );
    }
}
