//! The staged file: the new content beside a destination, until it is renamed over it.
//!
//! A destination and the id of a key come in. The rehearsal and the delivery take the same steps as the same
//! user: create, write, copy mode and owner, sync, rename, sync the folder. Out goes a durable file. `file`
//! says what the content is, and `recover/staged_key` finds a key that an interrupted run has staged.

use std::fs::{self, File, OpenOptions, Permissions};
use std::io;
use std::os::unix::fs::{FileExt, OpenOptionsExt, PermissionsExt};
use std::path::{Path, PathBuf};

use publicsquare::ApiKeyId;
use rustix::fs::OFlags;

use super::attributes;
use super::file::{Content, FileDestination};
use crate::durable::{create_private, sync_folder_of};
use crate::flaw::Flaw;
use crate::journal::remove_if_there;

/// Extra disk space to reserve, in bytes, for lines that others may add to the file meanwhile.
const SPARE: usize = 4096;

/// How often a rehearsal or a delivery starts again after another program has changed the file.
pub(crate) const MOST_EDITS: u32 = 10;

/// The message of a rehearsal or a delivery that gives up.
pub(crate) fn too_many_edits() -> Flaw {
    Flaw::new(format!(
        "another program changed the file during each of {MOST_EDITS} attempts"
    ))
    .advise("stop that program first")
}

/// The staged file of a destination.
#[derive(Debug)]
pub(crate) struct Staging {
    file: FileDestination,
    path: PathBuf,
}

impl Staging {
    /// The name contains the id of the key, so that rotations of two keys in one file do not collide. It begins and
    /// ends like the name of the file, so that ignore rules for the file (`.env*`, `*.key`) match it as well.
    pub(crate) fn new(file: FileDestination, id: &ApiKeyId) -> Self {
        let name = file.path().file_name().unwrap_or_default();
        let name = name.to_string_lossy();
        let end = name.rfind('.').and_then(|dot| name.get(dot..));
        let staged = format!("{name}.{}.psq{}", id.as_str(), end.unwrap_or_default());
        let path = file.path().with_file_name(staged);
        Self { file, path }
    }

    /// The destination of a staged file, which `new` has named.
    pub(crate) fn destination_of(staged: &Path, id: &ApiKeyId) -> Option<PathBuf> {
        let name = staged.file_name()?.to_str()?;
        let (name, _) = name.split_once(&format!(".{}.psq", id.as_str()))?;
        Some(staged.with_file_name(name))
    }

    /// The destination.
    pub(crate) fn file(&self) -> &FileDestination {
        &self.file
    }

    /// The path of the new content, until it is renamed.
    pub(crate) fn path(&self) -> &Path {
        &self.path
    }

    /// Takes all steps of a delivery with the destination's own bytes, except the rename. Leaves no file behind.
    pub(crate) fn try_out(&self, content: &Content) -> io::Result<()> {
        remove_if_there(&self.path)?;
        let tried = self.write(content.as_ref().map_or(&[], |bytes| bytes.as_slice()));
        remove_if_there(&self.path)?;
        tried
    }

    /// Takes all steps of a delivery with the destination's own bytes, including the rename. Returns false if somebody
    /// has edited the file meanwhile; that edit stays.
    pub(crate) fn rehearse(&self, content: &Content) -> io::Result<bool> {
        let Some(bytes) = content else {
            return self.try_out(content).map(|()| true);
        };
        remove_if_there(&self.path)?;
        let rehearsed = self.write(bytes).and_then(|()| {
            let is_same = self.file.read()? == *content;
            if is_same {
                self.commit()?;
            }
            Ok(is_same)
        });
        if !matches!(rehearsed, Ok(true)) {
            // It has the content of the destination. The first error is worth more than an error here.
            let _ = fs::remove_file(&self.path);
        }
        rehearsed
    }

    /// Reserves disk space for the new content, so that a full disk is noticed now.
    pub(crate) fn reserve(&self, length: usize) -> io::Result<()> {
        remove_if_there(&self.path)?;
        let reserved = create_private(&self.path).and_then(|staged| {
            staged.write_all_at(&vec![b' '; length + SPARE], 0)?;
            staged.sync_all()
        });
        if reserved.is_err() {
            let _ = fs::remove_file(&self.path);
            return reserved;
        }
        sync_folder_of(&self.path)
    }

