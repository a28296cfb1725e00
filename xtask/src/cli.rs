//! The grammar of `cargo xtask`: all subcommands with their flags and their help.
//!
//! In comes the command line. Out comes a [`Verb`] with its flags, which `main` passes to the module of the same
//! name. The help texts here are all that a user sees of the grammar.

mod benches;
mod conformance;
mod mutants;

use std::path::PathBuf;

use clap::{Args, Parser, Subcommand, ValueEnum};
use semver::Version;

pub(crate) use self::benches::{BenchArguments, BenchBuildFlags, BenchSandboxFlags};
pub(crate) use self::conformance::ConformanceFlags;
pub(crate) use self::mutants::MutantsFlags;
use crate::workspace;

/// Runs the chores of this workspace: generation, checks, releases
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
    /// Write the generated code for a new operation of the YAML, and name the piece that it needs next
    #[command(
        after_help = "Exit codes: 0 nothing is missing, 1 a piece is missing, 2 the YAML is refused"
    )]
    NewEndpoint(RootFlags),
    /// Check the YAML: its house rules, and whether the committed code and the Rust types match it
    #[command(after_help = "Exit codes: 0 clean, 1 findings, 2 the YAML is refused, 4 stale")]
    SpecLint(RootFlags),
    /// Show what a change of the YAML means on the wire and in Rust
    #[command(
        after_help = "Exit codes: 0 nothing at or above --fail-on, 1 findings, 2 usage, a description \
                      that cannot be read, no base, or (--require-rust) no generated code to compare"
    )]
    SpecDiff(SpecDiffFlags),
    /// Check that version and changelog follow what has changed in the YAML since the last release
    #[command(
        after_help = "Exit codes: 0 they do, 1 an entry of accepted.toml is expired or unused, \
                            2 as spec-diff, 5 they do not"
    )]
    SpecGate(SpecGateFlags),
    /// Compare the YAML with a description that the vendor publishes
    #[command(after_help = "Exit codes: 0 no unexplained difference, 1 findings, 2 unreadable")]
    SpecDrift(SpecDriftFlags),
    /// Write what has changed in the YAML since the last release into CHANGELOG.md
    SpecChangelog(SpecChangelogFlags),
    /// Check the verdicts of spec-diff with rustc, on the test cases and on random changes
    #[command(after_help = "Exit codes: 0 rustc agrees, 1 it does not, 2 it cannot be run")]
    #[command(name = "spec-judge")]
    SpecDiffCheck(SpecDiffCheckFlags),
    /// Give all crates of this workspace one version, in the lock file as well
    Bump(BumpFlags),
    /// Try the crates, the archive for this machine and the list of components, as a release makes them
    #[command(after_help = "Exit codes: 0 nothing failed, 1 a step failed, 2 usage")]
    Release(ReleaseFlags),
    /// Build psq for release and pack it with its manual and its completions
    Dist(DistFlags),
    /// Check the rules of this repository: heads of files, lengths, manifests, links, unused dependencies
    House(RootFlags),
    /// Check the workflows of GitHub with actionlint and zizmor, which are installed from PyPI
    Workflows,
    /// Check the YAML with openapi-spec-validator and Spectral, and the sandbox against it with Schemathesis
    Conformance(ConformanceFlags),
    /// Generate code from a folder of small descriptions, build it, and let the clients call the mocks
    #[command(after_help = "Exit codes: 0 no findings, 1 findings, 2 the folder cannot be read")]
    CodegenCorpus(CodegenCorpusFlags),
    /// Check the links of all pages, and build the book of docs with mdBook
    Book(BookFlags),
    /// Run everything that CI runs and that one machine can do
    Ci(CiFlags),
    /// Check that every combination of features compiles
    Features,
    /// Pack the published crates, build each from its tarball, and run the tests of `publicsquare` there
    Packages,
    /// Check which packages an application on `publicsquare` has to build, and that each keeps the MSRV
    Dependencies,
    /// Interrupt psq at each of its system calls, inject other faults, and check that no key is lost
    #[command(disable_help_flag = true)]
    Faults(BenchArguments),
    /// Put faulty servers and proxies between the client and the API, and check that what the client
    /// claims is true
    #[command(disable_help_flag = true)]
    Claims(BenchArguments),
    /// Run psq each second for an hour on one sandbox, with faults, kills and clock jumps, and check that nothing is
    /// lost and nothing grows
    #[command(disable_help_flag = true)]
    Soak(BenchArguments),
    /// Break the code that a promise rests on, one place at a time, and check that a test notices
    #[command(
        after_help = "Exit codes: 0 each is noticed or has a reason, 1 findings, 2 it cannot be run"
    )]
    Mutants(MutantsFlags),
    /// Run what threads share in many orders of their steps, with shuttle
    Interleavings,
    /// Run the sandbox under load with the sanitizers for addresses and for threads
    Sanitizers,
    /// Run the tests that need nothing but memory under Miri
    Miri,
    /// Measure a call by hand, through `publicsquare` and through the client of openapi-generator, which comes from PyPI
    BenchCalls,
    /// Measure the size of psq, its start, and a rotation, each beside a bare program; exit code 1 above the limit of 1.3
    BenchProgram,
    /// Measure the sandbox under load and compare it with Prism, which is installed from npm
    BenchSandbox(BenchSandboxFlags),
    /// Compare the builds of an application with those on plain reqwest and on the client of openapi-generator
    BenchBuild(BenchBuildFlags),
}

