//! The HTTP client underneath, safe by default.

use std::fmt;
use std::time::Duration;

use crate::BaseUrl;

/// How long a single attempt may take.
#[derive(Debug, Clone, PartialEq, Eq)]
#[non_exhaustive]
pub struct Timeouts {
    /// For name resolution, connection and TLS together. 5 seconds by default.
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

/// Why there is no transport.
#[derive(Debug)]
pub struct TransportError(Cause);

#[derive(Debug)]
enum Cause {
    #[cfg(not(any(feature = "rustls", feature = "native-tls")))]
    NoTls,
    Http(reqwest::Error),
}

impl fmt::Display for TransportError {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str(match &self.0 {
            #[cfg(not(any(feature = "rustls", feature = "native-tls")))]
            Cause::NoTls => {
                "no TLS is compiled in; enable the feature `rustls` or `native-tls`, or inject an \
                 HTTP client"
            }
            Cause::Http(_) => {
                "the HTTP client cannot be set up; one reason is a system without CA certificates"
            }
        })
    }
}

impl std::error::Error for TransportError {
    fn source(&self) -> Option<&(dyn std::error::Error + 'static)> {
        match &self.0 {
            #[cfg(not(any(feature = "rustls", feature = "native-tls")))]
            Cause::NoTls => None,
            Cause::Http(error) => Some(error),
        }
    }
}

/// An HTTP client fit to carry an API key to `base_url`.
///
/// It follows no redirect, because the key would travel along. To the own machine it uses no proxy,
/// because the key would leave the machine unencrypted. It speaks HTTP/1.1.
///
/// With the feature `rustls` it uses the crypto provider that the process has installed as its
/// default, or else that of reqwest.
///
/// # Errors
///
/// No TLS is compiled in and the URL needs it, or the system's certificates cannot be loaded.
pub fn http_client(
    base_url: &BaseUrl,
    timeouts: &Timeouts,
) -> Result<reqwest::Client, TransportError> {
    let mut builder = reqwest::Client::builder()
        .connect_timeout(timeouts.connect)
        .timeout(timeouts.attempt)
        .redirect(reqwest::redirect::Policy::none())
        .referer(false);
    if base_url.is_loopback() {
        builder = builder.no_proxy();
    }
    with_tls(builder, base_url)?
        .build()
        .map_err(|error| TransportError(Cause::Http(error)))
}

#[cfg(feature = "rustls")]
fn with_tls(
    builder: reqwest::ClientBuilder,
    base_url: &BaseUrl,
) -> Result<reqwest::ClientBuilder, TransportError> {
    let builder = builder.tls_backend_rustls();
    // Plain http to the own machine trusts nobody, and works where no certificates are.
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
        Err(TransportError(Cause::NoTls))
    } else {
        Ok(builder)
    }
}
