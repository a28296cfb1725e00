//! Fuzz target: psq reads a plan, or names each mistake in it with its place.
//!
//! The input is the plan. The property and what it fails on are in `crates/publicsquare-cli/tests/foreign_bytes/plan.rs`;
//! the tests of psq's module `fuzzing` assert the same.

#![no_main]
#![forbid(unsafe_code)]

#[path = "../../crates/publicsquare-cli/tests/foreign_bytes/plan.rs"]
mod plan;

use libfuzzer_sys::fuzz_target;
use publicsquare_cli::fuzzing as readers;

fuzz_target!(|input: &[u8]| plan::holds(input));
