//! A command as a destination: it reads the key from its standard input.
//!
//! The words of the command and a folder come in. `startable` checks before the rotation that the program can
//! be started. Out goes whether the program has read the key and ended successfully. `program` runs it and
//! removes the key from its output. The command of `--then` gets no key and is in `follow_up`.

mod startable;

use std::env;
use std::fmt;
use std::io::{self, Write};
use std::os::unix::process::CommandExt;
use std::path::{Path, PathBuf};
use std::process::Command;

use publicsquare::SecretKey;

use super::DestinationRecord;
use crate::cli_error::CliError;
use crate::flaw::Flaw;
use crate::program::Running;

/// The most bytes of a key: they fit into the buffer of any pipe.
const LARGEST: usize = 4096;

/// A program and its arguments.
#[derive(Clone)]
pub(crate) struct CommandDestination {
    words: Vec<String>,
    folder: PathBuf,
}

/// Shows the program only: the arguments may be secret.
impl fmt::Debug for CommandDestination {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.debug_struct("CommandDestination")
            .field("program", &self.words.first())
            .finish_non_exhaustive()
    }
}

impl CommandDestination {
    /// A command in the current folder. Refuses a program that cannot be started, because after the rotation it would
    /// be too late.
    pub(crate) fn new(words: Vec<String>) -> Result<Self, CliError> {
        let folder = env::current_dir().map_err(|error| {
            CliError::usage(format!(
                "the current folder, in which the command is to run, is unknown: {error}"
            ))
        })?;
        Self::in_folder(words, folder)
    }

    /// The same in the given folder.
    pub(crate) fn in_folder(words: Vec<String>, folder: PathBuf) -> Result<Self, CliError> {
        let command = Self::noted(words, folder);
        command.found().map_err(CliError::usage)?;
        Ok(command)
    }

    /// A command from the journal. It was checked when it was noted.
    pub(crate) fn noted(words: Vec<String>, folder: PathBuf) -> Self {
        Self { words, folder }
    }

    pub(crate) fn record(&self) -> DestinationRecord {
        DestinationRecord::Command {
            words: self.words.clone(),
            folder: self.folder.clone(),
        }
    }

    /// The path of the program, if it can be started.
    fn found(&self) -> Result<PathBuf, Flaw> {
        let program = self.words.first().map_or("", String::as_str);
        let path = startable::find(program, &self.folder).ok_or_else(|| {
            Flaw::new(format!("there is no program {program} that can be run"))
                .advise("give it by its path, or correct PATH")
        })?;
        startable::check(&path, &self.folder)
            .map_err(|flaw| flaw.of(format_args!("the program {program} cannot be started")))?;
        Ok(path)
    }

    /// Runs the program with the key on its standard input, and nothing else.
    pub(crate) fn deliver(&self, key: &SecretKey) -> io::Result<()> {
        let found = self.found().map_err(io::Error::other)?;
        let bytes = key.expose_secret().as_bytes();
        if bytes.len() > LARGEST {
            return Err(io::Error::other("the key is too long for a pipe"));
        }
        let (unread, mut pipe) = io::pipe()?;
        let mut command = Command::new(found);
        command
            .arg0(self.words.first().map_or("", String::as_str))
            .args(self.words.get(1..).unwrap_or_default())
            .current_dir(&self.folder)
            .stdin(unread.try_clone()?);
        let running = Running::start(&mut command, key)?;
        drop(command);
        // The key fits into the buffer of the pipe, so this neither waits nor fails if nobody reads.
        let written = pipe.write_all(bytes);
        drop(pipe);
        let status = running.wait();
        written?;
        let status = status?;
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

/// Whether the user that psq runs as may execute the file.
fn is_executable(path: &Path) -> bool {
    use rustix::fs::{Access, AtFlags, CWD, accessat};

    path.is_file() && accessat(CWD, path, Access::EXEC_OK, AtFlags::EACCESS).is_ok()
}

#[cfg(test)]
mod tests {
    use super::*;

    fn command(words: &[&str]) -> CommandDestination {
        let words = words.iter().map(|word| (*word).to_owned());
        CommandDestination::noted(words.collect(), env::temp_dir())
    }

    #[test]
    fn the_arguments_of_a_command_are_not_shown() {
        let command = command(&["take", "--password=hunter2"]);
        let record = command.record();
        for shown in [format!("{command:?}"), format!("{record:?}")] {
            assert!(
                shown.contains("take") && !shown.contains("hunter2"),
                "{shown}"
            );
        }
    }

    #[test]
    fn a_key_that_fits_into_a_pipe_is_delivered_and_a_longer_one_is_not() {
        let command = command(&["sh", "-c", "cat > /dev/null"]);
        let key = |length| SecretKey::from("k".repeat(length));
        command.deliver(&key(LARGEST)).expect("it fits");
        let error = command.deliver(&key(LARGEST + 1)).expect_err("too long");
        assert!(error.to_string().contains("too long"), "{error}");
    }
}
