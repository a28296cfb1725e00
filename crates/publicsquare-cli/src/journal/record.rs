//! What a journal says.

use std::fmt;
use std::path::PathBuf;

use chrono::{DateTime, Utc};
use publicsquare::{ApiKeyId, Environment};
use schemars::JsonSchema;
use serde::{Deserialize, Serialize};

use crate::cli_error::OldKey;
use crate::destination::{Destination, DestinationRecord};
use crate::fingerprint::Fingerprint;

/// The version of the format. A journal of another one is not guessed at.
pub(crate) const VERSION: u32 = 2;

/// What is being done with a key.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize, Deserialize, JsonSchema)]
#[serde(rename_all = "lowercase")]
pub(crate) enum Operation {
    /// Its value is replaced, and the old one dies at once.
    Rotate,
    /// A successor is created, and the key is deleted once that works.
    Replace,
    /// Its current value is delivered; nothing changes at the API.
    Redeliver,
}

impl Operation {
    /// The word for it on the command line.
    pub(crate) fn word(self) -> &'static str {
        match self {
            Self::Rotate => "rotate",
            Self::Replace => "replace",
            Self::Redeliver => "recover",
        }
    }
}

/// How far a rotation has come. What a stage names is durable.
#[derive(
    Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Serialize, Deserialize, JsonSchema,
)]
#[serde(rename_all = "lowercase")]
pub(crate) enum Stage {
    /// The request may have been sent or not.
    Prepared,
    /// The API has answered: there is a new value, or a successor. It is in no file yet.
    Answered,
    /// The new content is in a staged file, or at some of the destinations and not at all.
    Staged,
    /// The new content is at every destination.
    Delivered,
    /// The new key was seen to work. What is left: the command of `--then`, deleting the old key
    /// (`replace`), the audit line.
    Verified,
}

/// All that is needed to go on. No API key is in it.
#[derive(Clone, Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
pub(crate) struct Record {
    pub(crate) version: u32,
    pub(crate) operation: Operation,
    pub(crate) stage: Stage,
    pub(crate) key_id: ApiKeyId,
    pub(crate) environment: Environment,
    pub(crate) base_url: String,
    /// As secret as the key that it can have replayed. `None` where nothing is sent that changes
    /// anything.
    pub(crate) idempotency_key: Option<String>,
    pub(crate) correlation_id: String,
    /// By the server's clock where it told the time, else by this machine's.
    pub(crate) prepared_at: DateTime<Utc>,
    pub(crate) server_told_time: bool,
    pub(crate) old_fingerprint: Option<Fingerprint>,
    pub(crate) new_fingerprint: Option<Fingerprint>,
    /// Where the key goes, in the order in which it goes there. At least one.
    pub(crate) deliveries: Vec<Delivery>,
    /// Where the key was to go before, if that holds a copy of it: it may be the last one.
    #[serde(rename = "formers")]
    pub(crate) former_destinations: Vec<DestinationRecord>,
    /// What runs once every destination holds the key.
    #[serde(rename = "then")]
    pub(crate) follow_up: Option<FollowUpRecord>,
    /// Whether the authenticating key is the one that changes.
    pub(crate) is_own_key: bool,
    /// How the key's values begin, in front of the first underscore, where that is known.
    pub(crate) form: Option<String>,
    /// Whether a person has said that whatever stands at a destination may be overwritten.
    pub(crate) replaces_any: bool,
    /// The file that the call took its credential from, with its whole path, so that `psq status` can print
    /// a complete next line.
    pub(crate) auth_file: Option<String>,
    /// What the successor of a replaced key is made of.
    pub(crate) successor: Option<Successor>,
}

/// One destination, and how far the delivery to it has come.
#[derive(Clone, Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
pub(crate) struct Delivery {
    pub(crate) destination: DestinationRecord,
    /// Whether the new key is there: a command that has taken it is not given it twice.
    pub(crate) is_done: bool,
    /// Where the new content is until it is renamed.
    pub(crate) staged_path: Option<PathBuf>,
    /// Why the last attempt failed.
    pub(crate) failure: Option<String>,
}

impl Delivery {
    /// One that has not begun.
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
}

/// The command of `--then`, and whether it has run.
#[derive(Clone, Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
pub(crate) struct FollowUpRecord {
    /// A line for `sh -c`. It may hold what nobody is to see, and is shown nowhere.
    pub(crate) line: String,
    pub(crate) folder: PathBuf,
    pub(crate) timeout_seconds: u64,
    /// Whether it has ended well since the key was delivered.
    pub(crate) is_done: bool,
    /// Why the last run of it failed.
    pub(crate) failure: Option<String>,
}

/// The key that takes the place of another.
#[derive(Debug, Clone, Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
pub(crate) struct Successor {
    pub(crate) name: String,
    pub(crate) permissions: Vec<String>,
    /// Keys with that name that were there before, the old one among them.
    pub(crate) namesakes: Vec<ApiKeyId>,
    /// Known once it is created.
    pub(crate) id: Option<ApiKeyId>,
    /// Whether the old key may be gone: its deletion may have been sent.
    pub(crate) deletion_begun: bool,
}

impl Record {
    /// Whether the old key of a replacement may be gone.
    pub(crate) fn deletion_begun(&self) -> bool {
        let successor = self.successor.as_ref();
        successor.is_some_and(|successor| successor.deletion_begun)
    }

    /// What there is to say of the old key by the journal alone.
    pub(crate) fn old_key_by_journal(&self) -> OldKey {
        match (self.operation, self.stage) {
            (Operation::Rotate, Stage::Prepared) | (Operation::Redeliver, _) => OldKey::Unknown,
            (Operation::Rotate, _) => OldKey::Dead,
            (Operation::Replace, _) if self.deletion_begun() => OldKey::Unknown,
            (Operation::Replace, _) => OldKey::Alive,
        }
    }

    /// The destinations.
    pub(crate) fn destination_records(&self) -> Vec<DestinationRecord> {
        let all = self.deliveries.iter();
        all.map(|delivery| delivery.destination.clone()).collect()
    }

    /// Names the destinations in a sentence.
    pub(crate) fn destination_list(&self) -> impl fmt::Display {
        Enumeration(self.destination_records())
    }

    /// Whose value the destinations are to hold: the key itself, or its successor.
    pub(crate) fn delivered_id(&self) -> Option<&ApiKeyId> {
        match &self.successor {
            Some(successor) => successor.id.as_ref(),
            None => Some(&self.key_id),
        }
    }
}

/// Destinations, one after the other, for a sentence.
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
