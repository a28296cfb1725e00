//! Asking for the catalogues of types and permissions.

use reqwest::StatusCode;
use tracing::debug_span;

use super::read;
use crate::answer::Answer;
use crate::catalogue::{KeyTypeInfo, PermissionInfo};
use crate::client::Client;
use crate::error::Error;
use crate::patience::patience_methods;
use crate::written::awaitable;

/// A request for the types that keys can have (`GET /api-key-types`).
#[derive(Debug, Clone)]
#[must_use = "nothing is sent until the request is awaited"]
pub struct ApiKeyTypes {
    client: Client,
}

awaitable!(ApiKeyTypes => Answer<Vec<KeyTypeInfo>>);
patience_methods!(ApiKeyTypes);

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
            |head, attempts, body| {
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
patience_methods!(Permissions);

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
            |head, attempts, body| {
                head.must_be(StatusCode::OK)?;
                let permissions = body.into_iter().map(PermissionInfo::read).collect();
                Ok(head.answer(permissions, attempts))
            },
        )
        .await
    }
}
