//! An API key as a response shows it.

use axum::body::Bytes;
use serde::Serialize;

use crate::state::ApiKey;

#[derive(Serialize)]
struct Document<'a> {
    id: &'a str,
    account_id: &'a str,
    environment: &'a str,
    key: &'a str,
    r#type: &'a str,
    created_at: String,
    modified_at: String,
    name: &'a str,
    permissions: &'a [String],
}

/// The JSON text of a key, its value included.
pub(crate) fn with_value(key: &ApiKey) -> Bytes {
    let document = Document {
        id: &key.id,
        account_id: &key.realm.account,
        environment: key.realm.environment.as_str(),
        key: key.value.expose(),
        r#type: key.kind.as_str(),
        created_at: key.created_at.rfc3339(),
        modified_at: key.modified_at.rfc3339(),
        name: &key.name,
        permissions: &key.permissions,
    };
    // Strings always serialize; an empty body stands in for what cannot happen.
    serde_json::to_vec(&document).unwrap_or_default().into()
}
