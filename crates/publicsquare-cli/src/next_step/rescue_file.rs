//! A file for a key that cannot go where it was meant to go.
//!
//! The id of a key comes in. Out goes a path in the home folder, else in the current folder, at which no file
//! exists yet. `next_step` prints it with `--to`. Nothing is created here.

use std::env;
use std::path::{Path, PathBuf};

use publicsquare::ApiKeyId;
use rustix::fs::{Access, AtFlags, CWD, accessat};

use super::is_hidden;

/// The path of a file that does not exist yet, in the home folder, else in the current folder.
pub(super) fn rescue_file(id: &ApiKeyId) -> Option<PathBuf> {
    let home = env::var_os("HOME").map(PathBuf::from);
    let folder = home
        .into_iter()
        .chain(env::current_dir().ok())
        .find(|folder| is_usable(folder))?;
    (1..100)
        .map(|number| match number {
            1 => folder.join(format!("{}.key", id.as_str())),
            _ => folder.join(format!("{}.{number}.key", id.as_str())),
        })
        .find(|path| path.symlink_metadata().is_err())
}

fn is_usable(folder: &Path) -> bool {
    let is_nameable = folder
        .to_str()
        .is_some_and(|name| !name.chars().any(is_hidden));
    let rights = Access::WRITE_OK.union(Access::EXEC_OK);
    folder.is_absolute()
        && folder.is_dir()
        && is_nameable
        && accessat(CWD, folder, rights, AtFlags::EACCESS).is_ok()
}

#[cfg(test)]
mod tests {
    use std::fs;
    use std::os::unix::fs::PermissionsExt;

    use super::*;

    #[test]
    fn a_rescue_file_is_never_put_where_a_person_could_not_find_it() {
        let folder = tempfile::tempdir().expect("a folder");
        assert!(is_usable(folder.path()));
        // Seen from another folder, this is another place.
        assert!(!is_usable(Path::new(".")));
        assert!(!is_usable(&folder.path().join("missing")));
        let program = folder.path().join("program");
        fs::write(&program, "").expect("written");
        fs::set_permissions(&program, fs::Permissions::from_mode(0o700)).expect("its mode");
        assert!(!is_usable(&program));
        let hidden = folder.path().join("a\nb");
        fs::create_dir(&hidden).expect("a folder");
        assert!(!is_usable(&hidden));
    }
}
