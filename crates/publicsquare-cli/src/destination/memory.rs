//! File systems in memory, whose files are gone after a restart.
//!
//! A path or an open file system comes in. Out goes whether it is `tmpfs` or `ramfs`. psq warns about such a
//! destination, and `credentials/readers` accepts secrets that a container has there.

use std::path::Path;

use rustix::fs::{StatFs, statfs};

use crate::durable::folder_of;

/// Whether the folder of the file is on a file system in memory.
pub(crate) fn is_gone_after_restart(file: &Path) -> bool {
    statfs(folder_of(file)).is_ok_and(|found| is_memory(&found))
}

/// Whether a file system is `tmpfs` or `ramfs`, by its number (`statfs(2)`). Only Linux has these numbers: other systems
/// count their file systems from one.
pub(crate) fn is_memory(found: &StatFs) -> bool {
    matches!(found.f_type, 0x0102_1994 | 0x8584_58f6)
}
