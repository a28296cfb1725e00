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
    /// Reads the command line of this process. Ends the process if the command line asks for help or has a mistake.
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
    /// Replace a restricted key by a new one, so that one of the two always works: create the
    /// successor, deliver it, verify it, delete the old key
    Replace(ChangeArgs),
    /// Finish a rotation that was interrupted; or, without a journal, deliver the current value of a key
    Recover(RecoverArgs),
    /// Show the rotations that are not finished, and what to do about each. Sends nothing to the API
    Status(StatusArgs),
    /// List the keys of the account with the age of each value. Shows no value and changes nothing
    Keys(KeysArgs),
    /// Carry out a plan: change the keys that are due, and deliver their values
    Apply(ApplyArgs),
    /// Report the state of each key of a plan, and change nothing
    Check(CheckArgs),
    /// Approve the production keys of a plan, so that a timer can change them
    Approve(ApproveArgs),
    /// Run a simulated PublicSquare API on this machine, to try psq on
    Sandbox(SandboxArgs),
    /// Print the script that completes the commands of psq in a shell
    Completions {
        /// The shell
        shell: Shell,
    },
    /// Print a page of the manual, or write all pages into a folder
    Man(ManArgs),
}

/// The arguments of `rotate` and `replace`.
#[derive(Debug, Args)]
pub(crate) struct ChangeArgs {
    /// The id of the key, such as key_7Ay5mcUXAxwrN6wQEQUVEHBCJ; not its value
    #[arg(value_name = "KEY_ID")]
    pub(crate) key_id: String,

    /// The environment of the key. psq refuses to change a key of another environment
    #[arg(long, value_enum)]
    pub(crate) env: EnvironmentArg,

    #[command(flatten)]
    pub(crate) destination: DestinationArgs,

    #[command(flatten)]
    pub(crate) then: ThenArgs,

    /// Check everything that psq can check, and change nothing
    #[arg(long)]
    pub(crate) dry_run: bool,

    /// Confirm the change of a production key by repeating its id. Without this, psq asks at the terminal
    #[arg(long, value_name = "KEY_ID")]
    pub(crate) confirm: Option<String>,

    /// A name for this attempt, such as the number of a CI run. Another run with the same name within
    /// 24 hours sends the same request; if the API has kept its answer, the key is not changed again
    #[arg(long, value_name = "ID")]
    pub(crate) attempt_id: Option<String>,

    /// Allow psq to change the key that it authenticates with
    #[arg(long)]
    pub(crate) allow_self: bool,

    #[command(flatten)]
    pub(crate) access: AccessArgs,

    #[command(flatten)]
    pub(crate) output: OutputArgs,
}

#[derive(Debug, Args)]
pub(crate) struct RecoverArgs {
    /// The id of the key. Without it, psq recovers every rotation that is open
    #[arg(value_name = "KEY_ID")]
    pub(crate) key_id: Option<String>,

    /// The environment of the key; required if no rotation of the key is open
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
    /// List only keys of this environment, and keys whose environment the API does not report
    #[arg(long, value_enum)]
    pub(crate) env: Option<EnvironmentArg>,

    /// List only keys whose value is older than this, such as 90d, 12w or 36h, and keys of unknown age
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
    /// The file to write the key to; - is the standard output, which must not be a terminal
    #[arg(long, value_name = "FILE")]
    pub(crate) to: Option<PathBuf>,

    /// The variable that holds the key, if FILE is a dotenv file; psq keeps every other byte of the file
    #[arg(long, value_name = "NAME", requires = "to")]
    pub(crate) var: Option<String>,

    /// Another file to write the key to, with the variable if it is a dotenv file; can be given more than once.
    /// If a path contains a colon and no variable follows, put another colon at its end
    #[arg(long, value_name = "FILE[:NAME]", requires = "to", value_parser = parse_also)]
    pub(crate) also: Vec<AlsoArg>,

    /// Overwrite whatever the destinations hold. Without this option, psq writes only to a destination
    /// that is empty or holds a key of the same kind and environment
    #[arg(long, requires = "to")]
    pub(crate) replace_any: bool,

