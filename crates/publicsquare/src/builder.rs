//! The settings of a client.

use std::env::{self, VarError};
use std::fmt;
use std::sync::Arc;
use std::time::Duration;

use publicsquare_client::{BaseUrl, Connection, SecretKey, Timeouts, http_client};

use crate::certainty::Certainty;
use crate::client::{Client, Shared};
use crate::error::{Error, ErrorKind};
use crate::retry::clock::{Clock, RealClock};
use crate::retry::policy::RetryPolicy;

const KEY_VARIABLE: &str = "PUBLICSQUARE_API_KEY";
const URL_VARIABLE: &str = "PUBLICSQUARE_BASE_URL";

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
    base_url: Option<String>,
    connect_timeout: Duration,
    attempt_timeout: Duration,
    total_timeout: Duration,
    retry_policy: RetryPolicy,
    user_agent_suffix: Option<String>,
    http_client: Option<reqwest::Client>,
    clock: Arc<dyn Clock>,
}

impl Default for ClientBuilder {
    fn default() -> Self {
        let timeouts = Timeouts::default();
        Self {
            api_key: None,
            base_url: None,
            connect_timeout: timeouts.connect,
            attempt_timeout: timeouts.attempt,
            total_timeout: Duration::from_secs(120),
            retry_policy: RetryPolicy::default(),
            user_agent_suffix: None,
            http_client: None,
            clock: Arc::new(RealClock),
        }
    }
}

impl ClientBuilder {
    /// Settings from `PUBLICSQUARE_API_KEY` and, if it is set, `PUBLICSQUARE_BASE_URL`.
    ///
    /// # Errors
    ///
    /// A variable that is missing or not Unicode, by its name and without its value.
    pub fn from_env() -> Result<Self, Error> {
        let key = variable(KEY_VARIABLE)?
            .filter(|key| !key.is_empty())
            .ok_or_else(|| {
                Error::configuration(format!("{KEY_VARIABLE} is not set; put the API key in it"))
            })?;
        let mut builder = Self::default().api_key(key);
        builder.base_url = variable(URL_VARIABLE)?.filter(|url| !url.is_empty());
        Ok(builder)
    }

    /// The API key that requests authenticate with: a secret or a restricted one.
    pub fn api_key(mut self, key: impl Into<SecretKey>) -> Self {
        self.api_key = Some(key.into());
        self
    }

    /// Where requests go. `https://api.publicsquare.com` by default, for test and production alike.
    ///
    /// It is https, or http to the own machine. A path prefix is kept, and a trailing slash makes
    /// no difference.
    pub fn base_url(mut self, url: impl Into<String>) -> Self {
        self.base_url = Some(url.into());
        self
    }

    /// The limit for name resolution, connection and TLS. 5 seconds by default.
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

    /// Uses an HTTP client of the caller's in place of the built-in one.
    ///
    /// The key, the user agent and the attempt timeout are still added to each request. What
    /// becomes the caller's duty:
    ///
    /// * **not to follow redirects** (`redirect::Policy::none()`): reqwest sends `X-API-KEY` on to
    ///   other hosts;
    /// * the connect timeout, TLS and the certificates that are trusted;
    /// * proxies, also for loopback;
    /// * not to retry by itself, and to send no headers of its own.
    pub fn http_client(mut self, client: reqwest::Client) -> Self {
        self.http_client = Some(client);
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
    /// no header can carry, or a system without the means for TLS. None of them repeats the value.
    pub fn build(self) -> Result<Client, Error> {
        let key = self
            .api_key
            .ok_or_else(|| Error::configuration("the client has no API key; give it one"))?;
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
            Some(url) => url
                .parse()
                .map_err(|error| Error::configuration(format!("{error}")))?,
        };
        let mut connection =
            Connection::new(key).map_err(|error| Error::configuration(error.to_string()))?;
        if let Some(suffix) = &self.user_agent_suffix {
            connection = connection
                .with_user_agent_suffix(suffix)
                .map_err(|error| Error::configuration(error.to_string()))?;
        }
        let generated = match self.http_client {
            Some(http) => {
                publicsquare_client::Client::with_http_client(&base_url, connection, http)
                    .with_attempt_timeout(self.attempt_timeout)
            }
            None => {
                let mut timeouts = Timeouts::default();
                timeouts.connect = self.connect_timeout;
                timeouts.attempt = self.attempt_timeout;
                let http = http_client(&base_url, &timeouts).map_err(|error| {
                    Error::new(ErrorKind::Configuration, Certainty::NotSent).with(|inner| {
                        inner.message = Some(error.to_string());
                        inner.source = Some(Box::new(error));
                    })
                })?;
                publicsquare_client::Client::with_http_client(&base_url, connection, http)
            }
        };
        Ok(Client::new(Shared {
            generated,
            attempt_timeout: self.attempt_timeout,
            total_timeout: self.total_timeout,
            retry_policy: self.retry_policy,
            clock: self.clock,
        }))
    }
}

/// The variable's value. What the standard library says of one that is not Unicode repeats it.
fn variable(name: &str) -> Result<Option<String>, Error> {
    match env::var(name) {
        Ok(value) => Ok(Some(value)),
        Err(VarError::NotPresent) => Ok(None),
        Err(VarError::NotUnicode(_)) => {
            Err(Error::configuration(format!("{name} is not valid Unicode")))
        }
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
