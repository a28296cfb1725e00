//! Computing what is on the disk after a power loss, before anything is changed.
//!
//! The durable state and the kind of luck come in. Out goes a tree of [`Node`]s. Making the folders like the tree is
//! in [`rewrite`](super::rewrite).

use std::collections::{BTreeMap, HashMap};
use std::ffi::OsString;
use std::fs;
use std::io;
use std::os::unix::ffi::OsStrExt;
use std::path::{Path, PathBuf};

use super::inode::{Attributes, Handle, InodeId, Kind};
use super::{Entries, Known, Survived, torn};

/// A file or folder as it should be.
pub(super) struct Node {
    pub(super) id: InodeId,
    pub(super) attributes: Attributes,
    pub(super) body: Body,
}

/// The content of a node.
pub(super) enum Body {
    File(Vec<u8>),
    Folder(BTreeMap<OsString, Node>),
    Link(PathBuf),
    /// A socket or the like. It can stay, but it cannot be created again.
    Other,
}

/// What is left of this folder. The folder itself always survives.
pub(super) fn of(
    root: &Path,
    known: &HashMap<InodeId, Known>,
    survived: Survived,
    seed: u64,
) -> io::Result<Node> {
    let aftermath = Aftermath {
        known,
        survived,
        seed,
    };
    aftermath.node(&Handle::open(root)?, Path::new(""))
}

struct Aftermath<'a> {
    known: &'a HashMap<InodeId, Known>,
    survived: Survived,
    seed: u64,
}

impl Aftermath<'_> {
    fn node(&self, handle: &Handle, path: &Path) -> io::Result<Node> {
        let known = self.known.get(&handle.id);
        let attributes = match known {
            Some(known) if !self.survived.names_are_new() => known.attributes,
            _ => handle.attributes()?,
        };
        let body = match handle.kind {
            Kind::File => {
                let durable = known.and_then(|known| known.content.as_deref());
                Body::File(self.content(handle, durable, path)?)
            }
            Kind::Folder if self.survived.names_are_new() => {
                Body::Folder(self.entries_now(handle, path)?)
            }
            Kind::Folder => {
                let durable = known.and_then(|known| known.entries.as_ref());
                Body::Folder(durable.map_or(Ok(BTreeMap::new()), |it| self.entries(it, path))?)
            }
            Kind::Link => Body::Link(handle.target()?),
            Kind::Other => Body::Other,
        };
        Ok(Node {
            id: handle.id,
            attributes,
            body,
        })
    }

    fn entries_now(&self, folder: &Handle, path: &Path) -> io::Result<BTreeMap<OsString, Node>> {
        let mut nodes = BTreeMap::new();
        for entry in fs::read_dir(folder.path())? {
            let entry = entry?;
            let name = entry.file_name();
            let node = self.node(&Handle::open(&entry.path())?, &path.join(&name))?;
            nodes.insert(name, node);
        }
        Ok(nodes)
    }

    fn entries(&self, durable: &Entries, path: &Path) -> io::Result<BTreeMap<OsString, Node>> {
        let mut nodes = BTreeMap::new();
        for (name, id) in durable {
            // Every entry of a durable list is known.
            if let Some(known) = self.known.get(id) {
                nodes.insert(name.clone(), self.node(&known.handle, &path.join(name))?);
            }
        }
        Ok(nodes)
    }

    fn content(&self, handle: &Handle, durable: Option<&[u8]>, path: &Path) -> io::Result<Vec<u8>> {
        let durable = durable.unwrap_or_default();
        match self.survived {
            Survived::Nothing | Survived::MetadataFirst => Ok(durable.to_vec()),
            Survived::DataFirst => handle.read(),
            Survived::Torn => {
                let new = handle.read()?;
                if new == durable {
                    return Ok(new);
                }
                let salt = torn::salt(path.as_os_str().as_bytes());
                Ok(torn::mix(durable, &new, self.seed, salt))
            }
        }
    }
}
