//! The catalogues of the types and the permissions that keys can have.
//!
//! In comes a request for one of them. Out come its entries, in which every member may be missing. The types
//! and permissions that are documented have names of their own, in
//! [`key_attributes`](crate::key_attributes).

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
///
/// ```
/// # async fn example() -> Result<(), Box<dyn std::error::Error>> {
/// # let sandbox = publicsquare_sandbox::Sandbox::builder().start().await?;
/// # let keys = sandbox.seeded().test();
/// # let (admin, id) = (keys.secret().value(), keys.key_writer().id());
/// # let client = publicsquare::Client::builder().base_url(sandbox.url()).api_key(admin).build()?;
/// let types = client.api_key_types().await?;
/// for entry in types.iter() {
///     println!("{:?}: {:?}", entry.key_type, entry.name);
/// }
/// # Ok(())
/// # }
/// # tokio::runtime::Runtime::new().unwrap().block_on(example()).unwrap();
/// ```
#[derive(Debug, Clone)]
#[must_use = "nothing is sent until the request is awaited"]
pub struct ApiKeyTypes {
    client: Client,
}

awaitable!(ApiKeyTypes => Answer<Vec<KeyTypeInfo>>);
limit_methods!(ApiKeyTypes, "client.api_key_types()");

impl ApiKeyTypes {
    pub(crate) fn new(client: Client) -> Self {
        Self { client }
    }

    /// Sends the request and repeats it as the retry policy says.
    ///
    /// ```
    /// # async fn example() -> Result<(), Box<dyn std::error::Error>> {
    /// # let sandbox = publicsquare_sandbox::Sandbox::builder().start().await?;
    /// # let keys = sandbox.seeded().test();
    /// # let (admin, id) = (keys.secret().value(), keys.key_writer().id());
    /// # let client = publicsquare::Client::builder().base_url(sandbox.url()).api_key(admin).build()?;
    /// let types = client.api_key_types().send().await?;
    /// println!("{} types", types.len());
    /// # Ok(())
    /// # }
    /// # tokio::runtime::Runtime::new().unwrap().block_on(example()).unwrap();
    /// ```
    ///
    /// # Errors
    ///
    /// The request is refused, or no usable response comes. Nothing has changed in any case.
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
///
/// ```
/// # async fn example() -> Result<(), Box<dyn std::error::Error>> {
/// # let sandbox = publicsquare_sandbox::Sandbox::builder().start().await?;
/// # let keys = sandbox.seeded().test();
/// # let (admin, id) = (keys.secret().value(), keys.key_writer().id());
/// # let client = publicsquare::Client::builder().base_url(sandbox.url()).api_key(admin).build()?;
/// let permissions = client.permissions().await?;
/// for entry in permissions.iter() {
///     println!("{:?}: {:?}", entry.permission, entry.description);
/// }
/// # Ok(())
/// # }
/// # tokio::runtime::Runtime::new().unwrap().block_on(example()).unwrap();
/// ```
#[derive(Debug, Clone)]
#[must_use = "nothing is sent until the request is awaited"]
pub struct Permissions {
    client: Client,
}

awaitable!(Permissions => Answer<Vec<PermissionInfo>>);
limit_methods!(Permissions, "client.permissions()");

impl Permissions {
    pub(crate) fn new(client: Client) -> Self {
        Self { client }
    }

    /// Sends the request and repeats it as the retry policy says.
    ///
    /// ```
    /// # async fn example() -> Result<(), Box<dyn std::error::Error>> {
    /// # let sandbox = publicsquare_sandbox::Sandbox::builder().start().await?;
    /// # let keys = sandbox.seeded().test();
    /// # let (admin, id) = (keys.secret().value(), keys.key_writer().id());
    /// # let client = publicsquare::Client::builder().base_url(sandbox.url()).api_key(admin).build()?;
    /// let permissions = client.permissions().send().await?;
    /// println!("{} permissions", permissions.len());
    /// # Ok(())
    /// # }
    /// # tokio::runtime::Runtime::new().unwrap().block_on(example()).unwrap();
    /// ```
    ///
    /// # Errors
    ///
    /// The request is refused, or no usable response comes. Nothing has changed in any case.
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
///
/// ```
/// use publicsquare::{KeyType, KeyTypeInfo};
///
/// # async fn example() -> Result<(), Box<dyn std::error::Error>> {
/// # let sandbox = publicsquare_sandbox::Sandbox::builder().start().await?;
/// # let keys = sandbox.seeded().test();
/// # let (admin, id) = (keys.secret().value(), keys.key_writer().id());
/// # let client = publicsquare::Client::builder().base_url(sandbox.url()).api_key(admin).build()?;
/// let types = client.api_key_types().await?;
/// let has_restricted = |entry: &KeyTypeInfo| entry.key_type == Some(KeyType::Restricted);
/// assert!(types.iter().any(has_restricted));
/// # Ok(())
/// # }
/// # tokio::runtime::Runtime::new().unwrap().block_on(example()).unwrap();
/// ```
#[derive(Debug, Clone, PartialEq, Eq, Hash, serde::Serialize)]
#[cfg_attr(feature = "schemars", derive(schemars::JsonSchema))]
#[non_exhaustive]
pub struct KeyTypeInfo {
    /// The type.
    pub key_type: Option<KeyType>,
    /// Its name, for people.
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
///
/// ```
/// use publicsquare::{Permission, PermissionInfo};
///
/// # async fn example() -> Result<(), Box<dyn std::error::Error>> {
/// # let sandbox = publicsquare_sandbox::Sandbox::builder().start().await?;
/// # let keys = sandbox.seeded().test();
/// # let (admin, id) = (keys.secret().value(), keys.key_writer().id());
/// # let client = publicsquare::Client::builder().base_url(sandbox.url()).api_key(admin).build()?;
/// let permissions = client.permissions().await?;
/// let is_needed = |entry: &PermissionInfo| entry.permission == Some(Permission::ApiKeyWrite);
/// assert!(permissions.iter().any(is_needed));
/// # Ok(())
/// # }
/// # tokio::runtime::Runtime::new().unwrap().block_on(example()).unwrap();
/// ```
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
