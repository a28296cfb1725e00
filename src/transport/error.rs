//! Why there is no transport. Neither a proxy's password nor a certificate is in the text.

use std::fmt;

/// Why there is no [`Transport`](crate::Transport).
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
                "the HTTP client cannot be set up; reasons are a system without CA certificates, \
                      and a root certificate that is damaged"
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
