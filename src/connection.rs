//! What every request carries.

use std::fmt;
use std::sync::Arc;
use std::time::Duration;

use reqwest::Url;
use reqwest::header::HeaderValue;

use crate::generated::Client;
use crate::transport::{Timeouts, Transport, TransportError};
use crate::{BaseUrl, SecretKey};

/// The API key and the user agent of a [`Client`]. Cloning shares them.
#[derive(Clone)]
pub struct Connection {
    parts: Arc<Parts>,
    /// Of the transport.
    transport_limit: Duration,
    /// In place of the transport's.
    attempt_timeout: Option<Duration>,
    proxy: Option<Arc<str>>,
    /// The base URL of the transport, parsed.
    base: Option<Arc<Url>>,
}

#[derive(Clone)]
struct Parts {
    key: SecretKey,
    key_header: HeaderValue,
    user_agent: HeaderValue,
}

impl Parts {
    fn new(key: SecretKey, user_agent: HeaderValue) -> Result<Self, InvalidHeader> {
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
        Ok(Self {
            key,
            key_header,
            user_agent,
        })
    }
}

impl Connection {
    /// A connection that authenticates with `key` in the documented header `X-API-KEY`.
    ///
    /// # Errors
    ///
    /// A key that is empty or holds characters that no header can carry, such as a line break from
    /// a file.
    pub fn new(key: SecretKey) -> Result<Self, InvalidHeader> {
        let user_agent =
            HeaderValue::from_static(concat!("publicsquare-rust/", env!("CARGO_PKG_VERSION")));
        Ok(Self {
            parts: Arc::new(Parts::new(key, user_agent)?),
            transport_limit: Timeouts::default().attempt,
            attempt_timeout: None,
            proxy: None,
            base: None,
        })
    }

    /// Appends to the `User-Agent`, as in `merchant-backend/2.4`.
    ///
    /// # Errors
    ///
    /// A suffix with control characters, or others that no header can carry.
    pub fn with_user_agent_suffix(mut self, suffix: &str) -> Result<Self, InvalidHeader> {
        let refused = InvalidHeader(
            "the user-agent suffix holds control characters, or others that no HTTP header can carry",
        );
        // A header may hold a tab, and what reads logs by columns may not.
        if suffix.trim().chars().any(char::is_control) {
            return Err(refused);
        }
        let text = format!(
            concat!("publicsquare-rust/", env!("CARGO_PKG_VERSION"), " {}"),
            suffix.trim()
        );
        let parts = Arc::make_mut(&mut self.parts);
        parts.user_agent = HeaderValue::from_str(&text).map_err(|_| refused)?;
        Ok(self)
    }

    pub(crate) fn attempt_timeout(&self) -> Option<Duration> {
        self.attempt_timeout
    }

    /// How long one request and its response may take.
    pub(crate) fn limit(&self) -> Duration {
        self.attempt_timeout.unwrap_or(self.transport_limit)
    }

    pub(crate) fn base(&self) -> Option<&Url> {
        self.base.as_deref()
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
    /// A client over a [`Transport`] with default settings.
    ///
    /// # Errors
    ///
    /// No TLS is compiled in, or the system's certificates cannot be loaded.
    pub fn connect(base_url: &BaseUrl, connection: Connection) -> Result<Self, TransportError> {
        let transport = Transport::builder().build(base_url)?;
        Ok(Self::over(&transport, connection))
    }

    /// A client over this transport, whose connections it shares with others.
    #[must_use]
    pub fn over(transport: &Transport, mut connection: Connection) -> Self {
        connection.transport_limit = transport.attempt;
        connection.proxy = transport.proxy.as_deref().map(Arc::from);
        connection.base = Url::parse(transport.base_url.as_str()).ok().map(Arc::new);
        Self::new_with_client(
            transport.base_url.as_str(),
            transport.http.clone(),
            connection,
        )
    }

    /// The same client with another API key. It shares the connections.
    ///
    /// # Errors
    ///
    /// A key that no header can carry.
    pub fn with_key(&self, key: SecretKey) -> Result<Self, InvalidHeader> {
        let mut client = self.clone();
        let user_agent = client.inner.user_agent();
        client.inner.parts = Arc::new(Parts::new(key, user_agent)?);
        Ok(client)
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

    /// The host and port of the proxy that requests go through, as far as that is known: the one that
    /// [`TransportBuilder::proxy`](crate::TransportBuilder::proxy) was given, or else that of the
    /// environment. One that a closure has set is not known.
    #[must_use]
    pub fn proxy(&self) -> Option<&str> {
        self.inner.proxy.as_deref()
    }
}

impl fmt::Debug for Client {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        // The HTTP client would show the headers that a closure gave it.
        f.debug_struct("Client")
            .field("base_url", &self.baseurl)
            .field("connection", &self.inner)
            .finish_non_exhaustive()
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
    fn a_suffix_with_a_control_character_is_refused() {
        let with = |suffix| {
            let connection = Connection::new(SecretKey::new("canary")).expect("a fine key");
            connection.with_user_agent_suffix(suffix)
        };
        assert!(with("merchant-backend/2.4 (till 4)\n").is_ok());
        for suffix in ["a\tb", "a\r\nx: y", "a\u{7f}", "a\u{85}b"] {
            assert!(with(suffix).is_err(), "{suffix:?}");
        }
    }

    #[test]
    fn debug_shows_no_key() {
        let connection = Connection::new(SecretKey::new("canary")).expect("a fine key");
        assert!(!format!("{connection:?}").contains("canary"));
    }
}
