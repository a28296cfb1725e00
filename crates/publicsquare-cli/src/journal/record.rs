//! The content of a journal.
//!
//! These types are the format of the journal, version 2. `preflight`, `replace` and `recover` fill them in,
//! `open_rotation` updates them after each step, and `status` shows them. `journal` reads and writes the
//! file.

use std::fmt;
use std::path::PathBuf;

use chrono::{DateTime, Utc};
use publicsquare::{ApiKeyId, Environment};
use schemars::JsonSchema;
use serde::{Deserialize, Serialize};

use crate::cli_error::OldKey;
use crate::destination::{Destination, DestinationRecord};
use crate::fingerprint::Fingerprint;
use crate::next_step::NextStep;

/// The version of the format. psq refuses a journal of any other version.
pub(crate) const VERSION: u32 = 2;

/// What is being done with a key.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize, Deserialize, JsonSchema)]
#[serde(rename_all = "lowercase")]
pub(crate) enum Operation {
    /// The API replaces the value of the key, and the old value dies at once.
    Rotate,
    /// psq creates a successor, and deletes the key once the successor works.
    Replace,
    /// psq delivers the current value. Nothing changes at the API.
    Redeliver,
}

impl Operation {
    /// The name of the operation on the command line.
    pub(crate) fn word(self) -> &'static str {
        match self {
            Self::Rotate => "rotate",
            Self::Replace => "replace",
            Self::Redeliver => "recover",
        }
    }
}

/// How far a rotation has come. The result of each stage is durable.
#[derive(
    Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Serialize, Deserialize, JsonSchema,
)]
#[serde(rename_all = "lowercase")]
pub(crate) enum Stage {
    /// The request may have been sent, or not.
    Prepared,
    /// The API has answered: there is a new value, or a successor. It is not in a file yet.
    Answered,
    /// The new key is in a staged file, or at some of the destinations.
    Staged,
    /// The new key is at every destination.
    Delivered,
    /// The new key works. Up to three steps are left: the command of `--then`, the deletion of the old key (`replace`), and the
    /// audit line.
    Verified,
}

/// Everything that is needed to go on. It contains no API key.
#[derive(Clone, Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
pub(crate) struct Record {
    pub(crate) version: u32,
    pub(crate) operation: Operation,
    pub(crate) stage: Stage,
    pub(crate) key_id: ApiKeyId,
    pub(crate) environment: Environment,
    pub(crate) base_url: String,
    /// As secret as a key: with it, the API repeats the answer that contains the new key. `None` if no request changes
    /// anything.
    pub(crate) idempotency_key: Option<String>,
    pub(crate) correlation_id: String,
    /// The time by the server's clock if it sent one, else by this machine's clock.
    pub(crate) prepared_at: DateTime<Utc>,
    pub(crate) server_told_time: bool,
    pub(crate) old_fingerprint: Option<Fingerprint>,
    pub(crate) new_fingerprint: Option<Fingerprint>,
    /// New values that somebody else has superseded while the rotation was open. A file may still hold one of them.
    #[serde(default, skip_serializing_if = "Vec::is_empty")]
    pub(crate) superseded: Vec<Fingerprint>,
    /// The destinations, in the order of the delivery. At least one.
    pub(crate) deliveries: Vec<Delivery>,
    /// Deliveries that were given up. Their files may hold a copy of the key, even the last one.
    #[serde(rename = "formers")]
    pub(crate) former_deliveries: Vec<Delivery>,
    /// The command of `--then`.
    #[serde(rename = "then")]
    pub(crate) follow_up: Option<FollowUpRecord>,
    /// The credential of the run that opened the journal. It belongs to the account of the key.
    pub(crate) credential: Option<Fingerprint>,
    /// Whether psq authenticates with the key that it changes.
    pub(crate) is_own_key: bool,
    /// The beginning of the key's values, up to the first underscore, if it is known.
    pub(crate) form: Option<String>,
    /// Whether a person allows psq to overwrite any value at a destination (`--replace-any`).
    pub(crate) replaces_any: bool,
    /// The absolute path of the file with the credential, so that `psq status` can print a complete next command.
    pub(crate) auth_file: Option<String>,
    /// What psq needs to create the successor of a replaced key.
    pub(crate) successor: Option<Successor>,
}

/// One destination, and how far the delivery to it has come.
#[derive(Clone, Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
pub(crate) struct Delivery {
    pub(crate) destination: DestinationRecord,
    /// Whether the new key is there. A command that has read the key does not get it twice.
    pub(crate) is_done: bool,
    /// The staged file with the new content, until it is renamed.
    pub(crate) staged_path: Option<PathBuf>,
    /// Why the last attempt failed.
    pub(crate) failure: Option<String>,
}

impl Delivery {
    /// A delivery that has not begun.
    pub(crate) fn open(destination: &Destination, id: &ApiKeyId) -> Self {
        Self {
            destination: destination.record(),
            is_done: false,
            staged_path: destination
                .staging(id)
                .map(|staging| staging.path().to_owned()),
            failure: None,
        }
    }

    /// Whether the files of both deliveries are the same.
    pub(crate) fn has_files_of(&self, other: &Self) -> bool {
        self.destination == other.destination && self.staged_path == other.staged_path
    }
}

