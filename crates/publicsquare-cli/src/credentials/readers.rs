//! Which users can read or change a file with a key, apart from its owner and root.
//!
//! An open file and its path come in. If others can reach it, the reason for the refusal goes out. The mode
//! alone is not enough: systemd grants access with an access control list, a folder can keep everybody out,
//! and Docker and Kubernetes mount secrets on a read-only file system in memory, readable for everybody in
//! the container.

use std::fs::{self, File, Metadata};
use std::os::unix::fs::{FileTypeExt, MetadataExt};
use std::path::Path;

use rustix::fs::{StatVfsMountFlags, fgetxattr, fstatfs, fstatvfs, getxattr};

use crate::flaw::Flaw;

const READ: u16 = 4;
const WRITE: u16 = 2;
const SEARCH: u16 = 1;

/// Who has a right.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
enum Who {
    User(u32),
    Group(u32),
    Everybody,
}

/// A user, a group or everybody, and their rights.
type Grant = (Who, u16);

/// Refuses a file that others can read or change.
pub(super) fn check(file: &File, metadata: &Metadata, path: &Path) -> Result<(), Flaw> {
    let list = acl(|buffer| fgetxattr(file, ACL, buffer).ok());
    let grants = grants(metadata, list);
    let user = rustix::process::geteuid().as_raw();
    let others = grants
        .iter()
        .filter(|(who, _)| !matches!(who, Who::User(id) if *id == user || *id == 0));
    for &(who, rights) in others {
        if rights & WRITE != 0 && !is_read_only(file) {
            return Err(refusal(metadata, who, "write"));
        }
        let is_pipe = metadata.file_type().is_fifo();
        if rights & READ != 0 && (is_pipe || (!is_shut_off(path, who) && !is_mounted_secret(file)))
        {
            return Err(refusal(metadata, who, "read"));
        }
    }
    Ok(())
}

fn refusal(metadata: &Metadata, who: Who, what: &str) -> Flaw {
    let who = match who {
        Who::User(id) => format!("user {id}"),
        Who::Group(id) => format!("group {id}"),
        Who::Everybody => "everybody".to_owned(),
    };
    Flaw::new(format!(
        "{who} can {what} it (mode {:04o})",
        metadata.mode() & 0o7777
    ))
    .advise("`chmod 600` it, and assume that others know the key in it")
}

/// Whether a folder above the file keeps these users out.
fn is_shut_off(path: &Path, who: Who) -> bool {
    let Ok(path) = fs::canonicalize(path) else {
        return false;
    };
    path.ancestors().skip(1).any(|folder| {
        let Ok(metadata) = fs::metadata(folder) else {
            return false;
        };
        let user = rustix::process::geteuid().as_raw();
        // The owner of a folder can open it at any time.
        let is_owned_well = metadata.uid() == user || metadata.uid() == 0;
        let list = acl(|buffer| getxattr(folder, ACL, buffer).ok());
        let lets_in = grants(&metadata, list)
            .into_iter()
            .any(|(entered, rights)| rights & SEARCH != 0 && meet(entered, who, user));
        is_owned_well && !lets_in
    })
}

/// Whether a user who may enter the folder can be one who may read the file.
fn meet(entered: Who, reads: Who, user: u32) -> bool {
    match (entered, reads) {
        (Who::User(id), _) if id == user || id == 0 => false,
        (Who::User(one), Who::User(other)) | (Who::Group(one), Who::Group(other)) => one == other,
        // The members of a group are unknown here, so it may be anybody.
        _ => true,
    }
}

/// Whether the file is on a read-only file system in memory. That is how a container gets its secrets.
fn is_mounted_secret(file: &File) -> bool {
    is_in_memory(file) && is_read_only(file)
}

fn is_read_only(file: &File) -> bool {
    fstatvfs(file).is_ok_and(|found| found.f_flag.contains(StatVfsMountFlags::RDONLY))
}

/// Whether the file is gone after a restart.
fn is_in_memory(file: &File) -> bool {
    fstatfs(file).is_ok_and(|found| crate::destination::is_memory(&found))
}

const ACL: &str = "system.posix_acl_access";

/// The access control list, if there is one.
fn acl(read: impl FnOnce(&mut [u8]) -> Option<usize>) -> Option<Vec<u8>> {
    let mut list = vec![0; 64 << 10];
    let length = read(&mut list)?;
    list.truncate(length);
    Some(list)
}

/// The effective rights of everybody but the owner.
fn grants(metadata: &Metadata, list: Option<Vec<u8>>) -> Vec<Grant> {
    let mode = metadata.mode();
    let of_mode = |shift: u32| u16::try_from(mode >> shift & 7).unwrap_or_default();
    let (group, everybody) = (of_mode(3), of_mode(0));
    list.and_then(|list| entries(&list, metadata))
        .unwrap_or_else(|| {
            vec![
                (Who::Group(metadata.gid()), group),
                (Who::Everybody, everybody),
            ]
        })
}

/// Parses an access control list in the kernel's form (`linux/posix_acl_xattr.h`): a version, and for each entry a
/// tag, rights and an id. `None` if it has another form.
fn entries(list: &[u8], metadata: &Metadata) -> Option<Vec<Grant>> {
    const VERSION: [u8; 4] = 2_u32.to_le_bytes();
    const MASK: u16 = 0x10;
    let list = list.strip_prefix(&VERSION)?;
    let mut read = Vec::new();
    for entry in list.chunks(8) {
        let [tag, tag_high, rights, rights_high, id @ ..] = entry else {
            return None;
        };
        read.push((
            u16::from_le_bytes([*tag, *tag_high]),
            u16::from_le_bytes([*rights, *rights_high]),
            u32::from_le_bytes(id.try_into().ok()?),
        ));
    }
    let mask = read
        .iter()
        .find_map(|&(tag, rights, _)| (tag == MASK).then_some(rights))
        .unwrap_or(7);
    Some(
        read.into_iter()
            .filter_map(|(tag, rights, id)| match tag {
                0x02 => Some((Who::User(id), rights & mask)),
                0x04 => Some((Who::Group(metadata.gid()), rights & mask)),
                0x08 => Some((Who::Group(id), rights & mask)),
                0x20 => Some((Who::Everybody, rights)),
                _ => None,
            })
            .collect(),
    )
}
