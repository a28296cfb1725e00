//! Redirects are reported and never followed.
//!
//! A redirect could lead the request, with its API key, to another server. The tests send redirects to a server that would
//! notice a second request. Other statuses are tested in `errors.rs` and `successes.rs`.

use std::io::ErrorKind;
use std::net::{Ipv4Addr, TcpListener};

use publicsquare_client::Error;

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
