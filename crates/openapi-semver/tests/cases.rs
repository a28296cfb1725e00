//! Every folder in `tests/cases` is one case: `base.yaml`, `revision.yaml` and the expected verdicts in both
//! directions.
//!
//! The test reads both documents, compares them forwards and backwards, and checks the result against `expected.json`.
//! To add a case, write the two documents and `{}` into `expected.json`, run `UPDATE_EXPECTED=1 cargo test -p
//! openapi-semver --test cases`, and read the verdicts that this has written.
//!
//! Wordings and lines are not part of a case. `rendering` tests them.

#![allow(clippy::unwrap_used, clippy::expect_used, clippy::panic)]

use std::collections::{BTreeMap, BTreeSet};
use std::fs;
use std::path::{Path, PathBuf};

use openapi_loader::{Document, load_published};
use openapi_semver::{Class, Comparison, Report, rules};
use serde_json::{Value, json};

fn cases() -> Vec<PathBuf> {
    let folder = Path::new(env!("CARGO_MANIFEST_DIR")).join("tests/cases");
    let mut cases: Vec<PathBuf> = fs::read_dir(folder)
        .unwrap()
        .map(|entry| entry.unwrap().path())
        .filter(|path| path.is_dir())
        .collect();
    cases.sort();
    cases
}

fn document(case: &Path, name: &str) -> Document {
    let path = case.join(name);
    let text = fs::read_to_string(&path).unwrap();
    let shown = format!("{}/{name}", case.file_name().unwrap().to_str().unwrap());
    load_published(&shown, &text).unwrap_or_else(|problems| panic!("{problems}"))
}

fn reports(case: &Path) -> [(&'static str, Report); 2] {
    let base = document(case, "base.yaml");
    let revision = document(case, "revision.yaml");
    [
        ("forward", Comparison::new(&base, &revision).report()),
        ("backward", Comparison::new(&revision, &base).report()),
    ]
}

/// The part of a report that a case is about: without wording and lines.
fn essence(report: &Report) -> Value {
    let changes: BTreeSet<(String, String, String, String, String)> = report
        .changes
        .iter()
        .flat_map(|change| {
            let operations = match change.operations.as_slice() {
                [] => vec![String::new()],
                operations => operations.to_vec(),
            };
            operations.into_iter().map(|operation| {
                (
                    change.rule.to_string(),
                    change.class.to_string(),
                    change.why.to_string(),
                    operation,
                    change.pointer.clone(),
                )
            })
        })
        .collect();
    let changes: Vec<Value> = changes
        .into_iter()
        .map(|(rule, class, why, operation, pointer)| {
            json!({"rule": rule, "class": class, "why": why, "operation": operation, "pointer": pointer})
        })
        .collect();
    json!({"class": report.class, "changes": changes})
}

#[test]
fn every_case_is_judged_as_expected() {
    let update = std::env::var_os("UPDATE_EXPECTED").is_some();
    let mut wrong = Vec::new();
    for case in cases() {
        let found: BTreeMap<&str, Value> = reports(&case)
            .iter()
            .map(|(direction, report)| (*direction, essence(report)))
            .collect();
        let found = serde_json::to_value(found).unwrap();
        let path = case.join("expected.json");
        if update {
            let text = serde_json::to_string_pretty(&found).unwrap();
            fs::write(&path, text + "\n").unwrap();
            continue;
        }
        let expected: Value = serde_json::from_str(&fs::read_to_string(&path).unwrap()).unwrap();
        if expected != found {
            wrong.push(format!("{}: found {found:#}", case.display()));
        }
    }
    assert!(wrong.is_empty(), "{}", wrong.join("\n"));
}

/// The name of a folder promises a class. The promise holds whatever is in `expected.json`.
#[test]
fn what_is_called_the_same_is_the_same_and_what_is_called_prose_is_prose() {
    let mut broken = Vec::new();
    for case in cases() {
        let name = case.file_name().unwrap().to_str().unwrap();
        let promised = match name.split('-').next() {
            Some("same") => Class::None,
            Some("prose") => Class::DocsOnly,
            _ => continue,
        };
        for (direction, report) in reports(&case) {
            if report.class != promised {
                broken.push(format!("{name}, {direction}: {}", report.class));
            }
        }
    }
    assert!(broken.is_empty(), "{broken:#?}");
}

#[test]
fn every_rule_has_a_case_in_each_direction_that_it_knows() {
    let seen: BTreeSet<String> = cases()
        .iter()
        .flat_map(|case| reports(case))
        .flat_map(|(_, report)| report.changes)
        .map(|change| change.rule.to_string())
        .collect();
    let prefixes = |direction: &str| -> Vec<String> {
        let subjects: &[&str] = match direction {
            "request" => &["parameter", "parameter-property", "body", "property"],
            _ => &["header", "body", "property"],
        };
        subjects
            .iter()
            .map(|subject| format!("{direction}-{subject}"))
            .collect()
    };
    let mut missing = Vec::new();
    // The rules about generated code have tests of their own, in `rust_api`.
    for rule in rules().filter(|rule| !rule.name.starts_with("rust-")) {
        if rule.is_schema_keyword {
            for direction in ["request", "response"] {
                let there = prefixes(direction)
                    .iter()
                    .any(|prefix| seen.contains(&format!("{prefix}-{}", rule.name)));
                if !there {
                    missing.push(format!("{direction}: {}", rule.name));
                }
            }
        } else if !seen.contains(rule.name) {
            missing.push(rule.name.to_owned());
        }
    }
    assert!(missing.is_empty(), "no case has:\n{}", missing.join("\n"));
}

/// The words behind a colon say what a change does to the requests of clients. The server writes those of a callback.
#[test]
fn a_sentence_about_a_callback_says_nothing_about_the_requests_of_clients() {
    let folder = Path::new(env!("CARGO_MANIFEST_DIR")).join("tests/cases");
    for (case, end) in [
        ("callback-parameter-required", " is new and required"),
        (
            "request-parameter-required-added-or-removed",
            " is new and required: requests without it are refused",
        ),
    ] {
        let reports = reports(&folder.join(case));
        let mut changes = reports.iter().flat_map(|(_, report)| &report.changes);
        let change = changes.find(|change| change.rule == "new-required-request-parameter");
        let message = &change.unwrap().message;
        assert!(message.ends_with(end), "{message}");
    }
}
