//! The command line of psq: every subcommand, argument and option.
//!
//! The words that a person types come in. Out goes a [`Cli`], whose values have been read but not checked any further.
//! The doc comments in this module are the texts of `--help` and of the manual. The examples, exit codes and notes of
//! each command are in [`crate::pages`], and the arguments of `apply`, `check` and `approve` in [`plan`].

mod plan;

use std::path::PathBuf;
use std::time::Duration;

use chrono::TimeDelta;
use clap::builder::PossibleValuesParser;
use clap::{Args, CommandFactory, FromArgMatches, Parser, Subcommand, ValueEnum};
use clap_complete::Shell;
use publicsquare::Environment;

pub(crate) use self::plan::{ApplyArgs, ApproveArgs, CheckArgs, CheckFormat};
use crate::cli_error::CliError;
use crate::follow_up::FollowUp;
use crate::keys::parse_age;
use crate::pages;

/// Rotate PublicSquare API keys and never lose one.
#[derive(Debug, Parser)]
#[command(name = "psq", bin_name = "psq", version)]
pub(crate) struct Cli {
    #[command(subcommand)]
    pub(crate) verb: Verb,

    /// Show each request, without secrets
    #[arg(short, long, global = true)]
    pub(crate) verbose: bool,
}

impl Cli {
    /// The command line of this process. Ends the process where it asks for help or cannot be read.
    pub(crate) fn read() -> Self {
        let mut command = pages::dress(Self::command());
        let matches = command.get_matches_mut();
        Self::from_arg_matches(&matches).unwrap_or_else(|error| error.format(&mut command).exit())
    }
}

#[derive(Debug, Subcommand)]
pub(crate) enum Verb {
    /// Replace the value of a key, and deliver the new one
    Rotate(ChangeArgs),
    /// Replace a restricted key by a new one without a moment in which no key works: create the
    /// successor, deliver it, verify it, delete the old key
    Replace(ChangeArgs),
    /// Go on with what was interrupted; or, without a journal, deliver the value that a key has now
    Recover(RecoverArgs),
    /// Show the rotations that are open, and what to do about each. Asks the API nothing
    Status(StatusArgs),
    /// List the keys of the account with the age of each value. Shows no value and changes nothing
    Keys(KeysArgs),
    /// Do what a plan says: change the keys that are due, and deliver their values
    Apply(ApplyArgs),
    /// Say how it stands with each key of a plan, and change nothing
    Check(CheckArgs),
    /// Approve the production keys of a plan, so that a timer can change them
    Approve(ApproveArgs),
    /// Run a local PublicSquare, to try psq on
    Sandbox(SandboxArgs),
    /// Print what completes psq's commands in a shell
    Completions {
        /// The shell
        shell: Shell,
    },
    /// Print a page of the manual, or write all of them into a folder
    Man(ManArgs),
}

/// What `rotate` and `replace` take.
#[derive(Debug, Args)]
pub(crate) struct ChangeArgs {
    /// The id of the key, such as key_7Ay5mcUXAxwrN6wQEQUVEHBCJ; not its value
    #[arg(value_name = "KEY_ID")]
    pub(crate) key_id: String,

    /// The environment that the key has to belong to
    #[arg(long, value_enum)]
    pub(crate) env: EnvironmentArg,

    #[command(flatten)]
    pub(crate) destination: DestinationArgs,

    #[command(flatten)]
    pub(crate) then: ThenArgs,

    /// Check everything that can be checked, and change nothing
    #[arg(long)]
    pub(crate) dry_run: bool,

    /// Confirm the change of a production key by its id, where nobody can be asked
    #[arg(long, value_name = "KEY_ID")]
    pub(crate) confirm: Option<String>,

    /// What makes a rerun the same attempt for 24 hours, such as the number of a CI run
    #[arg(long, value_name = "ID")]
    pub(crate) attempt_id: Option<String>,

    /// Allow to change the very key that psq authenticates with
    #[arg(long)]
    pub(crate) allow_self: bool,

    #[command(flatten)]
    pub(crate) access: AccessArgs,

