//! Whether what psq said is true, and whether anything is lost.

use std::fs;
use std::os::unix::fs::PermissionsExt;
use std::path::Path;

use sha2::{Digest, Sha256};

use super::fixture::{FOREIGN, Fixture};
use super::psq_output::PsqOutput;
use super::scenario::Destination;

/// What all values of the sandbox have in them, and nothing else here.
const MARK: &[u8] = b"FAKE";

/// What a round must not come to.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(super) enum Flaw {
    /// The destination does not hold the key that works, and psq cannot bring it there.
    Lost,
    /// What psq said, or its exit code, is not so.
    FalseClaim,
    /// A key is where nobody is to see it.
    Leak,
    /// Another byte of the destination than the value's has changed.
    Bytes,
    /// A line that psq prints to be typed does not help, or there is none.
    NextLine,
    /// A report for a program that is not as the schema says.
    Report,
    /// Something is left behind, or psq ended as it never should.
    Disorder,
}

/// The flaws in the order in which they are counted.
pub(super) const FLAWS: [(Flaw, &str); 7] = [
    (Flaw::Lost, "keys lost"),
    (Flaw::FalseClaim, "false claims"),
    (Flaw::Leak, "leaks"),
    (Flaw::Bytes, "foreign bytes changed"),
    (Flaw::NextLine, "next lines that fail"),
    (Flaw::Report, "reports outside the schema"),
    (Flaw::Disorder, "disorder"),
];

/// One of them, with what was seen.
#[derive(Debug, Clone)]
pub(super) struct Finding {
    pub(super) flaw: Flaw,
    pub(super) what: String,
}

impl Finding {
    pub(super) fn new(flaw: Flaw, what: impl Into<String>) -> Self {
        Self {
            flaw,
            what: what.into(),
        }
    }
}

/// What the API would say, at one moment.
#[derive(Debug, Clone, PartialEq, Eq)]
pub(super) struct ApiState {
    value: Option<String>,
    regenerations: usize,
    successors: usize,
}

impl ApiState {
    /// The value that the key has.
    pub(super) fn value(&self) -> Option<&String> {
        self.value.as_ref()
    }

    pub(super) fn now(fixture: &Fixture) -> Self {
        Self {
            value: fixture.value_of(&fixture.target),
            regenerations: fixture.sandbox.regenerations(&fixture.target),
            successors: fixture.sandbox.keys().len(),
        }
    }
}

/// What a run of psq came to.
pub(super) struct Observation<'a> {
    pub(super) code: i32,
    pub(super) output: &'a PsqOutput,
    /// How it stood before the run.
    pub(super) before: &'a ApiState,
    /// Somebody else has rotated the key meanwhile, so that what was true when it was said may not be so
    /// any more.
    pub(super) is_rotated_elsewhere: bool,
}

/// Holds what psq said against what is so.
pub(super) fn check_claims(fixture: &Fixture, said: &Observation<'_>) -> Vec<Finding> {
    let mut findings = Vec::new();
    let text = &said.output.text;
    // It is caught, and then nothing that psq could still have done is done.
    if text.contains("panicked at") || text.contains("psq itself has failed") {
        findings.push(Finding::new(Flaw::Disorder, format!("a panic: {text}")));
    }
    let mut wrong = |what: String| {
        findings.push(Finding::new(
            Flaw::FalseClaim,
            format!("{what}; it said: {}", text.trim_end()),
        ));
    };
    let now = ApiState::now(fixture);
    let is_unchanged = now == *said.before;
    let is_first = now.value.as_ref() == Some(&fixture.first_value);
    let says_unchanged = text.contains("nothing was changed");
    if says_unchanged && !is_unchanged && !said.is_rotated_elsewhere {
        wrong("something has changed".to_owned());
    }
    match said.code {
        0 => {}
        2 if !is_unchanged && !said.is_rotated_elsewhere => {
            wrong("exit code 2, and something has changed".to_owned());
        }
        // What is said of a key that psq has not changed is said of this call alone.
        3 if !is_first && !says_unchanged && !said.is_rotated_elsewhere => {
            wrong("exit code 3, and the old key is not untouched".to_owned());
        }
        2..=5 => {}
        code => wrong(format!("exit code {code}, which is not documented")),
    }
    if text.contains("untouched and still works") && !is_first && !said.is_rotated_elsewhere {
        wrong("the old key does not work any more".to_owned());
    }
    if text.contains("; the old key is dead") && is_first {
        wrong("the old key still works".to_owned());
    }
    if matches!(said.code, 4 | 5) && said.output.next.is_none() && !text.is_empty() {
        let what = format!("exit code {}, and no next line: {text}", said.code);
        findings.push(Finding::new(Flaw::NextLine, what));
    }
    findings
}

