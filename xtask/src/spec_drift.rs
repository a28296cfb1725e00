//! `cargo xtask spec-drift`: compares our description with the one that the vendor publishes.
//!
//! In comes the vendor's file. Out come the differences that `openapi/divergences.toml` does not explain, reported
//! from our side: an operation that only the vendor has is new. Changes of our own description over time are reported
//! by `spec_diff`.

use std::fs;
use std::io::{self, Write};

use openapi_semver::{Comparison, Divergences, Report, drift};

use crate::cli::{Format, SpecDriftFlags};
use crate::exit::{Exit, report};
use crate::{revisions, spec_diff};

/// The list of differences from the vendor's description that are meant.
const DIVERGENCES: &str = "openapi/divergences.toml";

pub(crate) fn run(flags: &SpecDriftFlags, out: &mut dyn Write) -> io::Result<Exit> {
    let vendor = revisions::published(&flags.vendor)?;
    let (Some(vendor), Some(own)) = (vendor, revisions::own(&flags.root.root)?) else {
        return Ok(Exit::Unusable);
    };
    let text = match fs::read_to_string(flags.root.root.join(DIVERGENCES)) {
        Err(error) if error.kind() == io::ErrorKind::NotFound => String::new(),
        outcome => outcome?,
    };
    let divergences = match Divergences::parse(DIVERGENCES, &text) {
        Ok(divergences) => divergences,
        Err(error) => {
            report(&error.to_string());
            return Ok(Exit::Unusable);
        }
    };
    let compared = Comparison::new(&vendor, &own)
        .of_two_sides("the vendor", "we")
        .report();
    let found = drift(compared.clone(), &divergences);
    for problem in &found.unused {
        report(&problem.to_string());
    }
    let mut changes = found.findings.clone();
    changes.extend(found.uncovered.iter().cloned());
    let shown = Report::of(
        &compared,
        changes,
        "two descriptions of one API have no code of their own",
    );
    spec_diff::show(&shown, flags.format, None, flags.unfold, out)?;
    if matches!(flags.format, Format::Text | Format::Markdown) {
        writeln!(
            out,
            "\n{} unexplained, {} explained in {DIVERGENCES}; {} operations that only the vendor has",
            found.findings.len(),
            found.explained.len(),
            found.uncovered.len()
        )?;
    }
    let uncovered = flags.require_coverage && !found.uncovered.is_empty();
    let failed = !found.findings.is_empty() || !found.unused.is_empty() || uncovered;
    Ok(if failed { Exit::Failure } else { Exit::Success })
}
