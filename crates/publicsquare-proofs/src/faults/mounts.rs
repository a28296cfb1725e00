//! File systems of the bench's own, where it may have some.

use std::fs;
use std::io::{self, Write};
use std::path::{Path, PathBuf};

use nix::mount::{MntFlags, MsFlags, mount, umount2};
use nix::sched::{CloneFlags, CpuSet, sched_setaffinity, unshare};
use nix::unistd::Pid;

use super::system_user;

/// Gives this thread, and those that it starts later, mounts that nobody else sees and that end with
/// them. False where this machine does not allow it.
pub(super) fn keep_private() -> bool {
    unshare(CloneFlags::CLONE_NEWNS).is_ok()
        && mount(
            None::<&str>,
            "/",
            None::<&str>,
            MsFlags::MS_REC | MsFlags::MS_PRIVATE,
            None::<&str>,
        )
        .is_ok()
}

/// Keeps this thread, and what it starts, on one processor: a tracer and what it traces take turns.
pub(super) fn pin(worker: usize) {
    let processors = std::thread::available_parallelism().map_or(1, usize::from);
    let mut set = CpuSet::new();
    if set.set(worker % processors).is_ok() {
        // It is only faster.
        let _ = sched_setaffinity(Pid::from_raw(0), &set);
    }
}

/// A small file system in memory, until it is dropped.
#[derive(Debug)]
pub(super) struct Mounted(PathBuf);

impl Mounted {
    /// Over this folder, which is created if need be.
    pub(super) fn over(folder: &Path, size: usize) -> io::Result<Self> {
        fs::create_dir_all(folder)?;
        let mut options = format!("size={size},mode=0700");
        if let Some(user) = system_user::unprivileged_id() {
            options += &format!(",uid={user},gid={user}");
        }
        mount(
            Some("tmpfs"),
            folder,
            Some("tmpfs"),
            MsFlags::empty(),
            Some(options.as_str()),
        )?;
        Ok(Self(folder.to_owned()))
    }

    /// Leaves only so much room. The file that takes the rest is returned.
    pub(super) fn fill(&self, room: usize) -> io::Result<PathBuf> {
        let ballast = self.0.join("ballast");
        let mut file = fs::File::create(&ballast)?;
        let page = [0; 4096];
        // Until there is none left.
        while file.write_all(&page).is_ok() {}
        let taken = file.metadata()?.len();
        file.set_len(taken.saturating_sub(room as u64))?;
        Ok(ballast)
    }

    /// Read-only from now on, or writable again. False where something is open for writing.
    pub(super) fn set_read_only(folder: &Path, is_read_only: bool) -> bool {
        let mut flags = MsFlags::MS_REMOUNT | MsFlags::MS_BIND;
        if is_read_only {
            flags |= MsFlags::MS_RDONLY;
        }
        mount(None::<&str>, folder, None::<&str>, flags, None::<&str>).is_ok()
    }
}

impl Drop for Mounted {
    fn drop(&mut self) {
        // It ends with the bench at the latest.
        let _ = umount2(&self.0, MntFlags::MNT_DETACH);
    }
}
