//! How long `cargo xtask spec-diff` takes on the description of this workspace.
//!
//! In come the description and a changed copy. Out come the figures of criterion for the whole process, with the generated
//! Rust code, and whether its median meets the goal; the exit code is 1 if it does not. The engine alone is measured in
//! `crates/openapi-semver/benches/compare.rs`.
//!
//! ```console
//! $ cargo bench -p xtask
//! ```

#![forbid(unsafe_code)]
#![allow(clippy::print_stdout, clippy::unwrap_used)]

use std::path::Path;
use std::process::{Command, ExitCode};
use std::time::Duration;
use std::{env, fs};

use criterion::Criterion;
use serde_json::Value;

const NAME: &str = "spec-diff";

/// The longest time for the description of this workspace.
const GOAL: Duration = Duration::from_millis(25);

fn main() -> ExitCode {
    let scratch = Path::new(env!("CARGO_TARGET_TMPDIR"));
    let root = Path::new(env!("CARGO_MANIFEST_DIR")).join("..");
    let revision = root.join("openapi/publicsquare.yaml");
    let text = fs::read_to_string(&revision).unwrap();
    let base = scratch.join("bench-base.yaml");
    fs::write(&base, text.replace("maxLength: 100", "maxLength: 90")).unwrap();
    let results = scratch.join("criterion-spec-diff");
    let mut criterion = Criterion::default()
        .without_plots()
        .output_directory(&results)
        .sample_size(50)
        .configure_from_args();
    criterion.bench_function(NAME, |bencher| {
        bencher.iter(|| {
            let output = Command::new(env!("CARGO_BIN_EXE_xtask"))
                .args(["spec-diff", "--fail-on", "never", "--base-file"])
                .arg(&base)
                .arg("--revision")
                .arg(&revision)
                .output()
                .unwrap();
            assert!(output.status.success(), "{output:?}");
        });
    });
    criterion.final_summary();
    // `cargo test --benches` only checks that the bench runs.
    if env::args().any(|argument| argument == "--bench") {
        let file = results.join(NAME).join("new/estimates.json");
        let estimates: Value = serde_json::from_str(&fs::read_to_string(file).unwrap()).unwrap();
        let median = estimates["median"]["point_estimate"].as_f64().unwrap();
        let median = Duration::from_secs_f64(median / 1e9);
        let is_met = median <= GOAL;
        let met = if is_met { "met" } else { "MISSED" };
        println!("goal: openapi/publicsquare.yaml in {GOAL:?} or less: {median:.1?}, {met}");
        if !is_met {
            return ExitCode::FAILURE;
        }
    }
    ExitCode::SUCCESS
}
