//! The report of a run, for a person and for a program.
//!
//! The steps of a rotation fill in a [`RotationReport`]. Out goes a [`Report`]: the object that `--json`
//! prints, described by `report.schema.json`, and the last line for a person. `final_report` prints it. Lists
//! and plans have reports of their own, in `keys/facts`, `plan/check_report` and `plan/events`.

use publicsquare::ApiKeyId;
use schemars::JsonSchema;
use serde::Serialize;

use crate::cli_error::{CliError, OldKey};
use crate::destination::DestinationRecord;
use crate::escape::escape_hidden_in_json;
use crate::exit::Exit;
use crate::fingerprint::Fingerprint;
use crate::journal::{Operation, Record, Stage};
use crate::next_step::NextStep;
use crate::progress::Progress;

/// The version of the object. Members may be added under the same version.
const VERSION: u32 = 1;

/// What a run of psq did. `--json` prints one such object.
#[derive(Debug, Serialize, JsonSchema)]
#[schemars(title = "psq report")]
pub(crate) struct Report {
    /// The version of this format.
    pub(crate) version: u32,
    /// The command that ran.
    pub(crate) command: Command,
    /// The exit code of the run: 0 delivered and verified, 2 usage, 3 the old key is untouched, 4 rotated
    /// or unknown, 5 delivered and not verified.
    pub(crate) exit_code: u8,
    /// Why the run ended before any key; null otherwise.
    pub(crate) error: Option<String>,
    /// What a person has to do about the error, in one line; null if there is none, or nothing to do.
    pub(crate) advice: Option<String>,
    /// The keys that the run was about.
    pub(crate) rotations: Vec<RotationReport>,
}

/// A command that has a report.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize, JsonSchema)]
#[serde(rename_all = "lowercase")]
pub(crate) enum Command {
    /// `psq rotate`
    Rotate,
    /// `psq replace`
    Replace,
    /// `psq recover`
    Recover,
    /// `psq status`
    Status,
    /// `psq apply`, whose lines have a schema of their own
    Apply,
}

/// How the run ended for one key.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize, JsonSchema)]
#[serde(rename_all = "snake_case")]
pub(crate) enum Outcome {
    /// The key is at its destination and works.
    Delivered,
    /// Everything was checked, and nothing was changed (`--dry-run`).
    Checked,
    /// The rotation could not begin.
    Refused,
    /// The old key is untouched.
    Untouched,
    /// The rotation is open. `psq recover` has to go on.
    Open,
    /// Another process is working on it now.
    UnderWay,
    /// The key is delivered, but psq could not verify it, or another rotation has superseded it.
    Unverified,
}

/// What a run did with one key.
#[derive(Debug, Clone, Serialize, JsonSchema)]
pub(crate) struct RotationReport {
    /// What was done with the key; null if it is unknown.
    pub(crate) operation: Option<Operation>,
    /// The id of the key.
    pub(crate) key_id: String,
    /// The id of the key that replaces it (`replace`).
    #[schemars(with = "Option<String>")]
    pub(crate) successor_id: Option<ApiKeyId>,
    /// The environment, `test` or `production`.
    pub(crate) environment: Option<String>,
    /// How it ended.
    pub(crate) outcome: Outcome,
    /// The exit code for this key alone.
    pub(crate) exit_code: u8,
    /// The state of the old value of the key.
    pub(crate) old_key: Option<OldKey>,
    /// The destinations, in the order of the delivery.
    pub(crate) destinations: Vec<DeliveryReport>,
    /// Whether the command of `--then` has succeeded; null if there is none.
    pub(crate) then_done: Option<bool>,
    /// How far the rotation has come; null if there is no journal.
    pub(crate) stage: Option<Stage>,
    /// The SHA-256 of the old value.
    pub(crate) old_fingerprint: Option<Fingerprint>,
    /// The SHA-256 of the new value.
    pub(crate) new_fingerprint: Option<Fingerprint>,
    /// The correlation id of the request, for the vendor's support.
    pub(crate) correlation_id: Option<String>,
    /// What psq has verified of the delivered key.
    pub(crate) verified: Verified,
    /// The warnings of the run.
    pub(crate) warnings: Vec<String>,
    /// What happened, in one line.
    pub(crate) message: String,
    /// What a person has to do, in one line; null if there is nothing to do, or if `next` is enough.
    pub(crate) advice: Option<String>,
    /// The command to type next; null if no command alone helps.
    pub(crate) next: Option<String>,
}

/// One destination of a key.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, JsonSchema)]
pub(crate) struct DeliveryReport {
    /// The file, the variable of a file, the standard output, or the command without its arguments.
    pub(crate) place: String,
    /// Whether the new key was delivered there.
    pub(crate) delivered: bool,
    /// Whether the file holds the key, read back after the delivery; null if it cannot be read back.
    pub(crate) held: Option<bool>,
    /// Why the last delivery failed.
    pub(crate) failure: Option<String>,
}

impl DeliveryReport {
    /// A delivery that has not begun.
    pub(crate) fn planned(destination: &DestinationRecord) -> Self {
        Self {
            place: destination.to_string(),
            delivered: false,
            held: None,
            failure: None,
        }
    }
}

/// What psq has verified of the delivered key; null if it was not or could not be checked.
#[derive(Debug, Default, Clone, Copy, PartialEq, Eq, Serialize, JsonSchema)]
pub(crate) struct Verified {
    /// Every file among the destinations holds it.
    pub(crate) held: Option<bool>,
    /// The API accepts it.
    pub(crate) accepted: Option<bool>,
    /// It is the value that the API shows as the current one.
    pub(crate) current: Option<bool>,
}

