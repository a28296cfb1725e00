//! Fuzz target: a failure says no more than the API has said, and shows no secret.
//!
//! The input selects the status and is the body. The property and what it fails on are in
//! `crates/publicsquare/tests/foreign_bytes/problem.rs`; the test `foreign_bytes` of that crate asserts the same.

#![no_main]
#![forbid(unsafe_code)]

#[path = "../../crates/publicsquare/tests/foreign_bytes/answer.rs"]
mod answer;
#[path = "support/prepared.rs"]
mod prepared;
#[path = "../../crates/publicsquare/tests/foreign_bytes/problem.rs"]
mod problem;

use libfuzzer_sys::fuzz_target;

fuzz_target!(|input: &[u8]| problem::holds(input, &prepared::ask));
