//! What a disk still holds of a few folders when the power fails.
//!
//! A disk owes a program only what it was told to keep: the content of a file at its last fsync, and
//! the entries of a folder at the last fsync of the folder. What else is there after a power loss is
//! a matter of luck, and [`Survived`] names the kinds of luck.

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

/// What has survived of that for which nobody has asked for an fsync.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(crate) enum Survived {
    /// Nothing.
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

/// What is known to be on the disk of one file or folder.
struct Known {
    /// Open, so that the inode cannot be taken for another while it is needed here.
    handle: Handle,
    /// As they were when this or the folder around it was last synced.
    attributes: Attributes,
    /// The content of a file, if it was ever synced.
    content: Option<Vec<u8>>,
    /// The entries of a folder, if it was ever synced.
    entries: Option<Entries>,
}

/// The disk behind some folders. It observes the runs that write there.
///
/// What a program does that is not observed, such as a child of the one that is, counts as not
/// synced until [`DiskModel::settle`] is called.
pub(crate) struct DiskModel {
    roots: Vec<PathBuf>,
    devices: HashSet<u64>,
    known: HashMap<InodeId, Known>,
    failure: Option<io::Error>,
}

impl DiskModel {
    /// All that is in these folders, which exist, is taken for durable.
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

    /// Takes all that is in the folders now for durable.
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
    /// No program may be at work in the folders. The seed chooses among the many ways in which
    /// content can be torn.
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
        // It leads there for as long as the handle is open, and the model keeps that.
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

    /// Notes that this file or folder is durable as it is now.
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

    /// The entries of a folder that is synced. What they name exists from now on, if only empty.
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
            // It can still be renamed into a watched folder.
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
            // Whichever file system it is, the whole of what is watched is small.
            libc::SYS_sync | libc::SYS_syncfs => self.settle(),
            _ => Ok(()),
        };
        self.failure = outcome.err();
    }
}
