//! The client.

use std::fmt;
use std::sync::Arc;
use std::time::Duration;

use crate::api_keys::ApiKeys;
use crate::builder::ClientBuilder;
use crate::catalogue::{KeyTypeInfo, PermissionInfo};
use crate::error::Error;
use crate::read;
use crate::retry::clock::Clock;
use crate::retry::policy::RetryPolicy;

/// A client for one API key. Cloning is cheap and shares the connections.
///
/// ```no_run
/// # async fn example() -> Result<(), publicsquare::Error> {
/// let client = publicsquare::Client::from_env()?;
/// let rotated = client.api_keys().regenerate("key_7Ay5mcUXAxwrN6wQEQUVEHBCJ")?.await?;
/// store(rotated.key.expose_secret());
/// # fn store(_: &str) {}
/// # Ok(())
/// # }
/// ```
#[derive(Clone)]
pub struct Client(Arc<Shared>);

pub(crate) struct Shared {
    pub(crate) generated: publicsquare_client::Client,
    pub(crate) attempt_timeout: Duration,
    pub(crate) total_timeout: Duration,
    pub(crate) retry_policy: RetryPolicy,
    pub(crate) clock: Arc<dyn Clock>,
}

impl Client {
    /// A client with the API key in the variable `PUBLICSQUARE_API_KEY` and, if it is set, the base
    /// URL in `PUBLICSQUARE_BASE_URL`.
    ///
    /// # Errors
    ///
    /// A variable that is missing or cannot be used, by its name and without its value.
    pub fn from_env() -> Result<Self, Error> {
        ClientBuilder::from_env()?.build()
    }

    /// A client with other than the default settings.
    pub fn builder() -> ClientBuilder {
        ClientBuilder::default()
    }

    /// The operations on API keys.
    #[must_use]
    pub fn api_keys(&self) -> ApiKeys {
        ApiKeys::new(self.clone())
    }

    /// The types that keys can have (`GET /api-key-types`). Any valid key may ask.
    ///
    /// # Errors
    ///
    /// Whatever keeps the request from succeeding.
    pub async fn api_key_types(&self) -> Result<Vec<KeyTypeInfo>, Error> {
        read::key_types(self).await
    }

    /// The permissions that keys can have (`GET /permissions`). Any valid key may ask.
    ///
    /// # Errors
    ///
    /// Whatever keeps the request from succeeding.
    pub async fn permissions(&self) -> Result<Vec<PermissionInfo>, Error> {
        read::permissions(self).await
    }

    pub(crate) fn new(shared: Shared) -> Self {
        Self(Arc::new(shared))
    }

    pub(crate) fn shared(&self) -> &Shared {
        &self.0
    }
}

impl fmt::Debug for Client {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.debug_struct("Client")
            .field("generated", &self.0.generated)
            .field("attempt_timeout", &self.0.attempt_timeout)
            .field("total_timeout", &self.0.total_timeout)
            .field("retry_policy", &self.0.retry_policy)
            .finish_non_exhaustive()
    }
}
