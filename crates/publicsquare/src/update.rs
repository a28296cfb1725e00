//! Changing a restricted key.
//!
//! In come the id of a key, its new name and its new permissions. Out comes the key as it is afterwards, or an error that
//! says whether it may have been changed. [`key_request`](crate::key_request) checks the name and the
//! permissions, and `ApiKeys::update` in [`api_keys`](crate::api_keys) makes the request.

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

/// A request to change the name and the permissions of a restricted key (`PUT /api-keys/{id}`).
///
/// It replaces both. The secret value stays as it is.
///
/// ```
/// use publicsquare::Permission;
///
/// # async fn example() -> Result<(), Box<dyn std::error::Error>> {
/// # let sandbox = publicsquare_sandbox::Sandbox::builder().start().await?;
/// # let keys = sandbox.seeded().test();
/// # let (admin, id) = (keys.secret().value(), keys.key_writer().id());
/// # let client = publicsquare::Client::builder().base_url(sandbox.url()).api_key(admin).build()?;
/// # let created = client.api_keys().create("Till 4", ["payment:write"])?.await?;
/// # let id = created.details.id.ok_or("no id")?;
/// let request = client.api_keys().update(id, "Till 5", [Permission::PaymentRead])?;
/// let key = request.await?;
/// assert_eq!(key.name.as_deref(), Some("Till 5"));
/// # Ok(())
/// # }
/// # tokio::runtime::Runtime::new().unwrap().block_on(example()).unwrap();
/// ```
#[derive(Debug, Clone)]
#[must_use = "nothing is sent until the request is awaited"]
pub struct Update {
    client: Client,
    id: ApiKeyId,
    body: types::ApiKeyRequest,
    identity: RequestIdentity,
}

identity_methods!(
    Update,
    "client.api_keys().update(\"key_7Ay5mcUXAxwrN6wQEQUVEHBCJ\", \"Till 5\", [\"payment:read\"])?"
);
limit_methods!(
    Update,
    "client.api_keys().update(\"key_7Ay5mcUXAxwrN6wQEQUVEHBCJ\", \"Till 5\", [\"payment:read\"])?"
);
awaitable!(Update => Answer<ApiKey>);

impl Update {
    /// What an update changes.
    pub(crate) const EFFECT: Effect =
        change!("changed", "api-key:write").with_remedy(SAME_REQUEST_AGAIN);

    pub(crate) fn new(
        client: Client,
        id: ApiKeyId,
        name: String,
        permissions: impl IntoIterator<Item = impl Into<Permission>>,
    ) -> Result<Self, Error> {
        Ok(Self {
            client,
            id,
            body: key_request(name, permissions, Self::EFFECT)?,
            identity: RequestIdentity::new(),
        })
    }

    /// The id of the key that is to be changed.
    ///
    /// ```
    /// # let client = publicsquare::Client::builder().api_key("sk_test_1").build()?;
    /// let keys = client.api_keys();
    /// let request = keys.update("key_7Ay5mcUXAxwrN6wQEQUVEHBCJ", "Till 5", ["payment:read"])?;
    /// assert_eq!(request.id().as_str(), "key_7Ay5mcUXAxwrN6wQEQUVEHBCJ");
    /// # Ok::<(), publicsquare::Error>(())
    /// ```
    #[must_use]
    pub fn id(&self) -> &ApiKeyId {
        &self.id
    }

    /// Sends the request, repeats it as the retry policy says, and returns the key as it is afterwards.
    ///
    /// ```
    /// # async fn example() -> Result<(), Box<dyn std::error::Error>> {
    /// # let sandbox = publicsquare_sandbox::Sandbox::builder().start().await?;
    /// # let keys = sandbox.seeded().test();
    /// # let (admin, id) = (keys.secret().value(), keys.key_writer().id());
    /// # let client = publicsquare::Client::builder().base_url(sandbox.url()).api_key(admin).build()?;
    /// # let created = client.api_keys().create("Till 4", ["payment:write"])?.await?;
    /// # let id = created.details.id.ok_or("no id")?;
    /// let key = client.api_keys().update(id, "Till 5", ["payment:read"])?.send().await?;
    /// println!("{:?} may {:?}", key.name, key.permissions);
    /// # Ok(())
    /// # }
    /// # tokio::runtime::Runtime::new().unwrap().block_on(example()).unwrap();
    /// ```
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
        let call = identity.call(&self.client, Self::EFFECT);
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
