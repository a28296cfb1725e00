//! A plan: which keys are changed when, and where their values go.
//!
//! In comes a TOML file that a person has written. `psq check` says how it stands with each key of it and
//! changes nothing, `psq approve` takes a person's word for its production keys, and `psq apply` does what it
//! says. The value of no key is in a plan.

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

/// Tells a program of a step of `psq apply`.
pub(crate) fn step(message: &str) {
    events::print(events::Event::Step { message });
}

/// The last words of `psq apply` for a program.
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
    /// Where it stands, from the root.
    pub(crate) path: PathBuf,
    /// Where its commands run.
    pub(crate) folder: PathBuf,
    /// By name.
    pub(crate) environments: BTreeMap<String, PlannedEnvironment>,
    pub(crate) keys: Vec<PlannedKey>,
}

/// How an environment of an account is reached.
#[derive(Debug)]
pub(crate) struct PlannedEnvironment {
    pub(crate) environment: Environment,
    pub(crate) credential: Credential,
    /// How many keys of it change in one run at most.
    pub(crate) changes_per_run: u32,
}

/// Where a credential stands.
#[derive(Debug, Clone, PartialEq, Eq)]
pub(crate) enum Credential {
    /// In an environment variable.
    Variable(String),
    /// In a file.
    File(PathBuf),
    /// Among the credentials that systemd hands to a service.
    Service(String),
}

/// A key of a plan.
#[derive(Debug)]
pub(crate) struct PlannedKey {
    /// The id in the plan. That of a replaced key is another one by now.
    pub(crate) id: ApiKeyId,
    /// The name of its environment in the plan.
    pub(crate) environment: String,
    pub(crate) max_age: TimeDelta,
    pub(crate) method: Method,
    pub(crate) to: Vec<PlannedDestination>,
    pub(crate) then: Option<ThenEntry>,
    /// Where the id of its successor is kept.
    pub(crate) id_file: Option<PathBuf>,
}

/// Where a value goes.
#[derive(Debug, Clone, PartialEq, Eq)]
pub(crate) enum PlannedDestination {
    /// A file, or a variable of it.
    File {
        path: PathBuf,
        variable: Option<Variable>,
    },
    /// A command that reads the value, word by word.
    Command(Vec<String>),
}

impl PlannedEnvironment {
    /// The file with the credential, for a printed line; `None` where no line can name it.
    pub(crate) fn auth_file(&self) -> Option<String> {
        match &self.credential {
            Credential::File(path) => path.to_str().map(str::to_owned),
            Credential::Variable(_) | Credential::Service(_) => None,
        }
    }
}

impl PlannedDestination {
    /// What a journal notes of it.
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

    /// As it stands in the plan, with the arguments of a command, for whoever approves them.
    fn in_full(&self) -> String {
        match self {
            Self::File { .. } => self.record(Path::new("")).to_string(),
            Self::Command(words) => format!("the command {}", words.join(" ")),
        }
    }

    /// The destination.
    ///
    /// # Errors
    ///
    /// Why it cannot be one now.
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
    /// What runs after the delivery.
    ///
    /// # Errors
    ///
    /// Why it cannot run.
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
