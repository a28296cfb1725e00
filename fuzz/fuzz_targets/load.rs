//! Fuzz target: the loader reads any text, or refuses it with a place inside the text.
//!
//! The input is the text. The property and what it fails on are in
//! `crates/openapi-loader/tests/foreign_bytes/load.rs`; the test `properties` of that crate asserts the same.

#![no_main]
#![forbid(unsafe_code)]

#[path = "../../crates/openapi-loader/tests/foreign_bytes/load.rs"]
mod load;

use libfuzzer_sys::fuzz_target;

fuzz_target!(|input: &[u8]| load::holds(input));
