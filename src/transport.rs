//! The HTTP client underneath, made here so that the promises hold.
//!
//! In goes where requests go ([`BaseUrl`]), how long they may take, whom to trust and which proxy to
//! use. Out comes a [`Transport`], which [`Client::over`](crate::Client::over) takes. An application
//! configures the HTTP client by a closure; what the promises rest on is set after it: no redirects, no
//! hidden repeats, HTTP/1.1, timeouts.

mod certificate;
pub(crate) mod connect_timeout;
mod error;
mod proxy;

use std::fmt;
use std::time::Duration;

use crate::BaseUrl;

pub use self::certificate::is_refused_certificate;
pub use self::error::TransportError;

/// A time that no attempt takes, and that can be added to any: a year.
const NEVER: Duration = Duration::from_secs(365 * 24 * 60 * 60);

/// How long a single attempt may take.
#[derive(Debug, Clone, PartialEq, Eq)]
#[non_exhaustive]
pub struct Timeouts {
    /// For name resolution, connection and TLS together. 5 seconds by default.
    ///
    /// Connecting never takes more than three quarters of an attempt: an attempt that ends while it is
    /// connecting could not tell that nothing was sent.
    pub connect: Duration,
    /// From the first byte to the last of one request and its response. 30 seconds by default.
    pub attempt: Duration,
}

impl Default for Timeouts {
    fn default() -> Self {
        Self {
            connect: Duration::from_secs(5),
            attempt: Duration::from_secs(30),
        }
    }
}

/// An HTTP client fit to carry an API key to one base URL. Cloning shares the connections.
///
/// * It follows no redirect, because the key would travel along.
/// * It repeats nothing by itself. A request that finds its idle connection closed goes out on a fresh
///   one, as no byte of it was written.
/// * It speaks HTTP/1.1, whatever features of reqwest the application turns on.
/// * It takes answers as they are: it asks for no compression and undoes none.
/// * To the own machine, and to a host that it may talk plain http to, it uses no proxy of the
///   environment, because the key would leave the machine unencrypted.
///
/// With the feature `rustls` it uses the crypto provider that the process has installed as its
/// default, or else that of reqwest.
///
/// ```
/// use publicsquare_client::{BaseUrl, Client, Connection, SecretKey, Transport};
///
/// let transport = Transport::builder()
///     .configure(|http| http.pool_max_idle_per_host(4))
///     .build(&BaseUrl::default())?;
/// let connection = Connection::new(SecretKey::new("sk_test_4eC39HqLyjWDarjtT1zdp7dc"))?;
/// let client = Client::over(&transport, connection);
/// # Ok::<(), Box<dyn std::error::Error>>(())
/// ```
#[derive(Clone)]
pub struct Transport {
    pub(crate) http: reqwest::Client,
    pub(crate) base_url: BaseUrl,
    pub(crate) attempt: Duration,
    pub(crate) proxy: Option<String>,
}

impl Transport {
    /// A transport with other than the default settings.
    pub fn builder() -> TransportBuilder {
        TransportBuilder::default()
    }
}

impl fmt::Debug for Transport {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        // The HTTP client would show the headers that a closure gave it.
        f.debug_struct("Transport")
            .field("base_url", &self.base_url)
            .field("attempt_timeout", &self.attempt)
            .field("proxy", &self.proxy)
            .finish_non_exhaustive()
    }
}

type Configure = Box<dyn FnOnce(reqwest::ClientBuilder) -> reqwest::ClientBuilder + Send>;

/// The settings of a [`Transport`].
#[derive(Default)]
#[must_use = "a builder does nothing until `build`"]
pub struct TransportBuilder {
    timeouts: Timeouts,
    root_certificates: Vec<Vec<u8>>,
    proxy: Option<String>,
    configure: Option<Configure>,
}

impl TransportBuilder {
    /// How long a single attempt may take.
    pub fn timeouts(mut self, timeouts: Timeouts) -> Self {
        self.timeouts = timeouts;
        self
    }

    /// Trusts the certificates of a PEM text, beside those that the system trusts.
    pub fn add_root_certificate(mut self, pem: impl Into<Vec<u8>>) -> Self {
        self.root_certificates.push(pem.into());
        self
    }

