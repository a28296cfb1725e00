//! Sets up the HTTP client underneath, so that it cannot send an API key to the wrong place.
//!
//! In comes a [`BaseUrl`], timeouts, certificates and a proxy. Out comes a [`Transport`], which
//! [`Client::over`](crate::Client::over) takes. An application can configure the HTTP client by a closure. The settings
//! that protect the key are applied after the closure: no redirects, no hidden retries, HTTP/1.1, timeouts.
//!
//! The parts are in `transport/`: certificates, the proxy, the names of this machine, the limit for connecting, and the
//! error.

mod certificate;
pub(crate) mod connect_timeout;
mod error;
mod loopback;
mod proxy;

use std::fmt;
use std::time::Duration;

use crate::BaseUrl;

pub use self::certificate::is_refused_certificate;
pub use self::error::TransportError;

/// A time that is longer than any attempt and does not overflow when it is added to another: a year.
const NEVER: Duration = Duration::from_secs(365 * 24 * 60 * 60);

/// How long one attempt may take: one request and its response.
///
/// ```
/// use std::time::Duration;
/// use publicsquare_client::{BaseUrl, Timeouts, Transport};
///
/// let mut timeouts = Timeouts::default();
/// timeouts.attempt = Duration::from_secs(60);
/// let transport = Transport::builder().timeouts(timeouts).build(&BaseUrl::default())?;
/// # let _ = transport;
/// # Ok::<(), publicsquare_client::TransportError>(())
/// ```
#[derive(Debug, Clone, PartialEq, Eq)]
#[non_exhaustive]
pub struct Timeouts {
    /// The limit for name resolution, connection and TLS together. The default is 5 seconds.
    ///
    /// Connecting is also limited to three quarters of the attempt. If the attempt ended while it was still
    /// connecting, the error could not say that nothing was sent.
    pub connect: Duration,
    /// The limit for the whole attempt, from the connection to the last byte of the response. The default is
    /// 30 seconds.
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

/// An HTTP client that can be trusted with an API key, for one base URL. Clones share the connections.
///
/// * It follows no redirect, because the key would be sent to the new place.
/// * It retries nothing by itself. There is one exception: if an idle connection turns out to be closed before the
///   first byte is written, the request is sent on a new connection.
/// * It speaks HTTP/1.1, whatever features of reqwest the application turns on.
/// * It does not ask for compression and does not decompress.
/// * It uses no proxy of the environment for this machine or for plain http, because the key would leave the machine
///   unencrypted.
///
/// With the feature `rustls` it uses the crypto provider that the process has installed as its default, or else the
/// provider of reqwest.
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
    /// Returns a builder, to change the default settings.
    ///
    /// ```
    /// use publicsquare_client::{BaseUrl, Transport};
    ///
    /// let transport = Transport::builder().build(&"http://127.0.0.1:8080".parse::<BaseUrl>()?)?;
    /// assert!(format!("{transport:?}").contains("127.0.0.1:8080"));
    /// # Ok::<(), Box<dyn std::error::Error>>(())
    /// ```
    pub fn builder() -> TransportBuilder {
        TransportBuilder::default()
    }
}

impl fmt::Debug for Transport {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        // The HTTP client is left out: it would show the headers that the closure of `configure` gave it.
        f.debug_struct("Transport")
            .field("base_url", &self.base_url)
            .field("attempt_timeout", &self.attempt)
            .field("proxy", &self.proxy)
            .finish_non_exhaustive()
    }
}

type Configure = Box<dyn FnOnce(reqwest::ClientBuilder) -> reqwest::ClientBuilder + Send>;

/// The settings of a [`Transport`].
///
/// ```
/// use std::time::Duration;
/// use publicsquare_client::{BaseUrl, Timeouts, Transport};
///
/// let mut timeouts = Timeouts::default();
/// timeouts.connect = Duration::from_secs(2);
/// let transport = Transport::builder()
///     .timeouts(timeouts)
///     .proxy("http://proxy.example:3128")
///     .configure(|http| http.pool_idle_timeout(Duration::from_secs(10)))
///     .build(&BaseUrl::default())?;
/// # let _ = transport;
/// # Ok::<(), publicsquare_client::TransportError>(())
/// ```
#[derive(Default)]
#[must_use = "a builder does nothing until `build`"]
pub struct TransportBuilder {
    timeouts: Timeouts,
    root_certificates: Vec<Vec<u8>>,
    proxy: Option<String>,
    configure: Option<Configure>,
}

