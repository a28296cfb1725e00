//! A plan: which keys are changed when, and where their values go.
//!
//! In comes a TOML file that a person has written. `psq check` reports the state of each key in it, `psq approve` notes
//! that a person allows changes of the production keys, and `psq apply` changes the keys that are due. A plan never
//! contains the value of a key. [`mod@load`] reads the file, [`mod@survey`] finds the state of each key, and [`apply`]
//! acts on it.

pub(crate) mod apply;
mod approval;
pub(crate) mod approve;
pub(crate) mod check;
mod check_report;
mod destination_conflicts;
mod destination_state;
mod due;
mod environment_access;
mod events;
mod flaws;
mod load;
mod model;
mod prometheus;
mod successors;
mod survey;
#[cfg(test)]
mod tests;
mod validate;
mod verdict;

use std::collections::BTreeMap;
use std::path::{Path, PathBuf};
use std::time::Duration;

use chrono::TimeDelta;
use publicsquare::{ApiKeyId, Environment};

use self::load::load;
pub(crate) use self::model::{Method, ThenEntry};
use crate::cli::ThenArgs;
use crate::cli_error::CliError;
use crate::destination::{CommandDestination, Destination, DestinationRecord, FileDestination};
use crate::dotenv::Variable;
use crate::exit::Exit;
use crate::follow_up::FollowUp;
use crate::next_step::quoted;
use crate::report::Report;

/// The plan in a text, or a line for each mistake, for the tests of what psq reads.
#[cfg(any(test, fuzzing))]
pub(crate) fn parsed(path: &Path, text: &str) -> Result<Plan, Vec<String>> {
    load::parse(path, text).map_err(|flaws| flaws.to_lines(path, text))
}

/// Prints a step of `psq apply --json` as a line.
pub(crate) fn step(message: &str) {
    events::print(events::Event::Step { message });
}

/// Prints the last lines of a run of `psq apply --json` that a signal ends.
pub(crate) fn last_words(report: &Report) {
    for rotation in &report.rotations {
        events::print(events::Event::Ended { rotation });
    }
    events::over(
        Exit::of_code(report.exit_code),
        report.error.as_deref(),
        None,
    );
}

/// A plan whose parts fit together.
#[derive(Debug)]
pub(crate) struct Plan {
    /// The absolute path of the file.
    pub(crate) path: PathBuf,
    /// The folder of the file, in which its commands run.
    pub(crate) folder: PathBuf,
    /// The environments, by their names in the plan.
    pub(crate) environments: BTreeMap<String, PlannedEnvironment>,
    pub(crate) keys: Vec<PlannedKey>,
}

/// How psq reaches an environment of an account.
#[derive(Debug)]
pub(crate) struct PlannedEnvironment {
    pub(crate) environment: Environment,
    pub(crate) credential: Credential,
    /// The most keys of this environment that may change in one run.
    pub(crate) changes_per_run: u32,
}

/// Where psq finds a credential.
#[derive(Debug, Clone, PartialEq, Eq)]
pub(crate) enum Credential {
    /// In an environment variable.
    Variable(String),
    /// In a file.
    File(PathBuf),
    /// Among the credentials that systemd gives to a service.
    Service(String),
}

/// A key of a plan.
#[derive(Debug)]
pub(crate) struct PlannedKey {
    /// The id in the plan. A replaced key has another id by now, which [`successors`] finds.
    pub(crate) id: ApiKeyId,
    /// The name of its environment in the plan.
    pub(crate) environment: String,
    pub(crate) max_age: TimeDelta,
    pub(crate) method: Method,
    pub(crate) to: Vec<PlannedDestination>,
    pub(crate) then: Option<ThenEntry>,
    /// The file in which psq keeps the id of the successor.
    pub(crate) id_file: Option<PathBuf>,
}

/// Where a value goes.
#[derive(Debug, Clone, PartialEq, Eq)]
pub(crate) enum PlannedDestination {
    /// A file, or one variable in it.
    File {
        path: PathBuf,
        variable: Option<Variable>,
    },
    /// A command, word by word, that reads the value from its standard input.
    Command(Vec<String>),
}

impl PlannedEnvironment {
    /// The file with the credential, for the `--auth-file` of a printed command; `None` if there is no such file.
    pub(crate) fn auth_file(&self) -> Option<String> {
        match &self.credential {
            Credential::File(path) => path.to_str().map(str::to_owned),
            Credential::Variable(_) | Credential::Service(_) => None,
        }
    }
}

impl PlannedDestination {
    /// The destination in the form in which a journal stores it.
    pub(crate) fn record(&self, folder: &Path) -> DestinationRecord {
        match self {
            Self::File {
                path,
                variable: None,
            } => DestinationRecord::File { path: path.clone() },
            Self::File {
                path,
                variable: Some(variable),
            } => DestinationRecord::Dotenv {
                path: path.clone(),
                variable: variable.clone(),
            },
            Self::Command(words) => DestinationRecord::Command {
                words: words.clone(),
                folder: folder.to_owned(),
            },
        }
    }

    /// The destination with all arguments of a command, for the person who approves the plan.
    fn in_full(&self) -> String {
        match self {
            Self::File { .. } => self.record(Path::new("")).to_string(),
            Self::Command(words) => format!("the command {}", words.join(" ")),
        }
    }

    /// Opens the destination.
    ///
    /// # Errors
    ///
    /// If psq cannot deliver to it now, the reason.
    pub(crate) fn destination(&self, folder: &Path) -> Result<Destination, CliError> {
        match self {
            Self::File { path, variable } => {
                FileDestination::resolve(path, variable.clone()).map(Destination::File)
            }
            Self::Command(words) => CommandDestination::in_folder(words.clone(), folder.to_owned())
                .map(Destination::Command),
        }
    }
}

impl PlannedKey {
    /// The command that runs after the delivery.
    ///
    /// # Errors
    ///
    /// If the command cannot run, the reason.
    pub(crate) fn follow_up(&self, folder: &Path) -> Result<Option<FollowUp>, CliError> {
        let line = match &self.then {
            None => return Ok(None),
            Some(ThenEntry::Line(line)) => line.clone(),
            Some(ThenEntry::Words(words)) => {
                let words: Vec<String> = words.iter().map(|word| quoted(word)).collect();
                words.join(" ")
            }
        };
        let limit = Duration::from_secs(ThenArgs::TIMEOUT);
        FollowUp::in_folder(&line, folder.to_owned(), limit).map(Some)
    }
}
