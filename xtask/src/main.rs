//! The chores of this workspace: `cargo xtask VERB`.

#![forbid(unsafe_code)]

mod bench_build;
mod bench_sandbox;
mod bump;
mod cargo;
mod changelog_file;
mod ci;
mod cli;
mod client_version;
mod closed_pipe;
mod codegen_corpus;
mod conformance;
mod crate_map;
mod dependency_rules;
mod endpoints;
mod exit;
mod features;
mod foreign_types;
mod git;
mod packages;

mod last_release;
mod programs;
mod proofs;
mod readme;
mod regen;
mod revisions;
mod rust_files;
mod spec;
mod spec_changelog;
mod spec_diff;
mod spec_diff_check;
mod spec_drift;
mod spec_gate;
mod spec_lint;
mod version_places;
mod workspace;

use std::io;
use std::panic::catch_unwind;
use std::process::ExitCode;

use clap::Parser;

use crate::cli::{Cli, Verb};
use crate::closed_pipe::Pipe;
use crate::exit::Exit;

fn main() -> ExitCode {
    let verb = Cli::parse().verb;
    // An error of this program is no verdict on anything.
    catch_unwind(|| run(verb)).map_or_else(
        |_| {
            exit::report("this program has failed; the above says where");
            Exit::Unusable.into()
        },
        ExitCode::from,
    )
}

fn run(verb: Verb) -> Exit {
    let out = &mut Pipe::new(io::stdout().lock());
    let exit = match verb {
        Verb::Regen(flags) => regen::run(&flags, out),
        Verb::NewEndpoint(flags) => endpoints::run(&flags, out),
        Verb::SpecLint(flags) => spec_lint::run(&flags, out),
        Verb::SpecDiff(flags) => spec_diff::run(&flags, out),
        Verb::SpecGate(flags) => spec_gate::run(&flags, out),
        Verb::SpecDrift(flags) => spec_drift::run(&flags, out),
        Verb::SpecChangelog(flags) => spec_changelog::run(&flags, out),
        Verb::SpecDiffCheck(flags) => spec_diff_check::run(&flags, out),
        Verb::Bump(flags) => bump::run(&flags, out),
        Verb::Conformance(flags) => conformance::run(&flags, out),
        Verb::CodegenCorpus(flags) => codegen_corpus::run(&flags, out),
        Verb::Ci(flags) => ci::run(&flags, out),
        Verb::Features => features::run(out),
        Verb::Packages => packages::run(out),
        Verb::Dependencies => dependency_rules::run(out),
        Verb::Claims(bench) => proofs::run("claims", &bench.arguments, out),
        Verb::Faults(bench) => proofs::run("faults", &bench.arguments, out),
        Verb::BenchSandbox(flags) => bench_sandbox::run(&flags, out),
        Verb::BenchBuild(flags) => bench_build::run(&flags, out),
    };
    exit.unwrap_or_else(Exit::from_io)
}
