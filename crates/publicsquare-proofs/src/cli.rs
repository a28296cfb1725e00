//! The command line of the benches.
//!
//! The arguments of the program come in. Out comes a [`Verb`] with its flags. The doc comments here are the text
//! of `--help`. `xtask` passes its arguments on to this program without reading them.

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
    /// Break runs of psq at each system call and in many other ways, and check that no key is lost
    #[command(
        after_help = "Exit codes: 0 no key was lost and no claim was false, 1 there were findings, 2 it cannot \
                      run here (it needs Linux on x86-64 and the right to trace)"
    )]
    Faults(FaultsFlags),
    /// Interfere between the client and the API, and check that everything that the client claims is true
    #[command(
        after_help = "Exit codes: 0 every claim was true or excused, 1 at least one was false, 2 it cannot run here"
    )]
    Claims(ClaimsFlags),
    /// Run psq each second for an hour on one sandbox, with faults, kills and clock jumps, and check that
    /// nothing is lost and nothing grows
    #[command(
        after_help = "Exit codes: 0 nothing was lost and nothing grew, 1 there were findings, 2 it cannot run here \
                      (it needs Linux on x86-64)"
    )]
    Soak(SoakFlags),
    /// The sandbox of the bench `soak`, in a process of its own
    #[command(hide = true)]
    SoakServer(SoakServerFlags),
}

#[derive(Debug, Clone, Args)]
#[cfg_attr(
    not(all(target_os = "linux", target_arch = "x86_64")),
    allow(dead_code, reason = "on other systems the verb is refused")
)]
pub(crate) struct SoakFlags {
    /// How long to run
    #[arg(long, value_name = "MINUTES", default_value_t = 60, value_parser = clap::value_parser!(u64).range(1..))]
    pub(crate) minutes: u64,

    /// Seed of the random choices. When they meet is a matter of time, so two runs are never quite the same
    #[arg(long, default_value_t = 1)]
    pub(crate) seed: u64,

    /// Test this program instead of building psq
    #[arg(long, value_name = "FILE")]
    pub(crate) psq: Option<PathBuf>,

    /// Break things on purpose, one at a time, and check that the bench finds each
    #[arg(long, conflicts_with = "minutes")]
    pub(crate) breakages: bool,
}

#[derive(Debug, Args)]
#[cfg_attr(
    not(all(target_os = "linux", target_arch = "x86_64")),
    allow(dead_code, reason = "on other systems the verb is refused")
)]
pub(crate) struct SoakServerFlags {
    /// The keys to start with
    #[arg(long, value_name = "FILE")]
    pub(crate) keys: PathBuf,

    /// The capacity of its log
    #[arg(long, value_name = "REQUESTS")]
    pub(crate) log: usize,
}

#[derive(Debug, Args)]
pub(crate) struct ClaimsFlags {
    /// Number of rounds; about 59,000 cover every call with every status and body
    #[arg(long, default_value_t = 100_000)]
    pub(crate) rounds: usize,

    /// Seed of the random choices; the same seed gives the same rounds
    #[arg(long, default_value_t = 1)]
    pub(crate) seed: u64,

    /// Run only this round
    #[arg(long, value_name = "ROUND")]
    pub(crate) only: Option<usize>,

    /// Stop at the first false claim
    #[arg(long)]
    pub(crate) first: bool,

    /// Break the client on purpose, in one place at a time, and check that the bench finds it
    #[arg(long, conflicts_with_all = ["only", "first"])]
    pub(crate) breakages: bool,
}

#[derive(Debug, Args)]
#[cfg_attr(
    not(all(target_os = "linux", target_arch = "x86_64")),
    allow(dead_code, reason = "on other systems the verb is refused")
)]
pub(crate) struct FaultsFlags {
    /// Number of rounds; if there are enough, they begin with all enumerated faults
    #[arg(long, default_value_t = Self::default().rounds)]
    pub(crate) rounds: usize,

    /// Seed of the random choices; the same seed gives the same rounds
    #[arg(long, default_value_t = Self::default().seed)]
    pub(crate) seed: u64,

    /// Run only this round; keep --rounds and --seed as they were
    #[arg(long, value_name = "ROUND")]
    pub(crate) only: Option<usize>,

    /// Test this program instead of building psq
    #[arg(long, value_name = "FILE")]
    pub(crate) psq: Option<PathBuf>,

    /// Break psq on purpose, in one place at a time, and check that the bench finds it
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

#[cfg(test)]
mod tests {
    use clap::Parser;

    use super::Cli;

    #[test]
    fn every_call_of_a_bench_on_the_page_is_taken() {
        let page = include_str!("../../../docs/proofs.md");
        let mut count = 0;
        for line in page.lines() {
            let command = line.split(" #").next().unwrap_or(line);
            let words: Vec<&str> = command.split_whitespace().collect();
            if let [
                "cargo",
                "xtask",
                bench @ ("faults" | "claims" | "soak"),
                options @ ..,
            ] = words.as_slice()
            {
                count += 1;
                let parsed = Cli::try_parse_from([&["proofs", *bench], options].concat());
                assert!(parsed.is_ok(), "{line}: {parsed:?}");
            }
        }
        assert!(count >= 4, "only {count} calls were found");
    }
}
