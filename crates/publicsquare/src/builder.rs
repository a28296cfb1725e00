//! The settings of a client.
//!
//! In come the API key, the base URL, limits, and settings of the HTTP client. Out comes a builder that holds them
//! unchecked. `builder/build.rs` checks them and makes the client, and
//! [`environment_variables`](crate::environment_variables) reads the settings in the environment of the process.

mod build;

use std::fmt;
use std::sync::Arc;
use std::time::Duration;

use publicsquare_client::{SecretKey, Timeouts, TransportBuilder};

use crate::key_provider::KeyProvider;
use crate::retry::clock::{Clock, RealClock};
use crate::retry::policy::RetryPolicy;

/// Collects the settings of a [`Client`](crate::Client). Only the API key is required.
///
/// ```
/// use std::time::Duration;
///
/// use publicsquare::{Client, RetryPolicy};
///
/// let client = Client::builder()
///     .api_key("sk_test_4eC39HqLyjWDarjtT1zdp7dc")
///     .base_url("http://127.0.0.1:8080")
///     .total_timeout(Duration::from_secs(60))
///     .retry_policy(RetryPolicy::default().max_attempts(3))
///     .user_agent_suffix("merchant-backend/2.4")
///     .build()?;
/// # Ok::<(), publicsquare::Error>(())
/// ```
#[must_use = "a builder does nothing until `build`"]
pub struct ClientBuilder {
    api_key: Option<SecretKey>,
    key_provider: Option<Arc<dyn KeyProvider>>,
    pub(crate) base_url: Option<String>,
    connect_timeout: Duration,
    attempt_timeout: Duration,
    total_timeout: Duration,
    retry_policy: RetryPolicy,
    user_agent_suffix: Option<String>,
    transport: TransportBuilder,
    http_to: Vec<String>,
    clock: Arc<dyn Clock>,
}

impl Default for ClientBuilder {
    fn default() -> Self {
        let timeouts = Timeouts::default();
        Self {
            api_key: None,
            key_provider: None,
            base_url: None,
            connect_timeout: timeouts.connect,
            attempt_timeout: timeouts.attempt,
            total_timeout: Duration::from_secs(120),
            retry_policy: RetryPolicy::default(),
            user_agent_suffix: None,
            transport: TransportBuilder::default(),
            http_to: Vec::new(),
            clock: Arc::new(RealClock),
        }
    }
}

impl ClientBuilder {
    /// Sets the API key that requests authenticate with: a secret or a restricted key.
    ///
    /// ```
    /// use publicsquare::Client;
    ///
    /// let client = Client::builder().api_key("sk_test_4eC39HqLyjWDarjtT1zdp7dc").build()?;
    /// # Ok::<(), publicsquare::Error>(())
    /// ```
    pub fn api_key(mut self, key: impl Into<SecretKey>) -> Self {
        self.api_key = Some(key.into());
        self.key_provider = None;
        self
    }

    /// Sets a provider of the API key, in place of [`api_key`](Self::api_key). The client asks it before each attempt.
    ///
    /// The documentation of [`KeyProvider`] has an example of a service that rotates its own key, and names the attempts
    /// before which it is not asked.
    ///
    /// ```
    /// use publicsquare::{Client, SecretKey};
    ///
    /// let client = Client::builder()
    ///     .api_key_provider(|| async { Ok(SecretKey::from("sk_test_4eC39HqLyjWDarjtT1zdp7dc")) })
    ///     .build()?;
    /// # Ok::<(), publicsquare::Error>(())
    /// ```
    pub fn api_key_provider(mut self, provider: impl KeyProvider) -> Self {
        self.key_provider = Some(Arc::new(provider));
        self.api_key = None;
        self
    }

    /// Sets the base URL. The default is `https://api.publicsquare.com`, for test and production alike.
    ///
    /// It has to be https, or http to this machine, or http to a host that
    /// [`danger_allow_http_to`](Self::danger_allow_http_to) names. The client keeps a path prefix. A trailing slash
    /// makes no difference.
    ///
    /// ```
    /// use publicsquare::Client;
    ///
    /// let client = Client::builder()
    ///     .api_key("sk_test_4eC39HqLyjWDarjtT1zdp7dc")
    ///     .base_url("https://gateway.example/publicsquare")
    ///     .build()?;
    /// # Ok::<(), publicsquare::Error>(())
    /// ```
    pub fn base_url(mut self, url: impl Into<String>) -> Self {
        self.base_url = Some(url.into());
        self
    }