#[derive(Debug, Args)]
pub(crate) struct RegenFlags {
    /// Change nothing; show what would change, and fail if anything would
    #[arg(long)]
    pub(crate) check: bool,

    /// The workspace to work on, instead of this one
    #[arg(long, value_name = "FOLDER", default_value_os_t = workspace::path(""))]
    pub(crate) root: PathBuf,
}

#[derive(Debug, Args)]
pub(crate) struct BookFlags {
    /// Check the links, and do not build the book
    #[arg(long)]
    pub(crate) links: bool,
}

#[derive(Debug, Args)]
pub(crate) struct RootFlags {
    /// The workspace to work on, instead of this one
    #[arg(long, value_name = "FOLDER", default_value_os_t = workspace::path(""))]
    pub(crate) root: PathBuf,
}

#[derive(Debug, Args)]
pub(crate) struct BaseFlags {
    /// The revision to compare with [default: $SPEC_BASE, else the merge base with the main branch]
    #[arg(long, value_name = "REV", conflicts_with = "base_file")]
    pub(crate) base: Option<String>,

    /// A file to compare with, instead of a revision
    #[arg(long, value_name = "FILE")]
    pub(crate) base_file: Option<PathBuf>,

    #[command(flatten)]
    pub(crate) root: RootFlags,
}

#[derive(Debug, Args)]
pub(crate) struct SpecDiffFlags {
    #[command(flatten)]
    pub(crate) base: BaseFlags,

    /// The file to compare [default: openapi/publicsquare.yaml in the working tree]
    #[arg(long, value_name = "FILE")]
    pub(crate) revision: Option<PathBuf>,

    /// How to show it
    #[arg(long, value_enum, default_value_t = Format::Text)]
    pub(crate) format: Format,

    /// The lowest class of a change that is a failure
    #[arg(long, value_enum, default_value_t = FailOn::Breaking)]
    pub(crate) fail_on: FailOn,

    /// Fail if the generated Rust code could not be compared
    #[arg(long)]
    pub(crate) require_rust: bool,

    /// List every operation that a change affects, instead of the first ones and a number
    #[arg(long)]
    pub(crate) unfold: bool,
}

#[derive(Debug, Args)]
pub(crate) struct SpecGateFlags {
    #[command(flatten)]
    pub(crate) base: BaseFlags,

    /// How to show it
    #[arg(long, value_enum, default_value_t = GateFormat::Text)]
    pub(crate) format: GateFormat,
}

#[derive(Debug, Args)]
pub(crate) struct SpecDriftFlags {
    /// The vendor's description, YAML or JSON
    #[arg(long, value_name = "FILE")]
    pub(crate) vendor: PathBuf,

    /// Fail if the vendor has operations that the YAML does not have
    #[arg(long)]
    pub(crate) require_coverage: bool,

    /// How to show it
    #[arg(long, value_enum, default_value_t = Format::Text)]
    pub(crate) format: Format,

    /// List every operation that a difference affects, instead of the first ones and a number
    #[arg(long)]
    pub(crate) unfold: bool,

    #[command(flatten)]
    pub(crate) root: RootFlags,
}

