//! The chores of this workspace: `cargo xtask VERB`.

#![forbid(unsafe_code)]

mod bench_build;
mod cargo;
mod ci;
mod cli;
mod dependency_rules;
mod exit;
mod features;
mod packages;
mod regen;
mod spec;
mod workspace;

use std::io;
use std::process::ExitCode;

use clap::Parser;

use crate::cli::{Cli, Verb};
use crate::exit::Exit;

fn main() -> ExitCode {
    let out = &mut io::stdout().lock();
    let exit = match Cli::parse().verb {
        Verb::Regen(flags) => regen::run(&flags, out),
        Verb::Ci(flags) => ci::run(&flags, out),
        Verb::Features => features::run(out),
        Verb::Dependencies => dependency_rules::run(out),
        Verb::BenchBuild(flags) => bench_build::run(&flags, out),
    };
    exit.unwrap_or_else(Exit::from_io).into()
}
