//! `cargo xtask spec-judge --breakages`: shows that the check finds faults.
//!
//! In come the sources of `openapi-semver`. They are copied and broken in one place at a time, and the check runs on
//! one case with each broken copy. Out comes each breakage that rustc did not contradict. The cases are in
//! `crates/openapi-semver/tests/cases`.

use std::fs;
use std::io::{self, Write};
use std::path::{Path, PathBuf};
use std::process::Command;

use crate::exit::Exit;
use crate::{cargo, workspace};

/// A way in which the engine is broken.
struct Breakage {
    what: &'static str,
    /// From the folder of the engine.
    file: &'static str,
    right: &'static str,
    wrong: &'static str,
    /// The case that the breakage affects.
    case: &'static str,
}

const ENGINE: &str = "crates/openapi-semver/src";

const BREAKAGES: [Breakage; 12] = [
    Breakage {
        what: "a removed field is reported as compatible",
        file: "rust_api/members.rs",
        right: "                self.gone(
                    Rule::RustFieldRemoved,",
        wrong: "                self.new_one(
                    Rule::RustFieldRemoved,",
        case: "response-property-optional-added-or-removed",
    },
    Breakage {
        what: "a type that is gone is none",
        file: "rust_api/compare.rs",
        right: "self.gone(Rule::RustTypeRemoved, message, Anchor::Type(name.clone()));",
        wrong: "drop(message);",
        case: "component-schema-unused-added-or-removed",
    },
    Breakage {
        what: "a new type is reported as breaking",
        file: "rust_api/compare.rs",
        right: "self.new_one(Rule::RustTypeAdded, message, Anchor::Type(name.clone()));",
        wrong: "self.changed(Rule::RustTypeAdded, message, Anchor::Type(name.clone()));",
        case: "component-schema-unused-added-or-removed",
    },
    Breakage {
        what: "another kind of type is none",
        file: "rust_api/members.rs",
        right: "                self.changed(Rule::RustTypeKindChanged, message, anchor(name));",
        wrong: "                drop(message);",
        case: "response-object-of-anything-described",
    },
    Breakage {
        what: "a type is confused with a similar one",
        file: "rust_api/compare.rs",
        right: "        if base == revision {",
        wrong: "        if base == revision || revision.first_own().is_some() {",
        case: "rust-string-becomes-component",
    },
    Breakage {
        what: "the argument of a setter is ignored",
        file: "rust_api/calls.rs",
        right: "                    if takes_all_of(was, is) {",
        wrong: "                    if takes_all_of(was, is) || subject.len() > 1 {",
        case: "rust-parameter-becomes-component",
    },
    Breakage {
        what: "a setter that still takes all earlier arguments is reported as breaking",
        file: "rust_api/calls.rs",
        right: "                    if takes_all_of(was, is) {",
        wrong: "                    if before == now {",
        case: "same-id-of-component-inlined-where-text-is-taken",
    },
    Breakage {
        what: "a setter that is gone is none",
        file: "rust_api/calls.rs",
        right: "self.gone(Rule::RustSetterRemoved, message, anchor.clone());",
        wrong: "drop(message);",
        case: "path-parameter-renamed",
    },
    Breakage {
        what: "another type of a response is ignored",
        file: "rust_api/calls.rs",
        right: "                self.same_type(returned, success, success_now);",
        wrong: "                drop((returned, success, success_now));",
        case: "rust-one-use-of-component-inlined",
    },
    Breakage {
        what: "another type of an error is ignored",
        file: "rust_api/calls.rs",
        right: "                self.same_type(failed, error, error_now);",
        wrong: "                drop((failed, error, error_now));",
        case: "rust-one-error-inlined",
    },
    Breakage {
        what: "a removed method is reported as compatible",
        file: "rust_api/calls.rs",
        right: "                self.gone(
                    Rule::RustMethodRemoved,",
        wrong: "                self.new_one(
                    Rule::RustMethodRemoved,",
        case: "operation-id-renamed",
    },
    Breakage {
        what: "a change of the document counts although the code stays the same",
        file: "generated_code.rs",
        right: "        draft.change.class = draft.confirmed.map_or(wire, |class| class.max(wire));
        if draft.confirmed.is_none() {
            draft.change.why = Why::Wire;
        }",
        wrong: "        draft.change.class = draft.change.class.max(wire);",
        case: "path-parameter-respelled",
    },
];

