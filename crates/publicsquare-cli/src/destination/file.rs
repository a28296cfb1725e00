//! A file that holds the key, either as its whole content or in one variable.
//!
//! The path comes in as it was typed, with links on the way. psq follows the links again at every step,
//! because a deployment may move a link meanwhile. Out go the current value and the new content; nothing is
//! written here. `staging` writes. `dotenv` finds the variable in the text.

use std::fs::{self, File, Metadata};
use std::io::{self, Read};
use std::os::unix::fs::{MetadataExt, PermissionsExt};
use std::path::{Path, PathBuf};

use publicsquare::SecretKey;
use zeroize::Zeroizing;

use super::DestinationRecord;
use crate::cli_error::CliError;
use crate::dotenv::{self, Variable};
use crate::durable::folder_of;
use crate::escape::is_hidden;
use crate::flaw::Flaw;

/// The most bytes that a destination may have. No dotenv file of a person is this large.
const LARGEST: u64 = 8 << 20;

/// The content of a file; `None` if the file does not exist.
pub(crate) type Content = Option<Zeroizing<Vec<u8>>>;

/// A file: the path as it was typed, and the place where it leads.
#[derive(Debug, Clone)]
pub(crate) struct FileDestination {
    /// The path as it was typed, from the root.
    asked: PathBuf,
    /// The path without links.
    path: PathBuf,
    variable: Option<Variable>,
}

impl FileDestination {
    /// Follows links. Refuses a file that cannot be replaced by a rename.
    pub(crate) fn resolve(path: &Path, variable: Option<Variable>) -> Result<Self, CliError> {
        let named = |flaw: Flaw| CliError::usage(flaw.of(path.display()));
        let asked = std::path::absolute(path).map_err(|error| named(error.into()))?;
        let resolved = led_to(path).map_err(named)?;
        if [&asked, &resolved]
            .iter()
            .any(|path| path.to_str().is_none())
        {
            return Err(named(
                Flaw::new("the path is not UTF-8, so the journal cannot store it")
                    .advise("rename the file or its folder"),
            ));
        }
        if asked.to_string_lossy().chars().any(is_hidden) {
            return Err(named(
                Flaw::new(
                    "the path has control characters, so psq could not print a command with it",
                )
                .advise("rename the file or its folder"),
            ));
        }
        let file = Self {
            asked,
            path: resolved,
            variable,
        };
        if let Some(metadata) = file.metadata().map_err(|error| named(error.into()))? {
            file.check(&metadata).map_err(named)?;
        }
        Ok(file)
    }

    /// A file from the journal, which is not checked.
    pub(super) fn noted(path: PathBuf, variable: Option<Variable>) -> Self {
        let path = led_to(&path).unwrap_or(path);
        Self {
            asked: path.clone(),
            path,
            variable,
        }
    }

    /// Follows the typed path again and checks the file again.
    pub(crate) fn again(&self) -> Result<Self, CliError> {
        Self::resolve(&self.asked, self.variable.clone())
    }

    fn check(&self, metadata: &Metadata) -> Result<(), Flaw> {
        if !metadata.is_file() {
            return Err(Flaw::new("it is not a regular file").advise("name a file"));
        }
        if metadata.nlink() > 1 {
            return Err(Flaw::new(format!(
                "it is hard-linked under {} names, and the other names would keep the dead key",
                metadata.nlink()
            ))
            .advise("copy it to a file of its own"));
        }
        if metadata.len() > LARGEST {
            return Err(Flaw::new(format!(
                "it has {} bytes, and {LARGEST} is the most for a file that holds a key",
                metadata.len()
            )));
        }
        #[cfg(target_os = "linux")]
        if is_mount_point(&self.path) {
            return Err(Flaw::new(
                "it is a single-file bind mount, as containers have it, and cannot be replaced as a whole",
            )
            .advise("mount its folder instead, or pass the key to a command with `-- CMD`"));
        }
        Ok(())
    }

    /// The path without links.
    pub(crate) fn path(&self) -> &Path {
        &self.path
    }