impl RotationReport {
    /// The report of a key about which nothing is known yet.
    pub(crate) fn new(operation: Option<Operation>, key_id: impl Into<String>) -> Self {
        Self {
            operation,
            key_id: key_id.into(),
            successor_id: None,
            environment: None,
            outcome: Outcome::Refused,
            exit_code: Exit::Usage.code(),
            old_key: None,
            destinations: Vec::new(),
            then_done: None,
            stage: None,
            old_fingerprint: None,
            new_fingerprint: None,
            correlation_id: None,
            verified: Verified::default(),
            warnings: Vec::new(),
            message: String::new(),
            advice: None,
            next: None,
        }
    }

    /// Takes over the state in the journal.
    pub(crate) fn take_record(&mut self, record: &Record) {
        self.stage = Some(record.stage);
        let before = std::mem::take(&mut self.destinations);
        self.destinations = record
            .deliveries
            .iter()
            .enumerate()
            .map(|(index, delivery)| {
                let planned = DeliveryReport::planned(&delivery.destination);
                let before = before.get(index).filter(|one| one.place == planned.place);
                DeliveryReport {
                    delivered: delivery.is_done,
                    held: before.and_then(|one| one.held),
                    failure: delivery.failure.clone(),
                    ..planned
                }
            })
            .collect();
        self.then_done = record.follow_up.as_ref().map(|follow_up| follow_up.is_done);
    }

    /// Notes whether a file holds the key, read back after the delivery.
    pub(crate) fn note_read_back(&mut self, index: usize, holds: bool) {
        if let Some(delivery) = self.destinations.get_mut(index) {
            delivery.held = Some(holds);
        }
        let mut held = self.destinations.iter().filter_map(|one| one.held);
        self.verified.held = held.clone().next().map(|_| held.all(|holds| holds));
    }

    /// Ends the report with a success.
    pub(crate) fn succeed(&mut self, outcome: Outcome, old_key: Option<OldKey>, message: String) {
        self.outcome = outcome;
        self.exit_code = Exit::Delivered.code();
        self.old_key = old_key;
        self.message = message;
        self.advice = None;
        self.stage = None;
    }

    /// Ends the report of a successful `--dry-run`.
    pub(crate) fn checked(&mut self) {
        let message = "everything is ready; nothing was changed".to_owned();
        self.succeed(Outcome::Checked, Some(OldKey::Alive), message);
    }

    /// Ends the report with the result and the warnings of the run. Returns the exit code of this key.
    pub(crate) fn end(&mut self, ended: Result<(), CliError>, progress: &Progress) -> Exit {
        let exit = match ended {
            Ok(()) => Exit::Delivered,
            Err(error) => {
                self.fail(&error);
                error.exit
            }
        };
        self.warnings = progress.take_warnings();
        exit
    }

    /// Ends the report with an error.
    pub(crate) fn fail(&mut self, error: &CliError) {
        self.outcome = match error.exit {
            Exit::Delivered => Outcome::Delivered,
            Exit::Usage => Outcome::Refused,
            Exit::Untouched => Outcome::Untouched,
            Exit::Unfinished => Outcome::Open,
            Exit::Unverified => Outcome::Unverified,
        };
        self.exit_code = error.exit.code();
        self.old_key = error.old_key;
        self.message.clone_from(&error.message);
        self.advice.clone_from(&error.advice);
        self.next = error.next.as_deref().and_then(NextStep::line);
        if matches!(error.exit, Exit::Usage | Exit::Untouched) {
            self.stage = None;
        }
    }
}

impl RotationReport {
    /// Prints the end for a person.
    pub(crate) fn print_to(&self, progress: &Progress) {
        let mut line = self.message.clone();
        if self.exit_code == Exit::Delivered.code() {
            progress.done(format_args!("{}: {line}", self.key_id));
            return;
        }
        match self.old_key {
            Some(old_key) => line += &format!("; {old_key}"),
            None if self.exit_code == Exit::Unfinished.code() => {}
            None => line += "; nothing was changed",
        }
        progress.failed(line);
        progress.advise(self.advice.as_deref());
        if let Some(next) = &self.next {
            progress.aside(format_args!("Next: {next}"));
        }
    }
}

impl Report {
    /// The report of a run that worked on these keys.
    pub(crate) fn new(command: Command, exit: Exit, rotations: Vec<RotationReport>) -> Self {
        Self {
            version: VERSION,
            command,
            exit_code: exit.code(),
            error: None,
            advice: None,
            rotations,
        }
    }

    /// The report of a run that ended before any key.
    pub(crate) fn failed(command: Command, failure: &CliError) -> Self {
        Self {
            error: Some(failure.message.clone()),
            advice: failure.advice.clone(),
            ..Self::new(command, failure.exit, Vec::new())
        }
    }

    /// The object as indented JSON.
    pub(crate) fn to_json(&self) -> String {
        // Texts and numbers always serialize.
        escape_hidden_in_json(&serde_json::to_string_pretty(self).unwrap_or_default()) + "\n"
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::committed_schema;

    #[test]
    fn the_committed_schema_is_that_of_the_report() {
        committed_schema::assert_is("report.schema.json", &schemars::schema_for!(Report));
    }
}
