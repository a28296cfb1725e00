//! Files and folders that are held open, whatever happens to their names.
//!
//! A path comes in. Out comes a [`Handle`] with a number that stays its own while it is open, and access to the
//! content. The [`DiskModel`](super::DiskModel) keeps one for each file that it knows.

use std::fs::{self, DirEntry, File, Metadata, OpenOptions};
use std::io;
use std::os::fd::AsRawFd;
use std::os::unix::fs::{MetadataExt, OpenOptionsExt};
use std::path::{Path, PathBuf};

use nix::libc;

/// The identity of a file or folder, valid while it is held open.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash)]
pub(super) struct InodeId {
    pub(super) device: u64,
    pub(super) inode: u64,
}

impl InodeId {
    /// The identity of the file with this metadata.
    pub(super) fn of(metadata: &Metadata) -> Self {
        Self {
            device: metadata.dev(),
            inode: metadata.ino(),
        }
    }
}

/// The kind of an entry of a folder.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) enum Kind {
    File,
    Folder,
    Link,
    Other,
}

impl Kind {
    fn of(metadata: &Metadata) -> Self {
        let kind = metadata.file_type();
        if kind.is_file() {
            Self::File
        } else if kind.is_dir() {
            Self::Folder
        } else if kind.is_symlink() {
            Self::Link
        } else {
            Self::Other
        }
    }
}

/// Mode and owner.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) struct Attributes {
    pub(super) mode: u32,
    pub(super) user: u32,
    pub(super) group: u32,
}

impl Attributes {
    /// The attributes of the file with this metadata.
    pub(super) fn of(metadata: &Metadata) -> Self {
        Self {
            mode: metadata.mode() & 0o7777,
            user: metadata.uid(),
            group: metadata.gid(),
        }
    }
}

/// A file or folder that is open, but not for reading. Its inode number is not reused until this is dropped, even if
/// its last name is removed.
#[derive(Debug)]
pub(super) struct Handle {
    file: File,
    pub(super) id: InodeId,
    pub(super) kind: Kind,
}

impl Handle {
    /// Opens the entry with this name. A link is not followed.
    pub(super) fn open(path: &Path) -> io::Result<Self> {
        Self::with(path, libc::O_PATH | libc::O_NOFOLLOW)
    }

    /// Opens an entry of a folder. `None` if another process has removed it.
    pub(super) fn of_entry(entry: &DirEntry) -> io::Result<Option<Self>> {
        match Self::open(&entry.path()) {
            Err(error) if error.kind() == io::ErrorKind::NotFound => Ok(None),
            handle => handle.map(Some),
        }
    }

    /// Opens the target of a link.
    pub(super) fn follow(link: &Path) -> io::Result<Self> {
        Self::with(link, libc::O_PATH)
    }

    fn with(path: &Path, flags: i32) -> io::Result<Self> {
        let file = OpenOptions::new()
            .read(true)
            .custom_flags(flags)
            .open(path)?;
        let metadata = file.metadata()?;
        Ok(Self {
            id: InodeId::of(&metadata),
            kind: Kind::of(&metadata),
            file,
        })
    }

    /// A path that is valid while this is open.
    pub(super) fn path(&self) -> PathBuf {
        PathBuf::from(format!("/proc/self/fd/{}", self.file.as_raw_fd()))
    }

    /// The content of a file.
    pub(super) fn read(&self) -> io::Result<Vec<u8>> {
        fs::read(self.path())
    }

    /// The target of a link.
    pub(super) fn target(&self) -> io::Result<PathBuf> {
        let target = nix::fcntl::readlinkat(&self.file, "")?;
        Ok(target.into())
    }

    /// Its mode and owner.
    pub(super) fn attributes(&self) -> io::Result<Attributes> {
        Ok(Attributes::of(&self.file.metadata()?))
    }
}
