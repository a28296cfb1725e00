//! The operations on API keys.
//!
//! In comes what an operation is told. Out goes a request that can be sent, or what is wrong with it. The operations
//! that take an id alone have their method here by [`request_methods`](crate::request_methods).

use publicsquare_client::ApiKeyId;

use crate::client::Client;
use crate::create::Create;
use crate::error::Error;
use crate::key_attributes::Permission;
use crate::list::List;
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

    pub(crate) fn client(&self) -> &Client {
        &self.client
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
        Update::new(
            self.client.clone(),
            id.try_into()?,
            name.into(),
            permissions,
        )
    }
}
