//! A running sandbox, as its owner sees it.

use std::fmt;
use std::io;
use std::net::SocketAddr;
use std::sync::Arc;
use std::time::Duration;

use crate::builder::Builder;
use crate::fault::Fault;
use crate::request_log::LoggedRequest;
use crate::server::Server;
use crate::service::Service;
use crate::state::SandboxKey;
use crate::state::seed::Seeded;
use crate::state::snapshot;

/// A running sandbox. It stops when it is dropped.
pub struct Sandbox {
    address: SocketAddr,
    url: String,
    control_url: Option<String>,
    service: Arc<Service>,
    seeded: Seeded,
    server: Server,
    drain_limit: Duration,
}

impl Sandbox {
    /// Sets up a sandbox.
    pub fn builder() -> Builder {
        Builder::new()
    }

    pub(crate) fn new(
        address: SocketAddr,
        control_address: Option<SocketAddr>,
        service: Arc<Service>,
        seeded: Seeded,
        server: Server,
        drain_limit: Duration,
    ) -> Self {
        let url = format!("http://{address}");
        Self {
            address,
            url,
            control_url: control_address.map(|address| format!("http://{address}")),
            service,
            seeded,
            server,
            drain_limit,
        }
    }

    /// The base URL, such as `http://127.0.0.1:40123`, without a slash at the end.
    #[must_use]
    pub fn url(&self) -> &str {
        &self.url
    }

    /// The base URL of the port for faults, which [`Builder::control`] opens. Faults are at `/faults` of it.
    #[must_use]
    pub fn control_url(&self) -> Option<&str> {
        self.control_url.as_deref()
    }

    /// The address that it listens on.
    #[must_use]
    pub const fn address(&self) -> SocketAddr {
        self.address
    }

    /// The keys that every sandbox starts with, with their values at the start. One that was started
    /// with [`Builder::seed_json`] has the keys of its file instead: [`keys`](Self::keys) lists them.
    #[must_use]
    pub const fn seeded(&self) -> &Seeded {
        &self.seeded
    }

    /// Every key with the value that it has now, whatever its account and environment, in the order of
    /// creation.
    #[must_use]
    pub fn keys(&self) -> Vec<SandboxKey> {
        self.service
            .state
            .lock()
            .keys()
            .map(SandboxKey::of)
            .collect()
    }

    /// The keys as the JSON text that [`Builder::seed_json`] reads. The values are in it: handle it as
    /// you would the keys.
    #[must_use]
    pub fn dump_json(&self) -> String {
        snapshot::write(&self.service.state.lock())
    }

    /// The key with the value that it has now, whatever its account and environment.
    #[must_use]
    pub fn current_value(&self, id: &str) -> Option<SandboxKey> {
        self.service.state.lock().get(id).map(SandboxKey::of)
    }

    /// How many times the key has really changed; replays do not count. Zero for an unknown id.
    #[must_use]
    pub fn regenerations(&self, id: &str) -> usize {
        self.service
            .state
            .lock()
            .get(id)
            .map_or(0, |key| key.regenerations)
    }

    /// Queues a fault for the next request to an operation.
    pub fn inject(&self, fault: Fault) {
        self.service.faults.push(fault);
    }

    /// How many requests the queued faults will still hit. Zero at the end of a test says that each
    /// one struck.
    #[must_use]
    pub fn pending_faults(&self) -> usize {
        self.service.faults.len()
    }

    /// Takes every fault out of the queue.
    pub fn clear_faults(&self) {
        self.service.faults.clear();
    }

    /// The requests so far, in the order of their arrival.
    #[must_use]
    pub fn requests(&self) -> Vec<LoggedRequest> {
        self.service.log.requests()
    }

    /// How many idempotency keys have a stored answer or a request in flight. Answers older than a day
    /// leave the memory when the next request with an idempotency key arrives; and the oldest leave it
    /// earlier when all of them together take up 64 MiB.
    #[must_use]
    pub fn idempotency_records(&self) -> usize {
        self.service.idempotency.len()
    }

    /// Closes the port, so that connections are refused, and asks the open connections to close after
    /// the request they are at. The port stays reserved.
    ///
    /// # Errors
    ///
    /// When the port could not be reserved. It refuses connections all the same.
    pub async fn refuse_connections(&self) -> io::Result<()> {
        self.server.refuse().await
    }

    /// Opens the port again after [`refuse_connections`](Self::refuse_connections).
    ///
    /// # Errors
    ///
    /// When another process has taken the port.
    pub async fn accept_connections(&self) -> io::Result<()> {
        self.server.accept().await
    }

    /// Stops: no new connections, requests in flight may finish within the
    /// [drain limit](Builder::drain_limit), what is left is cut.
    pub async fn shutdown(mut self) {
        self.server.drain(self.drain_limit).await;
    }

    /// As [`shutdown`](Self::shutdown), and then as [`dump_json`](Self::dump_json): what the last request
    /// has changed is in it.
    pub async fn shutdown_and_dump(mut self) -> String {
        self.server.drain(self.drain_limit).await;
        self.dump_json()
    }
}

impl fmt::Debug for Sandbox {
    fn fmt(&self, formatter: &mut fmt::Formatter<'_>) -> fmt::Result {
        formatter
            .debug_struct("Sandbox")
            .field("url", &self.url)
            .finish_non_exhaustive()
    }
}