    /// Sends every request through this proxy, as in `http://proxy.example:3128`, in place of the one
    /// that the environment names. A user name and a password in it are used and never shown.
    ///
    /// Where requests go by plain http the proxy reads the API key. It is then refused unless it is on
    /// this machine or is the host that [`BaseUrl::danger_parse_with_http_to`] was given.
    pub fn proxy(mut self, url: impl Into<String>) -> Self {
        self.proxy = Some(url.into());
        self
    }

    /// Configures the HTTP client: resolver, client certificates, pool, and what else reqwest has.
    ///
    /// What the promises rest on is set afterwards and cannot be changed here: redirects, reqwest's own
    /// retries, the version of HTTP, decompression, timeouts, the `Referer`; and for plain http the
    /// proxy. Header defaults go with each request beside the documented headers.
    pub fn configure(
        mut self,
        configure: impl FnOnce(reqwest::ClientBuilder) -> reqwest::ClientBuilder + Send + 'static,
    ) -> Self {
        self.configure = Some(Box::new(configure));
        self
    }

    /// The transport.
    ///
    /// # Errors
    ///
    /// No TLS is compiled in and the URL needs it, the system's certificates cannot be loaded, a root
    /// certificate is none, or a proxy that cannot be used.
    pub fn build(self, base_url: &BaseUrl) -> Result<Transport, TransportError> {
        let proxy = self
            .proxy
            .map(|url| proxy::chosen(&url, base_url))
            .transpose()?;
        let mut builder = with_tls(reqwest::Client::builder(), base_url)?;
        if !base_url.is_https() || base_url.is_loopback() {
            builder = builder.no_proxy();
        }
        for pem in &self.root_certificates {
            builder = certificate::trust(builder, pem)?;
        }
        let is_configured = self.configure.is_some();
        if let Some(configure) = self.configure {
            // A read timeout would end an attempt that is still connecting, and it cannot be unset.
            builder = configure(builder).read_timeout(NEVER);
        }
        let mut proxy_name = None;
        if let Some((chosen, name)) = proxy {
            builder = builder.no_proxy().proxy(chosen);
            proxy_name = Some(name);
        } else if !base_url.is_https() {
            builder = builder.no_proxy();
        } else if !base_url.is_loopback() && !is_configured {
            proxy_name = proxy::of_the_environment(base_url);
        }
        let http = fixed(builder, &self.timeouts)
            .build()
            .map_err(TransportError::http)?;
        Ok(Transport {
            http,
            base_url: base_url.clone(),
            attempt: self.timeouts.attempt,
            proxy: proxy_name,
        })
    }
}

/// Sets what the promises rest on.
fn fixed(builder: reqwest::ClientBuilder, timeouts: &Timeouts) -> reqwest::ClientBuilder {
    builder
        .redirect(reqwest::redirect::Policy::none())
        .retry(reqwest::retry::never())
        .http1_only()
        .referer(false)
        .no_gzip()
        .no_brotli()
        .no_zstd()
        .no_deflate()
        .connector_layer(connect_timeout::ConnectTimeoutLayer)
        .connect_timeout(timeouts.connect)
        .timeout(timeouts.attempt)
}

impl fmt::Debug for TransportBuilder {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        // The proxy may hold a password.
        f.debug_struct("TransportBuilder")
            .field("timeouts", &self.timeouts)
            .field("root_certificates", &self.root_certificates.len())
            .finish_non_exhaustive()
    }
}

#[cfg(feature = "rustls")]
fn with_tls(
    builder: reqwest::ClientBuilder,
    base_url: &BaseUrl,
) -> Result<reqwest::ClientBuilder, TransportError> {
    let builder = builder.tls_backend_rustls();
    // Plain http trusts nobody, and works where no certificates are.
    Ok(if base_url.is_https() {
        builder
    } else {
        builder.tls_certs_only([])
    })
}

#[cfg(all(feature = "native-tls", not(feature = "rustls")))]
fn with_tls(
    builder: reqwest::ClientBuilder,
    _: &BaseUrl,
) -> Result<reqwest::ClientBuilder, TransportError> {
    Ok(builder.tls_backend_native())
}

#[cfg(not(any(feature = "rustls", feature = "native-tls")))]
fn with_tls(
    builder: reqwest::ClientBuilder,
    base_url: &BaseUrl,
) -> Result<reqwest::ClientBuilder, TransportError> {
    if base_url.is_https() {
        Err(TransportError::no_tls())
    } else {
        Ok(builder)
    }
}
