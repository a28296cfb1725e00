//! API keys as the server describes them.
//!
//! In come responses as the generated client reads them. Out come values that hold only what the server said. A secret
//! value in them is neither shown nor serialized by accident. What a key is and may do has types in
//! [`key_attributes`](crate::key_attributes), and [`response_checks`](crate::response_checks) decides whether a
//! secret value can be used.

use std::fmt;

use chrono::{DateTime, Utc};
use publicsquare_client::{ApiKeyId, SecretKey, types};

use crate::display_text::WithoutKeys;
use crate::identity::CorrelationId;
use crate::key_attributes::{Environment, KeyType, Permission};

/// An API key as the server describes it, as far as the response could be read.
///
/// The members are those of the vendor's published schema, in which nearly every one may be null.
///
/// ```
/// use publicsquare::Environment;
///
/// # async fn example() -> Result<(), Box<dyn std::error::Error>> {
/// # let sandbox = publicsquare_sandbox::Sandbox::builder().start().await?;
/// # let keys = sandbox.seeded().test();
/// # let (admin, id) = (keys.secret().value(), keys.key_writer().id());
/// # let client = publicsquare::Client::builder().base_url(sandbox.url()).api_key(admin).build()?;
/// let key = client.api_keys().get(id)?.await?;
/// if key.environment == Some(Environment::Test) {
///     println!("{:?} is a test key", key.name);
/// }
/// # Ok(())
/// # }
/// # tokio::runtime::Runtime::new().unwrap().block_on(example()).unwrap();
/// ```
#[derive(Clone, PartialEq, Eq, serde::Serialize)]
#[cfg_attr(feature = "schemars", derive(schemars::JsonSchema))]
#[non_exhaustive]
pub struct ApiKey {
    /// The id. It is also `None` if it does not have the documented form.
    pub id: Option<ApiKeyId>,
    /// The secret value, if the server shows it. Whether it does so for lists and single keys is not documented:
    /// [`ApiKeys::reveal`](crate::ApiKeys::reveal) is the operation for it.
    pub key: Option<SecretKey>,
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
}

impl ApiKey {
    pub(crate) fn read(body: types::ApiKey) -> Self {
        Self {
            id: body.id.and_then(|id| id.parse().ok()),
            key: body.key,
            account_id: body.account_id,
            environment: body.environment.map(Environment::from),
            key_type: body.type_.map(KeyType::from),
            name: body.name,
            permissions: body.permissions.into_iter().map(Permission::from).collect(),
            created_at: body.created_at,
            modified_at: body.modified_at,
        }
    }
}

impl fmt::Debug for ApiKey {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.debug_struct("ApiKey")
            .field("id", &self.id)
            .field("key", &self.key)
            .field("account_id", &WithoutKeys(self.account_id.as_deref()))
            .field("environment", &self.environment)
            .field("key_type", &self.key_type)
            .field("name", &WithoutKeys(self.name.as_deref()))
            .field("permissions", &self.permissions)
            .field("created_at", &self.created_at)
            .field("modified_at", &self.modified_at)
            .finish()
    }
}

/// A key that was created, with its secret value.
///
/// ```
/// # async fn example() -> Result<(), Box<dyn std::error::Error>> {
/// # let sandbox = publicsquare_sandbox::Sandbox::builder().start().await?;
/// # let keys = sandbox.seeded().test();
/// # let (admin, id) = (keys.secret().value(), keys.key_writer().id());
/// # let client = publicsquare::Client::builder().base_url(sandbox.url()).api_key(admin).build()?;
/// let created = client.api_keys().create("Till 4", ["payment:write"])?.await?;
/// store_durably(created.key.expose_secret());
/// println!("created {:?}", created.details.id);
/// # fn store_durably(_: &str) {}
/// # Ok(())
/// # }
/// # tokio::runtime::Runtime::new().unwrap().block_on(example()).unwrap();
/// ```
#[derive(Debug, Clone, PartialEq, Eq, serde::Serialize)]
#[cfg_attr(feature = "schemars", derive(schemars::JsonSchema))]
#[non_exhaustive]
pub struct Created {
    /// The secret value.
    pub key: SecretKey,
    /// The rest of the key; its `key` is `None`. If its `id` is `None`, the response had no id that can be read: the
    /// key exists, and the list of keys has it under its name.
    pub details: ApiKey,
    /// The correlation id of the response, or else the one that was sent.
    pub correlation_id: CorrelationId,
    /// The number of attempts that it took.
    pub attempts: u32,
    /// When the server gave the response, in UTC by its own clock (the `Date` header, to the second). `None`
    /// if there is no such header or it cannot be read. [`Error::server_time`](crate::Error::server_time) explains
    /// its use.
    pub server_time: Option<DateTime<Utc>>,
}

/// A key with its current secret value.
///
/// ```
/// # async fn example() -> Result<(), Box<dyn std::error::Error>> {
/// # let sandbox = publicsquare_sandbox::Sandbox::builder().start().await?;
/// # let keys = sandbox.seeded().test();
/// # let (admin, id) = (keys.secret().value(), keys.key_writer().id());
/// # let client = publicsquare::Client::builder().base_url(sandbox.url()).api_key(admin).build()?;
/// let revealed = client.api_keys().reveal(id)?.await?;
/// store_durably(revealed.key.expose_secret());
/// println!("{} is named {:?}", revealed.id, revealed.details.name);
/// # fn store_durably(_: &str) {}
/// # Ok(())
/// # }
/// # tokio::runtime::Runtime::new().unwrap().block_on(example()).unwrap();
/// ```
#[derive(Debug, Clone, PartialEq, Eq, serde::Serialize)]
#[cfg_attr(feature = "schemars", derive(schemars::JsonSchema))]
#[non_exhaustive]
pub struct Revealed {
    /// The current secret value.
    pub key: SecretKey,
    /// The id of the key that was asked for.
    pub id: ApiKeyId,
    /// The rest of the key; its `key` is `None`.
    pub details: ApiKey,
    /// The correlation id of the response, if it has one. Requests that read send none.
    pub correlation_id: Option<CorrelationId>,
    /// The number of attempts that it took.
    pub attempts: u32,
    /// When the server gave the response, in UTC by its own clock (the `Date` header, to the second). `None`
    /// if there is no such header or it cannot be read. [`Error::server_time`](crate::Error::server_time) explains
    /// its use.
    pub server_time: Option<DateTime<Utc>>,
}
