//! Fuzz target: a document that the loader reads becomes Rust code, or is refused with a message and a help.
//!
//! The input is the document. The property and what it fails on are in
//! `crates/publicsquare-codegen/tests/foreign_bytes/generate.rs`; the test `damage` of that crate asserts the same.

#![no_main]
#![forbid(unsafe_code)]

#[path = "../../crates/publicsquare-codegen/tests/foreign_bytes/generate.rs"]
mod generate;

use libfuzzer_sys::fuzz_target;

fuzz_target!(|input: &[u8]| generate::holds(input));
