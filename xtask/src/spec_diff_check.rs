//! `cargo xtask spec-judge`: checks the verdicts of spec-diff with rustc.
//!
//! In come pairs of descriptions. For each pair, a witness program is written from the client of the base: it does
//! everything that an application may do with it. rustc compiles the witness with both clients. Out comes each
//! contradiction: a change called `none`, `docs-only` or `compatible` has to compile, and a change that is breaking
//! only because of Rust must not.

mod breakages;
mod mutation;
mod operations;
mod pairs;
mod random;
mod rustc;
mod setter_arguments;
mod skeleton;
mod types;
mod witness;

use std::io::{self, Write};
use std::time::Instant;

use openapi_semver::{Class, Report, Why};

use self::pairs::Pair;
use self::rustc::{Bench, Tried};
use crate::cli::SpecDiffCheckFlags;
use crate::exit::Exit;

/// How many pairs are compiled at once.
const BATCH: usize = 40;

/// The rule whose effect shows when a program runs, and not when it is compiled.
const AT_RUN_TIME: &str = "rust-builder-demands";

pub(crate) fn run(flags: &SpecDiffCheckFlags, out: &mut dyn Write) -> io::Result<Exit> {
    if flags.breakages {
        return breakages::run(out);
    }
    let start = Instant::now();
    let mut pairs = pairs::of_cases(&flags.cases)?;
    if let Some(only) = &flags.only {
        pairs.retain(|pair| pair.name.contains(only.as_str()));
    }
    if let Some(sample) = flags.sample {
        pairs = pairs::thinned(pairs, sample);
    }
    let cases = pairs.len();
    pairs.extend(mutation::pairs(flags.mutations, flags.seed)?);
    writeln!(
        out,
        "{cases} pairs of cases, {} random pairs with seed {}",
        pairs.len() - cases,
        flags.seed
    )?;
    let bench = Bench::prepare(out)?;
    let mut tally = Tally::default();
    for batch in pairs.chunks(BATCH) {
        judge(&bench, batch, &mut tally, out)?;
        writeln!(
            out,
            "{} of {} pairs, {} wrong, after {:.0} s",
            tally.judged + tally.refused,
            pairs.len(),
            tally.wrong,
            start.elapsed().as_secs_f64()
        )?;
        out.flush()?;
    }
    writeln!(
        out,
        "{} pairs checked, {} left out because the generator refuses one side; {} compile, {} do not; {} breaking \
         because of Rust alone; {} wrong, after {:.1} s",
        tally.judged,
        tally.refused,
        tally.compile,
        tally.judged - tally.compile,
        tally.rust_alone,
        tally.wrong,
        start.elapsed().as_secs_f64()
    )?;
    Ok(if tally.wrong > 0 || tally.judged == 0 {
        Exit::Failure
    } else {
        Exit::Success
    })
}

#[derive(Default)]
struct Tally {
    judged: usize,
    refused: usize,
    compile: usize,
    rust_alone: usize,
    wrong: usize,
}

fn judge(bench: &Bench, batch: &[Pair], tally: &mut Tally, out: &mut dyn Write) -> io::Result<()> {
    let mut reports = Vec::new();
    let mut programs = Vec::new();
    for pair in batch {
        let clients = (pair.base.client(), pair.revision.client());
        let (Some(report), (Some(base), Some(revision))) = (pair.report(), clients) else {
            tally.refused += 1;
            continue;
        };
        let [base, revision] = [base, revision].map(syn::parse_str::<syn::File>);
        let (base, revision) = (
            base.map_err(io::Error::other)?,
            revision.map_err(io::Error::other)?,
        );
        reports.push((pair, report));
        programs.push(rustc::Program {
            witness: witness::of(&base),
            base: skeleton::of(base),
            revision: skeleton::of(revision),
        });
    }
    for ((pair, report), tried) in reports.iter().zip(bench.compile(&programs)?) {
        tally.judged += 1;
        let fault = match &tried {
            Tried::NotEvenTheBase(said) => Some(format!(
                "the witness does not compile with its own base: {said}"
            )),
            Tried::Compiles => {
                tally.compile += 1;
                let alone = is_breaking_for_rust_alone(report);
                alone.then(|| "is breaking because of Rust alone, but rustc accepts it".to_owned())
            }
            Tried::Refused(said) if report.class < Class::Breaking => {
                Some(format!("is {}, but rustc refuses it: {said}", report.class))
            }
            Tried::Refused(_) => None,
        };
        tally.rust_alone += usize::from(is_breaking_for_rust_alone(report));
        if let Some(fault) = fault {
            tally.wrong += 1;
            writeln!(out, "{}: WRONG: {fault}", pair.name)?;
            for change in report
                .changes
                .iter()
                .filter(|change| change.class == Class::Breaking)
            {
                writeln!(out, "    {} [{}]", change.message, change.rule)?;
            }
        }
    }
    Ok(())
}

/// Whether rustc has to refuse it: something is breaking, and none of that is on the wire.
fn is_breaking_for_rust_alone(report: &Report) -> bool {
    let mut breaking = report
        .changes
        .iter()
        .filter(|change| change.class == Class::Breaking)
        .peekable();
    breaking.peek().is_some()
        && breaking.all(|change| change.why == Why::RustApi && change.rule != AT_RUN_TIME)
}