    /// A command that reads the key from its standard input. psq runs it after it has written the files
    #[arg(last = true, value_name = "CMD")]
    pub(crate) command: Vec<String>,
}

/// A file of `--also`, with its variable.
#[derive(Debug, Clone)]
pub(crate) struct AlsoArg {
    pub(crate) file: PathBuf,
    pub(crate) var: Option<String>,
}

/// Reads `FILE` or `FILE:NAME`. The text after the last colon is the variable, unless it contains a slash.
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

/// The command that runs after the delivery.
#[derive(Debug, Args)]
pub(crate) struct ThenArgs {
    /// Run this shell command once every destination holds the key and the API has accepted it, such as
    /// 'systemctl reload shop'. The command does not get the key
    #[arg(long, value_name = "CMD")]
    pub(crate) then: Option<String>,

    /// How long the command of --then may take, in seconds
    #[arg(long, value_name = "SECONDS", requires = "then", default_value_t = Self::TIMEOUT, value_parser = clap::value_parser!(u64).range(1..=3600))]
    pub(crate) then_timeout: u64,
}

impl ThenArgs {
    /// How long the command may take without `--then-timeout`, in seconds.
    pub(crate) const TIMEOUT: u64 = 120;

    /// The command, or `None` without `--then`.
    pub(crate) fn parsed(&self) -> Result<Option<FollowUp>, CliError> {
        let limit = Duration::from_secs(self.then_timeout);
        let line = self.then.as_deref();
        line.map(|line| FollowUp::new(line, limit)).transpose()
    }
}

/// How psq reaches the API.
#[derive(Debug, Args)]
pub(crate) struct AccessArgs {
    /// Read the API key that psq authenticates with from this file. Only you may have access to the file
    #[arg(long, value_name = "FILE")]
    pub(crate) auth_file: Option<PathBuf>,

    /// How long psq repeats a request that gets no usable answer, in seconds
    #[arg(long, value_name = "SECONDS", default_value_t = Self::TIMEOUT, value_parser = clap::value_parser!(u64).range(1..=3600))]
    pub(crate) timeout: u64,
}

impl AccessArgs {
    /// How long psq repeats a request without `--timeout`, in seconds.
    pub(crate) const TIMEOUT: u64 = 120;
}

/// In which form psq reports what it did.
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

    /// Also listen on this port of 127.0.0.1, to set faults over HTTP; 0 is any free port
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

[OPERATION=]KIND[:ARG…][*TIMES], where OPERATION is, for example, regenerate, reveal or create, and KIND is
  drop:before|after          close the connection
  status:CODE:before|after   fail with this status
  gateway:CODE:before|after  fail like a gateway of the service
  truncate:BYTES             cut the answer after so many bytes
  body:html|empty|malformed|null-key|without-key
  delay:MILLISECONDS:before|after
  conflict
  rate-limit[:SECONDS]
before and after mean: before or after the account is changed."
    )]
    pub(crate) fault: Vec<String>,

    /// Stop after so many seconds
    #[arg(long = "for", value_name = "SECONDS", default_value_t = 3600)]
    pub(crate) lifetime: u64,

    /// Show psq at work, then stop: rotate a key although an answer is lost, and apply a plan
    #[arg(long)]
    pub(crate) demo: bool,
}

#[derive(Debug, Args)]
pub(crate) struct ManArgs {
    /// The command whose page to print; without it, the page of psq as a whole
    #[arg(value_name = "COMMAND", value_parser = PossibleValuesParser::new(pages::verbs()), hide_possible_values = true)]
    pub(crate) verb: Option<String>,

    /// Write all pages into this folder, such as ~/.local/share/man/man1
    #[arg(long, value_name = "FOLDER", conflicts_with = "verb")]
    pub(crate) all: Option<PathBuf>,
}

/// The environments that the API knows.
#[derive(Debug, Clone, Copy, PartialEq, Eq, ValueEnum)]
pub(crate) enum EnvironmentArg {
    /// No real money
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
