//! The whole grammar of `cargo xtask`.

use std::path::PathBuf;

use clap::{Args, Parser, Subcommand};

use crate::workspace;

/// The chores of this workspace.
#[derive(Debug, Parser)]
#[command(
    name = "cargo xtask",
    bin_name = "cargo xtask",
    disable_version_flag = true
)]
pub(crate) struct Cli {
    #[command(subcommand)]
    pub(crate) verb: Verb,
}

#[derive(Debug, Subcommand)]
pub(crate) enum Verb {
    /// Write the committed snapshots of the generated code from openapi/publicsquare.yaml
    #[command(after_help = "Exit codes: 0 up to date, 2 the YAML is refused, 4 stale (--check)")]
    Regen(RegenFlags),
    /// Run everything that CI runs
    Ci(CiFlags),
    /// Check that every combination of features compiles
    Features,
    /// Check what an application on `publicsquare` has to build, and that it keeps the MSRV
    Dependencies,
    /// Compare the cold build of an application with that of one on plain reqwest
    BenchBuild(BenchBuildFlags),
}

#[derive(Debug, Args)]
pub(crate) struct RegenFlags {
    /// Change nothing; show what would change and fail if anything would
    #[arg(long)]
    pub(crate) check: bool,

    /// The workspace to work on, instead of this one
    #[arg(long, value_name = "FOLDER", default_value_os_t = workspace::path(""))]
    pub(crate) root: PathBuf,
}

#[derive(Debug, Args)]
pub(crate) struct CiFlags {
    /// Leave the tests to a `cargo test --workspace` of the caller's
    #[arg(long)]
    pub(crate) without_tests: bool,
}

#[derive(Debug, Args)]
pub(crate) struct BenchBuildFlags {
    /// How often each application is built
    #[arg(long, default_value_t = 3, value_parser = clap::value_parser!(u32).range(1..=20))]
    pub(crate) rounds: u32,
}