/// Looks for secrets where none may be.
pub(super) fn find_leaks(fixture: &Fixture, outputs: &[(&str, &[u8])]) -> Vec<Finding> {
    let mut places: Vec<_> = outputs
        .iter()
        .map(|(name, content)| ((*name).to_owned(), content.to_vec()))
        .collect();
    let mut findings = Vec::new();
    let own = fixture.private_files();
    for path in files_below(&fixture.state()).iter().chain(&own) {
        let name = path.display().to_string();
        let mode = fs::metadata(path).map_or(0, |metadata| metadata.permissions().mode());
        if mode & 0o077 != 0 && !path.ends_with("ballast") {
            let what = format!("{name} has mode {:o}", mode & 0o777);
            findings.push(Finding::new(Flaw::Leak, what));
        }
        if !own.contains(path) {
            places.push((name, fs::read(path).unwrap_or_default()));
        }
    }
    for (place, content) in places {
        let shown = secret_in(fixture, &place, &content);
        findings.extend(shown.map(|what| Finding::new(Flaw::Leak, what)));
    }
    findings
}

/// The secret that stands somewhere, be it by its fingerprint.
pub(super) fn secret_in(fixture: &Fixture, place: &str, content: &[u8]) -> Option<String> {
    if contains(content, MARK) {
        return Some(format!("a key in {place}"));
    }
    if contains(content, FOREIGN.as_bytes()) {
        return Some(format!("another secret in {place}"));
    }
    let secrets = fixture.secrets.borrow();
    let has_print = |secret: &String| {
        let print = Sha256::digest(secret.as_bytes());
        let print: String = print
            .iter()
            .take(6)
            .map(|byte| format!("{byte:02x}"))
            .collect();
        contains(content, print.as_bytes())
    };
    let is_there = secrets.iter().any(has_print);
    is_there.then(|| format!("the fingerprint of another secret in {place}"))
}

/// Whether the destination is whole, at whatever moment.
pub(super) fn check_destination(fixture: &Fixture, moment: &str) -> Vec<Finding> {
    let mut flaws = fixture.damage();
    // What another program writes is its own affair; that it ends up right is looked at at the end.
    if fixture.scenario.destination.is_file() && !fixture.is_occupied() {
        match fixture.read_value() {
            Ok(None) if fixture.scenario.destination == Destination::NewFile => {}
            Ok(Some(held)) if contains(held.as_bytes(), MARK) => {}
            held => flaws.push(format!(
                "{}: there is no key in it ({held:?})",
                fixture.file().display()
            )),
        }
    }
    let found = |flaw| Finding::new(Flaw::Bytes, format!("{moment}: {flaw}"));
    flaws.into_iter().map(found).collect()
}

/// Journals, drafts and staged files that are left.
pub(super) fn leftovers(fixture: &Fixture) -> Vec<Finding> {
    let mut paths = files_below(&fixture.state());
    paths.extend(files_below(&fixture.app_folder()));
    paths
        .into_iter()
        .filter(|path| {
            let name = path.file_name().unwrap_or_default().to_string_lossy();
            name.ends_with(".journal") || name.ends_with(".draft") || name.contains(".psq")
        })
        .map(|path| Finding::new(Flaw::Disorder, format!("{} is left", path.display())))
        .collect()
}

fn files_below(folder: &Path) -> Vec<std::path::PathBuf> {
    let mut files = Vec::new();
    for entry in fs::read_dir(folder).into_iter().flatten().flatten() {
        let path = entry.path();
        if path.is_dir() {
            files.extend(files_below(&path));
        } else {
            files.push(path);
        }
    }
    files
}

fn contains(content: &[u8], part: &[u8]) -> bool {
    content.windows(part.len()).any(|window| window == part)
}
