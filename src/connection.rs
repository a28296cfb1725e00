//! The API key and the user agent that every request carries, and the constructors of [`Client`].
//!
//! In comes a [`SecretKey`]. Out comes a [`Connection`], or an [`InvalidHeader`] if HTTP cannot carry the key. The
//! constructors join a connection with a [`BaseUrl`] or a [`Transport`]. `client_hooks.rs` puts the key into each
//! request. The HTTP client underneath is set up in `transport.rs`.

use std::fmt;
use std::sync::Arc;
use std::time::Duration;

use reqwest::Url;
use reqwest::header::HeaderValue;

use crate::generated::Client;
use crate::transport::{Timeouts, Transport, TransportError};
use crate::{BaseUrl, SecretKey};

/// The API key and the user agent of a [`Client`]. Clones share them.
///
/// ```
/// use publicsquare_client::{BaseUrl, Client, Connection, SecretKey};
///
/// let connection = Connection::new(SecretKey::new("sk_test_4eC39HqLyjWDarjtT1zdp7dc"))?
///     .with_user_agent_suffix("merchant-backend/2.4")?;
/// let client = Client::connect(&BaseUrl::default(), connection)?;
/// assert!(!format!("{client:?}").contains("4eC39"));
/// # Ok::<(), Box<dyn std::error::Error>>(())
/// ```
#[derive(Clone)]
pub struct Connection {
    parts: Arc<Parts>,
    /// The limit for one attempt that the transport has.
    transport_limit: Duration,
    /// Replaces the limit of the transport.
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
                "the API key contains white space or control characters; remove the line break that \
                 often follows a key in a file",
            ));
        }
        let mut key_header = HeaderValue::from_str(text).map_err(|_| {
            InvalidHeader("the API key contains characters that no HTTP header can carry")
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
    /// Creates a connection that sends `key` in the documented header `X-API-KEY`.
    ///
    /// ```
    /// use publicsquare_client::{Connection, SecretKey};
    ///
    /// let error = Connection::new(SecretKey::new("sk_test_4eC39HqLyjWDarjtT1zdp7dc\n")).unwrap_err();
    /// assert!(error.to_string().contains("line break"));
    /// ```
    ///
    /// # Errors
    ///
    /// The key is empty, or it contains characters that no header can carry, such as a line break from a file.
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

    /// Appends `suffix` to the `User-Agent`, so that the vendor can tell applications apart. White space around it is
    /// removed.
    ///
    /// ```
    /// use publicsquare_client::{Connection, SecretKey};
    ///
    /// let connection = Connection::new(SecretKey::new("sk_test_4eC39HqLyjWDarjtT1zdp7dc"))?
    ///     .with_user_agent_suffix("merchant-backend/2.4")?;
    /// assert!(format!("{connection:?}").contains(" merchant-backend/2.4"));
    /// # Ok::<(), publicsquare_client::InvalidHeader>(())
    /// ```
    ///
    /// # Errors
    ///
    /// The suffix contains control characters, or others that no header can carry.
    pub fn with_user_agent_suffix(mut self, suffix: &str) -> Result<Self, InvalidHeader> {
        let refused = InvalidHeader(
            "the user-agent suffix contains control characters, or others that no HTTP header can carry",
        );
        // A header may contain a tab, but a tab would break logs that are read by columns.
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

    /// The time that one request and its response may take.
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

/// Why a value cannot be sent in a header. The value itself is not part of the message.
///
/// ```
/// use publicsquare_client::{Connection, InvalidHeader, SecretKey};
///
/// let error: InvalidHeader = Connection::new(SecretKey::new("")).unwrap_err();
/// assert_eq!(error.to_string(), "the API key is empty");
/// ```
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct InvalidHeader(&'static str);

impl fmt::Display for InvalidHeader {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str(self.0)
    }
}

impl std::error::Error for InvalidHeader {}

impl Client {
    /// Creates a client with a [`Transport`] of its own, which has the default settings.
    ///
    /// Use [`over`](Self::over) to choose timeouts, certificates or a proxy.
    ///
    /// ```
    /// use publicsquare_client::{BaseUrl, Client, Connection, SecretKey};
    ///
    /// let key = SecretKey::new("sk_test_4eC39HqLyjWDarjtT1zdp7dc");
    /// let client = Client::connect(&"http://127.0.0.1:8080".parse::<BaseUrl>()?, Connection::new(key)?)?;
    /// assert_eq!(client.proxy(), None);
    /// # Ok::<(), Box<dyn std::error::Error>>(())
    /// ```
    ///
    /// # Errors
    ///
    /// No TLS is compiled in, or the certificates of the operating system cannot be loaded.
    pub fn connect(base_url: &BaseUrl, connection: Connection) -> Result<Self, TransportError> {
        let transport = Transport::builder().build(base_url)?;
        Ok(Self::over(&transport, connection))
    }

    /// Creates a client that uses this transport. All clients of one transport share its connections.
    ///
    /// ```
    /// use publicsquare_client::{BaseUrl, Client, Connection, SecretKey, Transport};
    ///
    /// let transport = Transport::builder().build(&BaseUrl::default())?;
    /// let test = Client::over(&transport, Connection::new(SecretKey::new("sk_test_4eC39HqLyjWDarjtT1zdp7dc"))?);
    /// let production = Client::over(&transport, Connection::new(SecretKey::new("sk_prod_6fpAaGyHBeGNpxTp8KJt"))?);
    /// # let _ = (test, production);
    /// # Ok::<(), Box<dyn std::error::Error>>(())
    /// ```
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

    /// Returns the same client with another API key, for example with the key that a regeneration returned. Both
    /// clients share the connections.
    ///
    /// ```
    /// # use publicsquare_client::{BaseUrl, Client, Connection, SecretKey};
    /// # let connection = Connection::new(SecretKey::new("sk_test_4eC39HqLyjWDarjtT1zdp7dc"))?;
    /// # let client = Client::connect(&BaseUrl::default(), connection)?;
    /// let with_new_key = client.with_key(SecretKey::new("sk_test_6fpAaGyHBeGNpxTp8KJt2Dkm"))?;
    /// assert!(client.with_key(SecretKey::new("a key\n")).is_err());
    /// # let _ = with_new_key;
    /// # Ok::<(), Box<dyn std::error::Error>>(())
    /// ```
    ///
    /// # Errors
    ///
    /// No header can carry the key.
    pub fn with_key(&self, key: SecretKey) -> Result<Self, InvalidHeader> {
        let mut client = self.clone();
        let user_agent = client.inner.user_agent();
        client.inner.parts = Arc::new(Parts::new(key, user_agent)?);
        Ok(client)
    }

    /// Returns the same client with another limit for one request and its response. It replaces the limit of the
    /// transport, [`Timeouts::attempt`].
    ///
    /// ```
    /// use std::time::Duration;
    /// # use publicsquare_client::{BaseUrl, Client, Connection, SecretKey};
    /// # let connection = Connection::new(SecretKey::new("sk_test_4eC39HqLyjWDarjtT1zdp7dc"))?;
    /// # let client = Client::connect(&BaseUrl::default(), connection)?;
    ///
    /// let patient = client.with_attempt_timeout(Duration::from_secs(60));
    /// # let _ = patient;
    /// # Ok::<(), Box<dyn std::error::Error>>(())
    /// ```
    #[must_use]
    pub fn with_attempt_timeout(&self, timeout: Duration) -> Self {
        let mut client = self.clone();
        client.inner.attempt_timeout = Some(timeout);
        client
    }

    /// Returns the host and port of the proxy that requests go through: the proxy that was given to
    /// [`TransportBuilder::proxy`](crate::TransportBuilder::proxy), or else the proxy of the environment.
    ///
    /// `None` does not prove that there is no proxy: the closure of
    /// [`TransportBuilder::configure`](crate::TransportBuilder::configure) may have set one, which is not known here.
    ///
    /// ```
    /// use publicsquare_client::{BaseUrl, Client, Connection, SecretKey, Transport};
    ///
    /// let transport = Transport::builder()
    ///     .proxy("http://user:password@proxy.example:3128")
    ///     .build(&BaseUrl::default())?;
    /// let connection = Connection::new(SecretKey::new("sk_test_4eC39HqLyjWDarjtT1zdp7dc"))?;
    /// assert_eq!(Client::over(&transport, connection).proxy(), Some("proxy.example:3128"));
    /// # Ok::<(), Box<dyn std::error::Error>>(())
    /// ```
    #[must_use]
    pub fn proxy(&self) -> Option<&str> {
        self.inner.proxy.as_deref()
    }
}

impl fmt::Debug for Client {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        // The HTTP client is left out: it would show the headers that the closure of `configure` gave it.
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
    fn a_key_with_a_line_break_is_refused_and_not_shown() {
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