    pub(crate) fn metadata(&self) -> io::Result<Option<Metadata>> {
        match fs::symlink_metadata(&self.path) {
            Err(error) if error.kind() == io::ErrorKind::NotFound => Ok(None),
            metadata => metadata.map(Some),
        }
    }

    /// Whether every user of the machine can read it. psq keeps the mode in any case.
    pub(crate) fn is_readable_by_others(&self) -> bool {
        matches!(self.metadata(), Ok(Some(metadata)) if metadata.permissions().mode() & 0o004 != 0)
    }

    pub(crate) fn record(&self) -> DestinationRecord {
        let path = self.asked.clone();
        match &self.variable {
            None => DestinationRecord::File { path },
            Some(variable) => DestinationRecord::Dotenv {
                path,
                variable: variable.clone(),
            },
        }
    }

    /// The content of the file.
    pub(crate) fn read(&self) -> io::Result<Content> {
        read_file(&self.path)
    }

    /// The value in the content: the variable, or the whole file without its line end. `None` if there is none.
    pub(crate) fn value_in(&self, content: &Content) -> Result<Content, Flaw> {
        let Some(text) = content else {
            return Ok(None);
        };
        let held = match &self.variable {
            Some(variable) => dotenv::value_of(text, variable)?,
            None => Some(Zeroizing::new(without_line_end(text).0.to_vec())),
        };
        Ok(held.filter(|value| !value.is_empty()))
    }

    /// The content with the key in it. Every other byte stays the same.
    pub(crate) fn with_key(
        &self,
        content: &Content,
        key: &SecretKey,
    ) -> Result<Zeroizing<Vec<u8>>, Flaw> {
        let text = content.as_ref().map_or(&[][..], |text| text.as_slice());
        match &self.variable {
            Some(variable) => Ok(dotenv::with_value(text, variable, key.expose_secret())?),
            None => {
                let line_end = without_line_end(text).1;
                let key = key.expose_secret().as_bytes();
                let mut whole = Zeroizing::new(Vec::with_capacity(key.len() + line_end.len()));
                whole.extend_from_slice(key);
                whole.extend_from_slice(line_end);
                Ok(whole)
            }
        }
    }
}

/// Where a path leads. The file itself may be missing.
fn led_to(path: &Path) -> Result<PathBuf, Flaw> {
    match fs::canonicalize(path) {
        Err(error) if error.kind() == io::ErrorKind::NotFound => {
            if path.is_symlink() {
                return Err(Flaw::new("it is a link to a file that does not exist")
                    .advise("create the file"));
            }
            let name = path
                .file_name()
                .ok_or_else(|| Flaw::new("it has no file name"))?;
            fs::canonicalize(folder_of(path))
                .map(|folder| folder.join(name))
                .map_err(|error| match error.kind() {
                    io::ErrorKind::NotFound => {
                        Flaw::new("its folder does not exist").advise("create it first")
                    }
                    _ => Flaw::from(error).of("its folder"),
                })
        }
        resolved => Ok(resolved?),
    }
}

/// Reads a file that may hold a key. `None` if it does not exist. A file that is too large is an error.
pub(crate) fn read_file(path: &Path) -> io::Result<Content> {
    let file = match File::open(path) {
        Err(error) if error.kind() == io::ErrorKind::NotFound => return Ok(None),
        file => file?,
    };
    // Allocated in full from the start, because a growing buffer leaves copies of the key in memory.
    let size = file.metadata()?.len().min(LARGEST);
    let mut bytes = Zeroizing::new(Vec::with_capacity(
        usize::try_from(size).unwrap_or_default() + 2,
    ));
    file.take(LARGEST + 1).read_to_end(&mut bytes)?;
    // A part of a file would be taken for the whole, and the rest would be lost.
    if bytes.len() as u64 > LARGEST {
        return Err(io::Error::other(format!(
            "it has more than {LARGEST} bytes by now, which is the most for a file that holds a key"
        )));
    }
    Ok(Some(bytes))
}

/// Splits a text into its content and its last line end.
fn without_line_end(text: &[u8]) -> (&[u8], &[u8]) {
    let end = match text {
        [.., b'\r', b'\n'] => 2,
        [.., b'\n'] => 1,
        _ => 0,
    };
    text.split_at(text.len() - end)
}

