//! An API key in a response.
//!
//! An [`ApiKey`] of the state comes in. Out goes the JSON document, with the value of the key or with `null`.
//! The body of a request is in [`api_key_request`](super::api_key_request).

use serde::Serialize;

use crate::state::ApiKey;
use crate::visibility::KeyMember;

/// The JSON document of a key.
#[derive(Serialize)]
pub(super) struct ApiKeyBody<'a> {
    id: &'a str,
    account_id: &'a str,
    environment: &'a str,
    key: Option<&'a str>,
    r#type: &'a str,
    created_at: String,
    modified_at: String,
    name: &'a str,
    permissions: &'a [String],
}

/// The document with the value.
pub(super) fn with_value(key: &ApiKey) -> ApiKeyBody<'_> {
    shown(key, KeyMember::Value)
}

/// The document with the value or with `null`, as the member demands.
pub(super) fn shown(key: &ApiKey, member: KeyMember) -> ApiKeyBody<'_> {
    ApiKeyBody {
        id: &key.id,
        account_id: &key.realm.account,
        environment: key.realm.environment.as_str(),
        key: match member {
            KeyMember::Null => None,
            KeyMember::Value => Some(key.value.expose()),
        },
        r#type: key.kind.as_str(),
        created_at: key.created_at.rfc3339(),
        modified_at: key.modified_at.rfc3339(),
        name: &key.name,
        permissions: &key.permissions,
    }
}
