//! Runs every example as a process of its own, and checks what it prints.
//!
//! `cargo test` builds the examples anyway, so this test finds the programs beside itself and builds nothing. Each example
//! brings its own server, needs no account, and ends by itself. The code of an example is in `examples/`.

#![allow(clippy::unwrap_used, clippy::expect_used, clippy::panic)]

use std::env;
use std::path::PathBuf;
use std::process::Command;

/// The program of an example: this test is in `deps`, and the examples are in the folder beside it.
fn program(name: &str) -> PathBuf {
    let test = env::current_exe().unwrap();
    let profile = test.parent().and_then(|deps| deps.parent()).unwrap();
    let file = format!("{name}{}", env::consts::EXE_SUFFIX);
    profile.join("examples").join(file)
}

/// Runs an example, and asserts that it succeeds and prints these lines in this order.
#[track_caller]
fn assert_prints(name: &str, expected: &[&str]) {
    let program = program(name);
    assert!(
        program.exists(),
        "{} is not built; run cargo build -p publicsquare --examples",
        program.display()
    );
    let output = Command::new(program).output().unwrap();
    let printed = String::from_utf8_lossy(&output.stdout);
    let failed = String::from_utf8_lossy(&output.stderr);
    assert!(output.status.success(), "{name} failed: {printed}{failed}");
    let mut rest = &*printed;
    for line in expected {
        let Some((_, after)) = rest.split_once(line) else {
            panic!("{name} does not print {line:?} in its place:\n{printed}");
        };
        rest = after;
    }
    // Every example works with keys, and none shows one.
    assert!(!printed.contains("sk_"), "{name} shows a key:\n{printed}");
    assert!(!printed.contains("rk_"), "{name} shows a key:\n{printed}");
}

#[test]
fn rotate() {
    assert_prints(
        "rotate",
        &[
            "stored a value of",
            "has a new value (1 attempt)",
            "with the old value: the API key is missing, unknown or dead (401)",
            "with the new value: accepted",
        ],
    );
}

#[test]
fn replay_after_a_crash() {
    assert_prints(
        "replay_after_a_crash",
        &[
            "first run: the connection broke",
            "the old key may be dead",
            "second run: key_",
            "times replaced: 1",
            "the value works: true",
        ],
    );
}

#[test]
fn own_ca() {
    assert_prints(
        "own_ca",
        &[
            "without the authority: no connection to the server",
            "nothing was sent, the old key lives; check the base URL",
            "with the authority: key_",
        ],
    );
}

#[test]
fn secret_store() {
    assert_prints(
        "secret_store",
        &[
            "first run: got a new key, and crashed",
            "second run: the same request again: true",
            "times replaced: 1",
            "the delivered key works: true",
            "requests left in the store: 0",
        ],
    );
}

#[test]
fn axum_service() {
    assert_prints(
        "axum_service",
        &[
            "rotated three times while serving requests",
            "requests that failed: 0 of",
        ],
    );
}

#[cfg(feature = "fakes")]
#[test]
fn testing() {
    assert_prints(
        "testing",
        &[
            "fake, success: deliver the new key",
            "fake, timeout: send the request again",
            "mock, success: deliver the new key",
            "mock, requests: 1",
            "sandbox, lost answer: deliver the new key",
            "sandbox, times replaced: 1",
        ],
    );
}
