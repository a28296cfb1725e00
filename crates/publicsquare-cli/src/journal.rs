//! The journal of a rotation: everything that `psq recover` needs after a crash.
//!
//! A [`Record`] comes in. Out goes a file that is durable when a method returns. It holds no API key.
//! `record` is the content, `slots` keeps the last two versions of it in the file, so that a torn write loses
//! nothing. `newest` reads the newer one, `unreadable` says why that failed. Finished rotations are in `audit`.

mod newest;
mod record;
mod slots;
mod unreadable;

use std::fs::{self, File, OpenOptions};
use std::io::{self, Read};
use std::os::unix::fs::{FileExt, OpenOptionsExt, PermissionsExt};
use std::path::{Path, PathBuf};

use publicsquare::ApiKeyId;
use rustix::fs::OFlags;
use zeroize::Zeroizing;

use self::newest::newest;
pub(crate) use self::record::{
    Delivery, FollowUpRecord, Operation, Record, Stage, Successor, VERSION,
};
pub(crate) use self::unreadable::UnreadableJournal;
use crate::cli_error::CliError;
use crate::durable::{create_private, sync_folder_of};
use crate::flaw::Flaw;
use crate::state_folder::StateFolder;

/// The most bytes of a journal. psq reads and writes no larger one.
const LARGEST: u64 = 4 << 20;

/// The extension of a journal until it is whole.
const DRAFT: &str = "draft";

/// The journal of a rotation that is under way.
pub(crate) struct Journal {
    path: PathBuf,
    file: File,
    sequence: u64,
    /// The slot with the current record, 0 or 1.
    current: usize,
    slot_size: usize,
    pub(crate) record: Record,
}

impl Journal {
    /// Creates the journal. It is durable when this returns. After an error there is no journal.
    pub(crate) fn create(folder: &StateFolder, record: Record) -> io::Result<Self> {
        let path = folder.journal(&record.key_id);
        let content = Zeroizing::new(serde_json::to_vec(&record)?);
        let (file, slot_size) = write_whole(&path, 1, &content)?;
        if let Err(error) = sync_folder_of(&path) {
            let _ = fs::remove_file(&path);
            return Err(error);
        }
        Ok(Self {
            path,
            file,
            sequence: 1,
            current: 0,
            slot_size,
            record,
        })
    }

    /// Gives the journal of this key another name, so that a new one does not replace it. Returns that name, if there is a
    /// journal.
    pub(crate) fn set_aside(folder: &StateFolder, id: &ApiKeyId) -> io::Result<Option<PathBuf>> {
        let path = folder.journal(id);
        if path.symlink_metadata().is_err() {
            return Ok(None);
        }
        let mut kept = (1u32..).map(|number| path.with_extension(format!("damaged-{number}")));
        let is_free = |kept: &PathBuf| kept.symlink_metadata().is_err();
        let Some(kept) = kept.find(is_free) else {
            return Ok(None);
        };
        fs::rename(&path, &kept)?;
        sync_folder_of(&path)?;
        Ok(Some(kept))
    }

    /// Opens the journal of this key, if there is one.
    pub(crate) fn open(
        folder: &StateFolder,
        id: &ApiKeyId,
    ) -> Result<Option<Self>, UnreadableJournal> {
        let path = folder.journal(id);
        let journal = Self::open_at(&path)?;
        match &journal {
            // A file system that ignores case can return the journal of another key.
            Some(journal) if journal.record.key_id != *id => {
                Err(UnreadableJournal::new(&path, "it is about another key"))
            }
            _ => Ok(journal),
        }
    }

    /// Opens all journals, in the order of their names.
    pub(crate) fn all(
        folder: &StateFolder,
    ) -> Result<Vec<Result<Self, UnreadableJournal>>, io::Error> {
        let entries = match fs::read_dir(folder.rotations()) {
            Err(error) if error.kind() == io::ErrorKind::NotFound => return Ok(Vec::new()),
            entries => entries?,
        };
        let mut paths = Vec::new();
        for entry in entries {
            let path = entry?.path();
            if path
                .extension()
                .is_some_and(|extension| extension == "journal")
            {
                paths.push(path);
            }
        }
        paths.sort();
        Ok(paths
            .iter()
            .filter_map(|path| Self::open_at(path).transpose())
            .collect())
    }

