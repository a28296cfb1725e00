//! Creating a restricted key.
//!
//! In come a name and permissions. Out goes the new key with its value.

use std::sync::Arc;

use publicsquare_client::{Client as Generated, types};
use tracing::{Instrument, debug_span};

use crate::api_key::{ApiKey, Created, secret};
use crate::client::Client;
use crate::effect::{Effect, SAME_REQUEST_AGAIN};
use crate::error::Error;
use crate::key_facts::Permission;
use crate::patience::patience_methods;
use crate::retry::attempts::Answered;
use crate::retry::failure::Failure;
use crate::sending::{Call, open};
use crate::settings;
use crate::written::{Written, awaitable, written_methods};

/// What a creation changes.
const EFFECT: Effect = Effect::new(
    [
        "nothing was sent",
        "no key was created",
        "the key may have been created",
        "the key was created",
    ],
    "the vendor documents the scope api-key:write: give it to the key, or use a secret key",
)
.with_way_out(SAME_REQUEST_AGAIN);

/// A request to create a restricted key (`POST /api-keys`).
///
/// It is a value with an identity, as [`Regenerate`](crate::Regenerate) is: sending it twice creates
/// one key, and its secret value comes with each answer.
///
/// ```
/// # async fn example(client: publicsquare::Client) -> Result<(), publicsquare::Error> {
/// use publicsquare::Permission;
///
/// let request = client.api_keys().create("Till 4", [Permission::PaymentWrite])?;
/// store_durably(request.idempotency_key().expose_secret());
/// let created = request.await?;
/// # fn store_durably(_: &str) {}
/// # Ok(())
/// # }
/// ```
#[derive(Debug, Clone)]
#[must_use = "nothing is sent until the request is awaited"]
pub struct Create {
    client: Client,
    body: types::ApiKeyRequest,
    written: Written,
}

written_methods!(Create);
patience_methods!(Create);
awaitable!(Create => Created);

impl Create {
    pub(crate) fn new(
        client: Client,
        name: String,
        permissions: impl IntoIterator<Item = impl Into<Permission>>,
    ) -> Result<Self, Error> {
        Ok(Self {
            client,
            body: settings::checked(name, permissions, EFFECT)?,
            written: Written::new(),
        })
    }

    /// Sends the request, repeats it as the retry policy says, and returns the new key.
    ///
    /// # Errors
    ///
    /// [`Error::certainty`] says whether the key may have been created. The error holds the
    /// idempotency key, so that the request can be sent again.
    pub async fn send(&self) -> Result<Created, Error> {
        let call = self.written.call(&self.client, EFFECT);
        let span = debug_span!(
            "publicsquare.create",
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
    ) -> Result<Answered<Created>, Failure> {
        let answer = generated
            .create_api_key()
            .idempotency_key(self.written.idempotency_key.expose_secret())
            .x_correlation_id(self.written.correlation_id.as_str())
            .body(self.body.clone())
            .send()
            .await
            .map_err(|error| call.failure(error))?;
        let (head, body) = open(answer, call.correlation_id);
        let mut details = ApiKey::read(body);
        let key =
            secret(details.key.take()).map_err(|message| Failure::unusable(&head, message))?;
        let created = Created {
            key,
            details,
            correlation_id: head
                .correlation_id
                .clone()
                .unwrap_or_else(|| self.written.correlation_id.clone()),
            attempts,
            server_time: head.server_time,
        };
        Ok(head.answered(created))
    }
}
