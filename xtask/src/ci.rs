//! `cargo xtask ci`: everything that CI runs and that one machine can do.
//!
//! In come flags that leave out the tests or the comparison with the base. Out comes the name of each step, its
//! result and its seconds; the first step that fails ends the run. `.ci/run` installs what the steps need and starts
//! this. Other systems, older compilers and advisories are checked by jobs in `.github/workflows/ci.yml`.

use std::io::{self, Write};
use std::time::Instant;

use crate::cargo;
use crate::cli::{
    BaseFlags, BookFlags, CiFlags, CodegenCorpusFlags, ConformanceFlags, GateFormat, RootFlags,
    SpecDiffCheckFlags, SpecGateFlags,
};
use crate::exit::Exit;
use crate::{
    book, codegen_corpus, conformance, dependency_rules, features, house, packages, proofs,
    spec_diff_check, spec_gate, spec_lint, workflows, workspace,
};

type Step = (&'static str, fn(&mut dyn Write) -> io::Result<Exit>);

pub(crate) fn run(flags: &CiFlags, out: &mut dyn Write) -> io::Result<Exit> {
    let mut steps: Vec<Step> = vec![
        ("formatting", |out| {
            run_cargo(&["fmt", "--all", "--check"], out)
        }),
        ("the YAML and what follows from it", |out| {
            spec_lint::run(&root(), out)
        }),
        ("house rules", house::run_in_ci),
        ("pages and book", |out| {
            book::run(&BookFlags { links: false }, out)
        }),
        ("workflows", workflows::run),
        ("dependency rules", dependency_rules::run),
        ("licences and sources", |out| {
            run_cargo(
                &[
                    "deny",
                    "--all-features",
                    "check",
                    "bans",
                    "licenses",
                    "sources",
                ],
                out,
            )
        }),
        ("lints", |out| {
            let clippy = [
                "clippy",
                "--workspace",
                "--all-targets",
                "--all-features",
                "--locked",
            ];
            run_cargo(&[&clippy[..], &["--", "-D", "warnings"]].concat(), out)
        }),
        ("documentation", |out| {
            let doc = [
                "doc",
                "--workspace",
                "--no-deps",
                "--all-features",
                "--locked",
            ];
            let mut command = cargo::command(&doc);
            command.env("RUSTDOCFLAGS", "-D warnings");
            ended(cargo::succeeds(command, out)?)
        }),
        (
            "a sample of the descriptions that code is generated from",
            |out| {
                let sample = CodegenCorpusFlags {
                    folder: None,
                    sample: true,
                    minutes: CodegenCorpusFlags::MINUTES,
                };
                codegen_corpus::run(&sample, out)
            },
        ),
        ("feature powerset", features::run),
        ("packages", packages::run),
        ("conformance of the sandbox", |out| {
            conformance::run(&ConformanceFlags::default(), out)
        }),
    ];
    steps.push(("verdicts of spec-diff and of rustc, a sample", |out| {
        spec_diff_check::run(&SpecDiffCheckFlags::in_short(), out)
    }));
    steps.push(("claims, a short run", proofs::claims_in_short));
    if cfg!(all(target_os = "linux", target_arch = "x86_64")) {
        steps.push(("faults, a short run", proofs::faults_in_short));
    }
    if !flags.without_history {
        steps.insert(
            2,
            ("version and changelog", |out| {
                let base = BaseFlags {
                    base: None,
                    base_file: None,
                    root: root(),
                };
                spec_gate::run(
                    &SpecGateFlags {
                        base,
                        format: GateFormat::Text,
                    },
                    out,
                )
            }),
        );
    }
    if !flags.without_tests {
        steps.push(("tests", |out| {
            run_cargo(&["test", "--workspace", "--locked"], out)
        }));
    }
    for (name, step) in steps {
        writeln!(out, "== {name}")?;
        let start = Instant::now();
        let exit = step(out)?;
        writeln!(
            out,
            "== {name}: {exit:?} after {:.1} s",
            start.elapsed().as_secs_f64()
        )?;
        if exit != Exit::Success {
            return Ok(exit);
        }
    }
    Ok(Exit::Success)
}

fn root() -> RootFlags {
    RootFlags {
        root: workspace::path(""),
    }
}

fn run_cargo(arguments: &[&str], out: &mut dyn Write) -> io::Result<Exit> {
    ended(cargo::succeeds(cargo::command(arguments), out)?)
}

fn ended(success: bool) -> io::Result<Exit> {
    Ok(if success {
        Exit::Success
    } else {
        Exit::Failure
    })
}
