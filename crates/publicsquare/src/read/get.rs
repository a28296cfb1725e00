//! Getting one key, without or with its secret value.

use publicsquare_client::{ApiKeyId, types};
use reqwest::StatusCode;
use tracing::debug_span;

use super::read;
use crate::answer::Answer;
use crate::api_key::{ApiKey, Revealed};
use crate::client::Client;
use crate::error::Error;
use crate::failure::Failure;
use crate::request_methods::{awaitable, limit_methods, prepared_by_id};
use crate::response_checks::usable_key;

/// A request for a key (`GET /api-keys/{id}`).
#[derive(Debug, Clone)]
#[must_use = "nothing is sent until the request is awaited"]
pub struct Get {
    client: Client,
    id: ApiKeyId,
}

awaitable!(Get => Answer<ApiKey>);
limit_methods!(Get);

prepared_by_id! {
    /// Prepares to get a key (`GET /api-keys/{id}`). Whether its secret value comes with it is not documented.
    get => Get
}

impl Get {
    pub(crate) fn new(client: Client, id: ApiKeyId) -> Self {
        Self { client, id }
    }

    /// The key that is asked for.
    #[must_use]
    pub fn id(&self) -> &ApiKeyId {
        &self.id
    }

    /// Sends the request and repeats it as the retry policy says.
    ///
    /// # Errors
    ///
    /// Whatever keeps the request from succeeding.
    pub async fn send(&self) -> Result<Answer<ApiKey>, Error> {
        let id = &self.id;
        read(
            &self.client,
            debug_span!("publicsquare.get", key_id = %id),
            |generated| async move { generated.get_api_key().id(id).send().await },
            |head, body, attempts| head.key_asked_for(id, body, attempts),
        )
        .await
    }
}

/// A request for a key with its secret value (`GET /api-keys/{id}/reveal`).
#[derive(Debug, Clone)]
#[must_use = "nothing is sent until the request is awaited"]
pub struct Reveal {
    client: Client,
    id: ApiKeyId,
}

awaitable!(Reveal => Revealed);
limit_methods!(Reveal);

prepared_by_id! {
    /// Prepares to get a key with its secret value (`GET /api-keys/{id}/reveal`). Whether it shows the values
    /// of other keys than the authenticating one is not documented.
    reveal => Reveal
}

impl Reveal {
    pub(crate) fn new(client: Client, id: ApiKeyId) -> Self {
        Self { client, id }
    }

    /// The key that is asked for.
    #[must_use]
    pub fn id(&self) -> &ApiKeyId {
        &self.id
    }

    /// Sends the request and repeats it as the retry policy says.
    ///
    /// # Errors
    ///
    /// Whatever keeps the request from succeeding.
    pub async fn send(&self) -> Result<Revealed, Error> {
        let id = &self.id;
        read(
            &self.client,
            debug_span!("publicsquare.reveal", key_id = %id),
            |generated| async move { generated.reveal_api_key().id(id).send().await },
            |head, body: types::ApiKey, attempts| {
                head.must_not_be_about_another(id, body.id.as_deref())?;
                let about = head.must_be_about(id, body.id.as_deref());
                let mut details = ApiKey::read(body);
                let key = match usable_key(details.key.take()) {
                    Ok(key) => key,
                    Err(message) => {
                        // The key alone would have been enough.
                        head.must_be(StatusCode::OK)?;
                        about?;
                        return Err(Failure::unusable(head, message));
                    }
                };
                Ok(Revealed {
                    key,
                    id: id.clone(),
                    details,
                    correlation_id: head.correlation_id.clone(),
                    attempts,
                    server_time: head.server_time,
                })
            },
        )
        .await
    }
}
