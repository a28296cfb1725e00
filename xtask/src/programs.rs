//! Programs that cargo builds for the chores of this one.
//!
//! In comes what to build. Out come the paths of the programs, which cargo itself tells in its messages.

use std::io::{self, Write};
use std::path::PathBuf;
use std::process::Command;

use serde_json::Value;

use crate::cargo;

/// What cargo has built, by its own messages.
pub(crate) struct Programs(String);

impl Programs {
    /// Built by a command that has `--message-format` with a form of JSON.
    pub(crate) fn built(command: Command) -> io::Result<Self> {
        cargo::output(command).map(Self)
    }

    /// The programs that the tests of the workspace run, and build, as well.
    pub(crate) fn of_the_tests(out: &mut dyn Write) -> io::Result<Self> {
        writeln!(out, "building what the tests run")?;
        out.flush()?;
        Self::built(cargo::command(&[
            "test",
            "--workspace",
            "--no-run",
            "--quiet",
            "--message-format",
            "json",
        ]))
    }

    /// Where the program of this name is.
    pub(crate) fn path(&self, name: &str) -> io::Result<PathBuf> {
        self.0
            .lines()
            .filter_map(|line| serde_json::from_str::<Value>(line).ok())
            .filter(|message| {
                message["target"]["name"] == name && message["profile"]["test"] == false
            })
            .find_map(|message| Some(PathBuf::from(message["executable"].as_str()?)))
            .ok_or_else(|| io::Error::other(format!("cargo does not say where it has put {name}")))
    }
}
