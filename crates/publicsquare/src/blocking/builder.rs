//! The settings of a blocking client. They are those of the asynchronous client.
//!
//! In come settings, which go on to the asynchronous builder in `builder.rs`. Out comes a client with a thread of its
//! own, or the setting that cannot be used.

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

/// Collects the settings of a [`Client`]. Only the API key is required.
///
/// The [asynchronous builder](crate::ClientBuilder) explains each setting in full.
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

/// Setters that pass their argument on to the asynchronous builder. The text at the end is the example.
macro_rules! settings {
    ($(
        $(#[$meta:meta])*
        $setting:ident($argument:ident: $argument_type:ty), $example:literal;
    )*) => {
        impl ClientBuilder {
            $(
                $(#[$meta])*
                ///
                /// ```
                /// use publicsquare::blocking::Client;
                ///
                #[doc = concat!("let builder = Client::builder()", $example, ";")]
                /// ```
                pub fn $setting(self, $argument: $argument_type) -> Self {
                    Self(self.0.$setting($argument))
                }
            )*
        }
    };
}

settings! {
    /// Sets the API key that requests authenticate with.
    api_key(key: impl Into<SecretKey>), ".api_key(\"sk_test_4eC39HqLyjWDarjtT1zdp7dc\")";
    /// Sets a provider of the API key. The client asks it before each attempt, on its own thread.
    api_key_provider(provider: impl KeyProvider), ".api_key_provider(|| async { Ok(\"sk_test_1\".into()) })";
    /// Sets the base URL. The default is `https://api.publicsquare.com`.
    base_url(url: impl Into<String>), ".base_url(\"https://gateway.example/publicsquare\")";
    /// Sets the time limit for name resolution, connection and TLS. The default is 5 seconds.
    connect_timeout(timeout: Duration), ".connect_timeout(std::time::Duration::from_secs(2))";
    /// Sets the time limit for one attempt. The default is 30 seconds.
    attempt_timeout(timeout: Duration), ".attempt_timeout(std::time::Duration::from_secs(10))";
    /// Sets the time limit for all attempts and the waits between them. The default is 120 seconds.
    total_timeout(timeout: Duration), ".total_timeout(std::time::Duration::from_secs(60))";
    /// Sets the retry policy: how often requests are repeated, and how long the waits are.
    retry_policy(policy: RetryPolicy), ".retry_policy(publicsquare::RetryPolicy::never())";
    /// Appends a suffix to the `User-Agent`, such as `merchant-backend/2.4`.
    user_agent_suffix(suffix: impl Into<String>), ".user_agent_suffix(\"merchant-backend/2.4\")";
    /// Trusts the certificates of a PEM text, in addition to those that the system trusts.
    add_root_certificate(pem: impl Into<Vec<u8>>), ".add_root_certificate(\"-----BEGIN CERTIFICATE-----\")";
    /// Sends every request through this proxy.
    proxy(url: impl Into<String>), ".proxy(\"http://proxy.example:3128\")";
    /// Configures the HTTP client. It is for settings that have no method here.
    configure_http(
        configure: impl FnOnce(reqwest::ClientBuilder) -> reqwest::ClientBuilder + Send + 'static
    ), ".configure_http(|http| http.pool_max_idle_per_host(1))";
    /// Allows `http://` to this host of a test network. **Never use it in production.**
    danger_allow_http_to(host: impl Into<String>), ".danger_allow_http_to(\"sandbox\")";
}

impl ClientBuilder {
    /// Sets the source of time, sleep and chance. It is for tests.
    ///
    /// ```
    /// use std::pin::Pin;
    /// use std::time::{Duration, Instant, SystemTime};
    ///
    /// use publicsquare::blocking::Client;
    ///
    /// /// Does not wait between attempts.
    /// struct Impatient;
    ///
    /// impl publicsquare::Clock for Impatient {
    ///     fn now(&self) -> Instant {
    ///         Instant::now()
    ///     }
    ///     fn system_time(&self) -> SystemTime {
    ///         SystemTime::now()
    ///     }
    ///     fn sleep(&self, _: Duration) -> Pin<Box<dyn Future<Output = ()> + Send + '_>> {
    ///         Box::pin(std::future::ready(()))
    ///     }
    ///     fn random(&self) -> f64 {
    ///         1.0
    ///     }
    /// }
    ///
    /// let builder = Client::builder().clock(Impatient);
    /// ```
    pub fn clock(self, clock: impl Clock) -> Self {
        Self(self.0.clock(clock))
    }

    /// Takes the API key and the base URL from the environment, as
    /// [`publicsquare::ClientBuilder::from_env`](crate::ClientBuilder::from_env).
    ///
    /// ```no_run
    /// let client = publicsquare::blocking::ClientBuilder::from_env()?.build()?;
    /// # Ok::<(), publicsquare::Error>(())
    /// ```
    ///
    /// # Errors
    ///
    /// A variable is missing or not Unicode. The error has its name, but not its value.
    pub fn from_env() -> Result<Self, Error> {
        crate::ClientBuilder::from_env().map(Self)
    }

    /// Makes the client.
    ///
    /// ```
    /// use publicsquare::blocking::Client;
    ///
    /// let error = Client::builder().build().unwrap_err();
    /// assert!(error.is_configuration());
    /// println!("{error}");
    /// ```
    ///
    /// # Errors
    ///
    /// A setting cannot be used, as for [`publicsquare::ClientBuilder::build`](crate::ClientBuilder::build), or the
    /// system cannot start a thread.
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
