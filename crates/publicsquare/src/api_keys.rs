//! The operations on API keys.

use publicsquare_client::ApiKeyId;

use crate::client::Client;
use crate::error::Error;
use crate::regenerate::Regenerate;

/// The operations on API keys. From [`Client::api_keys`].
#[derive(Debug, Clone)]
pub struct ApiKeys {
    client: Client,
}

impl ApiKeys {
    pub(crate) fn new(client: Client) -> Self {
        Self { client }
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
