//! Access control lists and mounts: other users may be able to read the credential file although its mode forbids it.
//!
//! psq refuses a credential file that somebody else can read. These tests set access control lists and mount file
//! systems, and skip themselves where the machine cannot do that. The checks of plain file modes and owners are in
//! `credentials`.

use std::fs;
use std::path::{Path, PathBuf};

use rustix::fs::{XattrFlags, setxattr};
use rustix::process::geteuid;
use tempfile::TempDir;

use crate::support::process::ORDINARY;
use crate::support::{Psq, World, set_mode, skipped};

/// A user as whom psq never runs in these tests.
const SOMEBODY: u32 = 12_345;

/// A folder that everybody can enter, with the key in a file.
fn handed_over(world: &World) -> (TempDir, PathBuf) {
    let folder = tempfile::tempdir().unwrap();
    set_mode(folder.path(), 0o755);
    let file = folder.path().join("credential");
    fs::write(&file, world.admin()).unwrap();
    (folder, file)
}

/// Sets an access control list that lets these users read the file (`linux/posix_acl_xattr.h`). Returns false if the file
/// system has no such lists.
fn let_read(file: &Path, users: &[u32]) -> bool {
    const NOBODY: u32 = u32::MAX;
    let mut entries: Vec<(u16, u16, u32)> = vec![(0x01, 4, NOBODY)];
    entries.extend(users.iter().map(|&user| (0x02, 4, user)));
    // Its group, the mask, and all others.
    entries.extend([(0x04, 0, NOBODY), (0x10, 4, NOBODY), (0x20, 0, NOBODY)]);
    let mut list = 2_u32.to_le_bytes().to_vec();
    for (tag, rights, id) in entries {
        list.extend(u16::to_le_bytes(tag));
        list.extend(u16::to_le_bytes(rights));
        list.extend(u32::to_le_bytes(id));
    }
    let name = "system.posix_acl_access";
    setxattr(file, name, &list, XattrFlags::empty()).is_ok()
}

fn rotate<'a>(world: &'a World, credential: &Path) -> Psq<'a> {
    let credential = credential.to_str().unwrap();
    let psq = world.rotate(&["--to", "key", "--auth-file", credential]);
    psq.by_nobody()
}

#[test]
fn a_file_that_an_access_control_list_opens_to_others_is_refused() {
    let world = World::new();
    let (_folder, file) = handed_over(&world);
    if !let_read(&file, &[SOMEBODY]) {
        skipped("this file system has no access control lists");
        return;
    }
    let ended = rotate(&world, &file).ends(2);
    ended.says(&["user 12345 can read it"]);
    assert_eq!(world.sandbox.requests(), []);
}

#[test]
fn an_access_control_list_for_the_own_user_is_accepted() {
    if !geteuid().is_root() {
        skipped("only root can hand a file of its own to another user");
        return;
    }
    let world = World::new();
    let (_folder, file) = handed_over(&world);
    if !let_read(&file, &[ORDINARY]) {
        skipped("this file system has no access control lists");
        return;
    }
    rotate(&world, &file).by_ordinary_user().ends(0);
    assert!(let_read(&file, &[ORDINARY, SOMEBODY]));
    let ended = rotate(&world, &file).by_ordinary_user().ends(2);
    ended.says(&["user 12345 can read it"]);
}

#[test]
fn a_readable_file_is_accepted_only_on_a_read_only_mount_in_memory() {
    let world = World::new();
    let (folder, file) = handed_over(&world);
    let mounted = |flags: &str| {
        let (folder, file) = (folder.path().display(), file.display());
        // The mounts exist only in the namespace of the script, and end with it.
        let script = format!(
            "key=$(cat {file}) && mount -t tmpfs -o mode=755 none {folder} && printf %s \"$key\" > {file} && \
             chmod 444 {file} && mount -o remount,{flags} {folder} && exec \"$@\""
        );
        format!("exec unshare --mount sh -c '{script}' sh \"$@\"")
    };
    let can_mount = std::process::Command::new("unshare")
        .args(["--mount", "sh", "-c"])
        .arg(format!("mount -t tmpfs none {}", folder.path().display()))
        .output();
    if !can_mount.is_ok_and(|output| output.status.success()) {
        skipped("nothing can be mounted here");
        return;
    }
    let ended = rotate(&world, &file).after(&mounted("rw")).ends(2);
    ended.says(&["can read it (mode 0444)"]);
    rotate(&world, &file).after(&mounted("ro")).ends(0);
}
