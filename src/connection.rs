//! What every request carries.

use std::fmt;
use std::sync::Arc;
use std::time::Duration;

use reqwest::header::HeaderValue;

use crate::generated::Client;
use crate::transport::{Timeouts, TransportError, http_client};
use crate::{BaseUrl, SecretKey};

/// The API key and the user agent of a [`Client`]. Cloning shares them.
#[derive(Clone)]
pub struct Connection {
    parts: Arc<Parts>,
    attempt_timeout: Option<Duration>,
}

#[derive(Clone)]
struct Parts {
    key: SecretKey,
    key_header: HeaderValue,
    user_agent: HeaderValue,
}

impl Connection {
    /// A connection that authenticates with `key` in the documented header `X-API-KEY`.
    ///
    /// # Errors
    ///
    /// A key that is empty or holds characters that no header can carry, such as a line break from
    /// a file.
    pub fn new(key: SecretKey) -> Result<Self, InvalidHeader> {
        let text = key.expose_secret();
        if text.is_empty() {
            return Err(InvalidHeader("the API key is empty"));
        }
        if text
            .chars()
            .any(|character| character.is_whitespace() || character.is_control())
        {
            return Err(InvalidHeader(
                "the API key holds white space or control characters; trim the line break that \
                 often follows it in a file",
            ));
        }
        let mut key_header = HeaderValue::from_str(text).map_err(|_| {
            InvalidHeader("the API key holds characters that no HTTP header can carry")
        })?;
        key_header.set_sensitive(true);
        let user_agent =
            HeaderValue::from_static(concat!("publicsquare-rust/", env!("CARGO_PKG_VERSION")));
        Ok(Self {
            parts: Arc::new(Parts {
                key,
                key_header,
                user_agent,
            }),
            attempt_timeout: None,
        })
    }

    /// Appends to the `User-Agent`, as in `merchant-backend/2.4`.
    ///
    /// # Errors
    ///
    /// A suffix with characters that no header can carry.
    pub fn with_user_agent_suffix(mut self, suffix: &str) -> Result<Self, InvalidHeader> {
        let text = format!(
            concat!("publicsquare-rust/", env!("CARGO_PKG_VERSION"), " {}"),
            suffix.trim()
        );
        let parts = Arc::make_mut(&mut self.parts);
        parts.user_agent = HeaderValue::from_str(&text).map_err(|_| {
            InvalidHeader("the user-agent suffix holds characters that no HTTP header can carry")
        })?;
        Ok(self)
    }

    pub(crate) fn attempt_timeout(&self) -> Option<Duration> {
        self.attempt_timeout
    }

    pub(crate) fn key(&self) -> &SecretKey {
        &self.parts.key
    }

    pub(crate) fn key_header(&self) -> HeaderValue {
        self.parts.key_header.clone()
    }

    pub(crate) fn user_agent(&self) -> HeaderValue {
        self.parts.user_agent.clone()
    }
}

impl fmt::Debug for Connection {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.debug_struct("Connection")
            .field("key", &self.parts.key)
            .field("user_agent", &self.parts.user_agent)
            .finish_non_exhaustive()
    }
}

/// A value that cannot travel in a header. The value itself is not in it.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct InvalidHeader(&'static str);

impl fmt::Display for InvalidHeader {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str(self.0)
    }
}

impl std::error::Error for InvalidHeader {}

impl Client {
    /// A client with the transport of [`http_client`] and its default timeouts.
    ///
    /// # Errors
    ///
    /// No TLS is compiled in, or the system's certificates cannot be loaded.
    pub fn connect(base_url: &BaseUrl, connection: Connection) -> Result<Self, TransportError> {
        let http = http_client(base_url, &Timeouts::default())?;
        Ok(Self::with_http_client(base_url, connection, http))
    }

    /// A client over a transport of the caller's.
    ///
    /// The key and the user agent are added to each request, whatever the transport. What becomes
    /// the caller's duty: **not to follow redirects** (`reqwest` sends `X-API-KEY` on to other
    /// hosts), timeouts, TLS, proxies, and not to retry by itself.
    #[must_use]
    pub fn with_http_client(
        base_url: &BaseUrl,
        connection: Connection,
        http: reqwest::Client,
    ) -> Self {
        Self::new_with_client(base_url.as_str(), http, connection)
    }

    /// The same client with another limit for one request and its response.
    ///
    /// It takes precedence over the one of the transport.
    #[must_use]
    pub fn with_attempt_timeout(&self, timeout: Duration) -> Self {
        let mut client = self.clone();
        client.inner.attempt_timeout = Some(timeout);
        client
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_key_with_a_line_break_is_refused_and_not_repeated() {
        let error = Connection::new(SecretKey::new("canary\n")).expect_err("a line break");
        assert!(error.to_string().contains("line break"));
        assert!(!format!("{error}{error:?}").contains("canary"));
        assert!(Connection::new(SecretKey::new("")).is_err());
        assert!(Connection::new(SecretKey::new("sch\u{fc}ssel")).is_ok());
    }

    #[test]
    fn debug_shows_no_key() {
        let connection = Connection::new(SecretKey::new("canary")).expect("a fine key");
        assert!(!format!("{connection:?}").contains("canary"));
    }
}
