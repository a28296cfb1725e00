//! Replacing the secret value of a key.
//!
//! In comes the id of a key. Out comes the key with its new value, or an error that says whether the old value still
//! works. `Regenerate::send_kept`, which survives a crash, is in [`send_kept`](crate::send_kept), and the attempts are
//! made in [`sending`](crate::sending).

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
/// A request is a value with an identity. If it is sent twice, even from two processes, both carry the same idempotency
/// key. By the vendor's page on idempotency, the server then answers the repeat with the stored result, for 24 hours.
/// Whether that holds for this request, a POST without a body, is not documented. If it does not, the repeat replaces
/// the key once more, and the value that it returns is the one that works.
///
/// ```
/// # async fn example() -> Result<(), Box<dyn std::error::Error>> {
/// # let sandbox = publicsquare_sandbox::Sandbox::builder().start().await?;
/// # let keys = sandbox.seeded().test();
/// # let (admin, id) = (keys.secret().value(), keys.key_writer().id());
/// # let client = publicsquare::Client::builder().base_url(sandbox.url()).api_key(admin).build()?;
/// let request = client.api_keys().regenerate(id)?;
/// store_durably(request.idempotency_key().expose_secret());
/// let rotated = request.send().await?;
/// let repeated = request.send().await?;
/// assert_eq!(rotated.key, repeated.key);
/// # fn store_durably(_: &str) {}
/// # Ok(())
/// # }
/// # tokio::runtime::Runtime::new().unwrap().block_on(example()).unwrap();
/// ```
///
/// If you drop the future while the request is under way, nobody knows whether the key was replaced. The request
/// remembers that, and its next failure is [`Certainty::Unknown`](crate::Certainty::Unknown).
#[derive(Debug, Clone)]
#[must_use = "nothing is sent until the request is awaited"]
pub struct Regenerate {
    client: Client,
    id: ApiKeyId,
    identity: RequestIdentity,
}

prepared_by_id! {
    /// Makes a request to replace the secret value of a key. Nothing is sent before the request is awaited.
    ///
    /// It takes an [`ApiKeyId`], or a text that becomes one. The request has an idempotency key from
    /// the start, so a program can store it first and, after a crash, send the same request again.
    ///
    /// ```
    /// # async fn example() -> Result<(), Box<dyn std::error::Error>> {
    /// # let sandbox = publicsquare_sandbox::Sandbox::builder().start().await?;
    /// # let keys = sandbox.seeded().test();
    /// # let (admin, id) = (keys.secret().value(), keys.key_writer().id());
    /// # let client = publicsquare::Client::builder().base_url(sandbox.url()).api_key(admin).build()?;
    /// let rotated = client.api_keys().regenerate(id)?.await?;
    /// store_durably(rotated.key.expose_secret());
    /// # fn store_durably(_: &str) {}
    /// # Ok(())
    /// # }
    /// # tokio::runtime::Runtime::new().unwrap().block_on(example()).unwrap();
    /// ```
    regenerate => Regenerate
}

identity_methods!(
    Regenerate,
    "client.api_keys().regenerate(\"key_7Ay5mcUXAxwrN6wQEQUVEHBCJ\")?"
);
limit_methods!(
    Regenerate,
    "client.api_keys().regenerate(\"key_7Ay5mcUXAxwrN6wQEQUVEHBCJ\")?"
);
awaitable!(Regenerate => Regenerated);

impl Regenerate {
    /// What a regeneration changes.
    pub(crate) const EFFECT: Effect = Effect::REGENERATE;

    fn new(client: Client, id: ApiKeyId) -> Self {
        let identity = RequestIdentity::new();
        Self {
            client,
            id,
            identity,
        }
    }

    /// The id of the key whose value is to be replaced.
    ///
    /// ```
    /// # let client = publicsquare::Client::builder().api_key("sk_test_1").build()?;
    /// let request = client.api_keys().regenerate("key_7Ay5mcUXAxwrN6wQEQUVEHBCJ")?;
    /// assert_eq!(request.id().as_str(), "key_7Ay5mcUXAxwrN6wQEQUVEHBCJ");
    /// # Ok::<(), publicsquare::Error>(())
    /// ```
    #[must_use]
    pub fn id(&self) -> &ApiKeyId {
        &self.id
    }

    /// Sends the request, repeats it as the retry policy says, and returns the new key.
    ///
    /// ```
    /// # async fn example() -> Result<(), Box<dyn std::error::Error>> {
    /// # let sandbox = publicsquare_sandbox::Sandbox::builder().start().await?;
    /// # let keys = sandbox.seeded().test();
    /// # let (admin, id) = (keys.secret().value(), keys.key_writer().id());
    /// # let client = publicsquare::Client::builder().base_url(sandbox.url()).api_key(admin).build()?;
    /// let request = client.api_keys().regenerate(id)?;
    /// match request.send().await {
    ///     Ok(rotated) => println!("{} has a new value", rotated.id),
    ///     Err(error) => eprintln!("{error}"),
    /// }
    /// # Ok(())
    /// # }
    /// # tokio::runtime::Runtime::new().unwrap().block_on(example()).unwrap();
    /// ```
    ///
    /// # Errors
    ///
    /// [`Error::certainty`] says whether the old key still works. The error holds the idempotency key, so the
    /// request can be sent again.
    pub async fn send(&self) -> Result<Regenerated, Error> {
        let identity = &self.identity;
        let span = debug_span!(
            "publicsquare.regenerate",
            key_id = %self.id,
            correlation_id = %identity.correlation_id,
        );
        let call = identity.call(&self.client, Self::EFFECT);
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
        // Every success that holds a key counts. A new value must not be lost because something else is wrong.
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

/// A key with its new secret value. Treat the old value as dead.
///
/// Only the key and the id are always there. The rest is what the server said, as far as it could be read.
///
/// ```
/// # async fn example() -> Result<(), Box<dyn std::error::Error>> {
/// # let sandbox = publicsquare_sandbox::Sandbox::builder().start().await?;
/// # let keys = sandbox.seeded().test();
/// # let (admin, id) = (keys.secret().value(), keys.key_writer().id());
/// # let client = publicsquare::Client::builder().base_url(sandbox.url()).api_key(admin).build()?;
/// let rotated = client.api_keys().regenerate(id)?.await?;
/// println!("{} in {:?}: stored a new value", rotated.id, rotated.environment);
/// store_durably(rotated.key.expose_secret());
/// # fn store_durably(_: &str) {}
/// # Ok(())
/// # }
/// # tokio::runtime::Runtime::new().unwrap().block_on(example()).unwrap();
/// ```
#[derive(Clone, PartialEq, Eq, serde::Serialize)]
#[cfg_attr(feature = "schemars", derive(schemars::JsonSchema))]
#[non_exhaustive]
pub struct Regenerated {
    /// The new secret value.
    pub key: SecretKey,
    /// The id of the key that the value belongs to.
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
    /// The correlation id of the response, or else the one that was sent.
    pub correlation_id: CorrelationId,
    /// The number of attempts that it took.
    pub attempts: u32,
    /// When the server gave the response, in UTC by its own clock (the `Date` header, to the second). `None`
    /// if there is no such header or it cannot be read. [`Error::server_time`](crate::Error::server_time) explains
    /// its use.
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
