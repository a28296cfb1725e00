//! API keys as the server describes them.
//!
//! In come the answers as the generated client reads them. Out go values in which nothing but what the server
//! said is assumed, and whose secret value can be neither shown nor serialized unasked.

use std::fmt;

use chrono::{DateTime, Utc};
use publicsquare_client::{ApiKeyId, SecretKey, types};

use crate::display_text::WithoutKeys;
use crate::identity::CorrelationId;
use crate::key_attributes::{Environment, KeyType, Permission};

/// An API key as the server describes it. All of it is what the server said and could be read.
///
/// The members are those of the vendor's published schema, in which nearly every one may be null.
#[derive(Clone, PartialEq, Eq, serde::Serialize)]
#[cfg_attr(feature = "schemars", derive(schemars::JsonSchema))]
#[non_exhaustive]
pub struct ApiKey {
    /// The id; `None` also where it is not of the documented form.
    pub id: Option<ApiKeyId>,
    /// The secret value, where the server shows it: whether lists and single keys have it is not
    /// documented. [`ApiKeys::reveal`](crate::ApiKeys::reveal) is meant for it.
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
#[derive(Debug, Clone, PartialEq, Eq, serde::Serialize)]
#[cfg_attr(feature = "schemars", derive(schemars::JsonSchema))]
#[non_exhaustive]
pub struct Created {
    /// The secret value.
    pub key: SecretKey,
    /// What else is known of the key; its `key` is `None`. Where its `id` is `None`, the API's answer had none
    /// that can be read: the key exists, and the list of keys has it under its name.
    pub details: ApiKey,
    /// The correlation id of the answer, or else the one that was sent.
    pub correlation_id: CorrelationId,
    /// How many attempts it took.
    pub attempts: u32,
    /// When the server gave the answer, by its own clock: its `Date` header, to the second. `None`
    /// where there is none that can be read. [`Error::server_time`](crate::Error::server_time) says
    /// what it is good for.
    pub server_time: Option<DateTime<Utc>>,
}

/// A key with its secret value.
#[derive(Debug, Clone, PartialEq, Eq, serde::Serialize)]
#[cfg_attr(feature = "schemars", derive(schemars::JsonSchema))]
#[non_exhaustive]
pub struct Revealed {
    /// The secret value that is current.
    pub key: SecretKey,
    /// The key that was asked for.
    pub id: ApiKeyId,
    /// What else is known of the key; its `key` is `None`.
    pub details: ApiKey,
    /// The correlation id of the answer, if it has one: requests that read send none.
    pub correlation_id: Option<CorrelationId>,
    /// How many attempts it took.
    pub attempts: u32,
    /// When the server gave the answer, by its own clock: its `Date` header, to the second. `None`
    /// where there is none that can be read. [`Error::server_time`](crate::Error::server_time) says
    /// what it is good for.
    pub server_time: Option<DateTime<Utc>>,
}
