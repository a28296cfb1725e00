//! The command of `--then`, which makes an application use the new key, such as a reload.
//!
//! A command line and its time limit come in. The command runs after every destination holds the key and psq
//! has seen the key work. It gets no key, neither in its input nor in its environment. The journal notes the
//! command before the request, so that `psq recover` runs it after a crash. A command that receives the key
//! is in `destination/command`.

use std::env;
use std::path::PathBuf;
use std::process::{Command, Stdio};
use std::time::Duration;

use publicsquare::SecretKey;

use crate::cli_error::CliError;
use crate::journal::FollowUpRecord;
use crate::program::Running;
use crate::progress::format_duration;

/// A command line for the shell, the folder that it runs in, and its time limit.
#[derive(Clone)]
pub(crate) struct FollowUp {
    line: String,
    folder: PathBuf,
    limit: Duration,
}

impl FollowUp {
    /// A command line that runs in the current folder.
    ///
    /// # Errors
    ///
    /// If the line is empty or has a NUL byte, or if the current folder is unknown.
    pub(crate) fn new(line: &str, limit: Duration) -> Result<Self, CliError> {
        let folder = env::current_dir().map_err(|error| {
            CliError::usage(format!(
                "the current folder, in which the command of --then runs, is unknown: {error}"
            ))
        })?;
        Self::in_folder(line, folder, limit)
    }

    /// A command line that runs in the given folder.
    ///
    /// # Errors
    ///
    /// If the line is empty or has a NUL byte, or if the path of the folder is not UTF-8.
    pub(crate) fn in_folder(
        line: &str,
        folder: PathBuf,
        limit: Duration,
    ) -> Result<Self, CliError> {
        if line.trim().is_empty() {
            return Err(
                CliError::usage("--then is empty").with_advice("leave it out, or give a command")
            );
        }
        if line.contains('\0') {
            return Err(CliError::usage(
                "--then has a NUL byte, which a command cannot have",
            ));
        }
        if folder.to_str().is_none() {
            return Err(CliError::usage(
                "the path of the current folder, in which the command of --then runs, is not UTF-8, so the journal cannot \
                 store it",
            ));
        }
        Ok(Self {
            line: line.to_owned(),
            folder,
            limit,
        })
    }

    /// The form that the journal stores before the request.
    pub(crate) fn record(&self) -> FollowUpRecord {
        FollowUpRecord {
            line: self.line.clone(),
            folder: self.folder.clone(),
            timeout_seconds: self.limit.as_secs(),
            is_done: false,
            failure: None,
        }
    }
}

/// Runs the command from the journal. The command does not get the key; psq needs it to remove it from the output.
///
/// # Errors
///
/// Why the command failed. The message contains no part of the command line.
pub(crate) fn run(noted: &FollowUpRecord, key: &SecretKey) -> Result<(), String> {
    let limit = Duration::from_secs(noted.timeout_seconds);
    let mut command = Command::new("/bin/sh");
    command
        .args(["-c", &noted.line])
        .current_dir(&noted.folder)
        .stdin(Stdio::null());
    let ended = Running::start(&mut command, key).and_then(|running| running.wait_at_most(limit));
    match ended {
        Ok(Some(status)) if status.success() => Ok(()),
        Ok(Some(status)) => Err(format!("it ended with {status}")),
        Ok(None) => Err(format!(
            "it was still running after {}, and psq ended it",
            format_duration(limit)
        )),
        Err(error) => Err(format!("it could not be run: {error}")),
    }
}
