//! Asking for the catalogues of types and permissions.

use publicsquare_client::types;
use reqwest::StatusCode;
use tracing::debug_span;

use super::read;
use crate::answer::Answer;
use crate::client::Client;
use crate::error::Error;
use crate::key_attributes::{KeyType, Permission};
use crate::request_methods::{awaitable, limit_methods};

/// A request for the types that keys can have (`GET /api-key-types`).
#[derive(Debug, Clone)]
#[must_use = "nothing is sent until the request is awaited"]
pub struct ApiKeyTypes {
    client: Client,
}

awaitable!(ApiKeyTypes => Answer<Vec<KeyTypeInfo>>);
limit_methods!(ApiKeyTypes);

impl ApiKeyTypes {
    pub(crate) fn new(client: Client) -> Self {
        Self { client }
    }

    /// Sends the request and repeats it as the retry policy says.
    ///
    /// # Errors
    ///
    /// Whatever keeps the request from succeeding.
    pub async fn send(&self) -> Result<Answer<Vec<KeyTypeInfo>>, Error> {
        read(
            &self.client,
            debug_span!("publicsquare.api_key_types"),
            |generated| async move { generated.list_api_key_types().send().await },
            |head, body, attempts| {
                head.must_be(StatusCode::OK)?;
                let types = body.into_iter().map(KeyTypeInfo::read).collect();
                Ok(head.answer(types, attempts))
            },
        )
        .await
    }
}

/// A request for the permissions that keys can have (`GET /permissions`).
#[derive(Debug, Clone)]
#[must_use = "nothing is sent until the request is awaited"]
pub struct Permissions {
    client: Client,
}

awaitable!(Permissions => Answer<Vec<PermissionInfo>>);
limit_methods!(Permissions);

impl Permissions {
    pub(crate) fn new(client: Client) -> Self {
        Self { client }
    }

    /// Sends the request and repeats it as the retry policy says.
    ///
    /// # Errors
    ///
    /// Whatever keeps the request from succeeding.
    pub async fn send(&self) -> Result<Answer<Vec<PermissionInfo>>, Error> {
        read(
            &self.client,
            debug_span!("publicsquare.permissions"),
            |generated| async move { generated.list_permissions().send().await },
            |head, body, attempts| {
                head.must_be(StatusCode::OK)?;
                let permissions = body.into_iter().map(PermissionInfo::read).collect();
                Ok(head.answer(permissions, attempts))
            },
        )
        .await
    }
}

/// A type that a key can have, as `GET /api-key-types` lists it.
#[derive(Debug, Clone, PartialEq, Eq, Hash, serde::Serialize)]
#[cfg_attr(feature = "schemars", derive(schemars::JsonSchema))]
#[non_exhaustive]
pub struct KeyTypeInfo {
    /// The type.
    pub key_type: Option<KeyType>,
    /// What people call it.
    pub name: Option<String>,
}

impl KeyTypeInfo {
    pub(crate) fn read(body: types::ApiKeyType) -> Self {
        Self {
            key_type: body.value.map(KeyType::from),
            name: body.name,
        }
    }
}

/// A permission that a key can have, as `GET /permissions` lists it.
#[derive(Debug, Clone, PartialEq, Eq, Hash, serde::Serialize)]
#[cfg_attr(feature = "schemars", derive(schemars::JsonSchema))]
#[non_exhaustive]
pub struct PermissionInfo {
    /// The permission.
    pub permission: Option<Permission>,
    /// What it allows.
    pub description: Option<String>,
}

impl PermissionInfo {
    pub(crate) fn read(body: types::PermissionInfo) -> Self {
        Self {
            permission: body.type_.map(Permission::from),
            description: body.description,
        }
    }
}
