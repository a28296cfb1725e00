//! A wire that breaks.

use std::collections::VecDeque;
use std::io::{self, Read, Write};
use std::net::{Ipv4Addr, Shutdown, SocketAddr, TcpListener, TcpStream};
use std::sync::atomic::{AtomicBool, Ordering};
use std::sync::{Arc, Mutex, PoisonError};
use std::thread;

use httpmock::MockServer;

use crate::response_framing::{self, Framing};

/// A wire on the loopback between a client and a [`MockServer`], which breaks when told to.
///
/// The server answers each request, so that its mock counts the call; what becomes of the answer is
/// decided here. That is the failure nobody wants from a rotation: the server has done it, and the
/// client is not told.
///
/// ```
/// use httpmock::MockServer;
/// use publicsquare_httpmock::{MockServerExt, FaultyProxy, types::ApiKey};
///
/// # fn main() -> std::io::Result<()> {
/// let server = MockServer::start();
/// server.regenerate_api_key(|_, then| {
///     then.ok(&ApiKey::default());
/// });
/// let wire = FaultyProxy::start(&server)?;
/// wire.drop_next_response(); // commit-then-drop
/// // … point the client at wire.base_url()
/// # Ok(())
/// # }
/// ```
///
/// Dropping the wire stops it.
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
    /// Lays a wire to the server.
    ///
    /// # Errors
    ///
    /// The loopback gives no port.
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
                    // A connection that breaks is what this is for.
                    thread::spawn(move || drop(plan.carry(&client, server)));
                }
            }
        });
        Ok(wire)
    }

    /// The URL to point the client at.
    #[must_use]
    pub fn base_url(&self) -> String {
        format!("http://{}", self.address)
    }

    /// Lets the server answer the next request, and closes the connection without a byte of it.
    ///
    /// Several calls are for several answers, in their order.
    pub fn drop_next_response(&self) {
        self.cut_next_response(0);
    }

    /// Passes on so many bytes of the next answer, its head included, and closes the connection.
    ///
    /// The length of the head is httpmock's own matter. To cut at a byte of the body, use
    /// `Fault::truncate_body` of `publicsquare-sandbox`.
    ///
    /// Several calls are for several answers, in their order.
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
        // Wakes the thread that accepts; if that fails, it is awake.
        drop(TcpStream::connect(self.address));
    }
}

impl Plan {
    /// Carries requests one way and answers the other until either side has enough.
    fn carry(&self, client: &TcpStream, server: SocketAddr) -> io::Result<()> {
        let server = TcpStream::connect(server)?;
        let (mut requests, mut to_server) = (client.try_clone()?, server.try_clone()?);
        thread::spawn(move || {
            // Ends with the connection, one way or the other.
            drop(io::copy(&mut requests, &mut to_server));
            drop(to_server.shutdown(Shutdown::Write));
        });
        let outcome = self.carry_answers(&server, client);
        for stream in [client, &server] {
            // Whoever has closed first is right.
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
                    // What has come of it so far counts as all of it.
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
