//! Changing a restricted key.
//!
//! In come the id of a key, its name and its permissions. Out goes the key as it is then.

use publicsquare_client::{ApiKeyId, types};
use tracing::{Instrument, debug_span};

use crate::answer::Answer;
use crate::api_key::ApiKey;
use crate::client::Client;
use crate::effect::{Effect, SAME_REQUEST_AGAIN, change};
use crate::error::Error;
use crate::key_attributes::Permission;
use crate::key_request::key_request;
use crate::request_identity::RequestIdentity;
use crate::request_methods::{awaitable, identity_methods, limit_methods};

/// What an update changes.
const EFFECT: Effect = change!("changed", "api-key:write").with_remedy(SAME_REQUEST_AGAIN);

/// A request to change what a restricted key is called and may do (`PUT /api-keys/{id}`).
///
/// Both are replaced; the secret value stays as it is.
#[derive(Debug, Clone)]
#[must_use = "nothing is sent until the request is awaited"]
pub struct Update {
    client: Client,
    id: ApiKeyId,
    body: types::ApiKeyRequest,
    identity: RequestIdentity,
}

identity_methods!(Update);
limit_methods!(Update);
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
            body: key_request(name, permissions, EFFECT)?,
            identity: RequestIdentity::new(),
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
        let identity = &self.identity;
        let span = debug_span!(
            "publicsquare.update",
            key_id = %self.id,
            correlation_id = %identity.correlation_id,
        );
        let call = identity.call(&self.client, EFFECT);
        call.send(
            |generated| async move {
                generated
                    .update_api_key()
                    .id(&self.id)
                    .idempotency_key(identity.idempotency_key.expose_secret())
                    .x_correlation_id(identity.correlation_id.as_str())
                    .body(self.body.clone())
                    .send()
                    .await
            },
            |head, body, attempts| head.key_asked_for(&self.id, body, attempts),
        )
        .instrument(span)
        .await
    }
}
