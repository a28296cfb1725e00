//! The audit log: one line for each rotation that has ended, appended and never changed.

use std::collections::BTreeMap;
use std::fs::{self, OpenOptions};
use std::io::{self, Write};
use std::os::unix::fs::{FileExt, OpenOptionsExt};
use std::path::Path;

use chrono::{DateTime, SecondsFormat, Utc};
use publicsquare::ApiKeyId;
use serde::{Deserialize, Serialize};

use crate::durable::sync_folder_of;
use crate::fingerprint::Fingerprint;
use crate::journal::{Operation, Record};

/// Who did what to which key, and when. No key is in it.
#[derive(Serialize)]
struct Line<'a> {
    version: u32,
    time: String,
    user: Option<String>,
    uid: u32,
    operation: Operation,
    key_id: &'a str,
    #[serde(skip_serializing_if = "Option::is_none")]
    successor_id: Option<&'a str>,
    environment: &'a str,
    old_fingerprint: Option<&'a Fingerprint>,
    new_fingerprint: Option<&'a Fingerprint>,
    correlation_id: &'a str,
    destinations: Vec<String>,
}

/// What the log knows of each key, by its id.
#[derive(Debug, Default)]
pub(crate) struct History {
    /// When the value was last replaced.
    pub(crate) changed: BTreeMap<ApiKeyId, DateTime<Utc>>,
    /// Which key took its place.
    pub(crate) successors: BTreeMap<ApiKeyId, ApiKeyId>,
}

/// Reads the log. A line that cannot be read is looked past: a full disk may have cut it off.
///
/// # Errors
///
/// Where the log is there and cannot be read.
pub(crate) fn history(path: &Path) -> io::Result<History> {
    let mut history = History::default();
    let bytes = match fs::read(path) {
        Err(error) if error.kind() == io::ErrorKind::NotFound => return Ok(history),
        bytes => bytes?,
    };
    for line in bytes.split(|&byte| byte == b'\n') {
        let Ok(AuditEntry {
            time,
            operation,
            key_id,
            successor_id,
        }) = serde_json::from_slice(line)
        else {
            continue;
        };
        let changed = match operation {
            Operation::Rotate => Some(key_id),
            // The key itself is gone; its successor has had its value since.
            Operation::Replace => {
                if let Some(successor) = &successor_id {
                    history.successors.insert(key_id, successor.clone());
                }
                successor_id
            }
            Operation::Redeliver => None,
        };
        if let Some(id) = changed {
            let known = history.changed.entry(id).or_insert(time);
            *known = time.max(*known);
        }
    }
    Ok(history)
}

/// What a line says of the age of a value.
#[derive(Deserialize)]
struct AuditEntry {
    time: DateTime<Utc>,
    operation: Operation,
    key_id: ApiKeyId,
    #[serde(default)]
    successor_id: Option<ApiKeyId>,
}

/// Appends the line for a rotation. It is durable when this returns.
pub(crate) fn append(path: &Path, record: &Record, now: DateTime<Utc>) -> io::Result<()> {
    let line = Line {
        version: 1,
        time: now.to_rfc3339_opts(SecondsFormat::Secs, true),
        // What the environment says is for reading; the number is what the kernel says.
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
    // A disk that was full may have taken a part of an earlier line.
    let length = file.metadata()?.len();
    if length > 0 {
        let mut last = [0];
        file.read_exact_at(&mut last, length - 1)?;
        if last != *b"\n" {
            text.insert(0, '\n');
        }
    }
    // In one write, so that the lines of two processes do not mix.
    file.write_all(text.as_bytes())?;
    file.sync_all()?;
    if is_new {
        sync_folder_of(path)?;
    }
    Ok(())
}
