//! The error of [`TransportBuilder::build`](crate::TransportBuilder::build).
//!
//! In comes the reason as a sentence, perhaps with an error of reqwest as the source. Out comes a [`TransportError`],
//! whose message contains neither the password of a proxy nor a certificate. Errors of a single request are not made
//! here; they are variants of [`Error`](crate::Error).

use std::fmt;

/// Why a [`Transport`](crate::Transport) cannot be built. Nothing was sent.
///
/// ```
/// use publicsquare_client::{BaseUrl, Transport, TransportError};
///
/// let error: TransportError = Transport::builder()
///     .proxy("socks5://user:secret@proxy.example")
///     .build(&BaseUrl::default())
///     .unwrap_err();
/// assert_eq!(error.to_string(), "the URL of the proxy is refused: it is neither http nor https");
/// ```
#[derive(Debug)]
pub struct TransportError {
    message: String,
    source: Option<reqwest::Error>,
}

impl TransportError {
    pub(crate) fn new(message: impl Into<String>) -> Self {
        Self {
            message: message.into(),
            source: None,
        }
    }

    #[cfg(not(any(feature = "rustls", feature = "native-tls")))]
    pub(crate) fn no_tls() -> Self {
        Self::new("no TLS is compiled in; enable the feature `rustls` or `native-tls`")
    }

    pub(crate) fn http(error: reqwest::Error) -> Self {
        Self {
            message:
                "the HTTP client cannot be set up; possible reasons are an operating system without CA \
                      certificates, or a damaged root certificate"
                    .to_owned(),
            source: Some(error),
        }
    }
}

impl fmt::Display for TransportError {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str(&self.message)
    }
}

impl std::error::Error for TransportError {
    fn source(&self) -> Option<&(dyn std::error::Error + 'static)> {
        self.source.as_ref().map(|error| error as _)
    }
}