#[derive(Debug, Args)]
pub(crate) struct SpecDiffCheckFlags {
    /// The folder with the cases: a folder for each, with base.yaml and revision.yaml
    #[arg(long, value_name = "FOLDER", default_value_os_t = workspace::path("crates/openapi-semver/tests/cases"))]
    pub(crate) cases: PathBuf,

    /// Take only the pairs whose name contains this text
    #[arg(long, value_name = "TEXT")]
    pub(crate) only: Option<String>,

    /// Take only this many pairs of the cases
    #[arg(long, value_name = "COUNT")]
    pub(crate) sample: Option<usize>,

    /// How many random changes to check as well
    #[arg(long, value_name = "COUNT", default_value_t = 0)]
    pub(crate) mutations: usize,

    /// The seed of the random changes
    #[arg(long, default_value_t = 1)]
    pub(crate) seed: u64,

    /// Break spec-diff on purpose, in one place at a time, and check that rustc contradicts it each time
    #[arg(long, conflicts_with_all = ["only", "sample", "mutations"])]
    pub(crate) breakages: bool,
}

impl SpecDiffCheckFlags {
    /// The short run that CI has time for.
    pub(crate) fn in_short() -> Self {
        Self {
            cases: workspace::path("crates/openapi-semver/tests/cases"),
            only: None,
            sample: Some(40),
            mutations: 40,
            seed: 1,
            breakages: false,
        }
    }
}

#[derive(Debug, Args)]
pub(crate) struct BumpFlags {
    /// The version, such as 0.3.0
    pub(crate) version: Version,

    #[command(flatten)]
    pub(crate) root: RootFlags,
}

#[derive(Debug, Args)]
pub(crate) struct ReleaseFlags {
    /// Publish nothing. It is required: only the release workflow publishes
    #[arg(long)]
    pub(crate) dry_run: bool,

    /// Count a step that was skipped as failed, as the release workflow does
    #[arg(long)]
    pub(crate) complete: bool,

    /// The version to release [default: the version of the workspace]
    pub(crate) version: Option<Version>,

    #[command(flatten)]
    pub(crate) root: RootFlags,
}

#[derive(Debug, Args)]
pub(crate) struct DistFlags {
    /// The target to build for; its programs have to run on this machine [default: this machine's own]
    #[arg(long, value_name = "TRIPLE")]
    pub(crate) target: Option<String>,
}

#[derive(Debug, Args)]
pub(crate) struct SpecChangelogFlags {
    #[command(flatten)]
    pub(crate) base: BaseFlags,
}

#[derive(Clone, Copy, Debug, ValueEnum)]
pub(crate) enum Format {
    /// For a person in a terminal
    Text,
    /// One object, described by crates/openapi-semver/report.schema.json
    Json,
    /// A review comment
    Markdown,
    /// Annotations of a GitHub workflow
    Github,
    /// A JUnit report
    Junit,
}

#[derive(Clone, Copy, Debug, PartialEq, Eq, ValueEnum)]
pub(crate) enum GateFormat {
    /// For a person in a terminal
    Text,
    /// A review comment
    Markdown,
    /// Annotations of a GitHub workflow
    Github,
}

#[derive(Clone, Copy, Debug, ValueEnum)]
pub(crate) enum FailOn {
    Breaking,
    Compatible,
    DocsOnly,
    Never,
}

#[derive(Debug, Args)]
pub(crate) struct CiFlags {
    /// Leave out the tests, because the caller runs `cargo test --workspace`
    #[arg(long)]
    pub(crate) without_tests: bool,

    /// Leave out the comparison with the base, for trees without a history
    #[arg(long)]
    pub(crate) without_history: bool,
}

#[derive(Debug, Args)]
pub(crate) struct CodegenCorpusFlags {
    /// The folder with the descriptions [default: that of this project]
    pub(crate) folder: Option<PathBuf>,

    /// Take only a few of them
    #[arg(long)]
    pub(crate) sample: bool,

    /// The time limit in minutes; what still runs then is killed, which is a failure
    #[arg(long, default_value_t = Self::MINUTES)]
    pub(crate) minutes: u64,
}

impl CodegenCorpusFlags {
    /// Several hundred descriptions take a few minutes on two cores.
    pub(crate) const MINUTES: u64 = 40;
}
