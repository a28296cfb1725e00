//! The chores of this workspace: `cargo xtask SUBCOMMAND`.
//!
//! In comes a subcommand, whose grammar is in [`cli`]. Out comes its report and one of the codes in [`exit`]. Each
//! subcommand has a module of its name:
//!
//! | subject | modules |
//! | --- | --- |
//! | generated code | [`regen`], [`endpoints`] (`new-endpoint`), [`spec`], [`readme`], [`crate_map`] |
//! | the API description | [`spec_lint`], [`spec_diff`], [`spec_gate`], [`spec_drift`], [`spec_changelog`] |
//! | what those read | [`revisions`], [`git`], [`last_release`], [`client_version`], [`changelog_file`] |
//! | proofs of the checks | [`spec_diff_check`], [`codegen_corpus`], [`conformance`], [`proofs`], [`mutants`] |
//! | threads and memory | [`interleavings`], [`sanitizers`], [`miri`] |
//! | the crates | [`house`], [`features`], [`packages`], [`dependency_rules`], [`foreign_types`], [`workflows`] |
//! | releases | [`release`], [`dist`], [`bump`], [`version_places`] |
//! | speed | [`bench_calls`], [`bench_build`], [`bench_program`], [`bench_sandbox`], [`generated_client`] |
//! | all of it | [`ci`], which is what `.ci/run` starts |
//! | foundations | [`cargo`], [`programs`], [`pypi`], [`npm`], [`rust_files`], [`closed_pipe`], [`workspace`] |

#![forbid(unsafe_code)]

mod bench_build;
mod bench_calls;
mod bench_program;
mod bench_sandbox;
mod book;
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
mod dist;
mod endpoints;
mod exit;
mod features;
mod foreign_types;
mod generated_client;
mod git;
mod house;
mod interleavings;
mod last_release;
mod miri;
mod mutants;
mod npm;
mod packages;
mod programs;
mod proofs;
mod pypi;
mod readme;
mod regen;
mod release;
mod revisions;
mod rust_files;
mod same_features;
mod sanitizers;
mod spec;
mod spec_changelog;
mod spec_diff;
mod spec_diff_check;
mod spec_drift;
mod spec_gate;
mod spec_lint;
mod version_places;
mod workflows;
mod workspace;

use std::io;
use std::panic::catch_unwind;
use std::process::ExitCode;

use clap::Parser;

use crate::cli::{Cli, Verb};
use crate::closed_pipe::Pipe;
use crate::exit::Exit;

/// Reading and comparing descriptions allocates many small objects: with this allocator it takes less time, and the time
/// grows less with the size (`cargo bench -p openapi-semver`).
#[global_allocator]
static ALLOCATOR: mimalloc::MiMalloc = mimalloc::MiMalloc;

fn main() -> ExitCode {
    let verb = Cli::parse().verb;
    // A panic of this program must not look like a finding.
    catch_unwind(|| run(verb)).map_or_else(
        |_| {
            exit::report("cargo xtask itself has failed, so nothing was checked; the message above says where");
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
        Verb::Book(flags) => book::run(&flags, out),
        Verb::Bump(flags) => bump::run(&flags, out),
        Verb::Release(flags) => release::run(&flags, out),
        Verb::Dist(flags) => dist::run(&flags, out),
        Verb::House(flags) => house::run(&flags, out),
        Verb::Workflows => workflows::run(out),
        Verb::Conformance(flags) => conformance::run(&flags, out),
        Verb::CodegenCorpus(flags) => codegen_corpus::run(&flags, out),
        Verb::Ci(flags) => ci::run(&flags, out),
        Verb::Features => features::run(out),
        Verb::Packages => packages::run(out),
        Verb::Dependencies => dependency_rules::run(out),
        Verb::Claims(bench) => proofs::run("claims", &bench.arguments, out),
        Verb::Faults(bench) => proofs::run("faults", &bench.arguments, out),
        Verb::Soak(bench) => proofs::run("soak", &bench.arguments, out),
        Verb::Mutants(flags) => mutants::run(&flags, out),
        Verb::Interleavings => interleavings::run(out),
        Verb::Sanitizers => sanitizers::run(out),
        Verb::Miri => miri::run(out),
        Verb::BenchCalls => bench_calls::run(out),
        Verb::BenchProgram => bench_program::run(out),
        Verb::BenchSandbox(flags) => bench_sandbox::run(&flags, out),
        Verb::BenchBuild(flags) => bench_build::run(&flags, out),
    };
    exit.unwrap_or_else(Exit::from_io)
}