    fn open_at(path: &Path) -> Result<Option<Self>, UnreadableJournal> {
        let unreadable = |error: io::Error| UnreadableJournal::new(path, &error.to_string());
        let opened = OpenOptions::new()
            .read(true)
            .write(true)
            .custom_flags(OFlags::NOFOLLOW.bits().cast_signed())
            .open(path);
        let file = match opened {
            Err(error) if error.kind() == io::ErrorKind::NotFound => return Ok(None),
            file => file.map_err(unreadable)?,
        };
        let metadata = file.metadata().map_err(unreadable)?;
        if metadata.permissions().mode() & 0o077 != 0 {
            return Err(UnreadableJournal::new(path, "others can read or write it"));
        }
        let mut bytes = Zeroizing::new(Vec::new());
        (&file)
            .take(LARGEST)
            .read_to_end(&mut bytes)
            .map_err(unreadable)?;
        let newest = newest(&bytes).map_err(|unread| UnreadableJournal {
            is_foreign: unread.is_foreign,
            ..UnreadableJournal::new(path, &unread.flaw)
        })?;
        Ok(Some(Self {
            path: path.to_owned(),
            sequence: newest.sequence,
            current: newest.slot,
            slot_size: bytes.len() / 2,
            file,
            record: newest.record,
        }))
    }

    /// Changes the record. The change is durable when this returns. After an error there is no change.
    pub(crate) fn update(&mut self, change: impl FnOnce(&mut Record)) -> io::Result<()> {
        let mut record = self.record.clone();
        change(&mut record);
        self.write(&record)?;
        self.record = record;
        Ok(())
    }

    /// Changes the record, because something has happened. After an error, only this process knows of it.
    pub(crate) fn note(&mut self, change: impl FnOnce(&mut Record)) -> io::Result<()> {
        let mut record = self.record.clone();
        change(&mut record);
        let written = self.write(&record);
        self.record = record;
        written
    }

    /// Writes the record. A record that has outgrown the file gets a larger file.
    fn write(&mut self, record: &Record) -> io::Result<()> {
        let content = Zeroizing::new(serde_json::to_vec(record)?);
        let sequence = self.sequence + 1;
        if let Some(slot) = slots::encode(sequence, &content, self.slot_size) {
            let other = 1 - self.current;
            self.file
                .write_all_at(&slot, (other * self.slot_size) as u64)?;
            self.file.sync_all()?;
            self.current = other;
            self.sequence = sequence;
            return Ok(());
        }
        (self.file, self.slot_size) = write_whole(&self.path, sequence, &content)?;
        self.current = 0;
        self.sequence = sequence;
        sync_folder_of(&self.path)
    }

    /// The error of a call whose wishes cannot be noted.
    pub(crate) fn unnoted(&self, error: &io::Error) -> CliError {
        let flaw = Flaw::new(format!(
            "the journal could not be written, so psq has delivered nothing in this run: {error}"
        ));
        let advice = format!(
            "make it possible to write to {} and its folder",
            self.path.display()
        );
        let old_key = self.record.old_key_by_journal();
        CliError::unfinished(&self.record.key_id, old_key, flaw.advise(advice)).with_same_call()
    }

    /// Where the journal is, for messages.
    pub(crate) fn path(&self) -> &Path {
        &self.path
    }

    /// Removes the journal, because the rotation is over.
    pub(crate) fn close(self) -> io::Result<()> {
        // A run that was killed may have left a draft. It has the idempotency key.
        remove_if_there(&self.path.with_extension(DRAFT))?;
        remove_if_there(&self.path)?;
        sync_folder_of(&self.path)
    }
}

