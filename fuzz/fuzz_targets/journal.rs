//! Fuzz target: the newest entry of a journal that is whole counts.
//!
//! The input selects a file. The property and what it fails on are in `crates/publicsquare-cli/tests/foreign_bytes/journal.rs`;
//! the tests of psq's module `fuzzing` assert the same.

#![no_main]
#![forbid(unsafe_code)]

#[path = "../../crates/publicsquare-cli/tests/foreign_bytes/journal.rs"]
mod journal;

use libfuzzer_sys::fuzz_target;
use publicsquare_cli::fuzzing as readers;

fuzz_target!(|input: &[u8]| journal::holds(input));
