//! The audit log: one line of JSON for each rotation that has ended, appended and never changed.
//!
//! The journal's record of a finished rotation comes in. Out goes a durable line, without any key. In the
//! other direction, [`history`] reads when this machine last changed each key, for `psq keys` and for plans, and
//! which values the key had.
//! `journal` has what is not finished yet.

use std::collections::{BTreeMap, BTreeSet};
use std::fs::{File, OpenOptions};
use std::io::{self, BufRead, BufReader, Write};
use std::os::unix::fs::{FileExt, OpenOptionsExt};
use std::path::Path;

use chrono::{DateTime, SecondsFormat, Utc};
use publicsquare::ApiKeyId;
use serde::{Deserialize, Serialize};

use crate::durable::sync_folder_of;
use crate::fingerprint::Fingerprint;
use crate::journal::{Operation, Record};

/// One line of the log: who did what to which key, and when. It contains no key.
#[derive(Serialize)]
struct Line<'a> {
    version: u32,
    /// When the line was written, by the clock of this machine.
    time: String,
    /// When the change began, by the clock of the API if it has told the time. The value is at most as old as this says.
    /// None if nothing has changed.
    #[serde(skip_serializing_if = "Option::is_none")]
    changed_at: Option<String>,
    user: Option<String>,
    uid: u32,
    operation: Operation,
    key_id: &'a str,
    #[serde(skip_serializing_if = "Option::is_none")]
    successor_id: Option<&'a str>,
    environment: &'a str,
    old_fingerprint: Option<&'a Fingerprint>,
    new_fingerprint: Option<&'a Fingerprint>,
    #[serde(skip_serializing_if = "<[_]>::is_empty")]
    superseded: &'a [Fingerprint],
    correlation_id: &'a str,
    destinations: Vec<String>,
}

/// What the log says about each key, by its id.
#[derive(Debug, Default)]
pub(crate) struct History {
    /// When the value was last replaced. The clock of this machine may have been wrong.
    pub(crate) changed: BTreeMap<ApiKeyId, DateTime<Utc>>,
    /// The key that replaced it.
    pub(crate) successors: BTreeMap<ApiKeyId, ApiKeyId>,
    /// The fingerprints of the values that it had.
    pub(crate) values: BTreeMap<ApiKeyId, BTreeSet<Fingerprint>>,
}

/// Reads the log. Skips a line that cannot be parsed: a full disk may have cut it off.
///
/// # Errors
///
/// If the log exists and cannot be read. A missing log is an empty one.
pub(crate) fn history(path: &Path) -> io::Result<History> {
    let mut history = History::default();
    let file = match File::open(path) {
        Err(error) if error.kind() == io::ErrorKind::NotFound => return Ok(history),
        file => file?,
    };
    // Line by line: the log grows for as long as the machine exists, and the memory of psq should not.
    let mut file = BufReader::new(file);
    let mut line = Vec::new();
    while file.read_until(b'\n', &mut line)? > 0 {
        let entry = serde_json::from_slice(&line);
        line.clear();
        let Ok(AuditEntry {
            time,
            changed_at,
            operation,
            key_id,
            successor_id,
            old_fingerprint,
            new_fingerprint,
            superseded,
        }) = entry
        else {
            continue;
        };
        let delivered_id = successor_id.as_ref().unwrap_or(&key_id);
        let delivered = new_fingerprint.into_iter().chain(superseded);
        for (id, values) in [
            (&key_id, old_fingerprint.into_iter().collect()),
            (delivered_id, delivered.collect::<Vec<_>>()),
        ] {
            if !values.is_empty() {
                history.values.entry(id.clone()).or_default().extend(values);
            }
        }
        let changed = match operation {
            Operation::Rotate => Some(key_id),
            // The key itself is gone. Its successor got its value at this time.
            Operation::Replace => {
                if let Some(successor) = &successor_id {
                    history.successors.insert(key_id, successor.clone());
                }
                successor_id
            }
            Operation::Redeliver => None,
        };
        if let Some(id) = changed {
            // The lines are in the order of the changes, also if a clock was wrong in between.
            history.changed.insert(id, changed_at.unwrap_or(time));
        }
    }
    Ok(history)
}

/// The members of a line that [`history`] needs.
#[derive(Deserialize)]
struct AuditEntry {
    time: DateTime<Utc>,
    // A version before this member wrote the time of the end alone.
    #[serde(default)]
    changed_at: Option<DateTime<Utc>>,
    operation: Operation,
    key_id: ApiKeyId,
    #[serde(default)]
    successor_id: Option<ApiKeyId>,
    #[serde(default)]
    old_fingerprint: Option<Fingerprint>,
    #[serde(default)]
    new_fingerprint: Option<Fingerprint>,
    #[serde(default)]
    superseded: Vec<Fingerprint>,
}

/// Appends the line for a rotation. The line is durable when this returns.
pub(crate) fn append(path: &Path, record: &Record, now: DateTime<Utc>) -> io::Result<()> {
    let in_seconds = |time: DateTime<Utc>| time.to_rfc3339_opts(SecondsFormat::Secs, true);
    let line = Line {
        version: 1,
        time: in_seconds(now),
        changed_at: match record.operation {
            Operation::Rotate | Operation::Replace => Some(in_seconds(record.prepared_at)),
            Operation::Redeliver => None,
        },
        // The name is for people and can be forged in the environment. The number comes from the kernel.
        user: ["SUDO_USER", "USER", "LOGNAME"]
            .iter()
            .find_map(|name| std::env::var(name).ok())
            .filter(|name| !name.is_empty()),
        uid: rustix::process::getuid().as_raw(),
        operation: record.operation,
        key_id: record.key_id.as_str(),
        successor_id: record
            .successor
            .as_ref()
            .and_then(|successor| Some(successor.id.as_ref()?.as_str())),
        environment: record.environment.as_str(),
        old_fingerprint: record.old_fingerprint.as_ref(),
        new_fingerprint: record.new_fingerprint.as_ref(),
        superseded: &record.superseded,
        correlation_id: &record.correlation_id,
        destinations: record
            .deliveries
            .iter()
            .map(|delivery| delivery.destination.to_string())
            .collect(),
    };
    let mut text = serde_json::to_string(&line)?;
    text.push('\n');
    let is_new = !path.exists();
    let mut file = OpenOptions::new()
        .read(true)
        .append(true)
        .create(true)
        .mode(0o600)
        .open(path)?;
    // A full disk may have cut an earlier line off.
    let length = file.metadata()?.len();
    if length > 0 {
        let mut last = [0];
        file.read_exact_at(&mut last, length - 1)?;
        if last != *b"\n" {
            text.insert(0, '\n');
        }
    }
    // One write, so that the lines of two processes do not mix.
    file.write_all(text.as_bytes())?;
    file.sync_all()?;
    if is_new {
        sync_folder_of(path)?;
    }
    Ok(())
}
