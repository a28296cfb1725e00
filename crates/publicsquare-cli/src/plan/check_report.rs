//! What `psq check` says of a plan: a line for each key, and the object that `--json` prints.
//!
//! In comes a survey. Out go texts and numbers. No value of a key is among them, and no argument of a command.

use std::path::Path;

use chrono::{DateTime, Utc};
use schemars::JsonSchema;
use serde::Serialize;

use super::destination_state::{DestinationState, DestinationView};
use super::survey::{KeyView, Survey};
use super::verdict::{judge, message};
use crate::cli_error::CliError;
use crate::escape::{escape_hidden, escape_hidden_in_json};
use crate::exit::Exit;
use crate::keys::CountedFrom;
use crate::next_step::NextStep;

/// The version of the object. Members may be added under the same version.
const VERSION: u32 = 1;

/// How it stands with a plan. `psq check --json` prints one such object.
#[derive(Debug, Serialize, JsonSchema)]
#[schemars(title = "psq check")]
pub(crate) struct CheckReport {
    /// The version of this format.
    version: u32,
    /// The exit code of the run: 0 in order, 2 usage, 3 an environment did not answer, 4 something is open, 5
    /// something is overdue, out of date, missing or not approved.
    exit_code: u8,
    /// Why nothing could be looked at.
    pub(super) error: Option<String>,
    /// The command to type next; null where no command alone helps.
    pub(super) next: Option<String>,
    /// Whether a person has approved the plan; null where no key of production is in it.
    pub(super) approved: Option<bool>,
    /// The environments of the plan that keys belong to.
    pub(super) environments: Vec<EnvironmentCheck>,
    /// The keys, in the order of the plan.
    pub(super) keys: Vec<KeyCheck>,
}

/// An environment of the plan.
#[derive(Debug, Serialize, JsonSchema)]
pub(crate) struct EnvironmentCheck {
    /// Its name in the plan.
    pub(super) name: String,
    /// Whether it has answered with a list of keys.
    pub(super) reached: bool,
}

/// A key of the plan.
#[derive(Debug, Serialize, JsonSchema)]
pub(crate) struct KeyCheck {
    /// The id that the key has now.
    pub(super) id: String,
    /// The id that stands in the plan.
    pub(super) plan_id: String,
    /// The name of its environment in the plan.
    pub(super) environment: String,
    /// How it stands, of several things the most urgent.
    state: KeyState,
    /// The exit code for this key alone.
    exit_code: u8,
    /// How old the value is, in seconds; null where nothing says it.
    pub(super) age_seconds: Option<i64>,
    /// What the age is counted from.
    counted_from: Option<CountedFrom>,
    /// How old it becomes at most, in seconds.
    pub(super) max_age_seconds: i64,
    /// When it is due, or was.
    #[serde(serialize_with = "crate::keys::time")]
    #[schemars(with = "Option<String>")]
    pub(super) due_at: Option<DateTime<Utc>>,
    /// When psq last replaced the value, by the audit log of this machine.
    #[serde(serialize_with = "crate::keys::time")]
    #[schemars(with = "Option<String>")]
    pub(super) last_success: Option<DateTime<Utc>>,
    /// Whether a rotation of it is open.
    pub(super) open: bool,
    /// The files that the value goes to. Commands cannot be looked at.
    pub(super) destinations: Vec<DestinationCheck>,
    /// All of that in one line.
    message: String,
}

/// How it stands with a key.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize, JsonSchema)]
#[serde(rename_all = "snake_case")]
pub(crate) enum KeyState {
    /// Nothing is to be done.
    InTime,
    /// The next run of `psq apply` changes it.
    Due,
    /// It is older than it may become.
    Overdue,
    /// A file holds another value than the key has now, or none.
    OutOfDate,
    /// A file cannot be read or replaced, so that a delivery would fail.
    Unusable,
    /// An earlier change is open.
    Open,
    /// The API lists no such key.
    Missing,
    /// Nothing could be found out.
    Unknown,
}

/// A file that a value goes to.
#[derive(Debug, Serialize, JsonSchema)]
pub(crate) struct DestinationCheck {
    /// The file, or the variable of the file.
    pub(super) place: String,
    /// What it holds.
    pub(super) state: HeldState,
    /// Why that is not known.
    why: Option<String>,
}

