//! Where a key is delivered to.
//!
//! Words of the command line, or what the journal notes, come in; out goes a file, a variable of a file, the
//! standard output or a command, which is known to be usable now. `staging` is the file beside a file that is
//! renamed over it.

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
pub(crate) use self::file::{Content, FileDestination};
pub(crate) use self::memory::{is_gone_after_restart, is_memory};
pub(crate) use self::staging::{MOST_EDITS, Staging, too_many_edits};
pub(crate) use self::stdout::{StdoutDestination, print, print_to_a_reader};
use crate::cli::DestinationArgs;
use crate::cli_error::CliError;
use crate::dotenv::Variable;

/// Where a key is delivered to.
#[derive(Debug, Clone)]
pub(crate) enum Destination {
    File(FileDestination),
    Stdout(StdoutDestination),
    Command(CommandDestination),
    /// What a journal notes and cannot be used now. It keeps the key from no other destination.
    Unusable {
        record: DestinationRecord,
        flaw: String,
    },
}

/// A destination as the journal notes it.
#[derive(Clone, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "lowercase", deny_unknown_fields)]
pub(crate) enum DestinationRecord {
    /// The key is all that is in the file.
    File { path: PathBuf },
    /// One variable of a file.
    Dotenv { path: PathBuf, variable: Variable },
    /// Whoever reads the standard output.
    Stdout,
    /// A program that reads the key from its standard input.
    Command { words: Vec<String>, folder: PathBuf },
}

impl Destination {
    /// A file, or one variable of a file.
    ///
    /// # Errors
    ///
    /// Why the file cannot be a destination.
    pub(crate) fn file(path: &Path, variable: Option<&str>) -> Result<Self, CliError> {
        let variable = variable
            .map(str::parse::<Variable>)
            .transpose()
            .map_err(|error| CliError::usage(format!("{}: {error}", path.display())))?;
        FileDestination::resolve(path, variable).map(Self::File)
    }

    /// The destination that a journal notes.
    fn from_record(record: &DestinationRecord) -> Result<Self, CliError> {
        match record {
            DestinationRecord::File { path } => {
                FileDestination::resolve(path, None).map(Self::File)
            }
            DestinationRecord::Dotenv { path, variable } => {
                FileDestination::resolve(path, Some(variable.clone())).map(Self::File)
            }
            DestinationRecord::Stdout => Err(CliError::usage(
                "the key was to go to the standard output, where it goes only if that is asked for in \
                 this very call, with --to -",
            )),
            DestinationRecord::Command { words, folder } => Ok(Self::Command(
                CommandDestination::noted(words.clone(), folder.clone()),
            )),
        }
    }

    /// The destination that a journal notes, or `Unusable` with the reason why it cannot be used now.
    pub(crate) fn from_record_or_unusable(record: &DestinationRecord) -> Self {
        Self::from_record(record).unwrap_or_else(|error| Self::Unusable {
            record: record.clone(),
            flaw: error.message,
        })
    }

    /// What the journal notes.
    pub(crate) fn record(&self) -> DestinationRecord {
        match self {
            Self::File(file) => file.record(),
            Self::Stdout(_) => DestinationRecord::Stdout,
            Self::Command(command) => command.record(),
            Self::Unusable { record, .. } => record.clone(),
        }
    }

    /// The file, if it is one, with what is staged beside it for this key.
    pub(crate) fn staging(&self, id: &ApiKeyId) -> Option<Staging> {
        match self {
            Self::File(file) => Some(Staging::new(file.clone(), id)),
            Self::Stdout(_) | Self::Command(_) | Self::Unusable { .. } => None,
        }
    }
}

impl DestinationRecord {
    /// The file as it was noted, whether it can be replaced by now or not, with what is staged beside it.
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

/// The destinations that the command line names, in the order in which the key goes there.
///
/// # Errors
///
/// Why one of them cannot be a destination, or why they cannot be together.
pub(crate) fn destinations(args: &DestinationArgs) -> Result<Vec<Destination>, CliError> {
    let mut all = Vec::new();
    match &args.to {
        None => {}
        Some(to) if to == Path::new("-") => {
            if args.var.is_some() {
                return Err(CliError::usage("--var needs a file, and --to - is none"));
            }
            if !args.also.is_empty() || !args.command.is_empty() {
                return Err(CliError::usage(
                    "--to - cannot be combined with other destinations: what reads the standard output \
                     cannot be given the key again by `psq recover`; pass the key to that program with \
                     `-- CMD`",
                ));
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

/// Refuses a file that is named twice. The new content of a file is staged beside it once for each key, so that
/// two deliveries of one key to one file would stand in each other's way.
pub(crate) fn refuse_doubles(all: &[Destination]) -> Result<(), CliError> {
    let mut seen = BTreeSet::new();
    for destination in all {
        if let Destination::File(file) = destination
            && !seen.insert(file.path())
        {
            return Err(CliError::usage(format!(
                "{} is named twice as a destination of one key: name each file once, and let the other \
                 variable refer to the first one",
                file.path().display()
            )));
        }
    }
    Ok(())
}

/// As it is shown: arguments may hold what nobody is to see.
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
            // Arguments may hold what nobody is to see.
            Self::Command { words, .. } => write!(
                f,
                "the command {}",
                words.first().map_or("without a name", String::as_str)
            ),
        }
    }
}
