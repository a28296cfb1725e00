//! Writing the state as JSON.
//!
//! A [`State`] comes in. Out goes the text that [`read`](mod@super::read) understands, with all values in clear.
//! A key that is deleted leaves nothing behind.

use std::collections::HashMap;

use serde::Serialize;

use super::VERSION;
use crate::state::{ApiKey, State};

#[derive(Serialize)]
struct Document<'a> {
    version: u64,
    keys: Vec<Key<'a>>,
}

#[derive(Serialize)]
struct Key<'a> {
    id: &'a str,
    account_id: &'a str,
    environment: &'a str,
    r#type: &'a str,
    key: &'a str,
    name: &'a str,
    permissions: &'a [String],
    created_at: String,
    modified_at: String,
    regenerations: usize,
    replaced: Vec<Replaced<'a>>,
}

#[derive(Serialize)]
struct Replaced<'a> {
    key: &'a str,
    expires_at: String,
}

/// The text of the file, with a line feed at its end.
pub(crate) fn write(state: &State) -> String {
    let mut replaced: HashMap<&str, Vec<Replaced<'_>>> = HashMap::new();
    for (expires, value) in &state.retiring {
        if let Some(credential) = state.credentials.get(value) {
            replaced.entry(&credential.id).or_default().push(Replaced {
                key: value.expose(),
                expires_at: expires.rfc3339(),
            });
        }
    }
    let document = Document {
        version: VERSION,
        keys: state
            .keys()
            .map(|key| entry(key, replaced.remove(&*key.id).unwrap_or_default()))
            .collect(),
    };
    // Strings and numbers always serialize. The default, an empty text, is never used.
    let mut text = serde_json::to_string_pretty(&document).unwrap_or_default();
    text.push('\n');
    text
}

fn entry<'a>(key: &'a ApiKey, replaced: Vec<Replaced<'a>>) -> Key<'a> {
    Key {
        id: &key.id,
        account_id: &key.realm.account,
        environment: key.realm.environment.as_str(),
        r#type: key.kind.as_str(),
        key: key.value.expose(),
        name: &key.name,
        permissions: &key.permissions,
        created_at: key.created_at.rfc3339(),
        modified_at: key.modified_at.rfc3339(),
        regenerations: key.regenerations,
        replaced,
    }
}
