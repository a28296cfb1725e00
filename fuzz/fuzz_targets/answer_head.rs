//! Fuzz target: the client misreads no header of a response.
//!
//! The input selects the status and the headers. The property and what it fails on are in
//! `crates/publicsquare/tests/foreign_bytes/answer_head.rs`; the test `foreign_bytes` of that crate asserts the same.

#![no_main]
#![forbid(unsafe_code)]

#[path = "../../crates/publicsquare/tests/foreign_bytes/answer.rs"]
mod answer;
#[path = "../../crates/publicsquare/tests/foreign_bytes/answer_head.rs"]
mod answer_head;
#[path = "support/prepared.rs"]
mod prepared;

use libfuzzer_sys::fuzz_target;

fuzz_target!(|input: &[u8]| answer_head::holds(input, &prepared::ask));