pub(crate) fn run(out: &mut dyn Write) -> io::Result<Exit> {
    let source = copied()?;
    let target = workspace::path("target/breakages/target");
    let mut missed = 0;
    for breakage in &BREAKAGES {
        let place = source.join(ENGINE).join(breakage.file);
        let right = fs::read_to_string(&place)?;
        if right.matches(breakage.right).count() != 1 {
            return Err(io::Error::other(format!(
                "{ENGINE}/{} does not have this text exactly once, so the breakage \"{}\" has to be adapted:\n{}",
                breakage.file, breakage.what, breakage.right
            )));
        }
        fs::write(&place, right.replace(breakage.right, breakage.wrong))?;
        let said = judged(&source, &target, breakage.case)?;
        fs::write(&place, right)?;
        let contradiction = said.lines().find(|line| line.contains("WRONG"));
        missed += usize::from(contradiction.is_none());
        let found = contradiction.unwrap_or("NOT FOUND");
        writeln!(out, "{}:\n    {found}", breakage.what)?;
        out.flush()?;
    }
    writeln!(
        out,
        "{} breakages, {missed} of them not found",
        BREAKAGES.len()
    )?;
    Ok(if missed == 0 {
        Exit::Success
    } else {
        Exit::Failure
    })
}

/// The output of the check for one case, built from these sources.
fn judged(source: &Path, target: &Path, case: &str) -> io::Result<String> {
    let mut build = cargo::command(&["build", "--quiet", "--locked", "--package", "xtask"]);
    build.current_dir(source).env("CARGO_TARGET_DIR", target);
    let built = build.output()?;
    if !built.status.success() {
        let said = String::from_utf8_lossy(&built.stderr);
        return Err(io::Error::other(format!(
            "the broken engine does not compile: {said}"
        )));
    }
    let program = target.join("debug").join("xtask");
    let program = program.with_extension(std::env::consts::EXE_EXTENSION);
    let output = Command::new(program)
        .args(["spec-judge", "--only", case])
        .env("CARGO_TARGET_DIR", target)
        .output()?;
    if !matches!(output.status.code(), Some(0 | 1)) {
        let said = String::from_utf8_lossy(&output.stderr);
        return Err(io::Error::other(format!("the judge has failed: {said}")));
    }
    String::from_utf8(output.stdout).map_err(io::Error::other)
}

/// A copy of the sources of the workspace, to be broken.
fn copied() -> io::Result<PathBuf> {
    let folder = workspace::path("target/breakages/judged");
    match fs::remove_dir_all(&folder) {
        Err(error) if error.kind() != io::ErrorKind::NotFound => return Err(error),
        _ => fs::create_dir_all(&folder)?,
    }
    for entry in fs::read_dir(workspace::path(""))? {
        let entry = entry?;
        let name = entry.file_name();
        let is_source = !name.to_string_lossy().starts_with('.') && name != "target";
        if is_source {
            copy(&entry.path(), &folder.join(name))?;
        }
    }
    Ok(folder)
}

fn copy(from: &Path, to: &Path) -> io::Result<()> {
    if !from.is_dir() {
        return fs::copy(from, to).map(drop);
    }
    fs::create_dir_all(to)?;
    for entry in fs::read_dir(from)? {
        let entry = entry?;
        copy(&entry.path(), &to.join(entry.file_name()))?;
    }
    Ok(())
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn every_breakage_has_its_place_in_the_engine() {
        for breakage in &BREAKAGES {
            let place = workspace::path(ENGINE).join(breakage.file);
            let source = fs::read_to_string(&place).unwrap();
            let count = source.matches(breakage.right).count();
            assert_eq!(count, 1, "{}: {}", breakage.file, breakage.what);
        }
    }
}
