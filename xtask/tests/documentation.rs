//! The cargo commands of the README and of the pages in `docs`.
//!
//! In come the pages. Each line of a block ```` ```console ```` that begins with `cargo` is checked here: a verb of
//! `cargo xtask` has to take its arguments, and a package, example, benchmark or folder has to exist. Lines that begin
//! with `psq` run in the tests of `crates/publicsquare-cli`, and the arguments of the benches are parsed by
//! `crates/publicsquare-proofs`.

#![allow(clippy::unwrap_used, clippy::expect_used, clippy::panic)]

use std::collections::BTreeSet;
use std::fs;
use std::path::{Path, PathBuf};
use std::process::Command;

use serde_json::Value;

/// The verbs whose arguments another program parses.
const OF_THE_PROOFS: [&str; 3] = ["faults", "claims", "soak"];

fn root() -> PathBuf {
    Path::new(env!("CARGO_MANIFEST_DIR")).join("..")
}

/// Each line that begins with `cargo`, and the page that it is on.
fn lines() -> Vec<(PathBuf, String)> {
    let docs = fs::read_dir(root().join("docs")).expect("the pages");
    let mut pages: Vec<PathBuf> = docs.map(|entry| entry.expect("a page").path()).collect();
    pages.retain(|page| page.extension().is_some_and(|ending| ending == "md"));
    pages.extend(["README.md", "CONTRIBUTING.md"].map(|name| root().join(name)));
    let mut lines = Vec::new();
    for page in pages {
        let text = fs::read_to_string(&page).expect("a page");
        for block in text.split("```console\n").skip(1) {
            let block = block.split("```").next().unwrap_or_default();
            for line in block.lines().filter(|line| line.starts_with("cargo ")) {
                let command = line.split(" #").next().unwrap_or(line).trim();
                lines.push((page.clone(), command.to_owned()));
            }
        }
    }
    lines
}

/// The packages of the workspace, and their examples and benchmarks as `PACKAGE/NAME`.
fn known() -> BTreeSet<String> {
    let metadata = metadata();
    let mut known = BTreeSet::new();
    for package in metadata["packages"].as_array().expect("packages") {
        let name = package["name"].as_str().expect("a name");
        known.insert(name.to_owned());
        for target in package["targets"].as_array().expect("targets") {
            let target = target["name"].as_str().expect("a name");
            known.insert(format!("{name}/{target}"));
        }
    }
    known
}

/// What cargo says of the packages of the workspace.
fn metadata() -> Value {
    let arguments = [
        "metadata",
        "--no-deps",
        "--format-version",
        "1",
        "--offline",
    ];
    let output = Command::new(env!("CARGO"))
        .args(arguments)
        .current_dir(root())
        .output()
        .expect("cargo runs");
    serde_json::from_slice(&output.stdout).expect("JSON")
}

/// What is wrong with a line, if anything.
fn problem(line: &str, known: &BTreeSet<String>) -> Option<String> {
    let words: Vec<&str> = line.split_whitespace().skip(1).collect();
    let value = |option: &str| {
        let at = words.iter().position(|word| *word == option)?;
        words.get(at + 1).copied()
    };
    match words.as_slice() {
        ["xtask", verb, ..] if OF_THE_PROOFS.contains(verb) => None,
        ["xtask", arguments @ ..] => {
            let arguments = arguments.iter().map(|word| match *word {
                "VERSION" => "0.2.0",
                "SEED" => "1",
                word => word,
            });
            // Help is printed only if all arguments before it are taken.
            let output = Command::new(env!("CARGO_BIN_EXE_xtask"))
                .args(arguments)
                .arg("--help")
                .output()
                .expect("xtask runs");
            (!output.status.success()).then(|| String::from_utf8_lossy(&output.stderr).into_owned())
        }
        ["test", "--workspace"] => None,
        ["install", "--path", path] => (!root().join(path).join("src/main.rs").is_file())
            .then(|| format!("{path} has no program")),
        ["run" | "bench" | "test", ..] => {
            let package = value("-p")?;
            let wanted = match value("--example").or(value("--bench")) {
                Some(target) => format!("{package}/{target}"),
                None => package.to_owned(),
            };
            (!known.contains(&wanted)).then(|| format!("there is no {wanted}"))
        }
        _ => Some("nobody checks such a line".to_owned()),
    }
}

#[test]
fn every_cargo_line_of_every_page_names_what_exists() {
    let known = known();
    let lines = lines();
    assert!(lines.len() > 20, "only {} lines were found", lines.len());
    for (page, line) in lines {
        if let Some(problem) = problem(&line, &known) {
            panic!("{}: {line}: {problem}", page.display());
        }
    }
}

/// The page that says why each dependency is here names each of them, and no other.
#[test]
fn every_dependency_has_a_reason_on_its_page() {
    let page = fs::read_to_string(root().join("docs/dependencies.md")).expect("the page");
    let metadata = metadata();
    let mut needed = BTreeSet::new();
    for package in metadata["packages"].as_array().expect("packages") {
        for dependency in package["dependencies"].as_array().expect("dependencies") {
            // What has a path is of this workspace.
            if dependency["path"].is_null() {
                needed.insert(dependency["name"].as_str().expect("a name").to_owned());
            }
        }
    }
    let rows = page.lines().filter(|line| line.starts_with("| `"));
    let first = rows.filter_map(|row| row.split('|').nth(1));
    let named: BTreeSet<String> = first
        .flat_map(|cell| cell.split('`').skip(1).step_by(2))
        .map(str::to_owned)
        .collect();
    assert_eq!(named, needed);
}

#[test]
fn a_line_that_names_nothing_is_found() {
    let known = known();
    for line in [
        "cargo xtask regenerate",
        "cargo xtask spec-diff --fromat json",
        "cargo bench -p publicsquare --bench nothing",
        "cargo run -p nobody",
        "cargo install --path crates/nothing",
        "cargo frobnicate",
    ] {
        assert!(problem(line, &known).is_some(), "{line}");
    }
}
