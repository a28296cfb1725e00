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

    /// Prepares to list the keys, as [`publicsquare::ApiKeys::list`](crate::ApiKeys::list).
    pub fn list(&self) -> List {
        List::new(self.keys.list(), &self.worker)
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
        let request = self.keys.create(name, permissions)?;
        Ok(Create::new(request, &self.worker))
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
        let request = self.keys.update(id, name, permissions)?;
        Ok(Update::new(request, &self.worker))
    }

    /// Prepares to get a key, as
    /// [`publicsquare::ApiKeys::get`](crate::ApiKeys::get).
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

    /// Prepares to get a key with its secret value, as
    /// [`publicsquare::ApiKeys::reveal`](crate::ApiKeys::reveal).
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

    /// Prepares to replace the secret value of a key, as
    /// [`publicsquare::ApiKeys::regenerate`](crate::ApiKeys::regenerate).
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

    /// Prepares to delete a restricted key, as
    /// [`publicsquare::ApiKeys::delete`](crate::ApiKeys::delete).
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
