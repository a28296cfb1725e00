//! Fuzz target: two documents that the loader reads can be compared, and each is equal to itself.
//!
//! The input is both documents, with a line of `====` between them. The property and what it fails on are in
//! `crates/openapi-semver/tests/foreign_bytes/compare.rs`; the test `damage` of that crate asserts the same.

#![no_main]
#![forbid(unsafe_code)]

#[path = "../../crates/openapi-semver/tests/foreign_bytes/compare.rs"]
mod compare;

use libfuzzer_sys::fuzz_target;

fuzz_target!(|input: &[u8]| compare::holds(input));
