//! Files and folders that are on the disk when a function returns.

use std::fs::{DirBuilder, File, OpenOptions};
use std::io;
use std::os::unix::fs::{DirBuilderExt, OpenOptionsExt};
use std::path::Path;

use rustix::fs::Mode;
use rustix::process::umask;

/// Makes what was created, renamed or removed in the folder durable.
pub(crate) fn sync_folder(folder: &Path) -> io::Result<()> {
    File::open(folder)?.sync_all()
}

/// Makes what was created, renamed or removed beside the file durable.
pub(crate) fn sync_folder_of(file: &Path) -> io::Result<()> {
    sync_folder(folder_of(file))
}

/// The folder that a file lies in.
pub(crate) fn folder_of(file: &Path) -> &Path {
    match file.parent() {
        Some(folder) if !folder.as_os_str().is_empty() => folder,
        _ => Path::new("."),
    }
}

/// What this program creates is its owner's alone, whatever mask it was started with: one that takes more
/// away would keep psq itself from opening its files again. The former mask comes back.
pub(crate) fn own_mask() -> Mode {
    umask(Mode::RWXG | Mode::RWXO)
}

/// A new file that only its owner can read. It must not be there, not even as a link.
pub(crate) fn create_private(path: &Path) -> io::Result<File> {
    OpenOptions::new()
        .read(true)
        .write(true)
        .create_new(true)
        .mode(0o600)
        .open(path)
}

/// Creates the folder and those above it that are missing, for the owner alone.
pub(crate) fn create_private_folders(folder: &Path) -> io::Result<()> {
    if folder.is_dir() {
        return Ok(());
    }
    let above = folder_of(folder);
    create_private_folders(above)?;
    match DirBuilder::new().mode(0o700).create(folder) {
        // Another psq may have been faster.
        Err(error) if error.kind() == io::ErrorKind::AlreadyExists && folder.is_dir() => {}
        outcome => outcome?,
    }
    sync_folder(above)
}
