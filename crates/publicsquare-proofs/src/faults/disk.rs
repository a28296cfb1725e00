//! A model of a disk: what a few folders still contain after a power loss.
//!
//! The system calls of a traced run come in. Out go folders as a disk may hold them afterwards. A disk only has to
//! keep the content of a file at its last fsync, and the entries of a folder at the last fsync of the folder.
//! Whether it keeps more is luck; [`Survived`] names the kinds of luck. Stopping system calls is in
//! [`tracer`](super::tracer).

mod aftermath;
mod inode;
mod rewrite;
#[cfg(test)]
mod tests;
mod torn;

use std::collections::{BTreeMap, HashMap, HashSet};
use std::ffi::OsString;
use std::fs;
use std::io;
use std::path::{Path, PathBuf};

use nix::libc;

use self::inode::{Attributes, Handle, InodeId, Kind};
use super::tracer::{Call, Observer};

/// The changes that survive a power loss although they were not synced.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(crate) enum Survived {
    /// None of them.
    Nothing,
    /// New names, renames, removals and modes, but no content.
    MetadataFirst,
    /// New names, renames, removals and modes, and a part of the content.
    Torn,
    /// The content, but no new name, rename, removal or mode.
    DataFirst,
}

impl Survived {
    /// All of them.
    pub(crate) const ALL: [Self; 4] = [
        Self::Nothing,
        Self::MetadataFirst,
        Self::Torn,
        Self::DataFirst,
    ];

    fn names_are_new(self) -> bool {
        matches!(self, Self::MetadataFirst | Self::Torn)
    }
}

/// The entries of a folder.
type Entries = BTreeMap<OsString, InodeId>;

/// The durable state of one file or folder.
struct Known {
    /// It is held open, so that its inode number is not reused.
    handle: Handle,
    /// The mode and owner when this or its folder was last synced.
    attributes: Attributes,
    /// The content of a file, if it was ever synced.
    content: Option<Vec<u8>>,
    /// The entries of a folder, if it was ever synced.
    entries: Option<Entries>,
}

/// The disk behind some folders. It observes the runs that write there.
///
/// Writes of a program that is not observed, such as a child of the observed one, count as not synced until
/// [`DiskModel::settle`] is called.
pub(crate) struct DiskModel {
    roots: Vec<PathBuf>,
    devices: HashSet<u64>,
    known: HashMap<InodeId, Known>,
    failure: Option<io::Error>,
}

impl DiskModel {
    /// A model of these folders, which must exist. Their content counts as durable.
    pub(crate) fn watch(folders: &[PathBuf]) -> io::Result<Self> {
        let roots = folders
            .iter()
            .map(|folder| folder.canonicalize())
            .collect::<io::Result<Vec<_>>>()?;
        let mut model = Self {
            roots,
            devices: HashSet::new(),
            known: HashMap::new(),
            failure: None,
        };
        model.settle()?;
        Ok(model)
    }

    /// Makes the current content of the folders durable.
    pub(crate) fn settle(&mut self) -> io::Result<()> {
        for root in self.roots.clone() {
            let handle = Handle::open(&root)?;
            self.devices.insert(handle.id.device);
            self.sync_tree(handle)?;
        }
        Ok(())
    }

    /// Leaves the folders as a disk may hold them after a power loss at this moment.
    ///
    /// No program may use the folders. The seed chooses one of the many ways in which content can be torn.
    pub(crate) fn lose_power(self, survived: Survived, seed: u64) -> io::Result<()> {
        if let Some(failure) = self.failure {
            return Err(failure);
        }
        for root in &self.roots {
            let aftermath = aftermath::of(root, &self.known, survived, seed)?;
            rewrite::folder(root, &aftermath)?;
        }
        Ok(())
    }

    fn sync_tree(&mut self, handle: Handle) -> io::Result<()> {
        let is_folder = handle.kind == Kind::Folder;
        // The path is valid while the handle is open, and the model keeps it open.
        let below = handle.path();
        self.sync(handle)?;
        if is_folder {
            for entry in fs::read_dir(below)? {
                if let Some(handle) = Handle::of_entry(&entry?)? {
                    self.sync_tree(handle)?;
                }
            }
        }
        Ok(())
    }

    /// Makes the current state of this file or folder durable.
    fn sync(&mut self, handle: Handle) -> io::Result<()> {
        let mut content = None;
        let mut entries = None;
        match handle.kind {
            Kind::File => content = Some(handle.read()?),
            Kind::Folder => entries = Some(self.list(&handle)?),
            Kind::Link | Kind::Other => {}
        }
        let attributes = handle.attributes()?;
        let id = handle.id;
        let known = Known {
            handle,
            attributes,
            content,
            entries,
        };
        self.known.insert(id, known);
        Ok(())
    }

    /// The entries of a folder that is synced. From now on these files exist, even if they are empty.
    fn list(&mut self, folder: &Handle) -> io::Result<Entries> {
        let mut entries = Entries::new();
        for entry in fs::read_dir(folder.path())? {
            let entry = entry?;
            let Some(handle) = Handle::of_entry(&entry)? else {
                continue;
            };
            let attributes = handle.attributes()?;
            entries.insert(entry.file_name(), handle.id);
            self.known.entry(handle.id).or_insert(Known {
                handle,
                attributes,
                content: None,
                entries: None,
            });
        }
        Ok(entries)
    }

    fn synced(&mut self, call: &Call) -> io::Result<()> {
        let fd = call.arguments[0] as u32;
        let link = PathBuf::from(format!("/proc/{}/fd/{fd}", call.thread));
        let handle = Handle::follow(&link)?;
        let is_watched = match handle.kind {
            // It can be renamed into a watched folder later.
            Kind::File => self.devices.contains(&handle.id.device),
            Kind::Folder => call.paths.iter().any(|path| self.is_within(path)),
            Kind::Link | Kind::Other => false,
        };
        if is_watched {
            self.sync(handle)?;
        }
        Ok(())
    }

    fn is_within(&self, path: &Path) -> bool {
        self.roots.iter().any(|root| path.starts_with(root))
    }
}

impl Observer for DiskModel {
    fn left(&mut self, call: &Call, result: i64) {
        if result < 0 || self.failure.is_some() {
            return;
        }
        let outcome = match call.number {
            libc::SYS_fsync | libc::SYS_fdatasync => self.synced(call),
            // For any file system: syncing everything that is watched is cheap.
            libc::SYS_sync | libc::SYS_syncfs => self.settle(),
            _ => Ok(()),
        };
        self.failure = outcome.err();
    }
}
