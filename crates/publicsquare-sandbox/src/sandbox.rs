//! A running sandbox: what the owner can ask it and tell it.
//!
//! [`Builder::start`] makes one. In come faults and the order to stop or to refuse connections. Out come
//! its addresses; what the owner can look up of keys and requests is in `sandbox/inspection.rs`. The HTTP
//! side is in [`server`](crate::server), and the settings are in [`builder`](crate::builder).

mod inspection;

use std::fmt;
use std::io;
use std::net::SocketAddr;
use std::sync::Arc;
use std::time::Duration;

use crate::builder::Builder;
use crate::fault::Fault;
use crate::server::Server;
use crate::service::Service;
use crate::state::seed::Seeded;

/// A running sandbox. It stops when it is dropped.
///
/// ```
/// use publicsquare_sandbox::Sandbox;
///
/// let sandbox = Sandbox::builder().start_blocking()?;
/// let admin = sandbox.seeded().production().secret();
/// println!("try: curl {}/api-keys -H 'X-API-KEY: {}'", sandbox.url(), admin.value());
/// # Ok::<(), std::io::Error>(())
/// ```
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
    /// Begins the settings of a new sandbox. [`Builder::start`] starts it.
    ///
    /// ```
    /// use publicsquare_sandbox::Sandbox;
    ///
    /// let sandbox = Sandbox::builder().without_rate_limit().start_blocking()?;
    /// assert_eq!(sandbox.keys().len(), 15);
    /// # Ok::<(), std::io::Error>(())
    /// ```
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

    /// The base URL of the API, such as `http://127.0.0.1:40123`, without a slash at the end.
    ///
    /// ```
    /// # let sandbox = publicsquare_sandbox::Sandbox::builder().start_blocking()?;
    /// // The client under test takes its base URL from this variable.
    /// let variable = ("PUBLICSQUARE_BASE_URL", sandbox.url());
    /// assert!(variable.1.starts_with("http://127.0.0.1:"));
    /// # Ok::<(), std::io::Error>(())
    /// ```
    #[must_use]
    pub fn url(&self) -> &str {
        &self.url
    }

    /// The base URL of the control port, which [`Builder::control`] opens; `None` without one. The faults
    /// are at the path `/faults`.
    ///
    /// ```
    /// use publicsquare_sandbox::Sandbox;
    ///
    /// # #[tokio::main(flavor = "current_thread")]
    /// # async fn main() -> Result<(), Box<dyn std::error::Error>> {
    /// let sandbox = Sandbox::builder().control(([127, 0, 0, 1], 0)).start().await?;
    /// let faults = format!("{}/faults", sandbox.control_url().ok_or("no control port")?);
    ///
    /// # let client = reqwest::Client::builder().no_proxy().build()?;
    /// let response = client.post(faults).body("regenerate=drop:after*2").send().await?;
    /// assert_eq!(response.text().await?, "regenerate=drop:after*2\n");
    /// assert_eq!(sandbox.pending_faults(), 2);
    /// # Ok(())
    /// # }
    /// ```
    #[must_use]
    pub fn control_url(&self) -> Option<&str> {
        self.control_url.as_deref()
    }

    /// The address that the API listens on.
    ///
    /// ```
    /// # let sandbox = publicsquare_sandbox::Sandbox::builder().start_blocking()?;
    /// let mut raw = std::net::TcpStream::connect(sandbox.address())?;
    /// std::io::Write::write_all(&mut raw, b"GET /api-keys HTTP/1.1\r\nHost: sandbox\r\n")?;
    /// # Ok::<(), std::io::Error>(())
    /// ```
    #[must_use]
    pub const fn address(&self) -> SocketAddr {
        self.address
    }

    /// Queues a fault. The next request to an operation that it applies to takes it.
    ///
    /// ```
    /// use publicsquare_sandbox::{Fault, Moment, Operation, Sandbox};
    ///
    /// # #[tokio::main(flavor = "current_thread")]
    /// # async fn main() -> Result<(), Box<dyn std::error::Error>> {
    /// let sandbox = Sandbox::builder().start().await?;
    /// let busy = Fault::status(503, Moment::BeforeCommit).on(Operation::ListApiKeys);
    /// sandbox.inject(busy);
    ///
    /// # let client = reqwest::Client::builder().no_proxy().build()?;
    /// let response = client
    ///     .get(format!("{}/api-keys", sandbox.url()))
    ///     .header("X-API-KEY", sandbox.seeded().test().secret().value())
    ///     .send()
    ///     .await?;
    /// assert_eq!(response.status(), 503);
    /// # Ok(())
    /// # }
    /// ```
    pub fn inject(&self, fault: Fault) {
        self.service.faults.push(fault);
    }

    /// How many requests the queued faults still apply to. Zero at the end of a test means that every
    /// fault was used.
    ///
    /// ```
    /// use publicsquare_sandbox::{Fault, Sandbox};
    ///
    /// let sandbox = Sandbox::builder().start_blocking()?;
    /// sandbox.inject(Fault::conflict().times(3));
    /// assert_eq!(sandbox.pending_faults(), 3);
    /// # Ok::<(), std::io::Error>(())
    /// ```
    #[must_use]
    pub fn pending_faults(&self) -> usize {
        self.service.faults.len()
    }

    /// Removes every fault from the queue. A fault that a request has taken already still strikes.
    ///
    /// ```
    /// use publicsquare_sandbox::{Fault, Sandbox};
    ///
    /// let sandbox = Sandbox::builder().start_blocking()?;
    /// sandbox.inject(Fault::conflict());
    /// sandbox.clear_faults();
    /// assert_eq!(sandbox.pending_faults(), 0);
    /// # Ok::<(), std::io::Error>(())
    /// ```
    pub fn clear_faults(&self) {
        self.service.faults.clear();
    }

    /// Closes the port, so that new connections are refused. An open connection is closed after the
    /// request that it is working on. The port stays reserved for this sandbox.
    ///
    /// # Errors
    ///
    /// The port could not be reserved. Connections are refused nevertheless.
    ///
    /// ```
    /// # use publicsquare_sandbox::Sandbox;
    /// # #[tokio::main(flavor = "current_thread")]
    /// # async fn main() -> Result<(), Box<dyn std::error::Error>> {
    /// let sandbox = Sandbox::builder().start().await?;
    /// let url = format!("{}/permissions", sandbox.url());
    /// # let client = reqwest::Client::builder().no_proxy().build()?;
    ///
    /// sandbox.refuse_connections().await?;
    /// let error = client.get(&url).send().await.unwrap_err();
    /// assert!(error.is_connect());
    ///
    /// sandbox.accept_connections().await?;
    /// assert_eq!(client.get(&url).send().await?.status(), 401);
    /// # Ok(())
    /// # }
    /// ```
    pub async fn refuse_connections(&self) -> io::Result<()> {
        self.server.refuse().await
    }

    /// Opens the port again after [`refuse_connections`](Self::refuse_connections), where an example is.
    ///
    /// # Errors
    ///
    /// The port could not be reserved before, and another process has taken it.
    ///
    /// ```
    /// # use publicsquare_sandbox::Sandbox;
    /// # #[tokio::main(flavor = "current_thread")]
    /// # async fn main() -> Result<(), Box<dyn std::error::Error>> {
    /// let sandbox = Sandbox::builder().start().await?;
    /// sandbox.refuse_connections().await?;
    /// sandbox.accept_connections().await?;
    /// assert!(std::net::TcpStream::connect(sandbox.address()).is_ok());
    /// # Ok(())
    /// # }
    /// ```
    pub async fn accept_connections(&self) -> io::Result<()> {
        self.server.accept().await
    }

    /// Stops the sandbox and waits for its end.
    ///
    /// It takes no new connections. A request in flight may finish within the
    /// [drain limit](Builder::drain_limit); after that its connection is cut.
    ///
    /// ```
    /// # use publicsquare_sandbox::Sandbox;
    /// # #[tokio::main(flavor = "current_thread")]
    /// # async fn main() -> Result<(), Box<dyn std::error::Error>> {
    /// let sandbox = Sandbox::builder().start().await?;
    /// let address = sandbox.address();
    /// sandbox.shutdown().await;
    /// assert!(std::net::TcpStream::connect(address).is_err());
    /// # Ok(())
    /// # }
    /// ```
    pub async fn shutdown(mut self) {
        self.server.drain(self.drain_limit).await;
    }

    /// Stops the sandbox as [`shutdown`](Self::shutdown) does, and then returns the state as
    /// [`dump_json`](Self::dump_json) does. The changes of the last request are in it.
    ///
    /// ```
    /// # use publicsquare_sandbox::{DOCUMENTED_KEY_ID, Sandbox};
    /// # #[tokio::main(flavor = "current_thread")]
    /// # async fn main() -> Result<(), Box<dyn std::error::Error>> {
    /// let sandbox = Sandbox::builder().start().await?;
    /// let state = sandbox.shutdown_and_dump().await;
    /// assert!(state.contains(DOCUMENTED_KEY_ID));
    /// # Ok(())
    /// # }
    /// ```
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
