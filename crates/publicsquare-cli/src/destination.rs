//! Where a key is delivered to: a file, a variable in a file, the standard output, or a command.
//!
//! Options of the command line come in, or what the journal notes. Out goes a [`Destination`] that was
//! checked just now. `file` reads and edits, `staging` writes the new content beside a file and renames it,
//! `command` starts a program. `open_rotation` delivers to them, `overwrite_check` decides what may be
//! overwritten.

mod attributes;
mod command;
mod file;
mod memory;
mod staging;
mod stdout;

use std::collections::BTreeSet;
use std::fmt;
use std::path::{Path, PathBuf};

use publicsquare::ApiKeyId;
use serde::{Deserialize, Serialize};

pub(crate) use self::command::CommandDestination;
pub(crate) use self::file::{FileDestination, read_file};
pub(crate) use self::memory::{is_gone_after_restart, is_memory};
pub(crate) use self::staging::{MOST_EDITS, Staging, too_many_edits};
pub(crate) use self::stdout::{StdoutDestination, print, print_to_a_reader};
use crate::cli::DestinationArgs;
use crate::cli_error::CliError;
use crate::dotenv::Variable;
use crate::flaw::Flaw;

/// Where a key is delivered to.
#[derive(Debug, Clone)]
pub(crate) enum Destination {
    File(FileDestination),
    Stdout(StdoutDestination),
    Command(CommandDestination),
    /// A destination in a journal that cannot be used now. The key still goes to all other destinations.
    Unusable {
        record: DestinationRecord,
        flaw: Flaw,
    },
}

/// A destination in the form that the journal stores.
#[derive(Clone, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "lowercase", deny_unknown_fields)]
pub(crate) enum DestinationRecord {
    /// A file whose whole content is the key.
    File { path: PathBuf },
    /// One variable of a dotenv file.
    Dotenv { path: PathBuf, variable: Variable },
    /// The standard output.
    Stdout,
    /// A program that reads the key from its standard input.
    Command { words: Vec<String>, folder: PathBuf },
}

impl Destination {
    /// A file, or one variable of a file.
    ///
    /// # Errors
    ///
    /// If the file cannot be a destination.
    pub(crate) fn file(path: &Path, variable: Option<&str>) -> Result<Self, CliError> {
        let variable = variable
            .map(str::parse::<Variable>)
            .transpose()
            .map_err(|error| CliError::usage(format!("{}: {error}", path.display())))?;
        FileDestination::resolve(path, variable).map(Self::File)
    }

    /// Checks a destination that the journal stores.
    fn from_record(record: &DestinationRecord) -> Result<Self, CliError> {
        match record {
            DestinationRecord::File { path } => {
                FileDestination::resolve(path, None).map(Self::File)
            }
            DestinationRecord::Dotenv { path, variable } => {
                FileDestination::resolve(path, Some(variable.clone())).map(Self::File)
            }
            DestinationRecord::Stdout => Err(CliError::usage(
                "the destination is the standard output, which needs --to - in each call",
            )),
            DestinationRecord::Command { words, folder } => Ok(Self::Command(
                CommandDestination::noted(words.clone(), folder.clone()),
            )),
        }
    }

    /// Checks a destination that the journal stores. Returns `Unusable` with the reason if it cannot be used now.
    pub(crate) fn from_record_or_unusable(record: &DestinationRecord) -> Self {
        Self::from_record(record).unwrap_or_else(|error| Self::Unusable {
            record: record.clone(),
            flaw: error.flaw(),
        })
    }

    /// The form that the journal stores.
    pub(crate) fn record(&self) -> DestinationRecord {
        match self {
            Self::File(file) => file.record(),
            Self::Stdout(_) => DestinationRecord::Stdout,
            Self::Command(command) => command.record(),
            Self::Unusable { record, .. } => record.clone(),
        }
    }

    /// The staged file beside the destination for this key, if the destination is a file.
    pub(crate) fn staging(&self, id: &ApiKeyId) -> Option<Staging> {
        match self {
            Self::File(file) => Some(Staging::new(file.clone(), id)),
            Self::Stdout(_) | Self::Command(_) | Self::Unusable { .. } => None,
        }
    }
}

impl DestinationRecord {
    /// The staged file beside the stored destination, whether the destination can be replaced now or not.
    pub(crate) fn staging(&self, id: &ApiKeyId) -> Option<Staging> {
        let file = match self {
            Self::File { path } => FileDestination::noted(path.clone(), None),
            Self::Dotenv { path, variable } => {
                FileDestination::noted(path.clone(), Some(variable.clone()))
            }
            Self::Stdout | Self::Command { .. } => return None,
        };
        Some(Staging::new(file, id))
    }
}

/// Parses the destinations of the command line, in the order in which psq delivers to them.
///
/// # Errors
///
/// If one of them cannot be a destination, or if they cannot be combined.
pub(crate) fn destinations(args: &DestinationArgs) -> Result<Vec<Destination>, CliError> {
    let mut all = Vec::new();
    match &args.to {
        None => {}
        Some(to) if to == Path::new("-") => {
            if args.var.is_some() {
                return Err(CliError::usage(
                    "--var needs a file, and --to - is the standard output",
                ));
            }
            if !args.also.is_empty() || !args.command.is_empty() {
                return Err(CliError::usage(
                    "--to - cannot be combined with other destinations, because `psq recover` could not write to \
                     the standard output of this call again",
                )
                .with_advice("pass the key to the program with `-- CMD`"));
            }
            all.push(Destination::Stdout(StdoutDestination::new()?));
        }
        Some(to) => all.push(Destination::file(to, args.var.as_deref())?),
    }
    for also in &args.also {
        all.push(Destination::file(&also.file, also.var.as_deref())?);
    }
    if !args.command.is_empty() {
        let command = CommandDestination::new(args.command.clone())?;
        all.push(Destination::Command(command));
    }
    refuse_doubles(&all)?;
    Ok(all)
}

/// Refuses a file that is named twice. There is one staged file for each file and key, so that two deliveries would
/// overwrite each other's staged file.
pub(crate) fn refuse_doubles(all: &[Destination]) -> Result<(), CliError> {
    let mut seen = BTreeSet::new();
    for destination in all {
        if let Destination::File(file) = destination
            && !seen.insert(file.path())
        {
            return Err(CliError::usage(format!(
                "{} is named twice as a destination of one key",
                file.path().display()
            ))
            .with_advice(
                "name each file once, and let the other variable refer to the first one",
            ));
        }
    }
    Ok(())
}

/// Prints the same as `Display`: the arguments of a command may be secret.
impl fmt::Debug for DestinationRecord {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        fmt::Display::fmt(self, f)
    }
}

impl fmt::Display for DestinationRecord {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        match self {
            Self::File { path } => write!(f, "{}", path.display()),
            Self::Dotenv { path, variable } => write!(f, "{variable} in {}", path.display()),
            Self::Stdout => f.write_str("the standard output"),
            // The arguments of a command may be secret.
            Self::Command { words, .. } => write!(
                f,
                "the command {}",
                words.first().map_or("without a name", String::as_str)
            ),
        }
    }
}
