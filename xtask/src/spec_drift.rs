//! `cargo xtask spec-drift`: the YAML against what the vendor publishes.

use std::fs;
use std::io::{self, Write};

use openapi_semver::{Change, Comparison, Divergences, Side, drift};

use crate::cli::SpecDriftFlags;
use crate::exit::{Exit, report};
use crate::revisions;

/// Where the YAML differs from the vendor's description on purpose.
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
    let compared = Comparison::new(&vendor, &own).report();
    let files = [compared.base.file.clone(), compared.revision.file.clone()];
    let found = drift(compared, &divergences);
    for change in &found.findings {
        writeln!(out, "{}", line(change, &files))?;
    }
    for problem in &found.unused {
        report(&problem.to_string());
    }
    if !found.uncovered.is_empty() {
        writeln!(
            out,
            "\nThe vendor has operations that the YAML does not have:"
        )?;
        for change in found
            .uncovered
            .iter()
            .filter(|change| change.operation.is_some())
        {
            writeln!(out, "  {}", change.operation.as_deref().unwrap_or_default())?;
        }
    }
    writeln!(
        out,
        "\n{} unexplained, {} explained in {DIVERGENCES}",
        found.findings.len(),
        found.explained.len()
    )?;
    let uncovered = flags.require_coverage && !found.uncovered.is_empty();
    let failed = !found.findings.is_empty() || !found.unused.is_empty() || uncovered;
    Ok(if failed { Exit::Failure } else { Exit::Success })
}

fn line(change: &Change, [vendor, own]: &[String; 2]) -> String {
    let file = match change.side {
        Side::Base => vendor,
        Side::Revision => own,
    };
    let operation = change.operation.as_deref().unwrap_or("the document");
    format!(
        "{file}:{}:{}: {operation}: {} [{} {}]",
        change.line, change.column, change.message, change.rule, change.pointer
    )
}