    /// Sets the time limit for name resolution, connection and TLS. The default is 5 seconds.
    ///
    /// Connecting never takes more than three quarters of the attempt's time. So a connection that cannot be made is
    /// always reported as [`ErrorKind::Connect`](crate::ErrorKind::Connect) and
    /// [`Certainty::NotSent`](crate::Certainty::NotSent), however short the attempt is.
    ///
    /// ```
    /// use std::time::Duration;
    ///
    /// use publicsquare::Client;
    ///
    /// let client = Client::builder()
    ///     .api_key("sk_test_4eC39HqLyjWDarjtT1zdp7dc")
    ///     .connect_timeout(Duration::from_secs(2))
    ///     .build()?;
    /// # Ok::<(), publicsquare::Error>(())
    /// ```
    pub fn connect_timeout(mut self, timeout: Duration) -> Self {
        self.connect_timeout = timeout;
        self
    }

    /// Sets the time limit for one attempt: asking the provider of the key, connecting, and the request with its whole
    /// response. The default is 30 seconds.
    ///
    /// ```
    /// use std::time::Duration;
    ///
    /// use publicsquare::Client;
    ///
    /// let client = Client::builder()
    ///     .api_key("sk_test_4eC39HqLyjWDarjtT1zdp7dc")
    ///     .attempt_timeout(Duration::from_secs(10))
    ///     .build()?;
    /// # Ok::<(), publicsquare::Error>(())
    /// ```
    pub fn attempt_timeout(mut self, timeout: Duration) -> Self {
        self.attempt_timeout = timeout;
        self
    }

    /// Sets the time limit for all attempts and the waits between them. The default is 120 seconds, which is enough
    /// to wait out the documented rate limit three times.
    ///
    /// ```
    /// use std::time::Duration;
    ///
    /// use publicsquare::Client;
    ///
    /// let client = Client::builder()
    ///     .api_key("sk_test_4eC39HqLyjWDarjtT1zdp7dc")
    ///     .total_timeout(Duration::from_secs(60))
    ///     .build()?;
    /// # Ok::<(), publicsquare::Error>(())
    /// ```
    pub fn total_timeout(mut self, timeout: Duration) -> Self {
        self.total_timeout = timeout;
        self
    }

    /// Sets the retry policy: how often requests are repeated, and how long the waits are.
    ///
    /// ```
    /// use publicsquare::{Client, RetryPolicy};
    ///
    /// let client = Client::builder()
    ///     .api_key("sk_test_4eC39HqLyjWDarjtT1zdp7dc")
    ///     .retry_policy(RetryPolicy::default().max_attempts(3))
    ///     .build()?;
    /// # Ok::<(), publicsquare::Error>(())
    /// ```
    pub fn retry_policy(mut self, policy: RetryPolicy) -> Self {
        self.retry_policy = policy;
        self
    }

    /// Appends a suffix to the `User-Agent`, such as `merchant-backend/2.4`.
    ///
    /// ```
    /// use publicsquare::Client;
    ///
    /// let client = Client::builder()
    ///     .api_key("sk_test_4eC39HqLyjWDarjtT1zdp7dc")
    ///     .user_agent_suffix("merchant-backend/2.4")
    ///     .build()?;
    /// # Ok::<(), publicsquare::Error>(())
    /// ```
    pub fn user_agent_suffix(mut self, suffix: impl Into<String>) -> Self {
        self.user_agent_suffix = Some(suffix.into());
        self
    }

    /// Trusts the certificates of a PEM text, in addition to those that the system trusts. It is for the authority of a
    /// company, or of a proxy that opens TLS.
    ///
    /// If you cannot change the code of a program, set its variable `SSL_CERT_FILE`. With the feature `rustls`, on
    /// Linux, the certificates of that PEM file replace those of the system.
    ///
    /// ```no_run
    /// use publicsquare::Client;
    ///
    /// let client = Client::builder()
    ///     .api_key("sk_test_4eC39HqLyjWDarjtT1zdp7dc")
    ///     .add_root_certificate(std::fs::read("company-ca.pem")?)
    ///     .build()?;
    /// # Ok::<(), Box<dyn std::error::Error>>(())
    /// ```
    pub fn add_root_certificate(mut self, pem: impl Into<Vec<u8>>) -> Self {
        self.transport = self.transport.add_root_certificate(pem);
        self
    }

