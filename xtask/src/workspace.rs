//! Paths in this workspace.
//!
//! In comes a path from the root of the workspace. Out comes the path on this machine. It is the workspace that this
//! program was built in; subcommands with `--root` work on another one.

use std::path::{Path, PathBuf};

/// A path in the workspace, from its root.
pub(crate) fn path(relative: &str) -> PathBuf {
    // The package of this program lies directly in the root.
    Path::new(env!("CARGO_MANIFEST_DIR"))
        .parent()
        .unwrap_or(Path::new("."))
        .join(relative)
}
