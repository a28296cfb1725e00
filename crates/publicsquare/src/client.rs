//! The client.

use std::fmt;
use std::sync::Arc;
use std::time::Duration;

use publicsquare_client::SecretKey;

use crate::api_keys::ApiKeys;
use crate::builder::ClientBuilder;
use crate::error::Error;
use crate::key_provider::KeyProvider;
use crate::read::{ApiKeyTypes, Permissions};
use crate::retry::clock::Clock;
use crate::retry::policy::RetryPolicy;

/// A client for an API key. Cloning is cheap and shares the connections.
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

#[derive(Clone)]
pub(crate) struct Shared {
    /// With the API key, unless a provider gives it.
    pub(crate) generated: Arc<publicsquare_client::Client>,
    pub(crate) key_provider: Option<Arc<dyn KeyProvider>>,
    /// What the transport holds to unless it is told otherwise.
    pub(crate) transport_limit: Duration,
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

    /// The same client with another API key. It shares the connections and has the same settings; a
    /// provider of keys it has no more.
    ///
    /// # Example
    ///
    /// A service that rotates the key that it authenticates with. The old client answers 401 from then
    /// on.
    ///
    /// ```
    /// use publicsquare::Client;
    /// use publicsquare_sandbox::Sandbox;
    ///
    /// # async fn example() -> Result<(), Box<dyn std::error::Error>> {
    /// let sandbox = Sandbox::builder().start().await?;
    /// let own = sandbox.seeded().test().secret();
    /// let client = Client::builder().base_url(sandbox.url()).api_key(own.value()).build()?;
    ///
    /// let rotated = client.api_keys().regenerate(own.id())?.await?;
    /// store_durably(rotated.key.expose_secret());
    /// let client = client.with_api_key(rotated.key)?;
    /// client.api_keys().get(own.id())?.await?;
    /// # fn store_durably(_: &str) {}
    /// # Ok(())
    /// # }
    /// # tokio::runtime::Runtime::new().unwrap().block_on(example()).unwrap();
    /// ```
    ///
    /// Where many clients are to change their key at once, give them a
    /// [`KeyProvider`](crate::KeyProvider). It says also what an answer that is lost in between means, and what
    /// then to do with a request that [`send_kept`](crate::Regenerate::send_kept) has stored.
    ///
    /// # Errors
    ///
    /// A key that no header can carry. It is not repeated.
    pub fn with_api_key(&self, key: impl Into<SecretKey>) -> Result<Self, Error> {
        let generated = self
            .0
            .generated
            .with_key(key.into())
            .map_err(|error| Error::configuration(error.to_string()))?;
        Ok(self.with(|shared| {
            shared.generated = Arc::new(generated);
            shared.key_provider = None;
        }))
    }

    /// The operations on API keys.
    #[must_use]
    pub fn api_keys(&self) -> ApiKeys {
        ApiKeys::new(self.clone())
    }

    /// Prepares to ask for the types that keys can have (`GET /api-key-types`). Any valid key may ask.
    pub fn api_key_types(&self) -> ApiKeyTypes {
        ApiKeyTypes::new(self.clone())
    }

    /// Prepares to ask for the permissions that keys can have (`GET /permissions`). Any valid key may ask.
    pub fn permissions(&self) -> Permissions {
        Permissions::new(self.clone())
    }

    /// The same client with other settings. It shares the connections.
    pub(crate) fn with(&self, change: impl FnOnce(&mut Shared)) -> Self {
        let mut shared = Shared::clone(&self.0);
        change(&mut shared);
        Self::new(shared)
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
