//! The flags of `cargo xtask conformance`.
//!
//! In comes the part of the command line after `conformance`. Out comes [`ConformanceFlags`], which `conformance` acts on.
//! The other subcommands are in the parent module.

use clap::Args;

#[derive(Debug, Args)]
pub(crate) struct ConformanceFlags {
    /// The highest number of cases of each kind for an operation
    #[arg(long, default_value_t = Self::default().max_examples)]
    pub(crate) max_examples: u32,

    /// The seed of the cases
    #[arg(long, default_value_t = Self::default().seed)]
    pub(crate) seed: u64,

    /// Instead: run the tests of the SDK and of psq, and let Prism judge each request to a sandbox and each response
    #[arg(long, conflicts_with_all = ["max_examples", "seed"])]
    pub(crate) proxy: bool,
}

impl Default for ConformanceFlags {
    fn default() -> Self {
        Self {
            max_examples: 300,
            seed: 1,
            proxy: false,
        }
    }
}
