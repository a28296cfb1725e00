//! Copying the mode, the owner and the extended attributes of a file to its replacement.
//!
//! The old file and the staged new file come in, both open. Out goes nothing, or an error that names the user
//! or the group that psq has to run as. `staging` calls this before the rename, so that services can read the
//! new file.

use std::fs::{File, Permissions};
use std::io;
use std::os::unix::fs::{MetadataExt, PermissionsExt, fchown};

use rustix::fs::{XattrFlags, fgetxattr, flistxattr, fsetxattr};
use rustix::io::Errno;

use crate::flaw::Flaw;

/// Copies the mode, the owner and the extended attributes of a file to another. Access control lists are extended
/// attributes.
pub(crate) fn copy(from: &File, to: &File) -> io::Result<()> {
    let (wanted, present) = (from.metadata()?, to.metadata()?);
    if (wanted.uid(), wanted.gid()) != (present.uid(), present.gid()) {
        let owner = (wanted.uid() != present.uid()).then_some(wanted.uid());
        let group = (wanted.gid() != present.gid()).then_some(wanted.gid());
        fchown(to, owner, group).map_err(|error| {
            let flaw = match (owner, group) {
                (Some(owner), _) => Flaw::new(format!(
                    "it belongs to user {owner}, and psq cannot give a new file to that user ({error})"
                ))
                .advise("run psq as that user"),
                (None, _) => Flaw::new(format!(
                    "it belongs to group {}, and psq cannot give a new file to that group ({error})",
                    wanted.gid()
                ))
                .advise("run psq as a member of that group"),
            };
            io::Error::new(error.kind(), flaw)
        })?;
    }
    copy_extended(from, to)?;
    // Last, because a new owner or an access control list changes the mode.
    to.set_permissions(Permissions::from_mode(wanted.mode() & 0o7777))
}

fn copy_extended(from: &File, to: &File) -> io::Result<()> {
    for name in names(from)? {
        let value = value(from, &name)?;
        if value.is_some() && value == self::value(to, &name)? {
            continue;
        }
        let Some(value) = value else {
            continue;
        };
        fsetxattr(to, name.as_str(), &value, XattrFlags::empty()).map_err(|error| {
            let flaw = Flaw::new(format!(
                "psq cannot copy its attribute {name} to a new file ({error})"
            ))
            .advise("run psq as a user who can");
            io::Error::new(io::Error::from(error).kind(), flaw)
        })?;
    }
    Ok(())
}

fn names(file: &File) -> io::Result<Vec<String>> {
    let mut list = vec![0; 64 << 10];
    match flistxattr(file, list.as_mut_slice()) {
        Ok(length) => {
            list.truncate(length);
            Ok(list
                .split(|&byte| byte == 0)
                .filter(|name| !name.is_empty())
                .map(|name| String::from_utf8_lossy(name).into_owned())
                .collect())
        }
        Err(Errno::NOTSUP) => Ok(Vec::new()),
        Err(error) => Err(error.into()),
    }
}

fn value(file: &File, name: &str) -> io::Result<Option<Vec<u8>>> {
    let mut value = vec![0; 64 << 10];
    match fgetxattr(file, name, value.as_mut_slice()) {
        Ok(length) => {
            value.truncate(length);
            Ok(Some(value))
        }
        Err(Errno::NODATA | Errno::NOTSUP) => Ok(None),
        Err(error) => Err(error.into()),
    }
}
