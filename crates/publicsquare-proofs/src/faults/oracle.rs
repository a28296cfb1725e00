//! The oracle: whether a statement of psq is true, and whether a key is lost or shown.
//!
//! The state of the API, the output of psq and the files of the fixture come in. Out go [`Finding`]s, each with
//! its [`Flaw`]. The oracle asks the sandbox and the file system, never psq. When to ask is decided in
//! [`check`](super::check).

use std::fs;
use std::os::unix::fs::PermissionsExt;
use std::path::Path;

use sha2::{Digest, Sha256};

use super::fixture::{FOREIGN, Fixture};
use super::psq_output::PsqOutput;
use super::scenario::Destination;

/// All values of the sandbox contain this text, and nothing else in a round does.
pub(crate) const MARK: &[u8] = b"FAKE";

/// A kind of finding. All counts must be 0.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(crate) enum Flaw {
    /// The destination does not hold the key that works, and psq cannot deliver it.
    Lost,
    /// A statement of psq, or its exit code, is not true.
    FalseClaim,
    /// A key or another secret is shown where it must not be.
    Leak,
    /// A byte of the destination that is not part of the value has changed.
    Bytes,
    /// The next command that psq prints does not help, or is missing.
    NextLine,
    /// A JSON report does not match its schema.
    Report,
    /// psq left something behind, or crashed.
    Disorder,
}

/// The flaws in the order in which they are counted.
pub(crate) const FLAWS: [(Flaw, &str); 7] = [
    (Flaw::Lost, "keys lost"),
    (Flaw::FalseClaim, "false claims"),
    (Flaw::Leak, "secrets shown"),
    (Flaw::Bytes, "destinations damaged"),
    (Flaw::NextLine, "printed commands that fail"),
    (Flaw::Report, "reports outside the schema"),
    (Flaw::Disorder, "leftovers and crashes"),
];

/// A flaw with what was seen.
#[derive(Debug, Clone)]
pub(crate) struct Finding {
    pub(crate) flaw: Flaw,
    pub(crate) what: String,
}

impl Finding {
    pub(crate) fn new(flaw: Flaw, what: impl Into<String>) -> Self {
        Self {
            flaw,
            what: what.into(),
        }
    }
}

/// What the API knows about the keys at one moment.
#[derive(Debug, Clone, PartialEq, Eq)]
pub(super) struct ApiState {
    value: Option<String>,
    regenerations: usize,
    successors: usize,
}

impl ApiState {
    /// The value of the key.
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

/// The outcome of a run of psq, for [`check_claims`].
pub(super) struct Observation<'a> {
    pub(super) code: i32,
    pub(super) output: &'a PsqOutput,
    /// The state of the API before the run.
    pub(super) before: &'a ApiState,
    /// Somebody else has rotated the key, so that a statement that was true may not be true any more.
    pub(super) is_rotated_elsewhere: bool,
}

/// Compares the statements and the exit code of psq with the state of the API.
pub(super) fn check_claims(fixture: &Fixture, observation: &Observation<'_>) -> Vec<Finding> {
    let mut findings = Vec::new();
    let text = &observation.output.text;
    // psq catches a panic and ends, so that it does not do the rest of its work.
    if text.contains("panicked at") || text.contains("psq itself has failed") {
        findings.push(Finding::new(
            Flaw::Disorder,
            format!("psq panicked: {text}"),
        ));
    }
    let mut wrong = |what: String| {
        findings.push(Finding::new(
            Flaw::FalseClaim,
            format!("{what}; psq said: {}", text.trim_end()),
        ));
    };
    let now = ApiState::now(fixture);
    let is_unchanged = now == *observation.before;
    let is_first = now.value.as_ref() == Some(&fixture.first_value);
    let says_unchanged = text.contains("nothing was changed");
    if says_unchanged && !is_unchanged && !observation.is_rotated_elsewhere {
        wrong("psq says that nothing was changed, but something was".to_owned());
    }
    match observation.code {
        0 => {}
        2 if !is_unchanged && !observation.is_rotated_elsewhere => {
            wrong("exit code 2, but something has changed".to_owned());
        }
        // "Nothing was changed" is a statement about this run only.
        3 if !is_first && !says_unchanged && !observation.is_rotated_elsewhere => {
            wrong("exit code 3, but the old key was changed".to_owned());
        }
        2..=5 => {}
        code => wrong(format!("exit code {code}, which is not documented")),
    }
    if text.contains("untouched and still works") && !is_first && !observation.is_rotated_elsewhere
    {
        wrong("psq says that the old key still works, but it does not".to_owned());
    }
    if text.contains("; the old key is dead") && is_first {
        wrong("psq says that the old key is dead, but it still works".to_owned());
    }
    if matches!(observation.code, 4 | 5) && observation.output.next.is_none() && !text.is_empty() {
        let what = format!(
            "exit code {}, but no next command: {text}",
            observation.code
        );
        findings.push(Finding::new(Flaw::NextLine, what));
    }
    findings
}

/// Looks for secrets in the output and in the files of psq.
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

/// The secret in `content`, in clear or as a fingerprint, if there is one.
pub(super) fn secret_in(fixture: &Fixture, place: &str, content: &[u8]) -> Option<String> {
    if contains(content, MARK) {
        return Some(format!("a key is in {place}"));
    }
    if contains(content, FOREIGN.as_bytes()) {
        return Some(format!("another secret is in {place}"));
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
    is_there.then(|| format!("the fingerprint of another secret is in {place}"))
}

/// Checks that the destination is complete and undamaged. This must be true at every moment.
pub(super) fn check_destination(fixture: &Fixture, moment: &str) -> Vec<Finding> {
    let mut flaws = fixture.damage();
    // The file of another program may be incomplete for a moment. It is checked at the end.
    if fixture.scenario.destination.is_file() && !fixture.is_occupied() {
        match fixture.read_value() {
            Ok(None) if fixture.scenario.destination == Destination::NewFile => {}
            Ok(Some(held)) if contains(held.as_bytes(), MARK) => {}
            held => flaws.push(format!(
                "{}: it does not contain a key ({held:?})",
                fixture.file().display()
            )),
        }
    }
    let found = |flaw| Finding::new(Flaw::Bytes, format!("{moment}: {flaw}"));
    flaws.into_iter().map(found).collect()
}

/// Journals, drafts and staged files that were not removed.
pub(super) fn leftovers(fixture: &Fixture) -> Vec<Finding> {
    leftovers_below(&[&fixture.state(), &fixture.app_folder()])
}

/// The same for any folders.
pub(crate) fn leftovers_below(folders: &[&Path]) -> Vec<Finding> {
    let paths = folders.iter().flat_map(|folder| files_below(folder));
    paths
        .filter(|path| {
            let name = path.file_name().unwrap_or_default().to_string_lossy();
            name.ends_with(".journal") || name.ends_with(".draft") || name.contains(".psq")
        })
        .map(|path| {
            Finding::new(
                Flaw::Disorder,
                format!("{} was not removed", path.display()),
            )
        })
        .collect()
}

/// All files in the folder and in the folders below it.
pub(crate) fn files_below(folder: &Path) -> Vec<std::path::PathBuf> {
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

/// Whether these bytes are somewhere in the content.
pub(crate) fn contains(content: &[u8], part: &[u8]) -> bool {
    content.windows(part.len()).any(|window| window == part)
}
