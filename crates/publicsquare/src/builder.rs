//! The settings of a client.
//!
//! In come the API key, where requests go, limits, and the HTTP client. Out comes a client, or the setting that
//! cannot be used. What the process's environment says is read in [`environment_variables`](crate::environment_variables).

use std::error::Error as _;
use std::fmt;
use std::sync::Arc;
use std::time::Duration;

use publicsquare_client::{BaseUrl, Connection, SecretKey, Timeouts, TransportBuilder};
use tracing::warn;

use crate::client::{Client, Shared};
use crate::error::Error;
use crate::key_provider::KeyProvider;
use crate::retry::clock::{Clock, RealClock};
use crate::retry::policy::RetryPolicy;

/// Collects the settings of a [`Client`]. Only the API key is needed.
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
    /// The API key that requests authenticate with: a secret or a restricted one.
    pub fn api_key(mut self, key: impl Into<SecretKey>) -> Self {
        self.api_key = Some(key.into());
        self.key_provider = None;
        self
    }

    /// Where the API key comes from, in place of [`api_key`](Self::api_key): it is asked before each
    /// attempt. Its documentation has an example of a service that rotates its own key.
    pub fn api_key_provider(mut self, provider: impl KeyProvider) -> Self {
        self.key_provider = Some(Arc::new(provider));
        self.api_key = None;
        self
    }

    /// Where requests go. `https://api.publicsquare.com` by default, for test and production alike.
    ///
    /// It is https, or http to the own machine, or http to a host that
    /// [`danger_allow_http_to`](Self::danger_allow_http_to) names. A path prefix is kept, and a trailing slash makes
    /// no difference.
    pub fn base_url(mut self, url: impl Into<String>) -> Self {
        self.base_url = Some(url.into());
        self
    }

    /// The limit for name resolution, connection and TLS. 5 seconds by default.
    ///
    /// Connecting never takes more than three quarters of the time of an attempt. So a connection that
    /// does not come about is told as [`ErrorKind::Connect`](crate::ErrorKind::Connect) and
    /// [`Certainty::NotSent`](crate::Certainty::NotSent), however short the attempt is.
    pub fn connect_timeout(mut self, timeout: Duration) -> Self {
        self.connect_timeout = timeout;
        self
    }

    /// The limit for one attempt, from its first byte to the last of the answer. 30 seconds by
    /// default.
    pub fn attempt_timeout(mut self, timeout: Duration) -> Self {
        self.attempt_timeout = timeout;
        self
    }

    /// The limit for all attempts and the waits between them. 120 seconds by default, which is
    /// enough to wait out the documented rate limit three times.
    pub fn total_timeout(mut self, timeout: Duration) -> Self {
        self.total_timeout = timeout;
        self
    }

    /// How often and how patiently requests are repeated.
    pub fn retry_policy(mut self, policy: RetryPolicy) -> Self {
        self.retry_policy = policy;
        self
    }

    /// Appends to the `User-Agent`, as in `merchant-backend/2.4`.
    pub fn user_agent_suffix(mut self, suffix: impl Into<String>) -> Self {
        self.user_agent_suffix = Some(suffix.into());
        self
    }

    /// Trusts the certificates of a PEM text, beside those that the system trusts: the authority of a
    /// company, or of a proxy that opens TLS.
    ///
    /// A process whose code cannot be changed has its variable `SSL_CERT_FILE`: with the feature
    /// `rustls`, on Linux, the certificates of that PEM file take the place of the system's.
    pub fn add_root_certificate(mut self, pem: impl Into<Vec<u8>>) -> Self {
        self.transport = self.transport.add_root_certificate(pem);
        self
    }

    /// Sends every request through this proxy, as in `http://proxy.example:3128`. It takes the place of
    /// `HTTPS_PROXY` and `NO_PROXY`, which hold otherwise. A user name and a password in it are used and
    /// never shown.
    ///
    /// A proxy sees of https only the name of the server. Plain http it reads, the API key included: for
    /// an `http://` base URL the environment names no proxy, and one that is set here has to be on this
    /// machine or on the host of [`danger_allow_http_to`](Self::danger_allow_http_to).
    pub fn proxy(mut self, url: impl Into<String>) -> Self {
        self.transport = self.transport.proxy(url);
        self
    }

    /// Configures the HTTP client, by its own [`reqwest::ClientBuilder`], for what has no setting here: a
    /// resolver, client certificates, the pool.
    ///
    /// What the promises of this crate rest on is set afterwards, so that it cannot be lost here: no
    /// redirects, no repeats by reqwest itself, HTTP/1.1, no compression, the timeouts, no `Referer`; and
    /// no proxy to a host that is reached by http. Headers that are set here go with each request beside
    /// the documented ones. A TLS backend that was configured elsewhere decides on HTTP/2 by itself: let
    /// it offer `http/1.1` alone.
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

    /// Allows `http://` to this host of a test network, as in `http://sandbox:8080`. **Everybody on the
    /// way can read the API key and change the answers: never in production.**
    ///
    /// It is a name or an address without scheme and port, and is meant exactly. All other hosts but this
    /// machine are refused as before. A client that uses it says so at level WARN when it is built.
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

    /// Where time, sleep and chance come from; for tests.
    pub fn clock(mut self, clock: impl Clock) -> Self {
        self.clock = Arc::new(clock);
        self
    }

    /// The client.
    ///
    /// # Errors
    ///
    /// A missing or unusable API key, a base URL that is refused, a timeout of zero, a suffix that
    /// no header can carry, a root certificate or a proxy that is none, a proxy elsewhere for a base URL with
    /// `http://`, or a system without the means for TLS. None of them repeats the value.
    pub fn build(self) -> Result<Client, Error> {
        let key = match (self.api_key, &self.key_provider) {
            (Some(key), _) => key,
            // Takes the place of the key that the provider gives for each attempt, and is never sent.
            (None, Some(_)) => SecretKey::new("provided"),
            (None, None) => {
                return Err(Error::configuration(
                    "the client has no API key; give it one",
                ));
            }
        };
        for (name, timeout) in [
            ("connect", self.connect_timeout),
            ("attempt", self.attempt_timeout),
            ("total", self.total_timeout),
        ] {
            if timeout.is_zero() {
                return Err(Error::configuration(format!("the {name} timeout is zero")));
            }
        }
        let base_url = match self.base_url {
            None => BaseUrl::default(),
            Some(url) => BaseUrl::danger_parse_with_http_to(&url, &self.http_to)
                .map_err(|error| Error::configuration(error.to_string()))?,
        };
        if !base_url.is_https() && !base_url.is_loopback() {
            warn!(
                %base_url,
                "the API key goes unencrypted over the network, by danger_allow_http_to"
            );
        }
        let mut connection =
            Connection::new(key).map_err(|error| Error::configuration(error.to_string()))?;
        if let Some(suffix) = &self.user_agent_suffix {
            connection = connection
                .with_user_agent_suffix(suffix)
                .map_err(|error| Error::configuration(error.to_string()))?;
        }
        let mut timeouts = Timeouts::default();
        timeouts.connect = self.connect_timeout;
        timeouts.attempt = self.attempt_timeout;
        let transport = self
            .transport
            .timeouts(timeouts)
            .build(&base_url)
            .map_err(|error| {
                let cause = error.source().map(|cause| format!(": {cause}"));
                Error::configuration(format!("{error}{}", cause.unwrap_or_default()))
            })?;
        Ok(Client::new(Shared {
            generated: Arc::new(publicsquare_client::Client::over(&transport, connection)),
            key_provider: self.key_provider,
            transport_limit: self.attempt_timeout,
            attempt_timeout: self.attempt_timeout,
            total_timeout: self.total_timeout,
            retry_policy: self.retry_policy,
            clock: self.clock,
        }))
    }
}

impl fmt::Debug for ClientBuilder {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        // The URL is unchecked yet and may hold a password.
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
