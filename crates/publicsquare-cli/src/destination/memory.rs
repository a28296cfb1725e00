//! File systems whose files are gone after a restart.

use std::path::Path;

use rustix::fs::{StatFs, statfs};

use crate::durable::folder_of;

/// Whether the folder of the file is on one.
pub(crate) fn is_gone_after_restart(file: &Path) -> bool {
    statfs(folder_of(file)).is_ok_and(|found| is_memory(&found))
}

/// Whether it is one, by its number (`statfs(2)`): `tmpfs` or `ramfs`.
#[cfg(target_os = "linux")]
pub(crate) fn is_memory(found: &StatFs) -> bool {
    matches!(found.f_type, 0x0102_1994 | 0x8584_58f6)
}

/// Elsewhere that is not known.
#[cfg(not(target_os = "linux"))]
pub(crate) fn is_memory(_: &StatFs) -> bool {
    false
}
