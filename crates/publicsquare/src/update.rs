//! Changing a restricted key.

use std::sync::Arc;

use publicsquare_client::{ApiKeyId, Client as Generated, types};
use reqwest::StatusCode;
use tracing::{Instrument, debug_span};

use crate::answer::Answer;
use crate::api_key::ApiKey;
use crate::client::Client;
use crate::effect::Effect;
use crate::error::Error;
use crate::key_facts::Permission;
use crate::patience::patience_methods;
use crate::retry::attempts::Answered;
use crate::retry::failure::Failure;
use crate::sending::{Call, open};
use crate::settings;
use crate::written::{Written, awaitable, written_methods};

/// A request to change what a restricted key is called and may do (`PUT /api-keys/{id}`).
///
/// Both are replaced; the secret value stays as it is.
#[derive(Debug, Clone)]
#[must_use = "nothing is sent until the request is awaited"]
pub struct Update {
    client: Client,
    id: ApiKeyId,
    body: types::ApiKeyRequest,
    written: Written,
}

written_methods!(Update);
patience_methods!(Update);
awaitable!(Update => Answer<ApiKey>);

impl Update {
    pub(crate) fn new(
        client: Client,
        id: ApiKeyId,
        name: String,
        permissions: impl IntoIterator<Item = impl Into<Permission>>,
    ) -> Result<Self, Error> {
        Ok(Self {
            client,
            id,
            body: settings::checked(name, permissions, Effect::Update)?,
            written: Written::new(),
        })
    }

    /// The key that is to be changed.
    #[must_use]
    pub fn id(&self) -> &ApiKeyId {
        &self.id
    }

    /// Sends the request, repeats it as the retry policy says, and returns the key as it is then.
    ///
    /// # Errors
    ///
    /// [`Error::certainty`] says whether the key may have been changed.
    pub async fn send(&self) -> Result<Answer<ApiKey>, Error> {
        let call = self.written.call(&self.client, Effect::Update);
        let span = debug_span!(
            "publicsquare.update",
            key_id = %self.id,
            correlation_id = %self.written.correlation_id,
        );
        let call = &call;
        call.send(|number, generated| self.attempt(call, number, generated))
            .instrument(span)
            .await
    }

    async fn attempt(
        &self,
        call: &Call<'_>,
        attempts: u32,
        generated: Arc<Generated>,
    ) -> Result<Answered<Answer<ApiKey>>, Failure> {
        let answer = generated
            .update_api_key()
            .id(&self.id)
            .idempotency_key(self.written.idempotency_key.expose_secret())
            .x_correlation_id(self.written.correlation_id.as_str())
            .body(self.body.clone())
            .send()
            .await
            .map_err(|error| call.failure(error))?;
        let (head, body) = open(answer, call.correlation_id);
        head.must_be(StatusCode::OK)?;
        head.must_be_about(&self.id, body.id.as_deref())?;
        Ok(head.answered(head.answer(ApiKey::read(body), attempts)))
    }
}
