//! Whether what psq said is true, and whether anything is lost.

use std::fs;
use std::os::unix::fs::PermissionsExt;
use std::path::Path;

use super::scenario::Place;
use super::stage::Stage;

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
    /// Something is left behind, or psq ended as it never should.
    Disorder,
}

/// The flaws in the order in which they are counted.
pub(super) const FLAWS: [(Flaw, &str); 5] = [
    (Flaw::Lost, "keys lost"),
    (Flaw::FalseClaim, "false claims"),
    (Flaw::Leak, "leaks"),
    (Flaw::Bytes, "other bytes changed"),
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
pub(super) struct Truth {
    value: Option<String>,
    regenerations: usize,
    successors: usize,
}

impl Truth {
    pub(super) fn now(stage: &Stage) -> Self {
        Self {
            value: stage.value_of(&stage.target),
            regenerations: stage.sandbox.regenerations(&stage.target),
            successors: stage.sandbox.keys().len(),
        }
    }
}

/// What a run of psq came to.
pub(super) struct Said<'a> {
    pub(super) code: i32,
    pub(super) stderr: &'a [u8],
    /// How it stood before the run.
    pub(super) before: &'a Truth,
    /// Somebody else has rotated the key meanwhile, so that what was true when it was said may not be so
    /// any more.
    pub(super) is_rivalled: bool,
}

/// Holds what psq said against what is so.
pub(super) fn claims(stage: &Stage, said: &Said<'_>) -> Vec<Finding> {
    let mut findings = Vec::new();
    let text = String::from_utf8_lossy(said.stderr);
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
    let now = Truth::now(stage);
    let is_unchanged = now == *said.before;
    let is_first = now.value.as_ref() == Some(&stage.first_value);
    match said.code {
        0 => {}
        2 if !is_unchanged && !said.is_rivalled => {
            wrong("exit code 2, and something has changed".to_owned());
        }
        3 if !is_first && !said.is_rivalled => {
            wrong("exit code 3, and the old key is not untouched".to_owned());
        }
        4 | 5 if !text.is_empty() && !text.contains("Next: psq ") => {
            wrong(format!("exit code {}, and no next command", said.code));
        }
        2..=5 => {}
        code => wrong(format!("exit code {code}, which is not documented")),
    }
    if text.contains("untouched and still works") && !is_first && !said.is_rivalled {
        wrong("the old key does not work any more".to_owned());
    }
    if text.contains("; the old key is dead") && is_first {
        wrong("the old key still works".to_owned());
    }
    findings
}

/// Looks for keys where none may be.
pub(super) fn leaks(stage: &Stage, stdout: &[u8], stderr: &[u8]) -> Vec<Finding> {
    let mut places = vec![("stderr".to_owned(), stderr.to_vec())];
    if stage.scenario.place != Place::Stdout {
        places.push(("stdout".to_owned(), stdout.to_vec()));
    }
    let mut findings = Vec::new();
    for path in files_below(&stage.state()) {
        let name = path.display().to_string();
        let mode = fs::metadata(&path).map_or(0, |metadata| metadata.permissions().mode());
        if mode & 0o077 != 0 && !path.ends_with("ballast") {
            let what = format!("{name} has mode {:o}", mode & 0o777);
            findings.push(Finding::new(Flaw::Leak, what));
        }
        places.push((name, fs::read(&path).unwrap_or_default()));
    }
    for (place, content) in places {
        if contains(&content, MARK) {
            findings.push(Finding::new(Flaw::Leak, format!("a key in {place}")));
        }
    }
    findings
}

/// Whether the destination is whole, at whatever moment.
pub(super) fn bytes(stage: &Stage, moment: &str) -> Vec<Finding> {
    if matches!(stage.scenario.place, Place::Command | Place::Stdout) {
        // What another program writes is its own affair; that it ends up right is looked at at the end.
        return Vec::new();
    }
    let is_new = stage.scenario.place == Place::NewFile;
    let flaw = match stage.held() {
        Err(flaw) => flaw,
        Ok(None) if is_new => return Vec::new(),
        Ok(None) => "the file is gone".to_owned(),
        Ok(Some(held)) if contains(held.as_bytes(), MARK) => return Vec::new(),
        Ok(Some(_)) => "there is no key in it".to_owned(),
    };
    vec![Finding::new(
        Flaw::Bytes,
        format!("{}, {moment}: {flaw}", stage.file().display()),
    )]
}

/// Journals, drafts and staged files that are left.
pub(super) fn litter(stage: &Stage) -> Vec<Finding> {
    let mut paths = files_below(&stage.state());
    paths.extend(files_below(&stage.shop()));
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
