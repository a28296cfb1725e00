//! Reading the state from JSON.
//!
//! The text of a file comes in. Out goes a [`State`], or a [`SeedError`] with line and column. Every rule is
//! checked while the text is being read, because only then the place is known. Writing is in
//! [`write`](mod@super::write).

use std::fmt;
use std::ops::RangeInclusive;
use std::sync::Arc;

use serde::de::{Deserialize, Deserializer, Error as _, SeqAccess, Visitor};

use super::{SeedError, VERSION};
use crate::clock::Timestamp;
use crate::identifier;
use crate::state::{ApiKey, Environment, KeyType, KeyValue, Realm, State};

/// The length of a value in bytes: longer than those of the API, and short enough for a header.
const VALUE_LENGTH: RangeInclusive<usize> = 1..=200;

/// The length of a name in characters, as the API limits it.
const NAME_LENGTH: RangeInclusive<usize> = 1..=100;

/// Reads the text of a file.
pub(crate) fn read(text: &str) -> Result<State, SeedError> {
    let read = serde_json::from_str(text);
    let Document { version: _, keys } = read.map_err(|error| SeedError::of_json(&error))?;
    let mut state = keys.0;
    // Here they are in the order of the keys. They have to expire in order.
    state
        .retiring
        .make_contiguous()
        .sort_by_key(|(expires, _)| *expires);
    Ok(state)
}

#[derive(serde::Deserialize)]
#[serde(deny_unknown_fields)]
struct Document {
    #[expect(dead_code, reason = "reading it is the check")]
    version: Version,
    keys: Keys,
}

struct Version;

impl<'de> Deserialize<'de> for Version {
    fn deserialize<D: Deserializer<'de>>(deserializer: D) -> Result<Self, D::Error> {
        match u64::deserialize(deserializer)? {
            VERSION => Ok(Self),
            other => Err(D::Error::custom(format_args!(
                "version {other} of the format is unknown; this sandbox reads version {VERSION}"
            ))),
        }
    }
}

struct Keys(State);

impl<'de> Deserialize<'de> for Keys {
    fn deserialize<D: Deserializer<'de>>(deserializer: D) -> Result<Self, D::Error> {
        deserializer.deserialize_seq(KeysVisitor).map(Self)
    }
}

struct KeysVisitor;

impl<'de> Visitor<'de> for KeysVisitor {
    type Value = State;

    fn expecting(&self, formatter: &mut fmt::Formatter<'_>) -> fmt::Result {
        formatter.write_str("an array of keys")
    }

    fn visit_seq<A: SeqAccess<'de>>(self, mut entries: A) -> Result<State, A::Error> {
        let mut state = State::default();
        while let Some(entry) = entries.next_element::<Key>()? {
            adopt(&mut state, entry).map_err(A::Error::custom)?;
        }
        Ok(state)
    }
}

#[derive(serde::Deserialize)]
#[serde(deny_unknown_fields)]
struct Key {
    #[serde(deserialize_with = "id")]
    id: Arc<str>,
    #[serde(deserialize_with = "id")]
    account_id: Arc<str>,
    #[serde(deserialize_with = "environment")]
    environment: Environment,
    #[serde(deserialize_with = "kind")]
    r#type: KeyType,
    #[serde(deserialize_with = "value")]
    key: KeyValue,
    #[serde(deserialize_with = "name")]
    name: String,
    #[serde(deserialize_with = "permissions")]
    permissions: Arc<[String]>,
    #[serde(deserialize_with = "time")]
    created_at: Timestamp,
    #[serde(default, deserialize_with = "optional_time")]
    modified_at: Option<Timestamp>,
    #[serde(default)]
    regenerations: usize,
    #[serde(default)]
    replaced: Vec<Replaced>,
}

#[derive(serde::Deserialize)]
#[serde(deny_unknown_fields)]
struct Replaced {
    #[serde(deserialize_with = "value")]
    key: KeyValue,
    #[serde(deserialize_with = "time")]
    expires_at: Timestamp,
}