impl TransportBuilder {
    /// Sets how long one attempt may take. The example is at [`Timeouts`].
    ///
    /// ```
    /// # use std::time::Duration;
    /// # use publicsquare_client::{BaseUrl, Timeouts, Transport};
    /// let mut timeouts = Timeouts::default();
    /// timeouts.attempt = Duration::from_secs(10);
    /// let transport = Transport::builder().timeouts(timeouts).build(&BaseUrl::default())?;
    /// assert!(format!("{transport:?}").contains("10s"));
    /// # Ok::<(), publicsquare_client::TransportError>(())
    /// ```
    pub fn timeouts(mut self, timeouts: Timeouts) -> Self {
        self.timeouts = timeouts;
        self
    }

    /// Trusts the certificates of a PEM text, in addition to those that the operating system trusts.
    ///
    /// ```no_run
    /// use publicsquare_client::{BaseUrl, Transport};
    ///
    /// # fn build() -> Result<(), Box<dyn std::error::Error>> {
    /// let transport = Transport::builder()
    ///     .add_root_certificate(std::fs::read("/etc/ssl/company-ca.pem")?)
    ///     .build(&BaseUrl::default())?;
    /// # let _ = transport;
    /// # Ok(())
    /// # }
    /// ```
    pub fn add_root_certificate(mut self, pem: impl Into<Vec<u8>>) -> Self {
        self.root_certificates.push(pem.into());
        self
    }

    /// Sends every request through this proxy. It replaces the proxy that the environment names. A user name and a
    /// password in the URL are used and never shown.
    ///
    /// A proxy can read the API key of a request by plain http. For such a base URL, [`build`](Self::build) refuses the
    /// proxy, unless it is on this machine or is the host that [`BaseUrl::danger_parse_with_http_to`] allowed.
    ///
    /// ```
    /// use publicsquare_client::{BaseUrl, Transport};
    ///
    /// let through_proxy = Transport::builder().proxy("http://proxy.example:3128");
    /// assert!(through_proxy.build(&BaseUrl::default()).is_ok());
    ///
    /// let through_proxy = Transport::builder().proxy("http://proxy.example:3128");
    /// assert!(through_proxy.build(&"http://127.0.0.1:8080".parse::<BaseUrl>()?).is_err());
    /// # Ok::<(), publicsquare_client::InvalidBaseUrl>(())
    /// ```
    pub fn proxy(mut self, url: impl Into<String>) -> Self {
        self.proxy = Some(url.into());
        self
    }

    /// Configures the HTTP client, for example its resolver, client certificates or connection pool.
    ///
    /// Some settings are applied afterwards and cannot be changed here: redirects, reqwest's own retries, the HTTP
    /// version, decompression, timeouts, the `Referer`, the addresses of `localhost` and of the names below it, and for
    /// plain http the proxy. Default headers are sent with each request, in addition to the documented headers.
    ///
    /// ```
    /// use std::net::{Ipv4Addr, SocketAddr};
    /// use publicsquare_client::{BaseUrl, Transport};
    ///
    /// let test_server = SocketAddr::from((Ipv4Addr::LOCALHOST, 8443));
    /// let transport = Transport::builder()
    ///     .configure(move |http| http.resolve("api.publicsquare.com", test_server))
    ///     .build(&BaseUrl::default())?;
    /// # let _ = transport;
    /// # Ok::<(), publicsquare_client::TransportError>(())
    /// ```
    pub fn configure(
        mut self,
        configure: impl FnOnce(reqwest::ClientBuilder) -> reqwest::ClientBuilder + Send + 'static,
    ) -> Self {
        self.configure = Some(Box::new(configure));
        self
    }

    /// Builds the transport. No request is sent.
    ///
    /// ```
    /// use publicsquare_client::{BaseUrl, Transport};
    ///
    /// let error = Transport::builder()
    ///     .add_root_certificate("not a certificate")
    ///     .build(&BaseUrl::default())
    ///     .unwrap_err();
    /// assert!(error.to_string().contains("BEGIN CERTIFICATE"));
    /// ```
    ///
    /// # Errors
    ///
    /// * The URL needs TLS, and no TLS is compiled in.
    /// * The certificates of the operating system cannot be loaded.
    /// * A root certificate is damaged, or is not a certificate.
    /// * The proxy cannot be used.
    pub fn build(self, base_url: &BaseUrl) -> Result<Transport, TransportError> {
        let proxy = self
            .proxy
            .as_deref()
            .map(|url| proxy::chosen(url, base_url))
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
            // A read timeout of the closure would end an attempt that is still connecting. It cannot be removed, so it
            // is set to a year.
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
        builder = loopback::resolved_here(builder, base_url.as_str());
        if let Some(url) = &self.proxy {
            builder = loopback::resolved_here(builder, url.trim());
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

/// Applies the settings that protect the key and that an application cannot change.
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
        // The proxy is left out, because its URL may contain a password.
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
    // Plain http needs no certificates, and must work on a system that has none.
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
