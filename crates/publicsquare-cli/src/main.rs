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
    reason = "a program reports errors on the standard error"
)]
fn main() -> ExitCode {
    eprintln!(
        "psq: this system does not have the file modes and renames of Unix, which psq needs to keep a key safe; \
         run it on Linux or macOS, for example in WSL"
    );
    ExitCode::from(2)
}