/// Adds the key, unless it contradicts an earlier one.
fn adopt(state: &mut State, entry: Key) -> Result<(), &'static str> {
    if state.get(&entry.id).is_some() {
        return Err("an earlier key has the same id");
    }
    let realm = Realm {
        account: entry.account_id,
        environment: entry.environment,
    };
    if entry.r#type == KeyType::Restricted
        && state.restricted_keys(&realm) >= State::MOST_RESTRICTED_KEYS
    {
        return Err(
            "the environment of this account has too many restricted keys: at most 1000 are allowed",
        );
    }
    if state.knows(&entry.key) {
        return Err("the value of the key occurs more than once in the file");
    }
    let id = Arc::clone(&entry.id);
    state.insert(ApiKey {
        id: entry.id,
        realm,
        value: entry.key,
        kind: entry.r#type,
        created_at: entry.created_at,
        modified_at: entry.modified_at.unwrap_or(entry.created_at),
        name: entry.name,
        permissions: entry.permissions,
        regenerations: entry.regenerations,
    });
    for Replaced { key, expires_at } in entry.replaced {
        if state.knows(&key) {
            return Err("the value of the key occurs more than once in the file");
        }
        state.retire(&id, key, expires_at);
    }
    Ok(())
}

fn id<'de, D: Deserializer<'de>>(deserializer: D) -> Result<Arc<str>, D::Error> {
    let text = String::deserialize(deserializer)?;
    if text.len() <= identifier::MAX_LENGTH && identifier::matches_pattern(&text) {
        Ok(text.into())
    } else {
        Err(D::Error::custom(format_args!(
            "an id must match {} and have at most {} characters",
            identifier::PATTERN,
            identifier::MAX_LENGTH
        )))
    }
}

fn environment<'de, D: Deserializer<'de>>(deserializer: D) -> Result<Environment, D::Error> {
    Environment::from_text(&String::deserialize(deserializer)?)
        .ok_or_else(|| D::Error::custom("an environment must be test or production"))
}

fn kind<'de, D: Deserializer<'de>>(deserializer: D) -> Result<KeyType, D::Error> {
    KeyType::from_text(&String::deserialize(deserializer)?)
        .ok_or_else(|| D::Error::custom("a type must be publishable, secret or restricted"))
}

fn value<'de, D: Deserializer<'de>>(deserializer: D) -> Result<KeyValue, D::Error> {
    let text = String::deserialize(deserializer)?;
    if VALUE_LENGTH.contains(&text.len()) && text.bytes().all(|byte| byte.is_ascii_graphic()) {
        Ok(KeyValue::given(&text))
    } else {
        Err(D::Error::custom(format_args!(
            "the value of a key must be {} to {} characters of visible ASCII",
            VALUE_LENGTH.start(),
            VALUE_LENGTH.end()
        )))
    }
}

fn name<'de, D: Deserializer<'de>>(deserializer: D) -> Result<String, D::Error> {
    let text = String::deserialize(deserializer)?;
    if NAME_LENGTH.contains(&text.chars().count()) {
        Ok(text)
    } else {
        Err(D::Error::custom("a name must have 1 to 100 characters"))
    }
}

fn permissions<'de, D: Deserializer<'de>>(deserializer: D) -> Result<Arc<[String]>, D::Error> {
    let permissions = Vec::<String>::deserialize(deserializer)?;
    // Any text is allowed, because a create request allows any text, and it ends up in a dump.
    if permissions.is_empty() {
        return Err(D::Error::custom("permissions must have at least one entry"));
    }
    Ok(permissions.into())
}

fn time<'de, D: Deserializer<'de>>(deserializer: D) -> Result<Timestamp, D::Error> {
    Timestamp::from_rfc3339(&String::deserialize(deserializer)?).ok_or_else(|| {
        D::Error::custom("a time must be in the format of RFC 3339 and between 1970 and 9999")
    })
}

fn optional_time<'de, D: Deserializer<'de>>(
    deserializer: D,
) -> Result<Option<Timestamp>, D::Error> {
    time(deserializer).map(Some)
}
