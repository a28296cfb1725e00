//! What cargo-mutants has found.
//!
//! In come its `outcomes.json`, and the list that `cargo mutants --list --json` prints. Out come the mutants with their
//! results. A mutant is named without its line and column, because these move with every edit.

use std::io;

use serde_json::Value;

/// A change of the code, such as `replace == with != in known`, and the file that has it.
#[derive(Debug, Clone, PartialEq, Eq, PartialOrd, Ord)]
pub(super) struct Mutant {
    pub(super) file: String,
    pub(super) change: String,
}

/// What the tests made of a mutant.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(super) enum Verdict {
    Caught,
    Missed,
    /// The tests did not end in time, which is a way to notice.
    Timeout,
    /// The mutant does not compile.
    Unviable,
}

/// The mutants of one `outcomes.json`, with what the tests made of them.
pub(super) fn read(text: &str) -> io::Result<Vec<(Mutant, Verdict)>> {
    let value: Value = serde_json::from_str(text)?;
    let mut read = Vec::new();
    for outcome in list(&value["outcomes"])? {
        let described = &outcome["scenario"]["Mutant"];
        // The other scenario is the baseline, which has no mutant.
        if described.is_null() {
            continue;
        }
        let verdict = match outcome["summary"].as_str() {
            Some("CaughtMutant") => Verdict::Caught,
            Some("MissedMutant") => Verdict::Missed,
            Some("Timeout") => Verdict::Timeout,
            Some("Unviable") => Verdict::Unviable,
            _ => return Err(unknown(&outcome["summary"])),
        };
        read.push((mutant(described)?, verdict));
    }
    Ok(read)
}

/// The mutants that `cargo mutants --list --json` names.
pub(super) fn listed(text: &str) -> io::Result<Vec<Mutant>> {
    // A diff without a line of Rust makes cargo-mutants print nothing.
    if text.trim().is_empty() {
        return Ok(Vec::new());
    }
    let value: Value = serde_json::from_str(text)?;
    list(&value)?.iter().map(mutant).collect()
}

fn list(value: &Value) -> io::Result<&Vec<Value>> {
    value.as_array().ok_or_else(|| unknown(value))
}

fn mutant(described: &Value) -> io::Result<Mutant> {
    let (Some(file), Some(name)) = (described["file"].as_str(), described["name"].as_str()) else {
        return Err(unknown(described));
    };
    // The name is `file:line:column: change`.
    let change = name
        .strip_prefix(file)
        .and_then(|rest| rest.strip_prefix(':'))
        .and_then(|rest| rest.split_once(": "))
        .filter(|(place, _)| {
            place
                .bytes()
                .all(|byte| byte.is_ascii_digit() || byte == b':')
        })
        .map(|(_, change)| change)
        .ok_or_else(|| unknown(described))?;
    Ok(Mutant {
        file: file.to_owned(),
        change: change.to_owned(),
    })
}

fn unknown(value: &Value) -> io::Error {
    io::Error::other(format!(
        "this version of cargo-mutants writes its results in another form: {value}"
    ))
}
