//! The settings of a blocking client: those of the asynchronous one.

use std::fmt;
use std::sync::Arc;
use std::time::Duration;

use publicsquare_client::SecretKey;

use super::Client;
use super::worker::Worker;
use crate::error::Error;
use crate::key_provider::KeyProvider;
use crate::retry::clock::Clock;
use crate::retry::policy::RetryPolicy;

/// Collects the settings of a [`Client`]. Only the API key is needed.
///
/// What a setting means, the [asynchronous builder](crate::ClientBuilder) says.
///
/// ```
/// use std::time::Duration;
///
/// use publicsquare::blocking::Client;
///
/// let client = Client::builder()
///     .api_key("sk_test_4eC39HqLyjWDarjtT1zdp7dc")
///     .base_url("http://127.0.0.1:8080")
///     .total_timeout(Duration::from_secs(60))
///     .build()?;
/// # Ok::<(), publicsquare::Error>(())
/// ```
#[derive(Default)]
#[must_use = "a builder does nothing until `build`"]
pub struct ClientBuilder(crate::ClientBuilder);

/// Setters that hand on what they are given.
macro_rules! settings {
    ($($(#[$meta:meta])* $setting:ident($argument:ident: $argument_type:ty);)*) => {
        impl ClientBuilder {
            $(
                $(#[$meta])*
                pub fn $setting(self, $argument: $argument_type) -> Self {
                    Self(self.0.$setting($argument))
                }
            )*
        }
    };
}

settings! {
    /// The API key that requests authenticate with.
    api_key(key: impl Into<SecretKey>);
    /// Where the API key comes from; it is asked before each attempt, on the thread of the client.
    api_key_provider(provider: impl KeyProvider);
    /// Where requests go. `https://api.publicsquare.com` by default.
    base_url(url: impl Into<String>);
    /// The limit for name resolution, connection and TLS. 5 seconds by default.
    connect_timeout(timeout: Duration);
    /// The limit for one attempt. 30 seconds by default.
    attempt_timeout(timeout: Duration);
    /// The limit for all attempts and the waits between them. 120 seconds by default.
    total_timeout(timeout: Duration);
    /// How often and how patiently requests are repeated.
    retry_policy(policy: RetryPolicy);
    /// Appends to the `User-Agent`, as in `merchant-backend/2.4`.
    user_agent_suffix(suffix: impl Into<String>);
    /// Trusts the certificates of a PEM text, beside those that the system trusts.
    add_root_certificate(pem: impl Into<Vec<u8>>);
    /// Sends every request through this proxy.
    proxy(url: impl Into<String>);
    /// Configures the HTTP client, for what has no setting of its own here.
    configure_http(
        configure: impl FnOnce(reqwest::ClientBuilder) -> reqwest::ClientBuilder + Send + 'static
    );
    /// Allows `http://` to this host of a test network. **Never in production.**
    danger_allow_http_to(host: impl Into<String>);
    /// Where time, sleep and chance come from; for tests.
    clock(clock: impl Clock);
}

impl ClientBuilder {
    /// Settings from the environment, as
    /// [`publicsquare::ClientBuilder::from_env`](crate::ClientBuilder::from_env).
    ///
    /// # Errors
    ///
    /// A variable that is missing or not Unicode, by its name and without its value.
    pub fn from_env() -> Result<Self, Error> {
        crate::ClientBuilder::from_env().map(Self)
    }

    /// The client.
    ///
    /// # Errors
    ///
    /// Those of [`publicsquare::ClientBuilder::build`](crate::ClientBuilder::build), and a system that
    /// grants no thread.
    pub fn build(self) -> Result<Client, Error> {
        Ok(Client {
            client: self.0.build()?,
            worker: Arc::new(Worker::start()?),
        })
    }
}

impl From<crate::ClientBuilder> for ClientBuilder {
    fn from(settings: crate::ClientBuilder) -> Self {
        Self(settings)
    }
}

impl fmt::Debug for ClientBuilder {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        self.0.fmt(f)
    }
}
