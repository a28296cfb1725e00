//! Paths in the workspace.
//!
//! A path relative to the root comes in. Out comes an absolute path, from wherever the program was started.
//! Commands that run there are made in [`cargo`](crate::cargo).

use std::path::{Path, PathBuf};

/// A path in the workspace, from its root.
pub(crate) fn path(relative: &str) -> PathBuf {
    // The package of this program lies two folders below the root.
    Path::new(env!("CARGO_MANIFEST_DIR"))
        .ancestors()
        .nth(2)
        .unwrap_or(Path::new("."))
        .join(relative)
}
