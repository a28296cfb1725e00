//! What `psq keys` says of a key, and the object that `--json` prints.
//!
//! In comes a key as the API lists it, and when this machine regenerated it. Out go texts and numbers, among
//! them the age of the value and what that is counted from. No value of a key is among them.

use std::collections::BTreeMap;

use chrono::{DateTime, SecondsFormat, TimeDelta, Utc};
use publicsquare::{ApiKey, ApiKeyId, redact_keys};
use schemars::JsonSchema;
use serde::{Serialize, Serializer};

use crate::cli_error::CliError;
use crate::escape::escape_hidden_in_json;
use crate::next_step::NextStep;

/// The version of the object. Members may be added under the same version.
const VERSION: u32 = 1;

/// The keys that the credential can see. `psq keys --json` prints one such object.
#[derive(Debug, Serialize, JsonSchema)]
#[schemars(title = "psq keys")]
pub(crate) struct KeysReport<'k> {
    /// The version of this format.
    version: u32,
    /// The exit code of the run: 0 listed, 2 usage, 3 the API did not answer with a list.
    exit_code: u8,
    /// Why there is no list.
    error: Option<String>,
    /// The command to type next; null where no command alone helps.
    pub(super) next: Option<String>,
    /// The keys, oldest value first. Those of unknown age come first of all.
    keys: &'k [KeyFacts],
}

impl<'k> KeysReport<'k> {
    pub(super) fn new(found: Result<&'k Vec<KeyFacts>, &CliError>) -> Self {
        let failure = found.err();
        Self {
            version: VERSION,
            exit_code: failure.map_or(0, |failure| failure.exit.code()),
            error: failure.map(|failure| failure.flaw().to_string()),
            next: failure.and_then(|failure| failure.next.as_deref().and_then(NextStep::line)),
            keys: found.map_or(&[], Vec::as_slice),
        }
    }

    /// The object, on lines of its own.
    pub(super) fn to_json(&self) -> String {
        // Its members are texts and numbers, of which none can fail.
        escape_hidden_in_json(&serde_json::to_string_pretty(self).unwrap_or_default()) + "\n"
    }
}

/// One key.
#[derive(Debug, Clone, Serialize, JsonSchema)]
pub(crate) struct KeyFacts {
    /// The id; null where the API gives none of the documented form.
    #[schemars(with = "Option<String>")]
    pub(crate) id: Option<ApiKeyId>,
    /// The name that the account gave the key.
    pub(super) name: Option<String>,
    /// The type, such as `restricted`.
    #[serde(rename = "type")]
    pub(super) key_type: Option<String>,
    /// The environment, `test` or `production`.
    pub(super) environment: Option<String>,
    /// What the key may do.
    pub(super) permissions: Vec<String>,
    /// When the key was created, by the API.
    #[serde(serialize_with = "time")]
    #[schemars(with = "Option<String>")]
    pub(super) created_at: Option<DateTime<Utc>>,
    /// When the key was last changed, by the API. A new name is such a change as well.
    #[serde(serialize_with = "time")]
    #[schemars(with = "Option<String>")]
    pub(crate) modified_at: Option<DateTime<Utc>>,
    /// When psq last replaced the value, by the audit log of this machine.
    #[serde(serialize_with = "time")]
    #[schemars(with = "Option<String>")]
    pub(crate) regenerated_at: Option<DateTime<Utc>>,
    /// How old the value is, in seconds; null where nothing says it.
    age_seconds: Option<i64>,
    /// What the age is counted from.
    pub(crate) counted_from: Option<CountedFrom>,
}

/// What the age of a value is counted from.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize, JsonSchema)]
#[serde(rename_all = "snake_case")]
pub(crate) enum CountedFrom {
    /// The last regeneration in the audit log of this machine.
    AuditLog,
    /// The API's `modified_at`.
    ModifiedAt,
    /// The API's `created_at`.
    CreatedAt,
}

impl CountedFrom {
    /// The words for a person.
    pub(super) fn words(self) -> &'static str {
        match self {
            Self::AuditLog => "audit log",
            Self::ModifiedAt => "last change",
            Self::CreatedAt => "creation",
        }
    }
}

impl KeyFacts {
    pub(crate) fn of(
        key: &ApiKey,
        regenerated: &BTreeMap<ApiKeyId, DateTime<Utc>>,
        now: DateTime<Utc>,
    ) -> Self {
        let id = key.id.clone();
        let regenerated_at = id.as_ref().and_then(|id| regenerated.get(id)).copied();
        let counted = [
            (regenerated_at, CountedFrom::AuditLog),
            (key.modified_at, CountedFrom::ModifiedAt),
            (key.created_at, CountedFrom::CreatedAt),
        ]
        .into_iter()
        .find_map(|(time, from)| Some((time?, from)));
        Self {
            id,
            name: key.name.as_ref().map(unkeyed),
            key_type: key.key_type.as_ref().map(unkeyed),
            environment: key.environment.as_ref().map(unkeyed),
            permissions: key.permissions.iter().map(unkeyed).collect(),
            created_at: key.created_at,
            modified_at: key.modified_at,
            regenerated_at,
            age_seconds: counted.map(|(time, _)| (now - time).num_seconds().max(0)),
            counted_from: counted.map(|(_, from)| from),
        }
    }

    /// How old the value is.
    pub(crate) fn age(&self) -> Option<TimeDelta> {
        self.age_seconds.and_then(TimeDelta::try_seconds)
    }

    /// When the value was last changed, as far as anything says it.
    pub(crate) fn changed(&self) -> Option<DateTime<Utc>> {
        self.regenerated_at.or(self.modified_at).or(self.created_at)
    }
}

/// A text of the API's, without the value of a key that somebody has put into it.
fn unkeyed(text: impl ToString) -> String {
    redact_keys(&text.to_string()).into_owned()
}

/// A time as the reports write it.
#[expect(clippy::ref_option, reason = "serde gives a reference to the member")]
pub(crate) fn time<S: Serializer>(time: &Option<DateTime<Utc>>, to: S) -> Result<S::Ok, S::Error> {
    time.map(|time| time.to_rfc3339_opts(SecondsFormat::Secs, true))
        .serialize(to)
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::committed_schema;

    #[test]
    fn the_committed_schema_is_that_of_the_list() {
        committed_schema::assert_is("keys.schema.json", &schemars::schema_for!(KeysReport<'_>));
    }
}
