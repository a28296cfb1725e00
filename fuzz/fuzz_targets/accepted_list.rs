//! Fuzz target: each entry of a list of accepted changes is read, or the first mistake has its place.
//!
//! The input is the list. The property and what it fails on are in
//! `crates/openapi-semver/tests/foreign_bytes/accepted_list.rs`; the test `foreign_bytes` of that crate asserts the same.

#![no_main]
#![forbid(unsafe_code)]

#[path = "../../crates/openapi-semver/tests/foreign_bytes/accepted_list.rs"]
mod accepted_list;

use libfuzzer_sys::fuzz_target;

fuzz_target!(|input: &[u8]| accepted_list::holds(input));