    /// Sends every request through this proxy, such as `http://proxy.example:3128`. It replaces the settings of
    /// `HTTPS_PROXY` and `NO_PROXY`. A user name and a password in the URL are used and never shown.
    ///
    /// With https, a proxy sees only the name of the server. With plain http, it can read everything, even the API key. For
    /// an `http://` base URL, the client therefore ignores the proxy of the environment, and a proxy that you set has to be on this
    /// machine or on the host of [`danger_allow_http_to`](Self::danger_allow_http_to).
    ///
    /// ```
    /// use publicsquare::Client;
    ///
    /// let client = Client::builder()
    ///     .api_key("sk_test_4eC39HqLyjWDarjtT1zdp7dc")
    ///     .proxy("http://proxy.example:3128")
    ///     .build()?;
    /// # Ok::<(), publicsquare::Error>(())
    /// ```
    pub fn proxy(mut self, url: impl Into<String>) -> Self {
        self.transport = self.transport.proxy(url);
        self
    }

    /// Configures the HTTP client with its own [`reqwest::ClientBuilder`]. It is for settings that have no method here:
    /// a resolver, client certificates, the connection pool.
    ///
    /// The settings that the promises of this crate need are applied afterwards, so you cannot lose them: no
    /// redirects, no retries by reqwest itself, HTTP/1.1, no compression, the timeouts, no `Referer`, and no proxy to a
    /// host that is reached by http. Headers that you set here go with each request, in addition to the documented
    /// ones. If you bring a TLS backend of your own, it decides about HTTP/2 itself: let it offer `http/1.1` only.
    ///
    /// ```
    /// use std::net::SocketAddr;
    ///
    /// let client = publicsquare::Client::builder()
    ///     .api_key("sk_test_4eC39HqLyjWDarjtT1zdp7dc")
    ///     .configure_http(|http| {
    ///         http.resolve("api.publicsquare.com", SocketAddr::from(([192, 0, 2, 7], 443)))
    ///     })
    ///     .build()?;
    /// # Ok::<(), publicsquare::Error>(())
    /// ```
    pub fn configure_http(
        mut self,
        configure: impl FnOnce(reqwest::ClientBuilder) -> reqwest::ClientBuilder + Send + 'static,
    ) -> Self {
        self.transport = self.transport.configure(configure);
        self
    }

    /// Allows `http://` to this host of a test network, as in `http://sandbox:8080`. **Everybody on the network can read
    /// the API key and change the responses: never use it in production.**
    ///
    /// Give a name or an address without scheme and port; it is compared exactly. Every other host is refused as
    /// before, except this machine. When such a client is built, it logs a message at level WARN.
    ///
    /// ```
    /// let client = publicsquare::Client::builder()
    ///     .api_key("sk_test_4eC39HqLyjWDarjtT1zdp7dc")
    ///     .danger_allow_http_to("sandbox")
    ///     .base_url("http://sandbox:8080")
    ///     .build()?;
    /// # Ok::<(), publicsquare::Error>(())
    /// ```
    pub fn danger_allow_http_to(mut self, host: impl Into<String>) -> Self {
        self.http_to.push(host.into());
        self
    }

    /// Sets the source of time, sleep and chance. It is for tests.
    ///
    /// ```
    /// use std::pin::Pin;
    /// use std::time::{Duration, Instant, SystemTime};
    ///
    /// /// Does not wait between attempts.
    /// struct Impatient;
    ///
    /// impl publicsquare::Clock for Impatient {
    ///     fn now(&self) -> Instant {
    ///         Instant::now()
    ///     }
    ///     fn system_time(&self) -> SystemTime {
    ///         SystemTime::now()
    ///     }
    ///     fn sleep(&self, _: Duration) -> Pin<Box<dyn Future<Output = ()> + Send + '_>> {
    ///         Box::pin(std::future::ready(()))
    ///     }
    ///     fn random(&self) -> f64 {
    ///         1.0
    ///     }
    /// }
    ///
    /// let builder = publicsquare::Client::builder().clock(Impatient);
    /// ```
    pub fn clock(mut self, clock: impl Clock) -> Self {
        self.clock = Arc::new(clock);
        self
    }
}

impl fmt::Debug for ClientBuilder {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        // The URL is left out: it is not checked yet and may hold a password.
        f.debug_struct("ClientBuilder")
            .field("api_key", &self.api_key)
            .field("connect_timeout", &self.connect_timeout)
            .field("attempt_timeout", &self.attempt_timeout)
            .field("total_timeout", &self.total_timeout)
            .field("retry_policy", &self.retry_policy)
            .field("user_agent_suffix", &self.user_agent_suffix)
            .finish_non_exhaustive()
    }
}
