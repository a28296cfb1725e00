//! Reading the newest entry of a journal.
//!
//! The bytes of a file come in. Out go the record of the newest entry that is whole, or what is wrong with the
//! file. `slots` finds the entries, `record` is their content.

use super::record::{Record, VERSION};
use super::slots;

/// The newest entry of a journal.
pub(super) struct Newest {
    /// The slot that it is in, 0 or 1.
    pub(super) slot: usize,
    pub(super) sequence: u64,
    pub(super) record: Record,
}

/// Why there is no newest entry. It shows nothing of the file.
#[derive(Debug)]
pub(super) struct Unread {
    pub(super) flaw: String,
    /// Whether another version of psq has written the journal. That psq can read it.
    pub(super) is_foreign: bool,
}

impl Unread {
    fn damaged(flaw: &str) -> Self {
        Self {
            flaw: flaw.to_owned(),
            is_foreign: false,
        }
    }

    fn foreign(how: &str) -> Self {
        Self {
            flaw: format!("another version of psq has written it{how}; use that psq"),
            is_foreign: true,
        }
    }
}

/// Reads the newest entry from the bytes of a journal.
pub(super) fn newest(bytes: &[u8]) -> Result<Newest, Unread> {
    if let Some(format) = slots::foreign_format(bytes) {
        return Err(Unread::foreign(&format!(
            ", in format {format}, and this psq knows format {}",
            slots::FORMAT
        )));
    }
    let held = slots::decode(bytes);
    let newest = held
        .into_iter()
        .enumerate()
        .filter_map(|(index, held)| Some((index, held?)))
        .max_by_key(|(_, held)| held.sequence);
    let Some((slot, held)) = newest else {
        return Err(Unread::damaged("neither of its two entries is whole"));
    };
    Ok(Newest {
        slot,
        sequence: held.sequence,
        record: read_record(held.content)?,
    })
}

fn read_record(content: &[u8]) -> Result<Record, Unread> {
    #[derive(serde::Deserialize)]
    struct Version {
        version: u32,
    }
    let damaged = |_| Unread::damaged("psq cannot read its content");
    let Version { version } = serde_json::from_slice(content).map_err(damaged)?;
    if version != VERSION {
        return Err(Unread::foreign(&format!(
            ": it has version {version} and this psq knows version {VERSION}"
        )));
    }
    serde_json::from_slice(content).map_err(damaged)
}
