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

    /// Handle only keys that are due or open, and do not check the files of other keys. This needs few
    /// requests and is meant for a timer
    #[arg(long)]
    pub(crate) due: bool,

    /// Report what psq would do, check everything that it can check, and change nothing
    #[arg(long)]
    pub(crate) dry_run: bool,

    #[command(flatten)]
    pub(crate) patience: PatienceArgs,

    /// Print one JSON object per line to the standard output: the beginning, each step and the result of each key
    #[arg(long)]
    pub(crate) json: bool,
}

#[derive(Debug, Args)]
pub(crate) struct CheckArgs {
    /// The plan, a TOML file
    #[arg(value_name = "PLAN.toml")]
    pub(crate) plan: PathBuf,

    /// Print metrics instead of a line for each key
    #[arg(long, value_enum, value_name = "FORMAT", conflicts_with = "json")]
    pub(crate) format: Option<CheckFormat>,

    /// Write the metrics to this file instead of the standard output. psq replaces the file as a whole
    #[arg(long = "output", value_name = "FILE", requires = "format")]
    pub(crate) metrics_file: Option<PathBuf>,

    #[command(flatten)]
    pub(crate) patience: PatienceArgs,

    #[command(flatten)]
    pub(crate) output: OutputArgs,
}

/// In which form `psq check` prints its result.
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

/// How long psq repeats requests.
#[derive(Debug, Args)]
pub(crate) struct PatienceArgs {
    /// How long psq repeats a request that gets no usable answer, in seconds
    #[arg(long, value_name = "SECONDS", default_value_t = AccessArgs::TIMEOUT, value_parser = clap::value_parser!(u64).range(1..=3600))]
    pub(crate) timeout: u64,
}
