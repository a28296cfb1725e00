//! Locks against other processes on this machine. The kernel releases them when the process ends.
//!
//! The path of a lock file comes in. Out goes a [`Lock`], which is held until it is dropped. `state_folder`
//! names the lock files: one for each key, one for each file that is edited, and two for each plan.

use std::fs::{File, OpenOptions};
use std::io;
use std::os::unix::fs::OpenOptionsExt;
use std::path::Path;
use std::thread::sleep;
use std::time::Duration;

use rustix::fs::{FlockOperation, flock};
use rustix::io::Errno;

/// A lock that is held until it is dropped.
#[derive(Debug)]
pub(crate) struct Lock {
    _file: File,
}

impl Lock {
    /// Takes the lock. `None` if another process has it.
    pub(crate) fn try_take(path: &Path) -> io::Result<Option<Self>> {
        let file = open(path)?;
        // `psq status` takes a lock for an instant to see whether it is free.
        for wait in [0, 20, 80] {
            sleep(Duration::from_millis(wait));
            match flock(&file, FlockOperation::NonBlockingLockExclusive) {
                Ok(()) => return Ok(Some(Self { _file: file })),
                Err(Errno::WOULDBLOCK | Errno::INTR) => {}
                Err(error) => return Err(error.into()),
            }
        }
        Ok(None)
    }

    /// Waits for the lock.
    pub(crate) fn wait(path: &Path) -> io::Result<Self> {
        let file = open(path)?;
        loop {
            match flock(&file, FlockOperation::LockExclusive) {
                Ok(()) => return Ok(Self { _file: file }),
                Err(Errno::INTR) => {}
                Err(error) => return Err(error.into()),
            }
        }
    }

    /// Whether a process has the lock now, as far as psq can see. Whoever changes a key takes its lock after that, and
    /// notices every error.
    pub(crate) fn is_taken(path: &Path) -> bool {
        let look = FlockOperation::NonBlockingLockShared;
        File::open(path).is_ok_and(|file| flock(&file, look) == Err(Errno::WOULDBLOCK))
    }
}

/// Opens the lock file. The file is never removed: otherwise a process could hold the lock on a removed file while
/// another process locks a new one.
fn open(path: &Path) -> io::Result<File> {
    OpenOptions::new()
        .read(true)
        .write(true)
        .create(true)
        .truncate(false)
        .mode(0o600)
        .open(path)
}
