//! Fuzz target: the key in a file is its text without the white space around it.
//!
//! The input is the file. The property and what it fails on are in `crates/publicsquare-cli/tests/foreign_bytes/credential.rs`;
//! the tests of psq's module `fuzzing` assert the same.

#![no_main]
#![forbid(unsafe_code)]

#[path = "../../crates/publicsquare-cli/tests/foreign_bytes/credential.rs"]
mod credential;

use libfuzzer_sys::fuzz_target;
use publicsquare_cli::fuzzing as readers;

fuzz_target!(|input: &[u8]| credential::holds(input));
