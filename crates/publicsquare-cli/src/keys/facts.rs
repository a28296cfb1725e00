//! The facts about a key that `psq keys` reports, and the JSON object of `--json`.
//!
//! A key as the API lists it comes in, and the time at which this machine last regenerated it. Out go texts and numbers,
//! among them the age of the value and from which time psq counts it. They never contain the value of a key.
//! [`table`](super::table) prints them for a person.

use std::collections::BTreeMap;

use chrono::{DateTime, SecondsFormat, TimeDelta, Utc};
use publicsquare::{ApiKey, ApiKeyId, redact_keys};
use schemars::JsonSchema;
use serde::{Serialize, Serializer};

use crate::cli_error::CliError;
use crate::escape::escape_hidden_in_json;
use crate::next_step::NextStep;

/// How far a time of the audit log may be ahead of the current time. Two clocks are never quite the same.
const SKEW: TimeDelta = TimeDelta::minutes(5);

/// The version of the object. psq may add members under the same version.
const VERSION: u32 = 1;

/// The keys that the credential can see. `psq keys --json` prints one such object.
#[derive(Debug, Serialize, JsonSchema)]
#[schemars(title = "psq keys")]
pub(crate) struct KeysReport<'k> {
    /// The version of this format.
    version: u32,
    /// The exit code of the run: 0 listed, 2 usage error, 3 the API did not answer with a list.
    exit_code: u8,
    /// Why there is no list; null if there is one.
    error: Option<String>,
    /// The command to type next; null if no command alone helps.
    pub(super) next: Option<String>,
    /// The keys, first those of unknown age and then the oldest value.
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

    /// The JSON object, with a line break at its end.
    pub(super) fn to_json(&self) -> String {
        // Texts and numbers can always be written as JSON.
        escape_hidden_in_json(&serde_json::to_string_pretty(self).unwrap_or_default()) + "\n"
    }
}

/// One key.
#[derive(Debug, Clone, Serialize, JsonSchema)]
pub(crate) struct KeyFacts {
    /// The id; null if the API gives no id in the documented form.
    #[schemars(with = "Option<String>")]
    pub(crate) id: Option<ApiKeyId>,
    /// The name that the account gave the key.
    pub(super) name: Option<String>,
    /// The type, such as `restricted`.
    #[serde(rename = "type")]
    pub(super) key_type: Option<String>,
    /// The environment, `test` or `production`.
    pub(super) environment: Option<String>,
    /// The permissions of the key.
    pub(super) permissions: Vec<String>,
    /// When the key was created, as the API reports it.
    #[serde(serialize_with = "time")]
    #[schemars(with = "Option<String>")]
    pub(super) created_at: Option<DateTime<Utc>>,
    /// When the key was last changed, as the API reports it. A new name counts as a change.
    #[serde(serialize_with = "time")]
    #[schemars(with = "Option<String>")]
    pub(crate) modified_at: Option<DateTime<Utc>>,
    /// When psq last replaced the value, according to the audit log of this machine; null also if the log names a time in
    /// the future.
    #[serde(serialize_with = "time")]
    #[schemars(with = "Option<String>")]
    pub(crate) regenerated_at: Option<DateTime<Utc>>,
    /// The time of the log if it is in the future. A clock was wrong, so psq does not count the age from it.
    #[serde(skip)]
    pub(crate) future_time: Option<DateTime<Utc>>,
    /// The age of the value, in seconds; null if it is unknown.
    age_seconds: Option<i64>,
    /// From which time psq counts the age; null if the age is unknown.
    pub(crate) counted_from: Option<CountedFrom>,
}

/// From which time psq counts the age of a value.
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
        let noted = id.as_ref().and_then(|id| regenerated.get(id)).copied();
        let is_past = |time: &DateTime<Utc>| *time - now <= SKEW;
        let regenerated_at = noted.filter(is_past);
        let future_time = noted.filter(|time| !is_past(time));
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
            future_time,
            age_seconds: counted.map(|(time, _)| (now - time).num_seconds().max(0)),
            counted_from: counted.map(|(_, from)| from),
        }
    }

    /// The sentence about a time of the log that psq does not count from; `None` if there is none.
    pub(crate) fn remark(&self) -> Option<String> {
        let time = self.future_time?.format("%Y-%m-%d");
        let counted = self.counted_from.map(CountedFrom::words);
        Some(format!(
            "the audit log of this machine says {time}, which is in the future, so psq counts the age from the {} that the \
             API reports",
            counted.unwrap_or("time")
        ))
    }

    /// How old the value is.
    pub(crate) fn age(&self) -> Option<TimeDelta> {
        self.age_seconds.and_then(TimeDelta::try_seconds)
    }

    /// When the value last changed; `None` if neither the audit log nor the API says it.
    pub(crate) fn changed(&self) -> Option<DateTime<Utc>> {
        self.regenerated_at.or(self.modified_at).or(self.created_at)
    }
}

/// A text of the API. If somebody has put the value of a key into it, that value is redacted.
fn unkeyed(text: impl ToString) -> String {
    redact_keys(&text.to_string()).into_owned()
}

/// Writes a time in the form of the reports, such as `2026-01-31T12:00:00Z`.
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