    #[command(flatten)]
    pub(crate) output: OutputArgs,
}

#[derive(Debug, Args)]
pub(crate) struct RecoverArgs {
    /// The id of the key; without it, everything that is open
    #[arg(value_name = "KEY_ID")]
    pub(crate) key_id: Option<String>,

    /// The environment that the key has to belong to; needed where no journal is open
    #[arg(long, value_enum)]
    pub(crate) env: Option<EnvironmentArg>,

    #[command(flatten)]
    pub(crate) destination: DestinationArgs,

    #[command(flatten)]
    pub(crate) then: ThenArgs,

    #[command(flatten)]
    pub(crate) access: AccessArgs,

    #[command(flatten)]
    pub(crate) output: OutputArgs,
}

#[derive(Debug, Args)]
pub(crate) struct KeysArgs {
    /// Only keys of this environment; also those of which the API does not tell it
    #[arg(long, value_enum)]
    pub(crate) env: Option<EnvironmentArg>,

    /// Only keys whose value is older than this, such as 90d, 12w or 36h; also those of unknown age
    #[arg(long, value_name = "AGE", value_parser = parse_age)]
    pub(crate) older_than: Option<TimeDelta>,

    #[command(flatten)]
    pub(crate) access: AccessArgs,

    #[command(flatten)]
    pub(crate) output: OutputArgs,
}

#[derive(Debug, Args)]
pub(crate) struct StatusArgs {
    #[command(flatten)]
    pub(crate) output: OutputArgs,
}

/// Where the key goes.
#[derive(Debug, Default, Args)]
pub(crate) struct DestinationArgs {
    /// The file that holds the key; - is the standard output, if that is no terminal
    #[arg(long, value_name = "FILE")]
    pub(crate) to: Option<PathBuf>,

    /// The variable of a dotenv file; every other byte of it is kept
    #[arg(long, value_name = "NAME", requires = "to")]
    pub(crate) var: Option<String>,

    /// Another file that holds the key, with the variable if it is a dotenv file; can be given more than once.
    /// A trailing colon says that a path with a colon in it names no variable
    #[arg(long, value_name = "FILE[:NAME]", requires = "to", value_parser = parse_also)]
    pub(crate) also: Vec<AlsoArg>,

    /// Overwrite whatever stands at the destinations, also what is no key of this kind. Without it, only a
    /// key of the same kind and environment, or nothing, is overwritten
    #[arg(long, requires = "to")]
    pub(crate) replace_any: bool,

    /// A command that reads the key from its standard input; it comes after the files
    #[arg(last = true, value_name = "CMD")]
    pub(crate) command: Vec<String>,
}

/// A file of `--also`, with its variable.
#[derive(Debug, Clone)]
pub(crate) struct AlsoArg {
    pub(crate) file: PathBuf,
    pub(crate) var: Option<String>,
}

/// Reads `FILE` or `FILE:NAME`. What stands behind the last colon is the variable, unless a slash is in it.
fn parse_also(text: &str) -> Result<AlsoArg, String> {
    let (file, var) = match text.rsplit_once(':') {
        Some((file, name)) if !name.contains('/') => {
            (file, (!name.is_empty()).then(|| name.to_owned()))
        }
        _ => (text, None),
    };
    if file.is_empty() {
        return Err("it names no file: write FILE, or FILE:NAME".to_owned());
    }
    Ok(AlsoArg {
        file: file.into(),
        var,
    })
}

/// What runs after the delivery.
#[derive(Debug, Args)]
pub(crate) struct ThenArgs {
    /// Run this in a shell once every destination holds the key and the key was seen to work, such as
    /// 'systemctl reload shop'. It is not given the key
    #[arg(long, value_name = "CMD")]
    pub(crate) then: Option<String>,

    /// How long the command of --then may take, in seconds
    #[arg(long, value_name = "SECONDS", requires = "then", default_value_t = Self::TIMEOUT, value_parser = clap::value_parser!(u64).range(1..=3600))]
    pub(crate) then_timeout: u64,
}

impl ThenArgs {
    /// How long the command may take without `--then-timeout`, in seconds.
    pub(crate) const TIMEOUT: u64 = 120;

