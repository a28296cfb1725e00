//! Files and folders that are on the disk when a function returns.

use std::ffi::OsString;
use std::fs::{self, DirBuilder, File, OpenOptions, Permissions};
use std::io::{self, Write};
use std::os::unix::fs::{DirBuilderExt, OpenOptionsExt, PermissionsExt};
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

/// Puts this content in the place of a file's, as one thing: whoever reads it sees the former or the new
/// content as a whole. It is durable when this returns.
pub(crate) fn replace_content(path: &Path, content: &[u8], mode: u32) -> io::Result<()> {
    // A link stays, and what it leads to is replaced.
    let path = fs::canonicalize(path).unwrap_or_else(|_| path.to_owned());
    let name = path
        .file_name()
        .ok_or_else(|| io::Error::other("it has no file name"))?;
    let mut draft = OsString::from(".");
    draft.push(name);
    draft.push(format!(".psq-{}", std::process::id()));
    let draft = folder_of(&path).join(draft);
    // One that a former process of this number has left behind.
    if let Err(error) = fs::remove_file(&draft)
        && error.kind() != io::ErrorKind::NotFound
    {
        return Err(error);
    }
    let mut file = create_private(&draft)?;
    let written = file
        .write_all(content)
        .and_then(|()| file.set_permissions(Permissions::from_mode(mode)))
        .and_then(|()| file.sync_all())
        .and_then(|()| fs::rename(&draft, &path));
    if let Err(error) = written {
        // The reason for the failure is worth more than that of this.
        let _ = fs::remove_file(&draft);
        return Err(error);
    }
    sync_folder_of(&path)
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
