//! The whole grammar of `psq`.

use std::path::PathBuf;

use chrono::TimeDelta;
use clap::{Args, Parser, Subcommand, ValueEnum};
use clap_complete::Shell;
use publicsquare::Environment;

use crate::exit;
use crate::keys::parse_age;

/// Rotate PublicSquare API keys and never lose one.
#[derive(Debug, Parser)]
#[command(
    name = "psq",
    bin_name = "psq",
    version,
    before_help = "Examples:
  psq rotate KEY_ID --env production --to /srv/shop/.env --var PUBLICSQUARE_KEY
  psq rotate KEY_ID --env test -- bao kv put -mount=secret shop publicsquare=-
  psq status
  psq recover
  psq sandbox --demo",
    after_help = format!(
        "The API key that psq authenticates with comes from --auth-file, else from PUBLICSQUARE_API_KEY, \
         else from $CREDENTIALS_DIRECTORY/publicsquare-api-key (systemd), never from the command line. \
         PUBLICSQUARE_BASE_URL sets another server, PSQ_STATE_DIR another folder \
         for the journal.\n\n{}",
        exit::HELP
    )
)]
pub(crate) struct Cli {
    #[command(subcommand)]
    pub(crate) verb: Verb,

    /// Show each request, without secrets
    #[arg(short, long, global = true)]
    pub(crate) verbose: bool,
}

#[derive(Debug, Subcommand)]
pub(crate) enum Verb {
    /// Replace the value of a key, and deliver the new one
    #[command(
        before_help = "Examples:
  psq rotate KEY_ID --env test --to .env --var PUBLICSQUARE_KEY
  psq rotate KEY_ID --env production --to /etc/shop/publicsquare.key --confirm KEY_ID
  psq rotate KEY_ID --env test --attempt-id \"$GITHUB_RUN_ID\" -- gh secret set PUBLICSQUARE_KEY --repo acme/shop",
        after_help = exit::HELP
    )]
    Rotate(ChangeArgs),
    /// Replace a restricted key by a new one without a moment in which no key works: create the
    /// successor, deliver it, verify it, delete the old key
    #[command(
        before_help = "Examples:
  psq replace KEY_ID --env test --to .env --var PUBLICSQUARE_KEY
  psq replace KEY_ID --env production --confirm KEY_ID -- gh secret set PUBLICSQUARE_KEY --repo acme/shop",
        after_help = exit::HELP
    )]
    Replace(ChangeArgs),
    /// Go on with what was interrupted; or, without a journal, deliver the value that a key has now
    #[command(
        before_help = "Examples:
  psq recover                     everything that is open
  psq recover KEY_ID              one rotation
  psq recover KEY_ID --to FILE    to another place; or with --env where no journal is open",
        after_help = exit::HELP
    )]
    Recover(RecoverArgs),
    /// Show the rotations that are open, and what to do about each. Asks the API nothing
    #[command(
        before_help = "Examples:
  psq status
  psq status --json",
        after_help = "Exit codes:
  0  nothing is open
  2  usage
  4  something is open: run `psq recover`"
    )]
    Status(StatusArgs),
    /// List the keys of the account with the age of each value. Shows no value and changes nothing
    #[command(
        before_help = "Examples:
  psq keys
  psq keys --env production --older-than 90d
  psq keys --json",
        after_help = "The age is counted from the last regeneration in the audit log of this machine. Where it \
                      knows of none, the age is counted from the last change that the API tells, and the \
                      column COUNTED FROM says so.

Exit codes:
  0  listed
  2  usage, or the list could not be written
  3  the API did not answer with a list"
    )]
    Keys(KeysArgs),
    /// Run a local PublicSquare, to try psq on
    #[command(
        before_help = "Examples:
  psq sandbox --demo
  psq sandbox --port 4000
  psq sandbox --fault regenerate=drop:after --fault 'reveal=status:503:before*2'",
        after_help = "Exit codes:
  0  it has ended; the demonstration went well
  2  usage
  4  the key of the demonstration is not where it should be"
    )]
    Sandbox(SandboxArgs),
    /// Print what completes psq's commands in a shell
    #[command(
        before_help = "Examples:
  psq completions bash > ~/.local/share/bash-completion/completions/psq
  psq completions fish > ~/.config/fish/completions/psq.fish",
        after_help = exit::PRINTED
    )]
    Completions {
        /// The shell
        shell: Shell,
    },
    /// Print the manual page
    #[command(
        before_help = "Examples:
  psq man > ~/.local/share/man/man1/psq.1",
        after_help = exit::PRINTED
    )]
    Man,
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

    /// Overwrite whatever stands at the destination, also what is no key of this kind. Without it, only a
    /// key of the same kind and environment, or nothing, is overwritten
    #[arg(long, requires = "to")]
    pub(crate) replace_any: bool,

    /// A command that reads the key from its standard input
    #[arg(last = true, value_name = "CMD", conflicts_with_all = ["to", "var", "replace_any"])]
    pub(crate) command: Vec<String>,
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
  drop:before|after           close the connection, before or after the change
  status:CODE:before|after    fail with this status
  gateway:CODE:before|after   as something in front of the service fails
  truncate:BYTES              cut the answer off
  body:html|empty|malformed|null-key|without-key
  delay:MILLISECONDS:before|after
  conflict
  rate-limit[:SECONDS]"
    )]
    pub(crate) fault: Vec<String>,

    /// Stop by itself after so many seconds
    #[arg(long = "for", value_name = "SECONDS", default_value_t = 3600)]
    pub(crate) lifetime: u64,

    /// Rotate a key into a dotenv file here and now, lose an answer on the way, and tell the story
    #[arg(long)]
    pub(crate) demo: bool,
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
