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

/// Whether the path is a mount point. A rename over it fails.
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

/// Other systems do not mount single files.
#[cfg(not(target_os = "linux"))]
fn is_mount_point(_: &Path) -> bool {
    false
}
