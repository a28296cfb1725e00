//! The same client for code that is not asynchronous.
//!
//! ```no_run
//! let client = publicsquare::blocking::Client::from_env()?;
//! let rotated = client.api_keys().regenerate("key_7Ay5mcUXAxwrN6wQEQUVEHBCJ")?.send()?;
//! store(rotated.key.expose_secret());
//! # fn store(_: &str) {}
//! # Ok::<(), publicsquare::Error>(())
//! ```

mod api_keys;
mod builder;
mod list;
mod requests;
mod send_kept;
mod worker;

use std::fmt;
use std::sync::Arc;

use publicsquare_client::SecretKey;

use self::worker::Worker;
use crate::error::Error;

pub use self::api_keys::ApiKeys;
pub use self::builder::ClientBuilder;
pub use self::list::Iter;
pub use self::requests::*;
pub use self::send_kept::{RequestStore, Unconfirmed};

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
        ApiKeys::new(self.client.api_keys(), &self.worker)
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
