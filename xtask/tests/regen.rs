//! `cargo xtask regen` as a process, on a copy of the files that it reads and writes.
//!
//! In come the description and the two snapshots, one of them changed by a test. Out come the exit code, the difference
//! that is shown, and the files as they are then. What is generated is tested in `publicsquare-codegen`.

#![allow(clippy::unwrap_used, clippy::expect_used, clippy::panic)]

use std::fs;
use std::path::{Path, PathBuf};
use std::process::{Command, Output};

const SPEC: &str = "openapi/publicsquare.yaml";
const CLIENT: &str = "src/generated.rs";
const MOCKS: &str = "crates/publicsquare-httpmock/src/generated.rs";

/// A folder with the three files, which disappears at the end.
struct Copy(PathBuf);

impl Copy {
    fn new(test: &str) -> Self {
        let root = Path::new(env!("CARGO_TARGET_TMPDIR")).join(test);
        drop(fs::remove_dir_all(&root));
        let original = Path::new(env!("CARGO_MANIFEST_DIR")).parent().unwrap();
        for file in [SPEC, CLIENT, MOCKS] {
            fs::create_dir_all(root.join(file).parent().unwrap()).unwrap();
            fs::copy(original.join(file), root.join(file)).unwrap();
        }
        Self(root)
    }

    fn read(&self, file: &str) -> String {
        fs::read_to_string(self.0.join(file)).unwrap()
    }

    fn edit(&self, file: &str, from: &str, to: &str) {
        let text = self.read(file);
        assert!(text.contains(from), "{file} has no {from:?}");
        fs::write(self.0.join(file), text.replacen(from, to, 1)).unwrap();
    }

    fn regen(&self, flags: &[&str]) -> (i32, String, String) {
        let Output {
            status,
            stdout,
            stderr,
        } = Command::new(env!("CARGO_BIN_EXE_xtask"))
            .arg("regen")
            .arg("--root")
            .arg(&self.0)
            .args(flags)
            .output()
            .unwrap();
        let text = |bytes| String::from_utf8(bytes).unwrap();
        (status.code().unwrap(), text(stdout), text(stderr))
    }
}

impl Drop for Copy {
    fn drop(&mut self) {
        drop(fs::remove_dir_all(&self.0));
    }
}

#[test]
fn the_committed_code_is_up_to_date() {
    let copy = Copy::new("up-to-date");
    let (code, stdout, stderr) = copy.regen(&["--check"]);
    assert_eq!((code, stderr.as_str()), (0, ""), "{stdout}");
}

#[test]
fn a_stale_snapshot_is_shown_with_the_command_that_mends_it_and_left_alone() {
    let copy = Copy::new("stale");
    copy.edit(
        SPEC,
        "The id of the account that the key belongs to.",
        "Whose key it is.",
    );
    let before = copy.read(CLIENT);
    let (code, stdout, _) = copy.regen(&["--check"]);
    assert_eq!(code, 4, "{stdout}");
    assert!(
        stdout.contains("--- a/src/generated.rs\n+++ b/src/generated.rs\n"),
        "{stdout}"
    );
    assert!(stdout.contains("+        /// Whose key it is."), "{stdout}");
    assert!(stdout.contains("    cargo xtask regen\n"), "{stdout}");
    assert_eq!(copy.read(CLIENT), before);

    let (code, stdout, _) = copy.regen(&[]);
    assert_eq!(code, 0);
    assert!(stdout.contains("src/generated.rs is written"), "{stdout}");
    assert!(copy.read(CLIENT).contains("Whose key it is."));
    assert_eq!(copy.regen(&["--check"]).0, 0);
}

#[test]
fn nothing_is_written_when_nothing_changed() {
    let copy = Copy::new("unchanged");
    let modified = || {
        fs::metadata(copy.0.join(CLIENT))
            .unwrap()
            .modified()
            .unwrap()
    };
    let before = modified();
    let (code, stdout, _) = copy.regen(&[]);
    assert_eq!(code, 0);
    assert!(!stdout.contains("is written"), "{stdout}");
    assert_eq!(modified(), before);
}

#[test]
fn line_ends_of_another_system_are_no_difference() {
    let copy = Copy::new("line-ends");
    for file in [SPEC, CLIENT, MOCKS] {
        let text = copy.read(file).replace('\n', "\r\n");
        fs::write(copy.0.join(file), text).unwrap();
    }
    let (code, stdout, stderr) = copy.regen(&["--check"]);
    assert_eq!(code, 0, "{stdout}{stderr}");
}

#[test]
fn a_missing_snapshot_is_stale() {
    let copy = Copy::new("missing");
    fs::remove_file(copy.0.join(MOCKS)).unwrap();
    assert_eq!(copy.regen(&["--check"]).0, 4);
    assert_eq!(copy.regen(&[]).0, 0);
    assert_eq!(copy.regen(&["--check"]).0, 0);
}

#[test]
fn a_refused_yaml_is_blamed_by_line_and_column() {
    let copy = Copy::new("refused");
    copy.edit(SPEC, "maxLength: 50", "maxLenght: 50");
    let line = copy
        .read(SPEC)
        .lines()
        .position(|line| line.contains("maxLenght"))
        .unwrap()
        + 1;
    let (code, _, stderr) = copy.regen(&["--check"]);
    assert_eq!(code, 2);
    assert!(
        stderr.contains(&format!("openapi/publicsquare.yaml:{line}:7")),
        "{stderr}"
    );
    assert!(stderr.contains("maxLength"), "{stderr}");
}

#[test]
fn a_missing_yaml_is_named() {
    let copy = Copy::new("no-yaml");
    fs::remove_file(copy.0.join(SPEC)).unwrap();
    let (code, _, stderr) = copy.regen(&[]);
    assert_eq!(code, 2);
    assert!(stderr.contains(SPEC), "{stderr}");
}
