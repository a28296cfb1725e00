//! Fuzz target: the client finds the key in the body of each success that has one.
//!
//! The input is the body. The property and what it fails on are in
//! `crates/publicsquare/tests/foreign_bytes/answer_body.rs`; the test `foreign_bytes` of that crate asserts the same.

#![no_main]
#![forbid(unsafe_code)]

#[path = "../../crates/publicsquare/tests/foreign_bytes/answer.rs"]
mod answer;
#[path = "../../crates/publicsquare/tests/foreign_bytes/answer_body.rs"]
mod answer_body;
#[path = "support/prepared.rs"]
mod prepared;

use libfuzzer_sys::fuzz_target;

fuzz_target!(|input: &[u8]| answer_body::holds(input, &prepared::ask));
