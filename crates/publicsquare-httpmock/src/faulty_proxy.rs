//! A proxy that loses responses, for tests of what a client does then.
//!
//! In comes a request of the client under test, which the proxy passes on to the mock server. Out comes the response of the
//! server, or only the beginning of it, or nothing. The server has done the work in each case. Where a response ends is
//! found in `response_framing.rs`. Faults that the server itself answers with are in `faults.rs`.

use std::collections::VecDeque;
use std::io::{self, Read, Write};
use std::net::{Ipv4Addr, Shutdown, SocketAddr, TcpListener, TcpStream};
use std::sync::atomic::{AtomicBool, Ordering};
use std::sync::{Arc, Mutex, PoisonError};
use std::thread;

use httpmock::MockServer;

use crate::response_framing::{self, Framing};

/// A proxy between a client and a [`MockServer`], which loses or cuts responses on request.
///
/// The server answers each request, so its mock counts the call. Then the proxy passes the response on, cuts it, or drops
/// it. This is the worst failure of a rotation: the server has changed the key, and the client does not know.
///
/// The proxy listens on the loopback interface. It stops when it is dropped.
///
/// ```
/// use publicsquare_httpmock::httpmock::MockServer;
/// use publicsquare_httpmock::{FaultyProxy, MockServerExt, types::ApiKey};
///
/// # #[tokio::main(flavor = "current_thread")]
/// # async fn main() -> Result<(), Box<dyn std::error::Error>> {
/// # let http = reqwest::Client::builder().no_proxy().build()?;
/// let server = MockServer::start();
/// let mock = server.regenerate_api_key(|_, then| {
///     then.ok(&ApiKey::default());
/// });
/// let proxy = FaultyProxy::start(&server)?;
/// proxy.drop_next_response();
///
/// // An application would point the client at `proxy.base_url()`.
/// let url = format!("{}/api-keys/key_7Ay5mcUXAxwrN6wQEQUVEHBCJ/regenerate", proxy.base_url());
/// assert!(http.post(&url).send().await.is_err());
/// assert_eq!(mock.calls(), 1, "the server has regenerated the key");
/// # Ok(())
/// # }
/// ```
#[derive(Debug)]
pub struct FaultyProxy {
    address: SocketAddr,
    plan: Arc<Plan>,
}

#[derive(Debug, Default)]
struct Plan {
    cuts: Mutex<VecDeque<usize>>,
    is_over: AtomicBool,
}

impl FaultyProxy {
    /// Starts a proxy in front of the server.
    ///
    /// ```
    /// use publicsquare_httpmock::httpmock::MockServer;
    /// use publicsquare_httpmock::{FaultyProxy, MockServerExt};
    ///
    /// # #[tokio::main(flavor = "current_thread")]
    /// # async fn main() -> Result<(), Box<dyn std::error::Error>> {
    /// # let http = reqwest::Client::builder().no_proxy().build()?;
    /// let server = MockServer::start();
    /// server.delete_api_key(|_, then| {
    ///     then.no_content();
    /// });
    /// let proxy = FaultyProxy::start(&server)?;
    /// let url = format!("{}/api-keys/key_7Ay5mcUXAxwrN6wQEQUVEHBCJ", proxy.base_url());
    /// assert_eq!(http.delete(&url).send().await?.status(), 204);
    /// # Ok(())
    /// # }
    /// ```
    ///
    /// # Errors
    ///
    /// The operating system gives no port on the loopback interface.
    pub fn start(server: &MockServer) -> io::Result<Self> {
        let listener = TcpListener::bind((Ipv4Addr::LOCALHOST, 0))?;
        let wire = Self {
            address: listener.local_addr()?,
            plan: Arc::default(),
        };
        let (plan, server) = (Arc::clone(&wire.plan), *server.address());
        thread::spawn(move || {
            for client in listener.incoming() {
                if plan.is_over.load(Ordering::SeqCst) {
                    break;
                }
                let plan = Arc::clone(&plan);
                if let Ok(client) = client {
                    // Errors of a connection are expected here, so they are ignored.
                    thread::spawn(move || drop(plan.carry(&client, server)));
                }
            }
        });
        Ok(wire)
    }

    /// Returns the URL for the client under test.
    ///
    /// ```
    /// use publicsquare_httpmock::FaultyProxy;
    /// use publicsquare_httpmock::httpmock::MockServer;
    ///
    /// let server = MockServer::start();
    /// let proxy = FaultyProxy::start(&server)?;
    /// assert!(proxy.base_url().starts_with("http://127.0.0.1:"));
    /// assert_ne!(proxy.base_url(), server.base_url());
    /// # Ok::<(), std::io::Error>(())
    /// ```
    #[must_use]
    pub fn base_url(&self) -> String {
        format!("http://{}", self.address)
    }

