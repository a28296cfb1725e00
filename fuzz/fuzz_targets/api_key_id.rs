//! Fuzz target: a text is the id of a key, or is refused at its first wrong character.
//!
//! The input is the text. The property and what it fails on are in `tests/foreign_bytes/api_key_id.rs`; the test
//! `foreign_bytes` of `publicsquare-client` asserts the same.

#![no_main]
#![forbid(unsafe_code)]

#[path = "../../tests/foreign_bytes/api_key_id.rs"]
mod api_key_id;

use libfuzzer_sys::fuzz_target;

fuzz_target!(|input: &[u8]| api_key_id::holds(input));
