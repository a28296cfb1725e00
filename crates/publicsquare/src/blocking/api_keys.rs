//! The operations on API keys, for code that is not asynchronous.
//!
//! In comes the input of an operation: an id, a name, permissions. Out comes a request whose `send` blocks, or what
//! is wrong with the input. The checks are those of the asynchronous twin, `api_keys.rs`; the requests themselves
//! are in `requests.rs`.

use std::sync::Arc;

use publicsquare_client::ApiKeyId;

use super::requests::{Create, Delete, Get, List, Regenerate, Reveal, Update};
use super::worker::Worker;
use crate::error::Error;
use crate::key_attributes::Permission;

/// The operations on API keys. From [`Client::api_keys`](super::Client::api_keys).
///
/// ```
/// # let sandbox = publicsquare_sandbox::Sandbox::builder().start_blocking()?;
/// # let keys = sandbox.seeded().test();
/// # let (admin, id) = (keys.secret().value(), keys.key_writer().id());
/// # let builder = publicsquare::blocking::Client::builder().base_url(sandbox.url());
/// # let client = builder.api_key(admin).build()?;
/// let keys = client.api_keys();
/// let request = keys.regenerate(id)?;
/// println!("about to replace {}", request.id());
/// let rotated = request.send()?;
/// # Ok::<(), Box<dyn std::error::Error>>(())
/// ```
#[derive(Clone)]
pub struct ApiKeys {
    keys: crate::ApiKeys,
    worker: Arc<Worker>,
}

impl ApiKeys {
    pub(super) fn new(keys: crate::ApiKeys, worker: &Arc<Worker>) -> Self {
        let worker = Arc::clone(worker);
        Self { keys, worker }
    }

    /// Makes a request for the keys of the account, as [`publicsquare::ApiKeys::list`](crate::ApiKeys::list).
    ///
    /// ```
    /// # let sandbox = publicsquare_sandbox::Sandbox::builder().start_blocking()?;
    /// # let keys = sandbox.seeded().test();
    /// # let (admin, id) = (keys.secret().value(), keys.key_writer().id());
    /// # let builder = publicsquare::blocking::Client::builder().base_url(sandbox.url());
    /// # let client = builder.api_key(admin).build()?;
    /// for key in client.api_keys().list() {
    ///     println!("{:?}", key?.name);
    /// }
    /// # Ok::<(), Box<dyn std::error::Error>>(())
    /// ```
    pub fn list(&self) -> List {
        List::new(self.keys.list(), &self.worker)
    }

    /// Makes a request to create a restricted key, as [`publicsquare::ApiKeys::create`](crate::ApiKeys::create).
    ///
    /// ```
    /// # let sandbox = publicsquare_sandbox::Sandbox::builder().start_blocking()?;
    /// # let keys = sandbox.seeded().test();
    /// # let (admin, id) = (keys.secret().value(), keys.key_writer().id());
    /// # let builder = publicsquare::blocking::Client::builder().base_url(sandbox.url());
    /// # let client = builder.api_key(admin).build()?;
    /// let created = client.api_keys().create("Till 4", ["payment:write"])?.send()?;
    /// store_durably(created.key.expose_secret());
    /// # fn store_durably(_: &str) {}
    /// # Ok::<(), Box<dyn std::error::Error>>(())
    /// ```
    ///
    /// # Errors
    ///
    /// The name or a permission cannot be used.
    pub fn create(
        &self,
        name: impl Into<String>,
        permissions: impl IntoIterator<Item = impl Into<Permission>>,
    ) -> Result<Create, Error> {
        let request = self.keys.create(name, permissions)?;
        Ok(Create::new(request, &self.worker))
    }