    /// The command, if there is one.
    pub(crate) fn parsed(&self) -> Result<Option<FollowUp>, CliError> {
        let limit = Duration::from_secs(self.then_timeout);
        let line = self.then.as_deref();
        line.map(|line| FollowUp::new(line, limit)).transpose()
    }
}

/// How the API is reached.
#[derive(Debug, Args)]
pub(crate) struct AccessArgs {
    /// Read the API key to authenticate with from this file, which only you may read
    #[arg(long, value_name = "FILE")]
    pub(crate) auth_file: Option<PathBuf>,

    /// How long to go on asking the API one thing, in seconds
    #[arg(long, value_name = "SECONDS", default_value_t = Self::TIMEOUT, value_parser = clap::value_parser!(u64).range(1..=3600))]
    pub(crate) timeout: u64,
}

impl AccessArgs {
    /// How long psq goes on asking without `--timeout`, in seconds.
    pub(crate) const TIMEOUT: u64 = 120;
}

/// How psq says what it did.
#[derive(Debug, Clone, Copy, Args)]
pub(crate) struct OutputArgs {
    /// Print one JSON object to the standard output, and nothing else
    #[arg(long)]
    pub(crate) json: bool,
}

#[derive(Debug, Args)]
pub(crate) struct SandboxArgs {
    /// Listen on this port of 127.0.0.1 [default: any free one]
    #[arg(long, value_name = "N", default_value_t = 0, hide_default_value = true)]
    pub(crate) port: u16,

    /// Listen on this port of 127.0.0.1, too, to set faults over HTTP; 0 is any free one
    #[arg(long, value_name = "N", conflicts_with = "demo")]
    pub(crate) control_port: Option<u16>,

    /// Start with the keys in this file instead of the built-in ones
    #[arg(long, value_name = "FILE", conflicts_with = "demo")]
    pub(crate) seed: Option<PathBuf>,

    /// Break requests on purpose.
    #[arg(
        long,
        value_name = "FAULT",
        help = "Break a request on purpose: [OPERATION=]KIND[:ARG…][*TIMES]; can be given more than once",
        long_help = "Break a request on purpose; can be given more than once.

[OPERATION=]KIND[:ARG…][*TIMES], where OPERATION is one such as regenerate, reveal or create, and KIND is
  drop:before|after          close the connection
  status:CODE:before|after   fail with this status
  gateway:CODE:before|after  fail as something in front of the service does
  truncate:BYTES             cut the answer off
  body:html|empty|malformed|null-key|without-key
  delay:MILLISECONDS:before|after
  conflict
  rate-limit[:SECONDS]
where before and after are meant of the change in the account."
    )]
    pub(crate) fault: Vec<String>,

    /// Stop by itself after so many seconds
    #[arg(long = "for", value_name = "SECONDS", default_value_t = 3600)]
    pub(crate) lifetime: u64,

    /// Rotate a key into a dotenv file here and now, lose an answer on the way, apply a plan, and tell the story
    #[arg(long)]
    pub(crate) demo: bool,
}

#[derive(Debug, Args)]
pub(crate) struct ManArgs {
    /// The command; without it, the page of psq as a whole
    #[arg(value_name = "COMMAND", value_parser = PossibleValuesParser::new(pages::verbs()), hide_possible_values = true)]
    pub(crate) verb: Option<String>,

    /// Write all pages into this folder, such as ~/.local/share/man/man1
    #[arg(long, value_name = "FOLDER", conflicts_with = "verb")]
    pub(crate) all: Option<PathBuf>,
}

/// The environments that the API knows.
#[derive(Debug, Clone, Copy, PartialEq, Eq, ValueEnum)]
pub(crate) enum EnvironmentArg {
    /// Play money
    Test,
    /// Real money
    Production,
}

impl From<EnvironmentArg> for Environment {
    fn from(argument: EnvironmentArg) -> Self {
        match argument {
            EnvironmentArg::Test => Self::Test,
            EnvironmentArg::Production => Self::Production,
        }
    }
}