    /// Drops the next response: the server answers, and the client gets a closed connection without a byte.
    ///
    /// Each further call is for one further response, in order.
    ///
    /// ```
    /// use publicsquare_httpmock::httpmock::MockServer;
    /// use publicsquare_httpmock::{FaultyProxy, MockServerExt};
    ///
    /// # #[tokio::main(flavor = "current_thread")]
    /// # async fn main() -> Result<(), Box<dyn std::error::Error>> {
    /// # let http = reqwest::Client::builder().no_proxy().build()?;
    /// let server = MockServer::start();
    /// server.delete_api_key(|_, then| {
    ///     then.no_content();
    /// });
    /// let proxy = FaultyProxy::start(&server)?;
    /// proxy.drop_next_response();
    /// let url = format!("{}/api-keys/key_7Ay5mcUXAxwrN6wQEQUVEHBCJ", proxy.base_url());
    /// assert!(http.delete(&url).send().await.is_err());
    /// assert_eq!(http.delete(&url).send().await?.status(), 204, "only one response is dropped");
    /// # Ok(())
    /// # }
    /// ```
    pub fn drop_next_response(&self) {
        self.cut_next_response(0);
    }

    /// Passes on only the first `bytes` bytes of the next response, and closes the connection.
    ///
    /// The count includes the status line and the headers, whose length depends on httpmock. To cut at a certain byte of
    /// the body, use `Fault::truncate_body` of `publicsquare-sandbox`.
    ///
    /// Each further call is for one further response, in order.
    ///
    /// ```
    /// use publicsquare_httpmock::httpmock::MockServer;
    /// use publicsquare_httpmock::{FaultyProxy, MockServerExt, types::ApiKey};
    ///
    /// # #[tokio::main(flavor = "current_thread")]
    /// # async fn main() -> Result<(), Box<dyn std::error::Error>> {
    /// # let http = reqwest::Client::builder().no_proxy().build()?;
    /// let server = MockServer::start();
    /// server.reveal_api_key(|_, then| {
    ///     then.ok(&ApiKey::default());
    /// });
    /// let proxy = FaultyProxy::start(&server)?;
    /// proxy.cut_next_response(20);
    /// let url = format!("{}/api-keys/key_7Ay5mcUXAxwrN6wQEQUVEHBCJ/reveal", proxy.base_url());
    /// assert!(http.get(&url).send().await.is_err(), "not even the headers are complete");
    /// # Ok(())
    /// # }
    /// ```
    pub fn cut_next_response(&self, bytes: usize) {
        self.plan
            .cuts
            .lock()
            .unwrap_or_else(PoisonError::into_inner)
            .push_back(bytes);
    }
}

impl Drop for FaultyProxy {
    fn drop(&mut self) {
        self.plan.is_over.store(true, Ordering::SeqCst);
        // The connection wakes the thread that accepts. If it fails, the thread has ended already.
        drop(TcpStream::connect(self.address));
    }
}

impl Plan {
    /// Copies requests to the server and responses to the client, until one of the two closes the connection.
    fn carry(&self, client: &TcpStream, server: SocketAddr) -> io::Result<()> {
        let server = TcpStream::connect(server)?;
        let (mut requests, mut to_server) = (client.try_clone()?, server.try_clone()?);
        thread::spawn(move || {
            // The copy ends with the connection, so its result does not matter.
            drop(io::copy(&mut requests, &mut to_server));
            drop(to_server.shutdown(Shutdown::Write));
        });
        let outcome = self.carry_answers(&server, client);
        for stream in [client, &server] {
            // An error means that the stream is closed already.
            drop(stream.shutdown(Shutdown::Both));
        }
        outcome
    }

    fn carry_answers(&self, mut server: &TcpStream, mut client: &TcpStream) -> io::Result<()> {
        let mut waiting = Vec::new();
        let mut chunk = [0; 16 * 1024];
        loop {
            loop {
                let end = match response_framing::framing(&waiting) {
                    Framing::Ends(end) if end <= waiting.len() => end,
                    // Its end is unknown, so the bytes that are there count as the whole response.
                    Framing::Open if !waiting.is_empty() => waiting.len(),
                    _ => break,
                };
                let answer: Vec<u8> = waiting.drain(..end).collect();
                let cut = self
                    .cuts
                    .lock()
                    .unwrap_or_else(PoisonError::into_inner)
                    .pop_front();
                if let Some(bytes) = cut {
                    return client.write_all(&answer[..bytes.min(end)]);
                }
                client.write_all(&answer)?;
            }
            match server.read(&mut chunk)? {
                0 => return client.write_all(&waiting),
                read => waiting.extend_from_slice(&chunk[..read]),
            }
        }
    }
}
