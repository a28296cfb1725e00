//! `cargo xtask release --dry-run`: tries what one machine can try of a release, and publishes nothing.
//!
//! In comes the workspace and, optionally, the version that it is meant to have. Out comes a line for each step: what
//! was checked, the result and the seconds. What this machine cannot do is named as skipped, with the reason. The
//! release itself is made by `.github/workflows/release.yml` when a tag `v*` is pushed; which release came before is
//! known to `last_release`.

mod crates;
mod program;
mod texts;

use std::io::{self, Write};
use std::path::PathBuf;
use std::time::Instant;

use semver::Version;

use crate::cli::ReleaseFlags;
use crate::client_version;
use crate::exit::{Exit, report};

/// What a step works on.
struct Candidate {
    root: PathBuf,
    version: Version,
}

/// How a step ended. The text says what was found.
#[derive(Debug, PartialEq, Eq)]
enum Outcome {
    Passed(String),
    Failed(String),
    /// There is no earlier release to compare with.
    First(String),
    /// The step could not be done here, which says nothing about the release.
    Skipped(String),
}

impl Outcome {
    const fn word(&self) -> &'static str {
        match self {
            Self::Passed(_) => "ok",
            Self::Failed(_) => "FAILED",
            Self::First(_) => "first",
            Self::Skipped(_) => "skipped",
        }
    }

    fn text(&self) -> &str {
        let (Self::Passed(text) | Self::Failed(text) | Self::First(text) | Self::Skipped(text)) =
            self;
        text
    }
}

type Step = (
    &'static str,
    fn(&Candidate, &mut dyn Write) -> io::Result<Outcome>,
);

/// All steps in their order: cheap ones first, and each after those whose result it uses.
const STEPS: &[Step] = &[
    ("changelog", texts::changelog),
    ("versions", texts::versions),
    ("working tree", texts::working_tree),
    ("pages", texts::pages),
    ("address", texts::address),
    ("API description", texts::description),
    ("packages", crates::packages),
    ("compatibility of the crates", crates::compatibility),
    ("minimal versions", crates::minimal_versions),
    ("program", program::build),
    ("manual, completions and archive", program::archive),
    ("list of components (SBOM)", program::components),
    ("reproducible build", program::reproducible),
];

pub(crate) fn run(flags: &ReleaseFlags, out: &mut dyn Write) -> io::Result<Exit> {
    if !flags.dry_run {
        report(
            "a release is published by .github/workflows/release.yml when a tag is pushed, and not from here. \
             Try it with: cargo xtask release --dry-run",
        );
        return Ok(Exit::Unusable);
    }
    let stated = client_version::read(&flags.root.root)?.version;
    let candidate = Candidate {
        root: flags.root.root.clone(),
        version: flags.version.clone().unwrap_or(stated),
    };
    writeln!(out, "trying the release of {}", candidate.version)?;
    let mut lines = Vec::new();
    let mut has_failed = false;
    for (name, step) in STEPS {
        out.flush()?;
        let start = Instant::now();
        // A step that cannot be carried out has failed: only the steps themselves know what may be skipped.
        let outcome =
            step(&candidate, out).unwrap_or_else(|error| Outcome::Failed(error.to_string()));
        let line = format!(
            "{:>7}  {name}: {} ({:.1} s)",
            outcome.word(),
            outcome.text().trim(),
            start.elapsed().as_secs_f64()
        );
        writeln!(out, "{line}")?;
        lines.push(line);
        let is_complete = !flags.complete || !matches!(outcome, Outcome::Skipped(_));
        if matches!(outcome, Outcome::Failed(_)) || !is_complete {
            has_failed = true;
            break;
        }
    }
    // The steps print what their tools print, so that the result would have to be searched for.
    writeln!(out, "\nrelease {}, dry run:", candidate.version)?;
    for line in &lines {
        writeln!(out, "{line}")?;
    }
    for (name, _) in STEPS.iter().skip(lines.len()) {
        writeln!(out, "not run  {name}")?;
    }
    Ok(if has_failed {
        Exit::Failure
    } else {
        Exit::Success
    })
}

#[cfg(test)]
mod tests {
    use super::*;

    fn position(name: &str) -> usize {
        STEPS.iter().position(|(other, _)| *other == name).unwrap()
    }

    #[test]
    fn each_step_comes_after_those_whose_result_it_uses() {
        let order = [
            "changelog",
            "versions",
            "working tree",
            "packages",
            "minimal versions",
        ];
        assert!(order.map(position).is_sorted());
        let order = [
            "program",
            "manual, completions and archive",
            "list of components (SBOM)",
            "reproducible build",
        ];
        assert!(order.map(position).is_sorted());
    }
}
