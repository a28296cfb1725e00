//! The flags of `cargo xtask mutants`.
//!
//! In come the words of the command line. Out come the areas to mutate, the part of them, and the commit that changed
//! lines are compared with. The areas themselves are in `mutants/areas.rs`.

use std::num::NonZeroUsize;

use clap::Args;

use super::RootFlags;
use crate::mutants::{AREAS, Shard};

#[derive(Debug, Args)]
pub(crate) struct MutantsFlags {
    /// Take only this area; may be repeated [default: all of them]
    #[arg(long = "area", value_name = "AREA", value_parser = AREAS.map(|area| area.name))]
    pub(crate) areas: Vec<String>,

    /// Take only one part of each area, such as 0/4 for the first of four
    #[arg(long, value_name = "K/N", conflicts_with = "changed")]
    pub(crate) shard: Option<Shard>,

    /// Take only the lines that have changed since the base
    #[arg(long)]
    pub(crate) changed: bool,

    /// The base of --changed [default: $SPEC_BASE, else the merge base with the main branch]
    #[arg(long, value_name = "REV", requires = "changed")]
    pub(crate) base: Option<String>,

    /// How many mutants to try at once
    #[arg(long, value_name = "COUNT", default_value = "1")]
    pub(crate) jobs: NonZeroUsize,

    #[command(flatten)]
    pub(crate) root: RootFlags,
}
