//! Checking the settings of a client, and making the client.
//!
//! In comes a builder with settings. Out comes a client, or an error that names the setting which cannot be used. The
//! error does not show the value, because it may be a secret. The settings themselves are in `builder.rs`.

use std::error::Error as _;
use std::sync::Arc;

use publicsquare_client::{BaseUrl, Connection, SecretKey, Timeouts};
use tracing::warn;

use super::ClientBuilder;
use crate::client::{Client, Shared};
use crate::error::Error;

impl ClientBuilder {
    /// Makes the client.
    ///
    /// ```
    /// use publicsquare::Client;
    ///
    /// let error = Client::builder().build().unwrap_err();
    /// assert!(error.is_configuration());
    /// println!("{error}");
    /// ```
    ///
    /// # Errors
    ///
    /// The API key is missing or unusable, the base URL is refused, a timeout is zero, no header can carry the suffix,
    /// a root certificate or a proxy cannot be read, an `http://` base URL has a proxy elsewhere, or the system cannot
    /// do TLS. No error shows the value.
    pub fn build(self) -> Result<Client, Error> {
        let key = match (self.api_key, &self.key_provider) {
            (Some(key), _) => key,
            // A placeholder, which is never sent: the provider gives a key for each attempt.
            (None, Some(_)) => SecretKey::new("provided"),
            (None, None) => {
                return Err(Error::configuration(
                    "the client has no API key; call `api_key` or `api_key_provider`",
                ));
            }
        };
        for (name, timeout) in [
            ("connect", self.connect_timeout),
            ("attempt", self.attempt_timeout),
            ("total", self.total_timeout),
        ] {
            if timeout.is_zero() {
                return Err(Error::configuration(format!(
                    "the {name} timeout is zero; set a longer one"
                )));
            }
        }
        let base_url = match self.base_url {
            None => BaseUrl::default(),
            Some(url) => BaseUrl::danger_parse_with_http_to(&url, &self.http_to)
                .map_err(|error| Error::configuration(error.to_string()))?,
        };
        if !base_url.is_https() && !base_url.is_loopback() {
            warn!(
                %base_url,
                "the API key is sent unencrypted over the network, because of danger_allow_http_to"
            );
        }
        let mut connection =
            Connection::new(key).map_err(|error| Error::configuration(error.to_string()))?;
        if let Some(suffix) = &self.user_agent_suffix {
            connection = connection
                .with_user_agent_suffix(suffix)
                .map_err(|error| Error::configuration(error.to_string()))?;
        }
        let mut timeouts = Timeouts::default();
        timeouts.connect = self.connect_timeout;
        timeouts.attempt = self.attempt_timeout;
        let transport = self
            .transport
            .timeouts(timeouts)
            .build(&base_url)
            .map_err(|error| {
                let cause = error.source().map(|cause| format!(": {cause}"));
                Error::configuration(format!("{error}{}", cause.unwrap_or_default()))
            })?;
        Ok(Client::new(Shared {
            generated: Arc::new(publicsquare_client::Client::over(&transport, connection)),
            key_provider: self.key_provider,
            transport_limit: self.attempt_timeout,
            attempt_timeout: self.attempt_timeout,
            total_timeout: self.total_timeout,
            retry_policy: self.retry_policy,
            clock: self.clock,
        }))
    }
}
