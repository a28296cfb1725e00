//! The client: an API key, the connections, and the settings that every request starts with.
//!
//! In comes a finished set of settings from [`builder`](crate::builder). Out come the operations, which make requests.
//! A request holds a clone of the client with limits of its own, and is sent by
//! [`sending`](crate::sending). Clones share the connections.

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

/// A client that authenticates with one API key. Cloning is cheap and shares the connections.
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
    /// Holds the API key, unless a provider gives it.
    pub(crate) generated: Arc<publicsquare_client::Client>,
    pub(crate) key_provider: Option<Arc<dyn KeyProvider>>,
    /// The attempt limit of the HTTP client, which applies unless a request sets another one.
    pub(crate) transport_limit: Duration,
    pub(crate) attempt_timeout: Duration,
    pub(crate) total_timeout: Duration,
    pub(crate) retry_policy: RetryPolicy,
    pub(crate) clock: Arc<dyn Clock>,
}

impl Client {
    /// Makes a client from the environment: the API key from `PUBLICSQUARE_API_KEY` and, if it is set, the base URL
    /// from `PUBLICSQUARE_BASE_URL`.
    ///
    /// ```no_run
    /// let client = publicsquare::Client::from_env()?;
    /// # Ok::<(), publicsquare::Error>(())
    /// ```
    ///
    /// # Errors
    ///
    /// A variable is missing or cannot be used. The error has its name, but not its value.
    pub fn from_env() -> Result<Self, Error> {
        ClientBuilder::from_env()?.build()
    }

    /// Starts a client with settings of your own.
    ///
    /// ```
    /// use std::time::Duration;
    ///
    /// use publicsquare::Client;
    ///
    /// let client = Client::builder()
    ///     .api_key("sk_test_4eC39HqLyjWDarjtT1zdp7dc")
    ///     .total_timeout(Duration::from_secs(60))
    ///     .build()?;
    /// # Ok::<(), publicsquare::Error>(())
    /// ```
    pub fn builder() -> ClientBuilder {
        ClientBuilder::default()
    }

    /// The same client with another API key. It shares the connections and has the same settings, but no
    /// [`KeyProvider`].
    ///
    /// # Example
    ///
    /// A service rotates the key that it authenticates with. From then on, requests of the old client fail with 401.
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
    /// If many clients have to change their key at once, give them a [`KeyProvider`]. Its
    /// documentation also explains what a lost response means in such a service, and what to do with a request that
    /// [`send_kept`](crate::Regenerate::send_kept) has stored.
    ///
    /// # Errors
    ///
    /// No HTTP header can carry the key. The error does not show it.
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
    ///
    /// ```
    /// # async fn example() -> Result<(), Box<dyn std::error::Error>> {
    /// # let sandbox = publicsquare_sandbox::Sandbox::builder().start().await?;
    /// # let keys = sandbox.seeded().test();
    /// # let (admin, id) = (keys.secret().value(), keys.key_writer().id());
    /// # let client = publicsquare::Client::builder().base_url(sandbox.url()).api_key(admin).build()?;
    /// let key = client.api_keys().get(id)?.await?;
    /// println!("{:?}", key.name);
    /// # Ok(())
    /// # }
    /// # tokio::runtime::Runtime::new().unwrap().block_on(example()).unwrap();
    /// ```
    #[must_use]
    pub fn api_keys(&self) -> ApiKeys {
        ApiKeys::new(self.clone())
    }

    /// Makes a request for the types that keys can have (`GET /api-key-types`). Every valid key may ask.
    ///
    /// ```
    /// # async fn example() -> Result<(), Box<dyn std::error::Error>> {
    /// # let sandbox = publicsquare_sandbox::Sandbox::builder().start().await?;
    /// # let keys = sandbox.seeded().test();
    /// # let (admin, id) = (keys.secret().value(), keys.key_writer().id());
    /// # let client = publicsquare::Client::builder().base_url(sandbox.url()).api_key(admin).build()?;
    /// let types = client.api_key_types().await?;
    /// for entry in types.iter() {
    ///     println!("{:?}", entry.name);
    /// }
    /// # Ok(())
    /// # }
    /// # tokio::runtime::Runtime::new().unwrap().block_on(example()).unwrap();
    /// ```
    pub fn api_key_types(&self) -> ApiKeyTypes {
        ApiKeyTypes::new(self.clone())
    }

    /// Makes a request for the permissions that keys can have (`GET /permissions`). Every valid key may ask.
    ///
    /// ```
    /// # async fn example() -> Result<(), Box<dyn std::error::Error>> {
    /// # let sandbox = publicsquare_sandbox::Sandbox::builder().start().await?;
    /// # let keys = sandbox.seeded().test();
    /// # let (admin, id) = (keys.secret().value(), keys.key_writer().id());
    /// # let client = publicsquare::Client::builder().base_url(sandbox.url()).api_key(admin).build()?;
    /// let permissions = client.permissions().await?;
    /// for entry in permissions.iter() {
    ///     println!("{:?}: {:?}", entry.permission, entry.description);
    /// }
    /// # Ok(())
    /// # }
    /// # tokio::runtime::Runtime::new().unwrap().block_on(example()).unwrap();
    /// ```
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
