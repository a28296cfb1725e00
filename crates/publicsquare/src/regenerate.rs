//! Replacing the secret value of a key.
//!
//! In comes the id of a key. Out goes the key with its new value, or an error that says what is known of the old one.

use std::fmt;

use chrono::{DateTime, Utc};
use publicsquare_client::{ApiKeyId, SecretKey, types};
use tracing::{Instrument, debug_span};

use crate::client::Client;
use crate::display_text::WithoutKeys;
use crate::effect::Effect;
use crate::error::Error;
use crate::failure::Failure;
use crate::identity::CorrelationId;
use crate::key_attributes::{Environment, KeyType, Permission};
use crate::request_identity::RequestIdentity;
use crate::request_methods::{awaitable, identity_methods, limit_methods, prepared_by_id};
use crate::response_checks::usable_key;
use crate::response_head::ResponseHead;

/// A request to replace the secret value of a key (`POST /api-keys/{id}/regenerate`).
///
/// It is a value with an identity: sending it twice, also from two processes, is one change, as the
/// server answers the repeat with the stored result for 24 hours (the vendor's page on idempotency).
///
/// ```
/// # async fn example(client: publicsquare::Client) -> Result<(), publicsquare::Error> {
/// let request = client.api_keys().regenerate("key_7Ay5mcUXAxwrN6wQEQUVEHBCJ")?;
/// store_durably(request.idempotency_key().expose_secret());
/// let rotated = request.send().await?;
/// # fn store_durably(_: &str) {}
/// # Ok(())
/// # }
/// ```
///
/// Dropping the future of a request that is under way leaves it unknown whether the key was
/// replaced. The request remembers that, and its next failure says so.
#[derive(Debug, Clone)]
#[must_use = "nothing is sent until the request is awaited"]
pub struct Regenerate {
    client: Client,
    id: ApiKeyId,
    identity: RequestIdentity,
}

prepared_by_id! {
    /// Prepares to replace the secret value of a key. Nothing is sent before the request is awaited.
    ///
    /// From the moment it is built the request has an idempotency key, so that a program can store
    /// it first and, after a crash, send the very same request again.
    regenerate => Regenerate
}

identity_methods!(Regenerate);
limit_methods!(Regenerate);
awaitable!(Regenerate => Regenerated);

impl Regenerate {
    fn new(client: Client, id: ApiKeyId) -> Self {
        let identity = RequestIdentity::new();
        Self {
            client,
            id,
            identity,
        }
    }

    /// The key whose value is to be replaced.
    #[must_use]
    pub fn id(&self) -> &ApiKeyId {
        &self.id
    }

    /// Sends the request, repeats it as the retry policy says, and returns the new key.
    ///
    /// # Errors
    ///
    /// [`Error::certainty`] says what the failure means for the old key. The error
    /// holds the idempotency key, so that the request can be sent again.
    pub async fn send(&self) -> Result<Regenerated, Error> {
        let identity = &self.identity;
        let span = debug_span!(
            "publicsquare.regenerate",
            key_id = %self.id,
            correlation_id = %identity.correlation_id,
        );
        let call = identity.call(&self.client, Effect::REGENERATE);
        call.send(
            |generated| async move {
                generated
                    .regenerate_api_key()
                    .id(&self.id)
                    .idempotency_key(identity.idempotency_key.expose_secret())
                    .x_correlation_id(identity.correlation_id.as_str())
                    .send()
                    .await
            },
            |head, body, attempts| self.read(head, body, attempts),
        )
        .instrument(span)
        .await
    }

    fn read(
        &self,
        head: &ResponseHead,
        body: types::ApiKey,
        attempts: u32,
    ) -> Result<Regenerated, Failure> {
        // Any other success with a key is the key: nothing else about it may cost it.
        head.must_not_be_about_another(&self.id, body.id.as_deref())?;
        let key = usable_key(body.key).map_err(|message| Failure::unusable(head, message))?;
        let correlation_id = head.correlation_id.clone();
        Ok(Regenerated {
            key,
            id: self.id.clone(),
            account_id: body.account_id,
            environment: body.environment.map(Environment::from),
            key_type: body.type_.map(KeyType::from),
            name: body.name,
            permissions: body.permissions.into_iter().map(Permission::from).collect(),
            created_at: body.created_at,
            modified_at: body.modified_at,
            correlation_id: correlation_id.unwrap_or_else(|| self.identity.correlation_id.clone()),
            attempts,
            server_time: head.server_time,
        })
    }
}

/// A key with its new secret value. The old value is to be taken as dead.
///
/// Only the key and the id are sure to be there: the rest is what the server said and could be
/// read.
#[derive(Clone, PartialEq, Eq, serde::Serialize)]
#[cfg_attr(feature = "schemars", derive(schemars::JsonSchema))]
#[non_exhaustive]
pub struct Regenerated {
    /// The new secret value.
    pub key: SecretKey,
    /// The key that it belongs to.
    pub id: ApiKeyId,
    /// The account that the key belongs to.
    pub account_id: Option<String>,
    /// The environment that the key belongs to.
    pub environment: Option<Environment>,
    /// The type of the key.
    pub key_type: Option<KeyType>,
    /// The name that the account gave the key.
    pub name: Option<String>,
    /// What the key may do.
    pub permissions: Vec<Permission>,
    /// When the key was created.
    pub created_at: Option<DateTime<Utc>>,
    /// When the key was last changed.
    pub modified_at: Option<DateTime<Utc>>,
    /// The correlation id of the answer, or else the one that was sent.
    pub correlation_id: CorrelationId,
    /// How many attempts it took.
    pub attempts: u32,
    /// When the server gave the answer, by its own clock: its `Date` header, to the second. `None`
    /// where there is none that can be read. [`Error::server_time`](crate::Error::server_time) says what it is good for.
    pub server_time: Option<DateTime<Utc>>,
}

impl fmt::Debug for Regenerated {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.debug_struct("Regenerated")
            .field("key", &self.key)
            .field("id", &self.id)
            .field("account_id", &WithoutKeys(self.account_id.as_deref()))
            .field("environment", &self.environment)
            .field("key_type", &self.key_type)
            .field("name", &WithoutKeys(self.name.as_deref()))
            .field("permissions", &self.permissions)
            .field("created_at", &self.created_at)
            .field("modified_at", &self.modified_at)
            .field("correlation_id", &self.correlation_id)
            .field("attempts", &self.attempts)
            .field("server_time", &self.server_time)
            .finish()
    }
}
