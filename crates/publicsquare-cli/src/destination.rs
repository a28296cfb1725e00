//! Where a key is delivered to.

mod attributes;
mod command;
mod file;
mod memory;
mod staging;
mod stdout;

use std::fmt;
use std::path::{Path, PathBuf};

use publicsquare::ApiKeyId;
use serde::{Deserialize, Serialize};

pub(crate) use self::command::{CommandDestination, keep_mask};
pub(crate) use self::file::{Content, FileDestination};
pub(crate) use self::memory::{is_gone_after_restart, is_memory};
pub(crate) use self::staging::{MOST_EDITS, Staging, too_many_edits};
pub(crate) use self::stdout::{StdoutDestination, print, print_to_a_reader};
use crate::cli::DestinationArgs;
use crate::dotenv::Variable;
use crate::stop::Stop;

/// Where a key is delivered to.
#[derive(Debug)]
pub(crate) enum Destination {
    File(FileDestination),
    Stdout(StdoutDestination),
    Command(CommandDestination),
}

/// A destination as the journal notes it.
#[derive(Clone, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "lowercase", deny_unknown_fields)]
pub(crate) enum DestinationRecord {
    /// The key is all that is in the file.
    File { path: PathBuf },
    /// One variable of a file.
    Dotenv { path: PathBuf, variable: String },
    /// Whoever reads the standard output.
    Stdout,
    /// A program that reads the key from its standard input.
    Command { words: Vec<String>, folder: PathBuf },
}

impl Destination {
    /// What the command line asks for, or `None` where it asks for nothing.
    pub(crate) fn from_args(args: &DestinationArgs) -> Result<Option<Self>, Stop> {
        if !args.command.is_empty() {
            return CommandDestination::new(args.command.clone())
                .map(|command| Some(Self::Command(command)));
        }
        let Some(to) = &args.to else {
            return Ok(None);
        };
        if to == Path::new("-") {
            if args.var.is_some() {
                return Err(Stop::usage("--var needs a file, and --to - is none"));
            }
            return StdoutDestination::new().map(|stdout| Some(Self::Stdout(stdout)));
        }
        let variable = match &args.var {
            None => None,
            Some(name) => Some(
                name.parse::<Variable>()
                    .map_err(|error| Stop::usage(format!("--var: {error}")))?,
            ),
        };
        FileDestination::resolve(to, variable).map(|file| Some(Self::File(file)))
    }

    /// The destination that a journal notes.
    pub(crate) fn from_record(record: &DestinationRecord) -> Result<Self, Stop> {
        match record {
            DestinationRecord::File { path } => {
                FileDestination::resolve(path, None).map(Self::File)
            }
            DestinationRecord::Dotenv { path, variable } => {
                let variable = variable
                    .parse()
                    .map_err(|error| Stop::usage(format!("the journal's variable: {error}")))?;
                FileDestination::resolve(path, Some(variable)).map(Self::File)
            }
            DestinationRecord::Stdout => Err(Stop::usage(
                "the key was to go to the standard output, where it goes only if that is asked for in \
                 this very call, with --to -",
            )),
            DestinationRecord::Command { words, folder } => Ok(Self::Command(
                CommandDestination::noted(words.clone(), folder.clone()),
            )),
        }
    }

    /// What the journal notes.
    pub(crate) fn record(&self) -> DestinationRecord {
        match self {
            Self::File(file) => file.record(),
            Self::Stdout(_) => DestinationRecord::Stdout,
            Self::Command(command) => command.record(),
        }
    }

    /// The file, if it is one, with what is staged beside it for this key.
    pub(crate) fn staging(&self, id: &ApiKeyId) -> Option<Staging> {
        match self {
            Self::File(file) => Some(Staging::new(file.clone(), id)),
            Self::Stdout(_) | Self::Command(_) => None,
        }
    }
}

impl DestinationRecord {
    /// The file as it was noted, whether it can be replaced by now or not, with what is staged beside it.
    pub(crate) fn staging(&self, id: &ApiKeyId) -> Option<Staging> {
        let file = match self {
            Self::File { path } => FileDestination::noted(path.clone(), None),
            Self::Dotenv { path, variable } => {
                FileDestination::noted(path.clone(), Some(variable.parse().ok()?))
            }
            Self::Stdout | Self::Command { .. } => return None,
        };
        Some(Staging::new(file, id))
    }
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
