//! `psq`: rotate a PublicSquare API key and never lose it.
//!
//! The arguments of the process come in, the exit code goes out. Everything else is in the library of this
//! crate, so that tests can reach it: see `lib.rs`. On a system without Unix file modes and renames, psq
//! prints why it cannot run.

#![forbid(unsafe_code)]

use std::process::ExitCode;

#[cfg(unix)]
fn main() -> ExitCode {
    publicsquare_cli::run()
}

/// psq needs the file modes, owners, renames and locks of Unix.
#[cfg(not(unix))]
#[expect(
    clippy::print_stderr,
    reason = "this is where a command-line program says it"
)]
fn main() -> ExitCode {
    eprintln!(
        "psq: this system has no Unix file modes and renames, on which psq's promise rests; run it on \
         Linux or macOS, for example in WSL"
    );
    ExitCode::from(2)
}
