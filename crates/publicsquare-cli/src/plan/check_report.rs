//! The report of `psq check`: a line for each key, and the object that `--json` prints.
//!
//! In comes a [`Survey`]. Out go texts and numbers, which never contain the value of a key or an argument of a command.
//! [`verdict`](super::verdict) decides the state of each key, and [`prometheus`](super::prometheus) turns the report
//! into metrics.

use std::path::Path;

use chrono::{DateTime, Utc};
use schemars::JsonSchema;
use serde::Serialize;

use super::approval;
use super::destination_state::{DestinationState, DestinationView};
use super::survey::{KeyView, Survey};
use super::verdict::{judge, message};
use crate::cli_error::CliError;
use crate::escape::{escape_hidden, escape_hidden_in_json};
use crate::exit::Exit;
use crate::keys::CountedFrom;
use crate::next_step::NextStep;

/// The version of the object. psq may add members under the same version.
const VERSION: u32 = 1;

/// The state of a plan. `psq check --json` prints one such object.
#[derive(Debug, Serialize, JsonSchema)]
#[schemars(title = "psq check")]
pub(crate) struct CheckReport {
    /// The version of this format.
    version: u32,
    /// The exit code of the run: 0 in order, 2 usage error, 3 an environment did not answer or a file could not be
    /// compared with its key, 4 a change is open, 5 a key is overdue, out of date, unusable, missing or not approved.
    exit_code: u8,
    /// Why psq could not check the plan at all; null if it could.
    pub(super) error: Option<String>,
    /// The command to type next; null if no command alone helps.
    pub(super) next: Option<String>,
    /// Whether a person has approved the plan; null if the plan has no production key.
    pub(super) approved: Option<bool>,
    /// The environments of the plan that have keys.
    pub(super) environments: Vec<EnvironmentCheck>,
    /// The keys, in the order of the plan.
    pub(super) keys: Vec<KeyCheck>,
    /// The short name of the plan, for the metrics.
    #[serde(skip)]
    pub(super) plan: String,
}

/// An environment of the plan.
#[derive(Debug, Serialize, JsonSchema)]
pub(crate) struct EnvironmentCheck {
    /// Its name in the plan.
    pub(super) name: String,
    /// Whether the API has listed the keys of the environment.
    pub(super) reached: bool,
}

/// A key of the plan.
#[derive(Debug, Serialize, JsonSchema)]
pub(crate) struct KeyCheck {
    /// The id that the key has now.
    pub(super) id: String,
    /// The id in the plan.
    pub(super) plan_id: String,
    /// The name of its environment in the plan.
    pub(super) environment: String,
    /// The state of the key. If several apply, it is the most urgent one.
    state: KeyState,
    /// The exit code for this key alone.
    exit_code: u8,
    /// The age of the value, in seconds; null if it is unknown.
    pub(super) age_seconds: Option<i64>,
    /// From which time psq counts the age; null if the age is unknown.
    counted_from: Option<CountedFrom>,
    /// The greatest age that the plan allows, in seconds.
    pub(super) max_age_seconds: i64,
    /// When the key is due, or was due; null if the age is unknown.
    #[serde(serialize_with = "crate::keys::time")]
    #[schemars(with = "Option<String>")]
    pub(super) due_at: Option<DateTime<Utc>>,
    /// When psq last replaced the value, according to the audit log of this machine.
    #[serde(serialize_with = "crate::keys::time")]
    #[schemars(with = "Option<String>")]
    pub(super) last_success: Option<DateTime<Utc>>,
    /// Whether a rotation of the key is open.
    pub(super) open: bool,
    /// The files that the value goes to. psq cannot check commands.
    pub(super) destinations: Vec<DestinationCheck>,
    /// A summary for a person, in one line.
    message: String,
    /// Whether psq has looked at the files of the key.
    #[serde(skip)]
    pub(super) is_looked_at: bool,
}

/// The state of a key.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize, JsonSchema)]
#[serde(rename_all = "snake_case")]
pub(crate) enum KeyState {
    /// There is nothing to do.
    InTime,
    /// The next run of `psq apply` changes the key.
    Due,
    /// The value is older than the plan allows.
    Overdue,
    /// A file does not hold the current value of the key.
    OutOfDate,
    /// A file cannot be read or replaced, or it holds something that psq leaves alone, so a delivery would fail.
    Unusable,
    /// An earlier change of the key is not finished.
    Open,
    /// The API lists no such key.
    Missing,
    /// psq could not find out the state.
    Unknown,
}

/// A file that a value goes to.
#[derive(Debug, Serialize, JsonSchema)]
pub(crate) struct DestinationCheck {
    /// The file, or the variable in the file.
    pub(super) place: String,
    /// What the file or the variable holds.
    pub(super) state: HeldState,
    /// Why the file is unusable, why psq leaves it alone, or why the state is unknown; null otherwise.
    why: Option<String>,
}

/// What a file holds.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize, JsonSchema)]
#[serde(rename_all = "snake_case")]
pub(crate) enum HeldState {
    /// The current value of the key.
    Current,
    /// No value.
    Missing,
    /// An earlier value of the key.
    OutOfDate,
    /// Another value, which psq does not know as one of the key. psq leaves it alone.
    Foreign,
    /// The file cannot be read or replaced.
    Unusable,
    /// psq could not compare the file with the key.
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
        // An open change was approved when it began, and must not wait for a new approval.
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
            plan: approval::name(plan),
        }
    }

    /// The report of a run that could not check the plan at all.
    pub(super) fn failed(failure: &CliError) -> Self {
        Self {
            version: VERSION,
            exit_code: failure.exit.code(),
            error: Some(failure.in_full()),
            next: failure.next.as_deref().and_then(NextStep::line),
            approved: None,
            environments: Vec::new(),
            keys: Vec::new(),
            plan: String::new(),
        }
    }

    pub(super) fn exit(&self) -> Exit {
        Exit::of_code(self.exit_code)
    }

    /// The object as indented JSON.
    pub(super) fn to_json(&self) -> String {
        // Texts and numbers can always be written as JSON.
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
            is_looked_at: view.flaw.is_none(),
        }
    }
}

impl DestinationCheck {
    fn of(view: &DestinationView) -> Self {
        let (state, why) = match &view.state {
            DestinationState::Current => (HeldState::Current, None),
            DestinationState::Missing => (HeldState::Missing, None),
            DestinationState::OutOfDate => (HeldState::OutOfDate, None),
            DestinationState::Unusable(why) => (HeldState::Unusable, Some(why.to_string())),
            DestinationState::Foreign(refusal) => (
                HeldState::Foreign,
                Some(refusal.flaw(view.place.record(Path::new(""))).to_string()),
            ),
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
