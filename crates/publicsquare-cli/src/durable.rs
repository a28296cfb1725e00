//! Files and folders that are on the disk when a function returns.
//!
//! A path and bytes come in. The functions sync the file and its folder (`fsync`), so that the result
//! survives a power cut, and everything that they create is private to its owner. `journal`, `audit` and
//! plans write through this file. The content of a destination goes through `destination/staging` instead.

use std::ffi::{OsStr, OsString};
use std::fs::{self, DirBuilder, File, OpenOptions, Permissions};
use std::io::{self, Write};
use std::os::unix::ffi::OsStrExt;
use std::os::unix::fs::{DirBuilderExt, OpenOptionsExt, PermissionsExt};
use std::path::Path;

use rustix::fs::Mode;
use rustix::io::Errno;
use rustix::process::{Pid, test_kill_process, umask};

/// Makes every creation, rename and removal in the folder durable.
pub(crate) fn sync_folder(folder: &Path) -> io::Result<()> {
    File::open(folder)?.sync_all()
}

/// Does the same for the folder of a file.
pub(crate) fn sync_folder_of(file: &Path) -> io::Result<()> {
    sync_folder(folder_of(file))
}

/// The folder of a file.
pub(crate) fn folder_of(file: &Path) -> &Path {
    match file.parent() {
        Some(folder) if !folder.as_os_str().is_empty() => folder,
        _ => Path::new("."),
    }
}

/// Sets the umask so that everything that psq creates is private to its owner. A stricter umask would keep psq itself
/// from opening its files again. Returns the former umask.
pub(crate) fn own_mask() -> Mode {
    umask(Mode::from_raw_mode(0o077))
}

/// Creates a file that only its owner can read. Fails if the path exists, also as a link.
pub(crate) fn create_private(path: &Path) -> io::Result<File> {
    OpenOptions::new()
        .read(true)
        .write(true)
        .create_new(true)
        .mode(0o600)
        .open(path)
}

/// Refuses a path that leads to something else than a file, such as a device or a folder. Its rename would replace a device,
/// and a read from it may never end.
pub(crate) fn refuse_special(path: &Path) -> io::Result<()> {
    match fs::metadata(path) {
        Ok(metadata) if !metadata.is_file() => {
            Err(io::Error::other("it is not a regular file; name a file"))
        }
        _ => Ok(()),
    }
}

/// Replaces the content of a file by a rename: a reader sees the former or the new content, and never a mixture. The
/// new content is durable when this returns.
pub(crate) fn replace_content(path: &Path, content: &[u8], mode: u32) -> io::Result<()> {
    refuse_special(path)?;
    // If the path is a link, the link stays and its target is replaced.
    let path = fs::canonicalize(path).unwrap_or_else(|_| path.to_owned());
    let name = path
        .file_name()
        .ok_or_else(|| io::Error::other("it has no file name"))?;
    let mut prefix = OsString::from(".");
    prefix.push(name);
    prefix.push(".psq-");
    remove_abandoned(folder_of(&path), &prefix);
    let mut draft = prefix;
    draft.push(std::process::id().to_string());
    let draft = folder_of(&path).join(draft);
    // An earlier process with the same id may have left a draft behind.
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
        // The first error is worth more than an error here.
        let _ = fs::remove_file(&draft);
        return Err(error);
    }
    sync_folder_of(&path)
}

/// Removes the drafts of processes that were killed before the rename. The number at the end of a name is that of the
/// process.
fn remove_abandoned(folder: &Path, prefix: &OsStr) {
    for entry in fs::read_dir(folder).into_iter().flatten().flatten() {
        let name = entry.file_name();
        let number = name.as_bytes().strip_prefix(prefix.as_bytes());
        let number = number.and_then(|number| str::from_utf8(number).ok()?.parse().ok());
        let is_gone = |process| test_kill_process(process) == Err(Errno::SRCH);
        if number.and_then(Pid::from_raw).is_some_and(is_gone) {
            // A draft that stays does no harm.
            let _ = fs::remove_file(entry.path());
        }
    }
}

/// Creates the folder and its missing parents, private to the owner.
pub(crate) fn create_private_folders(folder: &Path) -> io::Result<()> {
    if folder.is_dir() {
        return Ok(());
    }
    let above = folder_of(folder);
    create_private_folders(above)?;
    match DirBuilder::new().mode(0o700).create(folder) {
        // Another psq may have created it meanwhile.
        Err(_) if folder.is_dir() => {}
        outcome => outcome?,
    }
    sync_folder(above)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn the_draft_of_a_killed_process_is_removed_and_others_stay() {
        let folder = tempfile::tempdir().expect("a folder");
        let path = folder.path().join("id");
        let mut child = std::process::Command::new("true").spawn().expect("a child");
        child.wait().expect("its end");
        let draft = |number: u32| folder.path().join(format!(".id.psq-{number}"));
        // The first process is always there.
        for number in [child.id(), 1] {
            fs::write(draft(number), "half").expect("written");
        }
        fs::write(folder.path().join(".other.psq-x"), "").expect("written");
        replace_content(&path, b"whole", 0o600).expect("replaced");
        assert_eq!(fs::read(&path).expect("the file"), b"whole");
        assert!(!draft(child.id()).exists());
        assert!(draft(1).exists());
        assert!(folder.path().join(".other.psq-x").exists());
    }

    #[test]
    fn only_a_regular_file_is_replaced() {
        let folder = tempfile::tempdir().expect("a folder");
        let socket = folder.path().join("socket");
        let _listener = std::os::unix::net::UnixListener::bind(&socket).expect("a socket");
        for path in [&socket, folder.path()] {
            let error = replace_content(path, b"whole", 0o600).expect_err("no file");
            assert!(error.to_string().contains("name a file"), "{error}");
        }
        assert!(!fs::metadata(&socket).expect("the socket").is_file());
        // A link to a file that is not there yet is no obstacle.
        let link = folder.path().join("link");
        std::os::unix::fs::symlink(folder.path().join("later"), &link).expect("a link");
        replace_content(&link, b"whole", 0o600).expect("replaced");
        assert_eq!(fs::read(&link).expect("the file"), b"whole");
    }

    #[test]
    fn a_file_in_the_place_of_a_folder_is_an_error() {
        let folder = tempfile::tempdir().expect("a folder");
        let file = folder.path().join("file");
        fs::write(&file, "").expect("written");
        let wanted = folder.path().join("state/rotations");
        for place in [&file, &file.join("rotations")] {
            create_private_folders(place).expect_err("no folder can be there");
        }
        create_private_folders(&wanted).expect("created");
        create_private_folders(&wanted).expect("still there");
        // This one is there as soon as its parent is, as if another psq had created it meanwhile.
        create_private_folders(&folder.path().join("new/..")).expect("there by now");
        assert!(wanted.is_dir());
    }

    /// What a sync is good for shows only after a power cut, which the bench of faults simulates.
    #[test]
    fn a_folder_that_cannot_be_synced_is_an_error() {
        let folder = tempfile::tempdir().expect("a folder");
        let gone = folder.path().join("gone");
        sync_folder(&gone).expect_err("there is no such folder");
        sync_folder_of(&gone.join("file")).expect_err("there is no such folder");
        sync_folder_of(&gone).expect("the folder of the file is there");
    }
}
