//! The benches that prove what this project promises, one module a promise: `cargo xtask VERB` starts them.
//!
//! In comes a verb with its flags. Out go a summary on standard output, and an exit code that says whether
//! the promise was kept.

#![forbid(unsafe_code)]

mod breakage;
mod cargo;
mod claims;
mod cli;
mod exit;
#[cfg(all(target_os = "linux", target_arch = "x86_64"))]
mod faults;
mod random;
mod workspace;

use std::io;
use std::panic::catch_unwind;
use std::process::ExitCode;

use clap::Parser;

use crate::cli::{Cli, Verb};
use crate::exit::Exit;

fn main() -> ExitCode {
    let verb = Cli::parse().verb;
    // An error of this program is no verdict on anything.
    catch_unwind(|| run(verb)).map_or_else(
        |_| {
            exit::report("this program has failed; the above says where");
            Exit::Unusable.into()
        },
        ExitCode::from,
    )
}

fn run(verb: Verb) -> Exit {
    let out = &mut io::stdout().lock();
    let exit = match verb {
        Verb::Claims(flags) => claims::run(&flags, out),
        #[cfg(all(target_os = "linux", target_arch = "x86_64"))]
        Verb::Faults(flags) => faults::run(&flags, out),
        #[cfg(not(all(target_os = "linux", target_arch = "x86_64")))]
        Verb::Faults(_) => {
            exit::report("faults are injected with ptrace, as Linux on x86-64 has it");
            Ok(Exit::Unusable)
        }
    };
    exit.unwrap_or_else(Exit::from_io)
}