/// The command of `--then`, and whether it has run.
#[derive(Clone, Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
pub(crate) struct FollowUpRecord {
    /// A line for `sh -c`. It may contain secrets, so psq never shows it.
    pub(crate) line: String,
    pub(crate) folder: PathBuf,
    pub(crate) timeout_seconds: u64,
    /// Whether it has succeeded since the key was delivered.
    pub(crate) is_done: bool,
    /// Why its last run failed.
    pub(crate) failure: Option<String>,
}

/// The key that replaces another key.
#[derive(Debug, Clone, Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
pub(crate) struct Successor {
    pub(crate) name: String,
    pub(crate) permissions: Vec<String>,
    /// The keys that had this name before. The old key is one of them.
    pub(crate) namesakes: Vec<ApiKeyId>,
    /// The id of the successor, once it is created.
    pub(crate) id: Option<ApiKeyId>,
    /// Whether the old key may be gone already: the request to delete it may have been sent.
    pub(crate) deletion_begun: bool,
    /// Whether somebody has deleted an earlier successor. The destinations may hold its value, which is dead.
    pub(crate) was_deleted: bool,
}

impl Record {
    /// Whether the old key of a replacement may be gone already.
    pub(crate) fn deletion_begun(&self) -> bool {
        let successor = self.successor.as_ref();
        successor.is_some_and(|successor| successor.deletion_begun)
    }

    /// Takes this value as the one to deliver. If it is another one than before, every delivery and the command of `--then`
    /// have to be repeated.
    pub(crate) fn expect(&mut self, value: &Fingerprint) {
        if self.new_fingerprint.as_ref() == Some(value) {
            return;
        }
        self.supersede();
        self.new_fingerprint = Some(value.clone());
        for delivery in &mut self.deliveries {
            delivery.is_done = false;
        }
        if let Some(follow_up) = &mut self.follow_up {
            follow_up.is_done = false;
        }
    }

    /// Gives the new value up, and keeps its fingerprint: the destinations may hold it.
    pub(crate) fn supersede(&mut self) {
        if let Some(former) = self.new_fingerprint.take()
            && !self.superseded.contains(&former)
        {
            self.superseded.push(former);
        }
    }

    /// The state of the old key, by the journal alone.
    pub(crate) fn old_key_by_journal(&self) -> OldKey {
        match (self.operation, self.stage) {
            (Operation::Rotate, Stage::Prepared) | (Operation::Redeliver, _) => OldKey::Unknown,
            (Operation::Rotate, _) => OldKey::Dead,
            (Operation::Replace, _) if self.deletion_begun() => OldKey::Unknown,
            (Operation::Replace, _) => OldKey::Alive,
        }
    }

    /// Whether the application needs the new key now, so that a key that cannot go to its destination has to go to a rescue
    /// file. While the old key works, that would cost the application a key that works.
    pub(crate) fn needs_rescue(&self) -> bool {
        match self.operation {
            Operation::Rotate => self.stage != Stage::Prepared,
            Operation::Replace => self.deletion_begun(),
            Operation::Redeliver => true,
        }
    }

    /// The next step if the destinations do not work. A line that writes to the standard output again would show the key.
    pub(crate) fn next_without_destination(&self) -> NextStep {
        let id = self.key_id.clone();
        let to_stdout =
            |delivery: &Delivery| matches!(delivery.destination, DestinationRecord::Stdout);
        if self.needs_rescue() || self.deliveries.iter().any(to_stdout) {
            NextStep::RecoverElsewhere(id)
        } else {
            NextStep::Recover(id)
        }
    }

    /// The destinations, without the state of their deliveries.
    pub(crate) fn destination_records(&self) -> Vec<DestinationRecord> {
        let all = self.deliveries.iter();
        all.map(|delivery| delivery.destination.clone()).collect()
    }

    /// The destinations as a list in a sentence.
    pub(crate) fn destination_list(&self) -> impl fmt::Display {
        Enumeration(self.destination_records())
    }

    /// The key whose value goes to the destinations: the key itself, or its successor once that exists.
    pub(crate) fn delivered_id(&self) -> Option<&ApiKeyId> {
        match &self.successor {
            Some(successor) => successor.id.as_ref(),
            None => Some(&self.key_id),
        }
    }
}

/// Destinations as `a, b and c`.
struct Enumeration(Vec<DestinationRecord>);

impl fmt::Display for Enumeration {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        for (index, destination) in self.0.iter().enumerate() {
            f.write_str(match index {
                0 => "",
                _ if index + 1 == self.0.len() => " and ",
                _ => ", ",
            })?;
            destination.fmt(f)?;
        }
        Ok(())
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn destinations_are_listed_as_in_a_sentence() {
        let places: Vec<_> = ["/a", "/b", "/c"]
            .into_iter()
            .map(|path| DestinationRecord::File { path: path.into() })
            .collect();
        for (count, expected) in [(1, "/a"), (2, "/a and /b"), (3, "/a, /b and /c")] {
            assert_eq!(Enumeration(places[..count].to_vec()).to_string(), expected);
        }
    }
}
