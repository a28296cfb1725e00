//! The flags of the benches.
//!
//! In come the words of the command line. Out come how much a bench measures, or the words that it gets as they are. The
//! benches are `bench_build`, `bench_sandbox` and `proofs`.

use std::ffi::OsString;

use clap::Args;

/// Flags that are passed on to a bench as they are.
#[derive(Debug, Args)]
pub(crate) struct BenchArguments {
    /// Flags of the bench; --help lists them
    #[arg(
        value_name = "FLAG",
        trailing_var_arg = true,
        allow_hyphen_values = true
    )]
    pub(crate) arguments: Vec<OsString>,
}

#[derive(Debug, Args)]
pub(crate) struct BenchSandboxFlags {
    /// How many keys to regenerate while the memory is measured
    #[arg(long, default_value_t = 1_000_000)]
    pub(crate) requests: u32,
}

#[derive(Debug, Args)]
pub(crate) struct BenchBuildFlags {
    /// How often to build each application
    #[arg(long, default_value_t = 3, value_parser = clap::value_parser!(u32).range(1..=20))]
    pub(crate) rounds: u32,
}
