//! Small file systems of the bench, for full and read-only disks, and pinning of threads.
//!
//! A folder comes in. Out comes a file system in memory that is mounted over it until it is dropped. On machines
//! that do not allow mounts, the faults that need them are not drawn; see `fault/chance.rs`.

use std::fs;
use std::io::{self, Write};
use std::path::{Path, PathBuf};

use nix::mount::{MntFlags, MsFlags, mount, umount2};
use nix::sched::{CloneFlags, CpuSet, sched_setaffinity, unshare};
use nix::unistd::Pid;

use super::system_user;

/// Gives this thread, and the threads that it starts later, private mounts. They end with the threads. False if
/// this machine does not allow it.
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

/// Keeps this thread and its processes on one processor. A tracer and its tracee take turns anyway.
pub(super) fn pin(worker: usize) {
    let processors = std::thread::available_parallelism().map_or(1, usize::from);
    let mut set = CpuSet::new();
    if set.set(worker % processors).is_ok() {
        // If this fails, the bench is only slower.
        let _ = sched_setaffinity(Pid::from_raw(0), &set);
    }
}

/// A small file system in memory, until it is dropped.
#[derive(Debug)]
pub(super) struct Mounted(PathBuf);

impl Mounted {
    /// Mounts a file system of this size over the folder, which is created if needed.
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

    /// Fills the file system until `room` bytes are left. Returns the file that takes the rest.
    pub(super) fn fill(&self, room: usize) -> io::Result<PathBuf> {
        let ballast = self.0.join("ballast");
        let mut file = fs::File::create(&ballast)?;
        let page = [0; 4096];
        // Write until the file system is full.
        while file.write_all(&page).is_ok() {}
        let taken = file.metadata()?.len();
        file.set_len(taken.saturating_sub(room as u64))?;
        Ok(ballast)
    }

    /// Makes the folder read-only or writable again. False if a file in it is open for writing.
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
        // If this fails, the mount ends with the bench at the latest.
        let _ = umount2(&self.0, MntFlags::MNT_DETACH);
    }
}
