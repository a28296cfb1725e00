//! A server in front of the sandbox that answers every request that would change something with a page of its own.
//!
//! Captive portals and gateways behave like this. Requests with the method `GET` go through to the sandbox. Everything
//! else gets the answer that the test has chosen, and the sandbox never sees it. Faults of the API itself are injected
//! with `World::inject`.

use std::io::{Read, Write};
use std::net::{TcpListener, TcpStream};
use std::thread;

/// A server on loopback that passes `GET` requests to another server. It ends with the tests.
pub(crate) struct Portal(String);

impl Portal {
    /// Starts a portal in front of this URL. Every other request than `GET` gets this answer.
    pub(crate) fn before(url: &str, answer: &'static str) -> Self {
        let listener = TcpListener::bind("127.0.0.1:0").unwrap();
        let own = format!("http://{}", listener.local_addr().unwrap());
        let behind = url.strip_prefix("http://").unwrap().to_owned();
        thread::spawn(move || {
            for client in listener.incoming().flatten() {
                let behind = behind.clone();
                thread::spawn(move || serve(client, &behind, answer));
            }
        });
        Self(own)
    }

    pub(crate) fn url(&self) -> &str {
        &self.0
    }
}

/// Answers one request of a connection and closes the connection.
fn serve(mut client: TcpStream, behind: &str, answer: &str) -> Option<()> {
    let mut head = Vec::new();
    let mut byte = [0];
    while !head.ends_with(b"\r\n\r\n") {
        client.read_exact(&mut byte).ok()?;
        head.push(byte[0]);
    }
    if !head.starts_with(b"GET ") {
        return client.write_all(answer.as_bytes()).ok();
    }
    let head = String::from_utf8(head).ok()?;
    let head = head.replacen("\r\n", "\r\nconnection: close\r\n", 1);
    let mut server = TcpStream::connect(behind).ok()?;
    server.write_all(head.as_bytes()).ok()?;
    std::io::copy(&mut server, &mut client).ok()?;
    Some(())
}
