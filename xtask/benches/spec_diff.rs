//! How long `cargo xtask spec-diff` takes on the description of this workspace.
//!
//! In come the description and a changed copy. Out come the median and the slowest time of the whole process, with the
//! generated Rust code. The engine alone is measured in `crates/openapi-semver/benches/compare.rs`.
//!
//! ```console
//! $ cargo bench -p xtask
//! ```

#![forbid(unsafe_code)]
#![allow(clippy::print_stdout, clippy::unwrap_used)]

use std::path::Path;
use std::process::Command;
use std::time::Instant;
use std::{env, fs};

fn main() {
    // `cargo test --benches` only checks that the bench runs.
    let rounds = if env::args().any(|argument| argument == "--bench") {
        51
    } else {
        1
    };
    let root = Path::new(env!("CARGO_MANIFEST_DIR")).join("..");
    let revision = root.join("openapi/publicsquare.yaml");
    let text = fs::read_to_string(&revision).unwrap();
    let base = Path::new(env!("CARGO_TARGET_TMPDIR")).join("bench-base.yaml");
    fs::write(&base, text.replace("maxLength: 100", "maxLength: 90")).unwrap();
    let mut times: Vec<_> = (0..rounds)
        .map(|_| {
            let start = Instant::now();
            let output = Command::new(env!("CARGO_BIN_EXE_xtask"))
                .args(["spec-diff", "--fail-on", "never", "--base-file"])
                .arg(&base)
                .arg("--revision")
                .arg(&revision)
                .output()
                .unwrap();
            assert!(output.status.success(), "{output:?}");
            start.elapsed()
        })
        .collect();
    times.sort();
    println!(
        "spec-diff of openapi/publicsquare.yaml: median {:.1?}, slowest {:.1?}, of {rounds}",
        times[times.len() / 2],
        times[times.len() - 1]
    );
}
