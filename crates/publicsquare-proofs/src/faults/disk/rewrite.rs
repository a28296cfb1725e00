//! Making folders what a power loss has left of them.

use std::collections::{BTreeMap, HashMap};
use std::ffi::OsString;
use std::fs::{self, Metadata, Permissions};
use std::io;
use std::os::unix::fs::{PermissionsExt, chown, lchown, symlink};
use std::path::{Path, PathBuf};

use super::aftermath::{Body, Node};
use super::inode::{Attributes, InodeId};

/// Where the files are that have their final content.
type Placed = HashMap<InodeId, PathBuf>;

/// Makes this folder what the node says. What is right already is left alone.
pub(super) fn folder(path: &Path, node: &Node) -> io::Result<()> {
    let mut placed = Placed::new();
    keep(path, node, &mut placed)?;
    complete(path, node, &mut placed)
}

/// Removes what is not to be there, and corrects what is.
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

/// Creates what is missing, and gives the folders their modes at last.
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

/// Lets the owner in, who need not be root.
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
        // This may take away bits of the mode.
        chown(path, Some(wanted.user), Some(wanted.group))?;
    }
    if now.mode != wanted.mode || (now.user, now.group) != (wanted.user, wanted.group) {
        fs::set_permissions(path, Permissions::from_mode(wanted.mode))?;
    }
    Ok(())
}
