//! The command of `--then`: what makes an application use the new key, such as a reload.
//!
//! It runs after every destination holds the key and the key was seen to work. It gets no key: neither in its
//! input nor in its environment. The journal notes it before the request, so that a crash between delivery and
//! reload is followed by the reload when `psq recover` goes on.

use std::env;
use std::path::PathBuf;
use std::process::{Command, Stdio};
use std::time::Duration;

use publicsquare::SecretKey;

use crate::cli_error::CliError;
use crate::journal::FollowUpRecord;
use crate::program::Running;
use crate::progress::format_duration;

/// A line for the shell, the folder that it runs in, and how long it may take.
#[derive(Clone)]
pub(crate) struct FollowUp {
    line: String,
    folder: PathBuf,
    limit: Duration,
}

impl FollowUp {
    /// A command line as it was typed.
    ///
    /// # Errors
    ///
    /// Where the line is empty, has a byte that no command line can have, or the current folder is unknown.
    pub(crate) fn new(line: &str, limit: Duration) -> Result<Self, CliError> {
        let folder = env::current_dir().map_err(|error| {
            CliError::usage(format!(
                "the current folder, in which the command of --then is to run, is unknown: {error}"
            ))
        })?;
        Self::in_folder(line, folder, limit)
    }

    /// The same in this folder.
    ///
    /// # Errors
    ///
    /// Where the line is empty, or it or the folder cannot be noted.
    pub(crate) fn in_folder(
        line: &str,
        folder: PathBuf,
        limit: Duration,
    ) -> Result<Self, CliError> {
        if line.trim().is_empty() {
            return Err(CliError::usage(
                "--then is empty: leave it out, or give a command",
            ));
        }
        if line.contains('\0') {
            return Err(CliError::usage(
                "--then has a NUL byte, which no command can have",
            ));
        }
        if folder.to_str().is_none() {
            return Err(CliError::usage(
                "the path of the current folder, in which the command of --then is to run, is not UTF-8, and \
                 the journal is",
            ));
        }
        Ok(Self {
            line: line.to_owned(),
            folder,
            limit,
        })
    }

    /// What the journal notes before the request.
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

/// Runs the noted command. The key is there to be taken out of what the command prints.
///
/// # Errors
///
/// Why the command did not end well. The message holds nothing of the command line.
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
            "it was still running after {} and was ended",
            format_duration(limit)
        )),
        Err(error) => Err(format!("it could not be run: {error}")),
    }
}
