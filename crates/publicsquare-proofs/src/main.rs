//! The program with the benches: `cargo xtask faults`, `cargo xtask claims` and `cargo xtask soak` start it.
//!
//! A verb with its flags comes in. Out go a summary on standard output, and an exit code that says whether the
//! promise was kept. What each bench proves is on the front page of the library, `lib.rs`.

#![forbid(unsafe_code)]

mod breakage;
mod cargo;
mod claims;
mod cli;
mod exit;
#[cfg(all(target_os = "linux", target_arch = "x86_64"))]
mod faults;
mod random;
#[cfg(all(target_os = "linux", target_arch = "x86_64"))]
mod raw_http;
#[cfg(all(target_os = "linux", target_arch = "x86_64"))]
mod soak;
mod workspace;

use std::io;
use std::panic::catch_unwind;
use std::process::ExitCode;

use clap::Parser;

use crate::cli::{Cli, Verb};
use crate::exit::Exit;

fn main() -> ExitCode {
    let verb = Cli::parse().verb;
    // If the bench itself fails, that says nothing about the promise.
    catch_unwind(|| run(verb)).map_or_else(
        |_| {
            exit::report("the bench itself has failed, and no promise was tested; the message above says where");
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
            exit::report("this bench needs Linux on x86-64, because it injects faults with ptrace");
            Ok(Exit::Unusable)
        }
        #[cfg(all(target_os = "linux", target_arch = "x86_64"))]
        Verb::Soak(flags) => soak::run(&flags, out),
        #[cfg(all(target_os = "linux", target_arch = "x86_64"))]
        Verb::SoakServer(flags) => soak::serve(&flags, out),
        #[cfg(not(all(target_os = "linux", target_arch = "x86_64")))]
        Verb::Soak(_) | Verb::SoakServer(_) => {
            exit::report("this bench needs Linux on x86-64, because it reads /proc");
            Ok(Exit::Unusable)
        }
    };
    exit.unwrap_or_else(Exit::from_io)
}
