//! A program that reads the key from its standard input.

use std::env;
use std::ffi::OsString;
use std::fmt;
use std::io::{self, Write};
use std::os::fd::AsFd;
use std::os::unix::fs::PermissionsExt;
use std::path::{Path, PathBuf};
use std::process::Command;

use publicsquare::SecretKey;

use super::DestinationRecord;
use crate::credentials;
use crate::stop::Stop;

/// What fits into any pipe, and is more than a key has.
const LARGEST: usize = 4096;

/// A program and its arguments.
pub(crate) struct CommandDestination {
    words: Vec<String>,
    folder: PathBuf,
}

/// Arguments may hold what nobody is to see.
impl fmt::Debug for CommandDestination {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.debug_struct("CommandDestination")
            .field("program", &self.words.first())
            .finish_non_exhaustive()
    }
}

impl CommandDestination {
    /// Refuses a program that there is not: after the rotation it would be too late.
    pub(crate) fn new(words: Vec<String>) -> Result<Self, Stop> {
        let folder = env::current_dir().map_err(|error| {
            Stop::usage(format!(
                "the current folder, in which the command is to run, is unknown: {error}"
            ))
        })?;
        let command = Self::noted(words, folder);
        let program = command.program();
        if command.is_runnable() {
            Ok(command)
        } else {
            Err(Stop::usage(format!(
                "there is no program {program} that can be run; give it by its path, or mend PATH"
            )))
        }
    }

    /// One that was checked when it was noted.
    pub(crate) fn noted(words: Vec<String>, folder: PathBuf) -> Self {
        Self { words, folder }
    }

    pub(crate) fn record(&self) -> DestinationRecord {
        DestinationRecord::Command {
            words: self.words.clone(),
            folder: self.folder.clone(),
        }
    }

    fn program(&self) -> &str {
        self.words.first().map_or("", String::as_str)
    }

    fn is_runnable(&self) -> bool {
        let program = self.program();
        if program.contains('/') {
            return is_executable(&self.folder.join(program));
        }
        let path = env::var_os("PATH").unwrap_or_else(|| OsString::from("/usr/bin:/bin"));
        !program.is_empty()
            && env::split_paths(&path).any(|folder| is_executable(&folder.join(program)))
    }

    /// Runs it with the key, and nothing else, on its standard input. What it prints goes to the standard
    /// error, as the standard output is for what psq says.
    pub(crate) fn deliver(&self, key: &SecretKey) -> io::Result<()> {
        let stderr = io::stderr().as_fd().try_clone_to_owned()?;
        let key = key.expose_secret().as_bytes();
        if key.len() > LARGEST {
            return Err(io::Error::other("the key is too long for a pipe"));
        }
        let (unread, mut pipe) = io::pipe()?;
        let mut child = Command::new(self.program())
            .args(self.words.get(1..).unwrap_or_default())
            .current_dir(&self.folder)
            .env_remove(credentials::VARIABLE)
            .stdin(unread.try_clone()?)
            .stdout(stderr)
            .spawn()?;
        // It fits into the pipe: this waits for nobody, and does not fail where nobody reads.
        pipe.write_all(key)?;
        drop(pipe);
        let status = child.wait()?;
        if !status.success() {
            return Err(io::Error::other(format!("it ended with {status}")));
        }
        if rustix::io::ioctl_fionread(&unread)? > 0 {
            return Err(io::Error::other(
                "it ended well and has not read its standard input",
            ));
        }
        Ok(())
    }
}

fn is_executable(path: &Path) -> bool {
    path.metadata()
        .is_ok_and(|metadata| metadata.is_file() && metadata.permissions().mode() & 0o111 != 0)
}
