//! Creating a restricted key.
//!
//! In come a name and permissions, which [`key_request`](crate::key_request) has checked. Out comes the new key with its
//! secret value, or an error that says whether the key may exist. The method that makes the request is
//! `ApiKeys::create` in [`api_keys`](crate::api_keys).

use publicsquare_client::types;
use tracing::{Instrument, debug_span};

use crate::api_key::{ApiKey, Created};
use crate::client::Client;
use crate::effect::{Effect, SAME_REQUEST_AGAIN};
use crate::error::Error;
use crate::failure::Failure;
use crate::key_attributes::Permission;
use crate::key_request::key_request;
use crate::request_identity::RequestIdentity;
use crate::request_methods::{awaitable, identity_methods, limit_methods};
use crate::response_checks::usable_key;
use crate::response_head::ResponseHead;

/// A request to create a restricted key (`POST /api-keys`).
///
/// It is a value with an identity, as [`Regenerate`](crate::Regenerate) is. If you send it twice, one key is created,
/// and both responses have its secret value.
///
/// ```
/// use publicsquare::Permission;
///
/// # async fn example() -> Result<(), Box<dyn std::error::Error>> {
/// # let sandbox = publicsquare_sandbox::Sandbox::builder().start().await?;
/// # let keys = sandbox.seeded().test();
/// # let (admin, id) = (keys.secret().value(), keys.key_writer().id());
/// # let client = publicsquare::Client::builder().base_url(sandbox.url()).api_key(admin).build()?;
/// let request = client.api_keys().create("Till 4", [Permission::PaymentWrite])?;
/// store_durably(request.idempotency_key().expose_secret());
/// let created = request.await?;
/// store_durably(created.key.expose_secret());
/// # fn store_durably(_: &str) {}
/// # Ok(())
/// # }
/// # tokio::runtime::Runtime::new().unwrap().block_on(example()).unwrap();
/// ```
#[derive(Debug, Clone)]
#[must_use = "nothing is sent until the request is awaited"]
pub struct Create {
    client: Client,
    body: types::ApiKeyRequest,
    identity: RequestIdentity,
}

identity_methods!(
    Create,
    "client.api_keys().create(\"Till 4\", [\"payment:write\"])?"
);
limit_methods!(
    Create,
    "client.api_keys().create(\"Till 4\", [\"payment:write\"])?"
);
awaitable!(Create => Created);

impl Create {
    /// What a creation changes.
    pub(crate) const EFFECT: Effect = Effect::new(
        [
            "nothing was sent",
            "no key was created",
            "the key may have been created",
            "the key was created",
        ],
        "the vendor documents the scope api-key:write: give it to the key, or use a secret key",
    )
    .with_remedy(SAME_REQUEST_AGAIN);

    pub(crate) fn new(
        client: Client,
        name: String,
        permissions: impl IntoIterator<Item = impl Into<Permission>>,
    ) -> Result<Self, Error> {
        Ok(Self {
            client,
            body: key_request(name, permissions, Self::EFFECT)?,
            identity: RequestIdentity::new(),
        })
    }

    /// Sends the request, repeats it as the retry policy says, and returns the new key.
    ///
    /// ```
    /// # async fn example() -> Result<(), Box<dyn std::error::Error>> {
    /// # let sandbox = publicsquare_sandbox::Sandbox::builder().start().await?;
    /// # let keys = sandbox.seeded().test();
    /// # let (admin, id) = (keys.secret().value(), keys.key_writer().id());
    /// # let client = publicsquare::Client::builder().base_url(sandbox.url()).api_key(admin).build()?;
    /// let created = client.api_keys().create("Till 4", ["payment:write"])?.send().await?;
    /// println!("created {:?}", created.details.id);
    /// # Ok(())
    /// # }
    /// # tokio::runtime::Runtime::new().unwrap().block_on(example()).unwrap();
    /// ```
    ///
    /// # Errors
    ///
    /// [`Error::certainty`] says whether the key may have been created. The error holds the idempotency key, so
    /// the request can be sent again.
    pub async fn send(&self) -> Result<Created, Error> {
        let identity = &self.identity;
        let span = debug_span!(
            "publicsquare.create",
            correlation_id = %identity.correlation_id,
        );
        let call = identity.call(&self.client, Self::EFFECT);
        call.send(
            |generated| async move {
                generated
                    .create_api_key()
                    .idempotency_key(identity.idempotency_key.expose_secret())
                    .x_correlation_id(identity.correlation_id.as_str())
                    .body(self.body.clone())
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
    ) -> Result<Created, Failure> {
        let mut details = ApiKey::read(body);
        let key =
            usable_key(details.key.take()).map_err(|message| Failure::unusable(head, message))?;
        let correlation_id = head.correlation_id.clone();
        Ok(Created {
            key,
            details,
            correlation_id: correlation_id.unwrap_or_else(|| self.identity.correlation_id.clone()),
            attempts,
            server_time: head.server_time,
        })
    }
}