    /// Makes a request to change a restricted key, as [`publicsquare::ApiKeys::update`](crate::ApiKeys::update).
    ///
    /// ```
    /// # let sandbox = publicsquare_sandbox::Sandbox::builder().start_blocking()?;
    /// # let keys = sandbox.seeded().test();
    /// # let (admin, id) = (keys.secret().value(), keys.key_writer().id());
    /// # let builder = publicsquare::blocking::Client::builder().base_url(sandbox.url());
    /// # let client = builder.api_key(admin).build()?;
    /// # let created = client.api_keys().create("Till 4", ["payment:write"])?.send()?;
    /// # let id = created.details.id.ok_or("no id")?;
    /// let key = client.api_keys().update(id, "Till 5", ["payment:read"])?.send()?;
    /// assert_eq!(key.name.as_deref(), Some("Till 5"));
    /// # Ok::<(), Box<dyn std::error::Error>>(())
    /// ```
    ///
    /// # Errors
    ///
    /// The text is not the id of an API key, or the name or a permission cannot be used.
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
        let request = self.keys.update(id, name, permissions)?;
        Ok(Update::new(request, &self.worker))
    }

    /// Makes a request for a key, as [`publicsquare::ApiKeys::get`](crate::ApiKeys::get).
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
    ///
    /// # Errors
    ///
    /// The text is not the id of an API key.
    pub fn get<Id>(&self, id: Id) -> Result<Get, Error>
    where
        Id: TryInto<ApiKeyId>,
        Error: From<Id::Error>,
    {
        Ok(Get::new(self.keys.get(id)?, &self.worker))
    }

    /// Makes a request for a key with its secret value, as
    /// [`publicsquare::ApiKeys::reveal`](crate::ApiKeys::reveal).
    ///
    /// ```
    /// # let sandbox = publicsquare_sandbox::Sandbox::builder().start_blocking()?;
    /// # let keys = sandbox.seeded().test();
    /// # let (admin, id) = (keys.secret().value(), keys.key_writer().id());
    /// # let builder = publicsquare::blocking::Client::builder().base_url(sandbox.url());
    /// # let client = builder.api_key(admin).build()?;
    /// let revealed = client.api_keys().reveal(id)?.send()?;
    /// store_durably(revealed.key.expose_secret());
    /// # fn store_durably(_: &str) {}
    /// # Ok::<(), Box<dyn std::error::Error>>(())
    /// ```
    ///
    /// # Errors
    ///
    /// The text is not the id of an API key.
    pub fn reveal<Id>(&self, id: Id) -> Result<Reveal, Error>
    where
        Id: TryInto<ApiKeyId>,
        Error: From<Id::Error>,
    {
        Ok(Reveal::new(self.keys.reveal(id)?, &self.worker))
    }

    /// Makes a request to replace the secret value of a key, as
    /// [`publicsquare::ApiKeys::regenerate`](crate::ApiKeys::regenerate).
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
    ///
    /// # Errors
    ///
    /// The text is not the id of an API key.
    pub fn regenerate<Id>(&self, id: Id) -> Result<Regenerate, Error>
    where
        Id: TryInto<ApiKeyId>,
        Error: From<Id::Error>,
    {
        Ok(Regenerate::new(self.keys.regenerate(id)?, &self.worker))
    }

    /// Makes a request to delete a restricted key, as [`publicsquare::ApiKeys::delete`](crate::ApiKeys::delete).
    ///
    /// ```
    /// # let sandbox = publicsquare_sandbox::Sandbox::builder().start_blocking()?;
    /// # let keys = sandbox.seeded().test();
    /// # let (admin, id) = (keys.secret().value(), keys.key_writer().id());
    /// # let builder = publicsquare::blocking::Client::builder().base_url(sandbox.url());
    /// # let client = builder.api_key(admin).build()?;
    /// # let created = client.api_keys().create("Till 4", ["payment:write"])?.send()?;
    /// # let id = created.details.id.ok_or("no id")?;
    /// client.api_keys().delete(id)?.send()?;
    /// # Ok::<(), Box<dyn std::error::Error>>(())
    /// ```
    ///
    /// # Errors
    ///
    /// The text is not the id of an API key.
    pub fn delete<Id>(&self, id: Id) -> Result<Delete, Error>
    where
        Id: TryInto<ApiKeyId>,
        Error: From<Id::Error>,
    {
        Ok(Delete::new(self.keys.delete(id)?, &self.worker))
    }
}

impl std::fmt::Debug for ApiKeys {
    fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        self.keys.fmt(f)
    }
}
