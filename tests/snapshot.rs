//! The committed code is the code that the description generates.
//!
//! In come `openapi/publicsquare.yaml` and the committed `generated.rs` of the client and of the mocks. If a test fails, run
//! `cargo xtask regen`. Whether the description itself is right is tested in `spec.rs`.

#![allow(clippy::unwrap_used, clippy::expect_used, clippy::panic)]

use std::fs;
use std::path::Path;

use publicsquare_codegen::{Generated, REGEN_COMMAND, generate, load};

const SPEC: &str = "openapi/publicsquare.yaml";

/// A file of the workspace, with the line ends that were committed.
fn read(file: &str) -> String {
    let path = Path::new(env!("CARGO_MANIFEST_DIR")).join(file);
    fs::read_to_string(path).unwrap().replace("\r\n", "\n")
}

fn generated() -> Generated {
    generate(&load(SPEC, &read(SPEC)).unwrap()).unwrap()
}

#[track_caller]
fn assert_committed(file: &str, generated: &str) {
    let committed = read(file);
    let differs = committed
        .lines()
        .zip(generated.lines())
        .position(|(committed, generated)| committed != generated)
        .unwrap_or_else(|| committed.lines().count().min(generated.lines().count()));
    assert!(
        committed == generated,
        "{file} is not what {SPEC} says, from line {} on. Mend it with: {REGEN_COMMAND}",
        differs + 1
    );
}

#[test]
fn the_committed_client_is_the_generated_one() {
    assert_committed("src/generated.rs", &generated().client);
}

#[test]
fn the_committed_mocks_are_the_generated_ones() {
    assert_committed(
        "crates/publicsquare-httpmock/src/generated.rs",
        &generated().mocks,
    );
}