/// Whether the path is a mount point. A rename over it fails. Other systems do not mount single files.
#[cfg(target_os = "linux")]
fn is_mount_point(path: &Path) -> bool {
    use rustix::fs::{AtFlags, CWD, StatxAttributes, StatxFlags, statx};

    statx(
        CWD,
        path,
        AtFlags::SYMLINK_NOFOLLOW,
        StatxFlags::BASIC_STATS,
    )
    .is_ok_and(|found| found.stx_attributes.contains(StatxAttributes::MOUNT_ROOT))
}

#[cfg(test)]
mod tests {
    use std::fs::Permissions;
    use std::os::unix::fs::symlink;

    use tempfile::{TempDir, tempdir};

    use super::*;

    /// A folder with a regular file in it.
    fn folder() -> TempDir {
        let folder = tempdir().expect("a folder");
        fs::write(folder.path().join("file"), "sk_test_1").expect("written");
        folder
    }

    /// Paths that cannot be looked at. Nobody knows whether anything is there.
    fn unknown(folder: &Path) -> Vec<PathBuf> {
        let loops = folder.join("loop");
        symlink("loop", &loops).expect("a link");
        let long = folder.join("x".repeat(300));
        vec![folder.join("file/key"), loops, long]
    }

    #[test]
    fn a_file_that_cannot_be_looked_at_does_not_count_as_missing() {
        let folder = folder();
        for path in unknown(folder.path()) {
            read_file(&path).expect_err("it cannot be read");
            led_to(&path).expect_err("it leads nowhere");
            FileDestination::resolve(&path, None).expect_err("no destination");
        }
        for path in [
            folder.path().join("file/key"),
            folder.path().join("x".repeat(300)),
        ] {
            let file = FileDestination::noted(path, None);
            file.read().expect_err("it cannot be read");
            file.metadata().expect_err("it cannot be looked at");
        }
        let missing = folder.path().join("missing");
        assert!(read_file(&missing).expect("looked at").is_none());
        let missing = FileDestination::resolve(&missing, None).expect("a destination");
        assert!(missing.metadata().expect("looked at").is_none());
    }

    #[test]
    fn a_loop_of_links_is_not_called_missing() {
        let folder = folder();
        let [_, loops, _] = unknown(folder.path()).try_into().expect("three paths");
        let flaw = led_to(&loops).expect_err("it leads nowhere").to_string();
        assert!(!flaw.contains("does not exist"), "{flaw}");
    }

    #[test]
    fn the_largest_file_is_read_in_full_and_a_larger_one_is_an_error() {
        let folder = folder();
        let path = folder.path().join("file");
        let with_size = |size| {
            let file = File::options().write(true).open(&path).expect("open");
            file.set_len(size).expect("its size");
        };
        with_size(LARGEST);
        FileDestination::resolve(&path, None).expect("a destination");
        let bytes = read_file(&path).expect("read").expect("there");
        assert_eq!(bytes.len() as u64, LARGEST);
        with_size(LARGEST + 1);
        FileDestination::resolve(&path, None).expect_err("too large");
        read_file(&path).expect_err("a part of it would be taken for the whole");
    }

    #[test]
    fn a_file_is_read_without_a_copy_of_its_content() {
        let folder = folder();
        let bytes = read_file(&folder.path().join("file"))
            .expect("read")
            .expect("there");
        // The buffer is as it was before the read, so that it never moved.
        assert_eq!(bytes.capacity(), "sk_test_1".len() + 2);
    }

    #[test]
    fn a_file_is_open_to_others_if_its_mode_says_so() {
        let folder = folder();
        let path = folder.path().join("file");
        let file = FileDestination::resolve(&path, None).expect("a destination");
        for (mode, expected) in [(0o600, false), (0o640, false), (0o644, true)] {
            fs::set_permissions(&path, Permissions::from_mode(mode)).expect("its mode");
            assert_eq!(file.is_readable_by_others(), expected, "{mode:o}");
        }
    }
}
