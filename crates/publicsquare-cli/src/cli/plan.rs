//! The arguments of the commands that work on a plan: `apply`, `check` and `approve`.
//!
//! The words that a person types come in. Out go the path of the plan and the options. The parent module has the
//! arguments of all other commands, and [`crate::plan`] reads the plan and does the work.

use std::path::PathBuf;

use clap::{Args, ValueEnum};

use super::{AccessArgs, OutputArgs};

#[derive(Debug, Args)]
pub(crate) struct ApplyArgs {
    /// The plan, a TOML file
    #[arg(value_name = "PLAN.toml")]
    pub(crate) plan: PathBuf,

    /// Look only at what is due or open, and at no destination of other keys: few requests, for a timer
    #[arg(long)]
    pub(crate) due: bool,

    /// Say what would be done, check everything that can be checked, and change nothing
    #[arg(long)]
    pub(crate) dry_run: bool,

    #[command(flatten)]
    pub(crate) patience: PatienceArgs,

    /// Print one JSON object a line to the standard output: what begins, each step, how each key ended
    #[arg(long)]
    pub(crate) json: bool,
}

#[derive(Debug, Args)]
pub(crate) struct CheckArgs {
    /// The plan, a TOML file
    #[arg(value_name = "PLAN.toml")]
    pub(crate) plan: PathBuf,

    /// Print metrics in place of a line for each key
    #[arg(long, value_enum, value_name = "FORMAT", conflicts_with = "json")]
    pub(crate) format: Option<CheckFormat>,

    /// Write the metrics to this file, which is replaced as a whole, instead of the standard output
    #[arg(long = "output", value_name = "FILE", requires = "format")]
    pub(crate) metrics_file: Option<PathBuf>,

    #[command(flatten)]
    pub(crate) patience: PatienceArgs,

    #[command(flatten)]
    pub(crate) output: OutputArgs,
}

/// In which form a check is printed.
#[derive(Debug, Clone, Copy, PartialEq, Eq, ValueEnum)]
pub(crate) enum CheckFormat {
    /// For the textfile collector of the node exporter
    Prometheus,
}

#[derive(Debug, Args)]
pub(crate) struct ApproveArgs {
    /// The plan, a TOML file
    #[arg(value_name = "PLAN.toml")]
    pub(crate) plan: PathBuf,
}

/// How long psq goes on asking.
#[derive(Debug, Args)]
pub(crate) struct PatienceArgs {
    /// How long to go on asking the API one thing, in seconds
    #[arg(long, value_name = "SECONDS", default_value_t = AccessArgs::TIMEOUT, value_parser = clap::value_parser!(u64).range(1..=3600))]
    pub(crate) timeout: u64,
}
