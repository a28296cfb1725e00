//! `cargo xtask mutants`: whether a test notices each small change of the code that a promise rests on.
//!
//! In come areas of the code, a part of them, or the lines that have changed. cargo-mutants breaks one place at a time,
//! and runs the tests of its area. Out come the figures of each area, and a finding for each mutant that survives without
//! a reason and for each reason that no longer holds. Areas and tests are in `areas`, the results of cargo-mutants are
//! read in `outcomes` and compared with the committed list in `survivors`.

mod areas;
mod outcomes;
mod survivors;

use std::fmt;
use std::fs;
use std::io::{self, Write};
use std::path::{Path, PathBuf};
use std::process::Command;
use std::str::FromStr;

pub(crate) use self::areas::AREAS;
use self::areas::Area;
use self::outcomes::{Mutant, Verdict};
use self::survivors::Survivors;
use crate::cargo;
use crate::cli::MutantsFlags;
use crate::exit::{Exit, report};
use crate::git::Commit;

/// The survivors with their reasons.
const LIST: &str = ".cargo/mutants-survivors.toml";

const INSTALL: &str = "cargo install cargo-mutants --locked --version 27.1.0";

/// A part of the mutants: number `index` of `count`, counted from 0.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(crate) struct Shard {
    index: u32,
    count: u32,
}

impl FromStr for Shard {
    type Err = &'static str;

    fn from_str(text: &str) -> Result<Self, Self::Err> {
        text.split_once('/')
            .and_then(|(index, count)| {
                Some(Self {
                    index: index.parse().ok()?,
                    count: count.parse().ok()?,
                })
            })
            .filter(|shard| shard.index < shard.count)
            .ok_or("a part is K/N, with K from 0 to N - 1")
    }
}

pub(crate) fn run(flags: &MutantsFlags, out: &mut dyn Write) -> io::Result<Exit> {
    let root = &flags.root.root;
    let survivors = Survivors::parse(&fs::read_to_string(root.join(LIST))?)?;
    let mut list = mutants(root, &["--list", "--json"])?;
    list.args(AREAS.iter().flat_map(files_of));
    let existing = outcomes::listed(&cargo::output(list)?)?;
    let mut findings = 0;
    for mutant in survivors.without_a_mutant(&existing) {
        findings += 1;
        finding(
            &mutant,
            "there is no such mutant any more: remove its entry from",
        );
    }
    writeln!(
        out,
        "{} mutants in all areas, {} survivors with a reason",
        existing.len(),
        survivors.len()
    )?;
    let folder = cargo::target_folder().join("mutants");
    let diff = changed_lines(flags, &folder)?;
    for area in &AREAS {
        if !flags.areas.is_empty() && !flags.areas.iter().any(|name| name == area.name) {
            continue;
        }
        let Some(results) = tried(area, flags, &folder, diff.as_deref(), out)? else {
            continue;
        };
        writeln!(out, "{}: {}", area.name, Figures::of(&results))?;
        let differences = survivors.compare(&existing, &results);
        for mutant in &differences.unexplained {
            findings += 1;
            finding(mutant, "no test notices it: write one, or give a reason in");
        }
        for mutant in &differences.caught {
            findings += 1;
            finding(mutant, "a test notices it: remove its entry from");
        }
    }
    Ok(if findings == 0 {
        Exit::Success
    } else {
        Exit::Failure
    })
}

fn finding(mutant: &Mutant, what_to_do: &str) {
    report(&format!(
        "{}: {}: {what_to_do} {LIST}",
        mutant.file, mutant.change
    ));
}

/// The lines that have changed since the base, as a diff in a file. `None` if all lines count.
fn changed_lines(flags: &MutantsFlags, folder: &Path) -> io::Result<Option<PathBuf>> {
    if !flags.changed {
        return Ok(None);
    }
    let base = Commit::base(&flags.root.root, flags.base.as_deref(), "mutants --changed")?;
    let file = folder.join("changed.diff");
    fs::create_dir_all(folder)?;
    fs::write(&file, base.diff()?)?;
    Ok(Some(file))
}

