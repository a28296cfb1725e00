//! Files and folders that are held open, whatever happens to their names.

use std::fs::{self, DirEntry, File, Metadata, OpenOptions};
use std::io;
use std::os::fd::AsRawFd;
use std::os::unix::fs::{MetadataExt, OpenOptionsExt};
use std::path::{Path, PathBuf};

use nix::libc;

/// Which file or folder it is, for as long as it is held open.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash)]
pub(super) struct InodeId {
    pub(super) device: u64,
    pub(super) inode: u64,
}

impl InodeId {
    /// That of what has been looked at.
    pub(super) fn of(metadata: &Metadata) -> Self {
        Self {
            device: metadata.dev(),
            inode: metadata.ino(),
        }
    }
}

/// What there is in a folder.
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
    /// Those of what has been looked at.
    pub(super) fn of(metadata: &Metadata) -> Self {
        Self {
            mode: metadata.mode() & 0o7777,
            user: metadata.uid(),
            group: metadata.gid(),
        }
    }
}

/// A file or folder that is open, though not for reading. Its number is its own until this is
/// dropped, even if its last name is removed.
#[derive(Debug)]
pub(super) struct Handle {
    file: File,
    pub(super) id: InodeId,
    pub(super) kind: Kind,
}

impl Handle {
    /// Of what has this name, be it a link.
    pub(super) fn open(path: &Path) -> io::Result<Self> {
        Self::with(path, libc::O_PATH | libc::O_NOFOLLOW)
    }

    /// Of an entry of a folder, unless another process has removed it meanwhile.
    pub(super) fn of_entry(entry: &DirEntry) -> io::Result<Option<Self>> {
        match Self::open(&entry.path()) {
            Err(error) if error.kind() == io::ErrorKind::NotFound => Ok(None),
            handle => handle.map(Some),
        }
    }

    /// Of what a link leads to.
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

    /// A path that leads there for as long as this is open.
    pub(super) fn path(&self) -> PathBuf {
        PathBuf::from(format!("/proc/self/fd/{}", self.file.as_raw_fd()))
    }

    /// The content of a file.
    pub(super) fn read(&self) -> io::Result<Vec<u8>> {
        fs::read(self.path())
    }

    /// Where a link leads to.
    pub(super) fn target(&self) -> io::Result<PathBuf> {
        let target = nix::fcntl::readlinkat(&self.file, "")?;
        Ok(target.into())
    }

    /// Its mode and owner.
    pub(super) fn attributes(&self) -> io::Result<Attributes> {
        Ok(Attributes::of(&self.file.metadata()?))
    }
}
