//! `--help`, `--version` and the shell completions.
//!
//! The tests check the order and the width of each help text, the exit codes in it, and that shells accept the
//! completions. [`VERBS`] lists all commands and [`checked`] runs a checking program. `manual` uses both for the man
//! pages.

use std::io::Write;
use std::process::{Command, Stdio};

use crate::support::{World, skipped};

pub(crate) const VERBS: [&str; 11] = [
    "rotate",
    "replace",
    "recover",
    "status",
    "keys",
    "apply",
    "check",
    "approve",
    "sandbox",
    "completions",
    "man",
];

#[test]
fn the_help_of_every_verb_says_what_it_is_and_then_shows_examples() {
    let world = World::new();
    let summary = world.psq(["--help"]).ends(0).text();
    for verb in VERBS {
        let text = world.psq([verb, "--help"]).ends(0).text();
        let first = text.lines().next().unwrap_or_default();
        assert!(summary.contains(&first[..20]), "{verb}: {first}");
        let parts = ["Usage:", "Examples:\n  psq ", "Options:", "Exit codes:"];
        let places = parts.map(|part| text.find(part).unwrap_or_else(|| panic!("{verb}: {part}")));
        assert!(places[0] > 0 && places.is_sorted(), "{verb}:\n{text}");
        let examples = text[places[1]..places[2]].lines();
        for line in examples.filter(|line| line.starts_with("  psq ")) {
            assert!(line.starts_with(&format!("  psq {verb}")), "{verb}: {line}");
        }
    }
}

#[test]
fn no_line_of_the_help_is_wider_than_80_columns() {
    let world = World::new();
    let verbs = VERBS.into_iter().map(Some).chain([None]);
    for (verb, option) in verbs.flat_map(|verb| [(verb, "--help"), (verb, "-h")]) {
        let psq = world.psq(verb.into_iter().chain([option]));
        let text = psq.env("COLUMNS", "200").ends(0).text();
        for line in text.lines() {
            assert!(line.chars().count() <= 80, "{verb:?} {option}: {line}");
        }
    }
}

#[test]
fn the_help_of_commands_that_change_keys_lists_all_exit_codes() {
    let world = World::new();
    for arguments in [&["rotate"][..], &["replace"], &["recover"], &[]] {
        let psq = world.psq(arguments.iter().copied()).args(&["--help"]);
        let text = psq.ends(0).text();
        let codes = text.split("Exit codes:").nth(1).unwrap_or_default();
        for code in [
            "0  delivered",
            "2  usage",
            "3  the old key",
            "4  rotated",
            "5  delivered",
        ] {
            assert!(codes.contains(code), "{arguments:?}: {code}\n{text}");
        }
    }
}

#[test]
fn the_help_names_every_verb_and_where_the_key_comes_from() {
    let world = World::new();
    let text = world.psq(["--help"]).ends(0).text();
    for part in VERBS.into_iter().chain([
        "PUBLICSQUARE_API_SECRET",
        "PUBLICSQUARE_API_KEY",
        "--auth-file",
        "PUBLICSQUARE_BASE_URL",
        "PSQ_STATE_DIR",
    ]) {
        assert!(text.contains(part), "{part}");
    }
    let version = world.psq(["--version"]).ends(0).text();
    assert_eq!(version, format!("psq {}\n", env!("CARGO_PKG_VERSION")));
}

#[test]
fn no_option_takes_a_key() {
    let world = World::new();
    for verb in ["rotate", "replace", "recover"] {
        for option in ["--api-key", "--key", "--auth"] {
            let ended = world.psq([verb, world.id(), option, "sk_test_x"]).ends(2);
            ended.says(&["unexpected argument"]);
        }
    }
    assert_eq!(world.sandbox.requests(), []);
}

#[test]
fn every_shell_can_complete_its_commands() {
    let world = World::new();
    for shell in ["bash", "zsh", "fish", "elvish", "powershell"] {
        let text = world.psq(["completions", shell]).ends(0).text();
        for part in VERBS.into_iter().chain(["dry-run", "attempt-id"]) {
            assert!(text.contains(part), "{shell}: {part}");
        }
    }
    world.psq(["completions", "no-such-shell"]).ends(2);
}

/// Gives the text to a program that checks it. `None` if the program is not installed.
pub(crate) fn checked(program: &str, arguments: &[&str], text: &str) -> Option<(bool, String)> {
    let child = Command::new(program)
        .args(arguments)
        .stdin(Stdio::piped())
        .stdout(Stdio::null())
        .stderr(Stdio::piped())
        .spawn();
    let Ok(mut child) = child else {
        skipped(&format!("there is no {program}"));
        return None;
    };
    let written = child.stdin.take().unwrap().write_all(text.as_bytes());
    let output = child.wait_with_output().unwrap();
    let said = String::from_utf8_lossy(&output.stderr).into_owned();
    Some((written.is_ok() && output.status.success(), said))
}

#[test]
fn shells_understand_their_completions() {
    let world = World::new();
    for shell in ["bash", "zsh", "fish"] {
        let text = world.psq(["completions", shell]).ends(0).text();
        if let Some((is_good, said)) = checked(shell, &["-n"], &text) {
            assert!(is_good, "{shell}: {said}");
        }
    }
}

#[test]
fn a_closed_standard_output_is_no_failure() {
    let world = World::new();
    for arguments in [&["completions", "bash"][..], &["man"], &["status"]] {
        let ended = world.psq(arguments.iter().copied()).unread().run();
        assert_eq!((ended.code, &*ended.stderr), (Some(0), ""));
    }
}
