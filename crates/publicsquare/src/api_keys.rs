//! The operations on API keys.

use publicsquare_client::ApiKeyId;

use crate::client::Client;
use crate::create::Create;
use crate::delete::Delete;
use crate::error::Error;
use crate::key_facts::Permission;
use crate::list::List;
use crate::read::{Get, Reveal};
use crate::regenerate::Regenerate;
use crate::update::Update;

/// The operations on API keys. From [`Client::api_keys`].
///
/// Each makes a request, which is a value: nothing is sent before it is awaited or its `send` is called. What
/// an operation is told is checked here and at once, so that a request that exists can be sent, and has the
/// id and the identity that a program may want to store before.
#[derive(Debug, Clone)]
pub struct ApiKeys {
    client: Client,
}

impl ApiKeys {
    pub(crate) fn new(client: Client) -> Self {
        Self { client }
    }

    /// Prepares to list the keys: await it for a page, or take its stream for all of them.
    pub fn list(&self) -> List {
        List::new(self.client.clone())
    }

    /// Prepares to create a restricted key. Nothing is sent before the request is awaited.
    ///
    /// # Errors
    ///
    /// A name that is empty or has more than 100 characters, and permissions that are none: all of it
    /// at once, in [`Error::field_errors`].
    pub fn create(
        &self,
        name: impl Into<String>,
        permissions: impl IntoIterator<Item = impl Into<Permission>>,
    ) -> Result<Create, Error> {
        Create::new(self.client.clone(), name.into(), permissions)
    }

    /// Prepares to get a key (`GET /api-keys/{id}`). Whether its secret value comes with it is not documented.
    ///
    /// # Errors
    ///
    /// A text that is not the id of an API key.
    pub fn get<Id>(&self, id: Id) -> Result<Get, Error>
    where
        Id: TryInto<ApiKeyId>,
        Error: From<Id::Error>,
    {
        Ok(Get::new(self.client.clone(), id.try_into()?))
    }

    /// Prepares to get a key with its secret value (`GET /api-keys/{id}/reveal`). Whether it shows the values of
    /// other keys than the authenticating one is not documented.
    ///
    /// # Errors
    ///
    /// A text that is not the id of an API key.
    pub fn reveal<Id>(&self, id: Id) -> Result<Reveal, Error>
    where
        Id: TryInto<ApiKeyId>,
        Error: From<Id::Error>,
    {
        Ok(Reveal::new(self.client.clone(), id.try_into()?))
    }

    /// Prepares to replace the name and the permissions of a restricted key. Nothing is sent before
    /// the request is awaited.
    ///
    /// # Errors
    ///
    /// A text that is not the id of an API key; and as for [`create`](Self::create).
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
        let id = id.try_into()?;
        Update::new(self.client.clone(), id, name.into(), permissions)
    }

    /// Prepares to delete a restricted key. Nothing is sent before the request is awaited.
    ///
    /// # Errors
    ///
    /// A text that is not the id of an API key.
    pub fn delete<Id>(&self, id: Id) -> Result<Delete, Error>
    where
        Id: TryInto<ApiKeyId>,
        Error: From<Id::Error>,
    {
        Ok(Delete::new(self.client.clone(), id.try_into()?))
    }

    /// Prepares to replace the secret value of a key. Nothing is sent before the request is awaited.
    ///
    /// From the moment it is built the request has an idempotency key, so that a program can store
    /// it first and, after a crash, send the very same request again.
    ///
    /// Takes an [`ApiKeyId`] or a text that is parsed into one.
    ///
    /// # Errors
    ///
    /// A text that is not the id of an API key, by what is wrong at which character.
    pub fn regenerate<Id>(&self, id: Id) -> Result<Regenerate, Error>
    where
        Id: TryInto<ApiKeyId>,
        Error: From<Id::Error>,
    {
        Ok(Regenerate::new(self.client.clone(), id.try_into()?))
    }
}
