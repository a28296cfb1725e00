//! Changing folders into what a power loss has left of them.
//!
//! A path and a [`Node`] come in. Files and folders are removed, corrected and created until the path is like the
//! node. What the node should be is computed in [`aftermath`](super::aftermath).

use std::collections::{BTreeMap, HashMap};
use std::ffi::OsString;
use std::fs::{self, Metadata, Permissions};
use std::io;
use std::os::unix::fs::{PermissionsExt, chown, lchown, symlink};
use std::path::{Path, PathBuf};

use super::aftermath::{Body, Node};
use super::inode::{Attributes, InodeId};

/// The paths of files that have their final content, for hard links.
type Placed = HashMap<InodeId, PathBuf>;

/// Makes this folder like the node. Entries that are right already stay.
pub(super) fn folder(path: &Path, node: &Node) -> io::Result<()> {
    let mut placed = Placed::new();
    keep(path, node, &mut placed)?;
    complete(path, node, &mut placed)
}

/// Removes entries that must not exist, and corrects the others.
fn keep(path: &Path, node: &Node, placed: &mut Placed) -> io::Result<()> {
    match &node.body {
        Body::File(content) => {
            if fs::read(path)? != *content {
                unlock(path, 0o600)?;
                fs::write(path, content)?;
            }
            placed.insert(node.id, path.to_owned());
            set_attributes(path, &node.attributes)
        }
        Body::Folder(nodes) => {
            unlock(path, 0o700)?;
            for entry in fs::read_dir(path)? {
                let entry = entry?;
                let metadata = entry.metadata()?;
                match nodes.get(&entry.file_name()) {
                    Some(node) if node.id == InodeId::of(&metadata) => {
                        keep(&entry.path(), node, placed)?;
                    }
                    _ => remove(&entry.path(), &metadata)?,
                }
            }
            Ok(())
        }
        Body::Link(_) | Body::Other => Ok(()),
    }
}

/// Creates missing entries, and sets the modes of the folders at the end.
fn complete(path: &Path, node: &Node, placed: &mut Placed) -> io::Result<()> {
    if let Body::Folder(nodes) = &node.body {
        fill(path, nodes, placed)?;
        set_attributes(path, &node.attributes)?;
    }
    Ok(())
}

fn fill(path: &Path, nodes: &BTreeMap<OsString, Node>, placed: &mut Placed) -> io::Result<()> {
    for (name, node) in nodes {
        let path = path.join(name);
        if fs::symlink_metadata(&path).is_err() {
            create(&path, node, placed)?;
        }
        complete(&path, node, placed)?;
    }
    Ok(())
}

fn create(path: &Path, node: &Node, placed: &mut Placed) -> io::Result<()> {
    match &node.body {
        Body::File(content) => {
            if let Some(same) = placed.get(&node.id) {
                return fs::hard_link(same, path);
            }
            fs::write(path, content)?;
            placed.insert(node.id, path.to_owned());
            set_attributes(path, &node.attributes)
        }
        Body::Folder(_) => fs::create_dir(path),
        Body::Link(target) => {
            symlink(target, path)?;
            lchown(
                path,
                Some(node.attributes.user),
                Some(node.attributes.group),
            )
        }
        Body::Other => Ok(()),
    }
}

fn remove(path: &Path, metadata: &Metadata) -> io::Result<()> {
    if !metadata.is_dir() {
        return fs::remove_file(path);
    }
    unlock(path, 0o700)?;
    for entry in fs::read_dir(path)? {
        let entry = entry?;
        remove(&entry.path(), &entry.metadata()?)?;
    }
    fs::remove_dir(path)
}

/// Adds these bits to the mode, so that the owner can change the entry even without being root.
fn unlock(path: &Path, mode: u32) -> io::Result<()> {
    let permissions = fs::metadata(path)?.permissions();
    if permissions.mode() & mode != mode {
        fs::set_permissions(path, Permissions::from_mode(permissions.mode() | mode))?;
    }
    Ok(())
}

fn set_attributes(path: &Path, wanted: &Attributes) -> io::Result<()> {
    let now = Attributes::of(&fs::metadata(path)?);
    if (now.user, now.group) != (wanted.user, wanted.group) {
        // This may remove bits of the mode, which are set below.
        chown(path, Some(wanted.user), Some(wanted.group))?;
    }
    if now.mode != wanted.mode || (now.user, now.group) != (wanted.user, wanted.group) {
        fs::set_permissions(path, Permissions::from_mode(wanted.mode))?;
    }
    Ok(())
}
