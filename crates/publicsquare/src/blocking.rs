//! The same client for code that is not asynchronous (feature `blocking`).
//!
//! In comes a call on any thread. The request runs on a thread of the client, and the caller waits for the result. Every
//! method does the same as its asynchronous twin, where the documentation is longer. A request has `send` in place of
//! `await`, and a list has `iter` in place of `stream`.

mod api_keys;
mod builder;
pub(crate) mod handover;
mod list;
mod request_methods;
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
/// Its requests run on a thread of its own, so it works everywhere. But in asynchronous code it would block the
/// executor: use [`publicsquare::Client`](crate::Client) there.
///
/// ```
/// # let sandbox = publicsquare_sandbox::Sandbox::builder().start_blocking()?;
/// # let keys = sandbox.seeded().test();
/// # let (admin, id) = (keys.secret().value(), keys.key_writer().id());
/// # let builder = publicsquare::blocking::Client::builder().base_url(sandbox.url());
/// # let client = builder.api_key(admin).build()?;
/// let rotated = client.api_keys().regenerate(id)?.send()?;
/// store_durably(rotated.key.expose_secret());
/// # fn store_durably(_: &str) {}
/// # Ok::<(), Box<dyn std::error::Error>>(())
/// ```
#[derive(Clone)]
pub struct Client {
    client: crate::Client,
    worker: Arc<Worker>,
}

impl Client {
    /// Makes a client from the environment, as [`publicsquare::Client::from_env`](crate::Client::from_env).
    ///
    /// ```no_run
    /// let client = publicsquare::blocking::Client::from_env()?;
    /// # Ok::<(), publicsquare::Error>(())
    /// ```
    ///
    /// # Errors
    ///
    /// A variable cannot be used, or the system cannot start a thread.
    pub fn from_env() -> Result<Self, Error> {
        ClientBuilder::from_env()?.build()
    }

    /// Makes a client with the settings of an asynchronous one.
    ///
    /// ```
    /// use publicsquare::{Client, blocking};
    ///
    /// let settings = Client::builder().api_key("sk_test_4eC39HqLyjWDarjtT1zdp7dc");
    /// let client = blocking::Client::from_builder(settings)?;
    /// # Ok::<(), publicsquare::Error>(())
    /// ```
    ///
    /// # Errors
    ///
    /// Those of [`ClientBuilder::build`].
    pub fn from_builder(builder: crate::ClientBuilder) -> Result<Self, Error> {
        ClientBuilder::from(builder).build()
    }

    /// Starts a client with settings of your own.
    ///
    /// ```
    /// use publicsquare::blocking::Client;
    ///
    /// let client = Client::builder().api_key("sk_test_4eC39HqLyjWDarjtT1zdp7dc").build()?;
    /// # Ok::<(), publicsquare::Error>(())
    /// ```
    pub fn builder() -> ClientBuilder {
        ClientBuilder::default()
    }

    /// The same client with another API key, as
    /// [`publicsquare::Client::with_api_key`](crate::Client::with_api_key). It shares the connections and
    /// the thread.
    ///
    /// ```
    /// # let sandbox = publicsquare_sandbox::Sandbox::builder().start_blocking()?;
    /// # let keys = sandbox.seeded().test();
    /// # let (admin, id) = (keys.secret().value(), keys.key_writer().id());
    /// # let builder = publicsquare::blocking::Client::builder().base_url(sandbox.url());
    /// # let client = builder.api_key(admin).build()?;
    /// let rotated = client.api_keys().regenerate(id)?.send()?;
    /// let as_that_key = client.with_api_key(rotated.key)?;
    /// as_that_key.api_keys().get(id)?.send()?;
    /// # Ok::<(), Box<dyn std::error::Error>>(())
    /// ```
    ///
    /// # Errors
    ///
    /// No HTTP header can carry the key. The error does not show it.
    pub fn with_api_key(&self, key: impl Into<SecretKey>) -> Result<Self, Error> {
        Ok(Self {
            client: self.client.with_api_key(key)?,
            worker: Arc::clone(&self.worker),
        })
    }

    /// The operations on API keys.
    ///
    /// ```
    /// # let sandbox = publicsquare_sandbox::Sandbox::builder().start_blocking()?;
    /// # let keys = sandbox.seeded().test();
    /// # let (admin, id) = (keys.secret().value(), keys.key_writer().id());
    /// # let builder = publicsquare::blocking::Client::builder().base_url(sandbox.url());
    /// # let client = builder.api_key(admin).build()?;
    /// let key = client.api_keys().get(id)?.send()?;
    /// println!("{:?}", key.name);
    /// # Ok::<(), Box<dyn std::error::Error>>(())
    /// ```
    #[must_use]
    pub fn api_keys(&self) -> ApiKeys {
        ApiKeys::new(self.client.api_keys(), &self.worker)
    }

    /// Makes a request for the types that keys can have. Every valid key may ask.
    ///
    /// ```
    /// # let sandbox = publicsquare_sandbox::Sandbox::builder().start_blocking()?;
    /// # let keys = sandbox.seeded().test();
    /// # let (admin, id) = (keys.secret().value(), keys.key_writer().id());
    /// # let builder = publicsquare::blocking::Client::builder().base_url(sandbox.url());
    /// # let client = builder.api_key(admin).build()?;
    /// let types = client.api_key_types().send()?;
    /// println!("{} types", types.len());
    /// # Ok::<(), Box<dyn std::error::Error>>(())
    /// ```
    pub fn api_key_types(&self) -> ApiKeyTypes {
        ApiKeyTypes::new(self.client.api_key_types(), &self.worker)
    }

    /// Makes a request for the permissions that keys can have. Every valid key may ask.
    ///
    /// ```
    /// # let sandbox = publicsquare_sandbox::Sandbox::builder().start_blocking()?;
    /// # let keys = sandbox.seeded().test();
    /// # let (admin, id) = (keys.secret().value(), keys.key_writer().id());
    /// # let builder = publicsquare::blocking::Client::builder().base_url(sandbox.url());
    /// # let client = builder.api_key(admin).build()?;
    /// let permissions = client.permissions().send()?;
    /// println!("{} permissions", permissions.len());
    /// # Ok::<(), Box<dyn std::error::Error>>(())
    /// ```
    pub fn permissions(&self) -> Permissions {
        Permissions::new(self.client.permissions(), &self.worker)
    }
}

impl fmt::Debug for Client {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        self.client.fmt(f)
    }
}
