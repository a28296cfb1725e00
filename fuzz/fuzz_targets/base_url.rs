//! Fuzz target: a URL that may receive a key is encrypted or stays on this machine.
//!
//! The input is the text. The property and what it fails on are in `tests/foreign_bytes/base_url.rs`; the test
//! `foreign_bytes` of `publicsquare-client` asserts the same.

#![no_main]
#![forbid(unsafe_code)]

#[path = "../../tests/foreign_bytes/base_url.rs"]
mod base_url;

use libfuzzer_sys::fuzz_target;

fuzz_target!(|input: &[u8]| base_url::holds(input));
