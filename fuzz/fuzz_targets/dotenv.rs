//! Fuzz target: psq changes one value of a dotenv file, and other readers see exactly that.
//!
//! The input is the file. The property and what it fails on are in `crates/publicsquare-cli/tests/foreign_bytes/dotenv.rs`;
//! the tests of psq's module `fuzzing` assert the same.

#![no_main]
#![forbid(unsafe_code)]

#[path = "../../crates/publicsquare-cli/tests/foreign_bytes/dotenv.rs"]
mod dotenv;
#[path = "../../crates/publicsquare-cli/tests/foreign_bytes/dotenv_readers.rs"]
mod dotenv_readers;

use libfuzzer_sys::fuzz_target;
use publicsquare_cli::fuzzing as readers;

fuzz_target!(|input: &[u8]| dotenv::holds(input));