/// Tries the mutants of one area. `None` if no line of it has changed.
fn tried(
    area: &Area,
    flags: &MutantsFlags,
    folder: &Path,
    diff: Option<&Path>,
    out: &mut dyn Write,
) -> io::Result<Option<Vec<(Mutant, Verdict)>>> {
    let mut chosen: Vec<String> = files_of(area).map(str::to_owned).collect();
    if let Some(Shard { index, count }) = flags.shard {
        chosen.extend(["--shard".to_owned(), format!("{index}/{count}")]);
    }
    if let Some(diff) = diff {
        chosen.extend(["--in-diff".to_owned(), diff.display().to_string()]);
    }
    let words = |more: &[&str]| -> io::Result<Command> {
        let mut command = mutants(&flags.root.root, more)?;
        command.args(&chosen);
        Ok(command)
    };
    let expected = outcomes::listed(&cargo::output(words(&["--list", "--json"])?)?)?.len();
    if expected == 0 {
        writeln!(out, "{}: no mutants", area.name)?;
        return Ok(None);
    }
    let output = folder.join(area.name);
    fs::create_dir_all(&output)?;
    let mut command = words(&["--test-package", area.package, "--no-shuffle"])?;
    command
        .arg("--jobs")
        .arg(flags.jobs.to_string())
        .arg("--output")
        .arg(&output)
        // What follows `--` would choose the tests that run, and not those that are built.
        .args(area.tests.iter().map(|word| format!("--cargo-arg={word}")))
        .env("CARGO_TARGET_DIR", folder.join("build"));
    // The exit code is no use: a survivor with a reason makes cargo-mutants fail as well.
    let ended = cargo::succeeds(command, out)?;
    let results = fs::read_to_string(output.join("mutants.out/outcomes.json"))?;
    let results = outcomes::read(&results)?;
    if results.len() == expected {
        return Ok(Some(results));
    }
    Err(io::Error::other(format!(
        "{} of {expected} mutants were tried: {}",
        results.len(),
        if ended {
            "some are missing"
        } else {
            "the lines above say why"
        }
    )))
}

/// How many mutants ended in which way.
#[derive(Debug, Default, PartialEq, Eq)]
struct Figures {
    caught: usize,
    missed: usize,
    timeout: usize,
    unviable: usize,
}

impl Figures {
    fn of(results: &[(Mutant, Verdict)]) -> Self {
        let count = |wanted| {
            let of_it = results.iter().filter(|(_, verdict)| *verdict == wanted);
            of_it.count()
        };
        Self {
            caught: count(Verdict::Caught),
            missed: count(Verdict::Missed),
            timeout: count(Verdict::Timeout),
            unviable: count(Verdict::Unviable),
        }
    }
}

impl fmt::Display for Figures {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        let Self {
            caught,
            missed,
            timeout,
            unviable,
        } = self;
        let tried = caught + missed + timeout + unviable;
        write!(
            f,
            "{tried} mutants, {caught} caught, {timeout} ended by the time limit, {unviable} do not compile, \
             {missed} survived"
        )
    }
}

fn files_of(area: &Area) -> impl Iterator<Item = &'static str> {
    area.files.iter().flat_map(|glob| ["--file", *glob])
}

/// `cargo mutants` in the root of the workspace.
///
/// # Errors
/// It is not installed.
fn mutants(root: &Path, arguments: &[&str]) -> io::Result<Command> {
    let mut version = cargo::command(&["mutants", "--version"]);
    if !version.output()?.status.success() {
        return Err(io::Error::other(format!(
            "cargo-mutants is not installed. Install it with:\n\n    {INSTALL}\n"
        )));
    }
    let mut command = cargo::command(&["mutants", "--workspace"]);
    command.args(arguments).current_dir(root);
    Ok(command)
}
