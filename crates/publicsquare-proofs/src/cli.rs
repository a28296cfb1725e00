//! The whole grammar of the benches.

use std::path::PathBuf;

use clap::{Args, Parser, Subcommand};

/// The benches that prove what this project promises.
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
    /// Hurt psq at every one of its system calls and in every other way, and see whether a key is lost
    #[command(
        after_help = "Exit codes: 0 nothing was lost or claimed falsely, 1 something was, 2 it cannot run \
                      here (it needs Linux on x86-64, and the right to trace)"
    )]
    Faults(FaultsFlags),
    /// Put everything between the client and the API that can stand there, and see whether all that the
    /// client claims is true
    #[command(
        after_help = "Exit codes: 0 every claim was true or excused, 1 one was false, 2 it cannot run here"
    )]
    Claims(ClaimsFlags),
}

#[derive(Debug, Args)]
pub(crate) struct ClaimsFlags {
    /// How many rounds are played; about 53,000 reach every call with every status and body
    #[arg(long, default_value_t = 100_000)]
    pub(crate) rounds: usize,

    /// What the rounds are drawn from
    #[arg(long, default_value_t = 1)]
    pub(crate) seed: u64,

    /// Play this round alone
    #[arg(long, value_name = "ROUND")]
    pub(crate) only: Option<usize>,

    /// Stop at the first claim that is false
    #[arg(long)]
    pub(crate) first: bool,

    /// Break the client on purpose, in one place at a time, and see whether the bench finds it
    #[arg(long, conflicts_with_all = ["only", "first"])]
    pub(crate) breakages: bool,
}

#[derive(Debug, Args)]
#[cfg_attr(
    not(all(target_os = "linux", target_arch = "x86_64")),
    allow(dead_code, reason = "there it is only refused")
)]
pub(crate) struct FaultsFlags {
    /// How many rounds are played; all enumerated faults come first if there are enough
    #[arg(long, default_value_t = Self::default().rounds)]
    pub(crate) rounds: usize,

    /// What the rounds are drawn from
    #[arg(long, default_value_t = Self::default().seed)]
    pub(crate) seed: u64,

    /// Play this round alone, as one of so many
    #[arg(long, value_name = "ROUND")]
    pub(crate) only: Option<usize>,

    /// Hurt this program instead of building psq
    #[arg(long, value_name = "FILE")]
    pub(crate) psq: Option<PathBuf>,

    /// Break psq on purpose, in one place at a time, and see whether the bench finds it
    #[arg(long, conflicts_with_all = ["psq", "only"])]
    pub(crate) breakages: bool,
}

impl Default for FaultsFlags {
    fn default() -> Self {
        Self {
            rounds: 10_000,
            seed: 1,
            only: None,
            psq: None,
            breakages: false,
        }
    }
}
