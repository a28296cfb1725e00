//! The types and the permissions that keys can have, as the server lists them.
//!
//! In come the entries of the two catalogues as the generated client reads them, where every member may be
//! missing. Out go the same entries with types that know the values which are documented.

use publicsquare_client::types;

use crate::key_facts::{KeyType, Permission};

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
