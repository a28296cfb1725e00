//! The system user that psq runs as.
//!
//! If the bench is root, psq runs as an ordinary user, so that modes and owners matter. Otherwise psq runs as the
//! user of the bench. Commands and paths come in; they belong to that user when they leave. Its umask and
//! environment are in `fixture/command_lines.rs`.

use std::io;
use std::os::unix::fs::lchown;
use std::os::unix::process::CommandExt;
use std::path::Path;
use std::process::Command;

use nix::unistd::geteuid;

/// The id of a user without any rights. Most systems call it nobody.
const UNPRIVILEGED: u32 = 65_534;

/// The id of the user and of its group, if it differs from that of this process.
pub(super) fn unprivileged_id() -> Option<u32> {
    geteuid().is_root().then_some(UNPRIVILEGED)
}

/// Gives the file, folder or link to the user.
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
