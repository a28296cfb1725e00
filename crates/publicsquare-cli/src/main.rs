//! `psq`: rotate a PublicSquare API key and never lose it.

#![forbid(unsafe_code)]

use std::process::ExitCode;

#[cfg(unix)]
fn main() -> ExitCode {
    publicsquare_cli::run()
}

/// What psq promises rests on file modes, owners, renames and locks as Unix has them.
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