/// Writes a journal with one entry, which replaces the journal at this path. Returns the file and the size of its slots.
fn write_whole(path: &Path, sequence: u64, content: &[u8]) -> io::Result<(File, usize)> {
    let draft = path.with_extension(DRAFT);
    remove_if_there(&draft)?;
    let size = slots::size_for(content);
    let slot = slots::encode(sequence, content, size).filter(|_| size as u64 * 2 <= LARGEST);
    let slot = slot.ok_or_else(too_long)?;
    let file = create_private(&draft)?;
    let written = file
        .write_all_at(&slot, 0)
        .and_then(|()| {
            // Spaces, and no hole in the file: the disk space has to be reserved.
            file.write_all_at(&vec![b' '; size], size as u64)
        })
        .and_then(|()| file.sync_all())
        .and_then(|()| fs::rename(&draft, path));
    if let Err(error) = written {
        // The first error is worth more than an error here.
        let _ = fs::remove_file(&draft);
        return Err(error);
    }
    Ok((file, size))
}

/// The number and the record of the newest entry, for the tests of what psq reads.
#[cfg(any(test, fuzzing))]
pub(crate) fn newest_of(bytes: &[u8]) -> Result<(u64, Record), String> {
    newest(bytes)
        .map(|newest| (newest.sequence, newest.record))
        .map_err(|unread| unread.flaw)
}

/// An entry with this content, as psq writes it.
#[cfg(any(test, fuzzing))]
pub(crate) fn entry_of(sequence: u64, content: &[u8], size: usize) -> Option<Zeroizing<Vec<u8>>> {
    slots::encode(sequence, content, size)
}

fn too_long() -> io::Error {
    io::Error::new(
        io::ErrorKind::InvalidInput,
        "the destinations and the command of --then are too long for it",
    )
}

/// Removes a file, if it exists.
pub(crate) fn remove_if_there(path: &Path) -> io::Result<()> {
    match fs::remove_file(path) {
        Err(error) if error.kind() != io::ErrorKind::NotFound => Err(error),
        _ => Ok(()),
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    /// A journal in a file that cannot be written to.
    fn broken() -> (tempfile::TempDir, Journal) {
        let folder = tempfile::tempdir().expect("a folder");
        let path = folder.path().join("key.journal");
        let content = concat!(
            r#"{"version":2,"operation":"rotate","stage":"prepared","key_id":"key_7Ay5","environment":"test","#,
            r#""base_url":"http://127.0.0.1:1","correlation_id":"c","prepared_at":"2024-06-30T01:02:29Z","#,
            r#""server_told_time":true,"deliveries":[],"formers":[],"is_own_key":false,"replaces_any":false}"#,
        );
        let (_, slot_size) = write_whole(&path, 1, content.as_bytes()).expect("written");
        let record = serde_json::from_str(content).expect("a record");
        let journal = Journal {
            file: File::open(&path).expect("to read only"),
            path,
            sequence: 1,
            current: 0,
            slot_size,
            record,
        };
        (folder, journal)
    }

    #[test]
    fn what_has_happened_is_known_even_if_the_journal_cannot_be_written() {
        let (_folder, mut journal) = broken();
        journal
            .note(|record| record.stage = Stage::Delivered)
            .expect_err("not written");
        assert_eq!(journal.record.stage, Stage::Delivered);
        // What has not happened yet does not count unless it is written.
        journal
            .update(|record| record.stage = Stage::Verified)
            .expect_err("not written");
        assert_eq!(journal.record.stage, Stage::Delivered);
        let written = Journal::open_at(&journal.path).expect("readable");
        assert_eq!(written.expect("a journal").record.stage, Stage::Prepared);
    }

    #[test]
    fn a_file_counts_as_removed_only_if_it_is_not_there() {
        let folder = tempfile::tempdir().expect("a folder");
        let file = folder.path().join("file");
        fs::write(&file, "").expect("written");
        remove_if_there(&file.join("below")).expect_err("nobody knows");
        remove_if_there(folder.path()).expect_err("a folder is no file");
        for _ in 0..2 {
            remove_if_there(&file).expect("removed");
        }
        assert!(!file.exists());
    }
}
