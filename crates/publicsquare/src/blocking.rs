//! The same client for code that is not asynchronous.
//!
//! ```no_run
//! let client = publicsquare::blocking::Client::from_env()?;
//! let rotated = client.api_keys().regenerate("key_7Ay5mcUXAxwrN6wQEQUVEHBCJ")?.send()?;
//! store(rotated.key.expose_secret());
//! # fn store(_: &str) {}
//! # Ok::<(), publicsquare::Error>(())
//! ```

mod builder;
mod kept;
mod list;
mod requests;
mod worker;

use std::fmt;
use std::sync::Arc;

use publicsquare_client::{ApiKeyId, SecretKey};

use self::worker::Worker;
use crate::error::Error;
use crate::key_facts::Permission;

pub use self::builder::ClientBuilder;
pub use self::kept::{RequestStore, Unconfirmed};
pub use self::list::Iter;
pub use self::requests::*;

/// A client that blocks the calling thread. Cloning is cheap and shares the connections.
///
/// Its requests run on a thread of its own, so that it may be used anywhere. In asynchronous code it
/// would still block the executor: use [`publicsquare::Client`](crate::Client) there.
#[derive(Clone)]
pub struct Client {
    client: crate::Client,
    worker: Arc<Worker>,
}

impl Client {
    /// A client from the environment, as [`publicsquare::Client::from_env`](crate::Client::from_env).
    ///
    /// # Errors
    ///
    /// The same, and a system that grants no thread.
    pub fn from_env() -> Result<Self, Error> {
        ClientBuilder::from_env()?.build()
    }

    /// A client with the settings of an asynchronous one.
    ///
    /// # Errors
    ///
    /// Those of [`ClientBuilder::build`].
    pub fn from_builder(builder: crate::ClientBuilder) -> Result<Self, Error> {
        ClientBuilder::from(builder).build()
    }

    /// A client with other than the default settings.
    pub fn builder() -> ClientBuilder {
        ClientBuilder::default()
    }

    /// The same client with another API key, as
    /// [`publicsquare::Client::with_api_key`](crate::Client::with_api_key). It shares the connections and
    /// the thread.
    ///
    /// # Errors
    ///
    /// A key that no header can carry. It is not repeated.
    pub fn with_api_key(&self, key: impl Into<SecretKey>) -> Result<Self, Error> {
        Ok(Self {
            client: self.client.with_api_key(key)?,
            worker: Arc::clone(&self.worker),
        })
    }

    /// The operations on API keys.
    #[must_use]
    pub fn api_keys(&self) -> ApiKeys {
        ApiKeys {
            client: self.clone(),
        }
    }

    /// Prepares to ask for the types that keys can have. Any valid key may ask.
    pub fn api_key_types(&self) -> ApiKeyTypes {
        ApiKeyTypes::new(self.client.api_key_types(), &self.worker)
    }

    /// Prepares to ask for the permissions that keys can have. Any valid key may ask.
    pub fn permissions(&self) -> Permissions {
        Permissions::new(self.client.permissions(), &self.worker)
    }
}

impl fmt::Debug for Client {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        self.client.fmt(f)
    }
}

/// The operations on API keys. From [`Client::api_keys`].
#[derive(Debug, Clone)]
pub struct ApiKeys {
    client: Client,
}

impl ApiKeys {
    pub(crate) fn keys(&self) -> crate::ApiKeys {
        self.client.client.api_keys()
    }

    pub(crate) fn worker(&self) -> &Arc<Worker> {
        &self.client.worker
    }

    /// Prepares to list the keys.
    pub fn list(&self) -> List {
        List::new(self.keys().list(), &self.client.worker)
    }

    /// Prepares to create a restricted key, as
    /// [`publicsquare::ApiKeys::create`](crate::ApiKeys::create).
    ///
    /// # Errors
    ///
    /// A name or permissions that cannot be.
    pub fn create(
        &self,
        name: impl Into<String>,
        permissions: impl IntoIterator<Item = impl Into<Permission>>,
    ) -> Result<Create, Error> {
        let request = self.keys().create(name, permissions)?;
        Ok(Create::new(request, &self.client.worker))
    }

    /// Prepares to change a restricted key, as
    /// [`publicsquare::ApiKeys::update`](crate::ApiKeys::update).
    ///
    /// # Errors
    ///
    /// A text that is not the id of an API key; a name or permissions that cannot be.
    pub fn update<Id>(
        &self,
        id: Id,
        name: impl Into<String>,
        permissions: impl IntoIterator<Item = impl Into<Permission>>,
    ) -> Result<Update, Error>
    where
        Id: TryInto<ApiKeyId>,
        Error: From<Id::Error>,
    {
        let request = self.keys().update(id, name, permissions)?;
        Ok(Update::new(request, &self.client.worker))
    }
}