/// What a file holds.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize, JsonSchema)]
#[serde(rename_all = "snake_case")]
pub(crate) enum HeldState {
    /// The value that the key has now.
    Current,
    /// Nothing.
    Missing,
    /// Another value.
    OutOfDate,
    /// It cannot be read or replaced.
    Unusable,
    /// It could not be compared.
    Unknown,
}

impl CheckReport {
    pub(super) fn of(survey: &Survey<'_>, plan: &Path) -> Self {
        let keys: Vec<KeyCheck> = survey.views.iter().map(KeyCheck::of).collect();
        let mut exit = survey
            .views
            .iter()
            .map(|view| judge(view).1)
            .fold(Exit::Delivered, Exit::worse);
        let helps = |key: &KeyCheck| {
            matches!(
                key.state,
                KeyState::Open | KeyState::Overdue | KeyState::OutOfDate
            )
        };
        if survey.is_approved == Some(false) {
            exit = exit.worse(Exit::Unverified);
        }
        let is_open = keys.iter().any(|key| key.state == KeyState::Open);
        // What is open was approved when it began, and cannot wait.
        let step = if survey.is_approved == Some(false) && !is_open {
            Some(NextStep::Approve(plan.to_owned()))
        } else {
            keys.iter()
                .any(helps)
                .then(|| NextStep::Apply(plan.to_owned()))
        };
        Self {
            version: VERSION,
            exit_code: exit.code(),
            error: None,
            next: step.and_then(|step| step.line()),
            approved: survey.is_approved,
            environments: survey
                .reached
                .iter()
                .map(|(name, reached)| EnvironmentCheck {
                    name: (*name).to_owned(),
                    reached: *reached,
                })
                .collect(),
            keys,
        }
    }

    /// Of a run that could look at nothing.
    pub(super) fn failed(failure: &CliError) -> Self {
        Self {
            version: VERSION,
            exit_code: failure.exit.code(),
            error: Some(failure.in_full()),
            next: failure.next.as_deref().and_then(NextStep::line),
            approved: None,
            environments: Vec::new(),
            keys: Vec::new(),
        }
    }

    pub(super) fn exit(&self) -> Exit {
        Exit::of_code(self.exit_code)
    }

    /// The object, on lines of its own.
    pub(super) fn to_json(&self) -> String {
        // Its members are texts and numbers, of which none can fail.
        escape_hidden_in_json(&serde_json::to_string_pretty(self).unwrap_or_default()) + "\n"
    }

    /// A line for each key.
    pub(super) fn to_text(&self) -> String {
        let lines = self.keys.iter().map(|key| {
            let id = &key.id;
            let environment = &key.environment;
            escape_hidden(&format!("{id} ({environment}): {}", key.message)) + "\n"
        });
        lines.collect()
    }
}

impl KeyCheck {
    fn of(view: &KeyView<'_>) -> Self {
        let (state, exit) = judge(view);
        let facts = view.facts.as_ref();
        Self {
            id: view.id.as_str().to_owned(),
            plan_id: view.key.id.as_str().to_owned(),
            environment: view.key.environment.clone(),
            state,
            exit_code: exit.code(),
            age_seconds: facts.and_then(|facts| Some(facts.age()?.num_seconds())),
            counted_from: facts.and_then(|facts| facts.counted_from),
            max_age_seconds: view.key.max_age.num_seconds(),
            due_at: view
                .changed()
                .map(|changed| super::due::due_at(&view.key.id, changed, view.key.max_age)),
            last_success: facts.and_then(|facts| facts.regenerated_at),
            open: view.open.is_some(),
            destinations: view.places.iter().map(DestinationCheck::of).collect(),
            message: message(view),
        }
    }
}

impl DestinationCheck {
    fn of(view: &DestinationView) -> Self {
        let (state, why) = match &view.state {
            DestinationState::Current => (HeldState::Current, None),
            DestinationState::Missing => (HeldState::Missing, None),
            DestinationState::OutOfDate => (HeldState::OutOfDate, None),
            DestinationState::Unusable(why) => (HeldState::Unusable, Some(why.clone())),
            DestinationState::Unknown(why) => (HeldState::Unknown, Some(why.clone())),
        };
        Self {
            place: view.place.record(Path::new("")).to_string(),
            state,
            why,
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::committed_schema;

    #[test]
    fn the_committed_schema_is_that_of_the_check() {
        committed_schema::assert_is("check.schema.json", &schemars::schema_for!(CheckReport));
    }
}
