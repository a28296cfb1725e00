//! The paths of programs that cargo builds for other subcommands.
//!
//! In comes a command that builds them. Out come their paths, read from the messages of cargo, because only cargo
//! knows the target folder. Programs of other package managers are installed by `pypi`.

use std::io::{self, Write};
use std::path::PathBuf;
use std::process::Command;

use serde_json::Value;

use crate::cargo;

/// The messages of cargo about what it has built.
pub(crate) struct Programs(String);

impl Programs {
    /// Runs a build command, which has to have `--message-format` with a form of JSON.
    pub(crate) fn built(command: Command) -> io::Result<Self> {
        cargo::output(command).map(Self)
    }

    /// Builds the programs that the tests of the workspace run, with the same features.
    pub(crate) fn of_the_tests(out: &mut dyn Write) -> io::Result<Self> {
        writeln!(out, "building the programs that the tests run")?;
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

    /// The path of the program of this name.
    pub(crate) fn path(&self, name: &str) -> io::Result<PathBuf> {
        self.0
            .lines()
            .filter_map(|line| serde_json::from_str::<Value>(line).ok())
            .filter(|message| {
                message["target"]["name"] == name && message["profile"]["test"] == false
            })
            .find_map(|message| Some(PathBuf::from(message["executable"].as_str()?)))
            .ok_or_else(|| io::Error::other(format!("cargo has built no program {name}")))
    }
}