    /// Writes the new content with the mode and the owner of the destination. It is durable when this returns.
    pub(crate) fn write(&self, content: &[u8]) -> io::Result<()> {
        let staged = match self.open() {
            Err(error) if error.kind() == io::ErrorKind::NotFound => {
                let staged = create_private(&self.path)?;
                sync_folder_of(&self.path)?;
                staged
            }
            staged => staged?,
        };
        staged.write_all_at(content, 0)?;
        staged.set_len(content.len() as u64)?;
        // Last, because the destination's mode may forbid writing even for its owner.
        self.take_attributes(&staged)?;
        staged.sync_all()
    }

    /// Opens the staged file. An earlier run may already have given it the destination's mode.
    fn open(&self) -> io::Result<File> {
        let open = || {
            OpenOptions::new()
                .write(true)
                .custom_flags(OFlags::NOFOLLOW.bits().cast_signed())
                .open(&self.path)
        };
        open().or_else(|_| {
            if fs::symlink_metadata(&self.path)?.is_file() {
                fs::set_permissions(&self.path, Permissions::from_mode(0o600))?;
            }
            open()
        })
    }

    /// Renames the staged file over the destination. The rename is durable when this returns.
    pub(crate) fn commit(&self) -> io::Result<()> {
        fs::rename(&self.path, self.file.path())?;
        sync_folder_of(self.file.path())
    }

    /// Makes the present content of the destination durable.
    pub(crate) fn settle(&self) -> io::Result<()> {
        File::open(self.file.path())?.sync_all()?;
        sync_folder_of(self.file.path())
    }

    /// Removes the staged file.
    pub(crate) fn discard(&self) -> io::Result<()> {
        remove_if_there(&self.path)
    }

    fn take_attributes(&self, staged: &File) -> io::Result<()> {
        match File::open(self.file.path()) {
            Ok(destination) => attributes::copy(&destination, staged),
            Err(error) if error.kind() == io::ErrorKind::NotFound => Ok(()),
            Err(error) => Err(error),
        }
    }
}

#[cfg(test)]
mod tests {
    use std::os::unix::fs::symlink;

    use tempfile::{TempDir, tempdir};
    use zeroize::Zeroizing;

    use super::*;

    const ID: &str = "key_7Ay5mcUXAxwrN6wQEQUVEHBCJ";

    /// The staged file of a destination with this name. The destination holds `old`, if it is `key`.
    fn staging(name: &str) -> (TempDir, Staging) {
        let folder = tempdir().expect("a folder");
        fs::write(folder.path().join("key"), "old").expect("written");
        symlink("loop", folder.path().join("loop")).expect("a link");
        let record = crate::destination::DestinationRecord::File {
            path: folder.path().join(name),
        };
        let staging = record.staging(&ID.parse().expect("an id"));
        (folder, staging.expect("a staged file"))
    }

    #[test]
    fn a_rehearsal_leaves_no_staged_file_whatever_it_finds() {
        for (expected, content) in [(true, "old"), (false, "edited meanwhile")] {
            let (folder, staging) = staging("key");
            let content = Some(Zeroizing::new(content.as_bytes().to_vec()));
            assert_eq!(staging.rehearse(&content).expect("rehearsed"), expected);
            assert!(!staging.path().exists(), "{expected}");
            let held = fs::read(folder.path().join("key")).expect("the file");
            assert_eq!(held, b"old", "{expected}");
        }
    }

    #[test]
    fn the_reason_why_the_staged_file_cannot_be_opened_is_the_one_that_is_told() {
        let (_folder, staging) = staging("key");
        fs::create_dir(staging.path()).expect("a folder");
        let error = staging.write(b"new").expect_err("a folder");
        assert_eq!(error.kind(), io::ErrorKind::IsADirectory);
    }

    #[test]
    fn a_destination_whose_mode_cannot_be_copied_is_not_staged() {
        let (_folder, staging) = staging("loop");
        staging
            .write(b"new")
            .expect_err("the destination leads nowhere");
    }

    #[test]
    fn a_destination_that_cannot_be_synced_is_an_error() {
        let (folder, staging) = staging("key");
        staging.settle().expect("it is there");
        fs::remove_file(folder.path().join("key")).expect("removed");
        staging.settle().expect_err("it is gone");
    }
}
