//! The user that psq runs as.
//!
//! Where the bench is root, it only sets the fixture, and psq is an ordinary user with a mode mask of its own.
//! Where it is not, psq is the user that the bench is. In come commands and paths; out they go with that
//! user.

use std::io;
use std::os::unix::fs::lchown;
use std::os::unix::process::CommandExt;
use std::path::Path;
use std::process::Command;

use nix::unistd::geteuid;

/// A user without any rights; most systems call it nobody.
const UNPRIVILEGED: u32 = 65_534;

/// The number of the user and of its group, if it is another than this process has.
pub(super) fn unprivileged_id() -> Option<u32> {
    geteuid().is_root().then_some(UNPRIVILEGED)
}

/// Makes the file, folder or link one of the user's.
pub(super) fn give_ownership(path: &Path) -> io::Result<()> {
    match unprivileged_id() {
        Some(user) => lchown(path, Some(user), Some(user)),
        None => Ok(()),
    }
}

/// Runs a command as the user.
pub(super) fn run_as(command: &mut Command) {
    if let Some(user) = unprivileged_id() {
        command.uid(user).gid(user);
    }
}
