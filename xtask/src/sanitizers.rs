//! `cargo xtask sanitizers`: the sandbox under load, watched by the sanitizers of LLVM.
//!
//! In comes the bench of the sandbox, with 64 connections at the same time. It is built once for each sanitizer, by a
//! nightly toolchain. Out comes the first access to memory that is not its own, the first leak and the first race of two
//! threads, if there is one. Rates are measured in `bench_sandbox`.

use std::io::{self, Write};
use std::path::Path;
use std::process::Command;

use crate::cargo;
use crate::dist;
use crate::exit::Exit;

/// A sanitizer by the name that rustc gives it.
struct Sanitizer {
    name: &'static str,
    options: (&'static str, &'static str),
}

const SANITIZERS: &[Sanitizer] = &[
    Sanitizer {
        name: "address",
        options: ("ASAN_OPTIONS", "detect_leaks=1"),
    },
    Sanitizer {
        name: "thread",
        options: ("TSAN_OPTIONS", "halt_on_error=1"),
    },
];

/// How many regenerations are sent. The figures of `docs/proofs.md` are of this number.
const REQUESTS: &str = "20000";

pub(crate) fn run(out: &mut dyn Write) -> io::Result<Exit> {
    let target = dist::host()?;
    // With the standard library that rustc brings, a sanitizer sees only what is compiled here of it. That is enough for
    // addresses and leaks. Two threads that wait for each other inside of that library would look like a race.
    let has_sources = has_sources_of_std()?;
    if !has_sources {
        writeln!(
            out,
            "the standard library is not watched, because its sources are missing: rustup component add rust-src \
             --toolchain nightly"
        )?;
    }
    for sanitizer in SANITIZERS {
        let mut bench = cargo::nightly(&["test", "--locked", "--package", "publicsquare-sandbox"]);
        // Only with a target are build scripts and macros built without the sanitizer.
        bench.args(["--bench", "load", "--target", &target]);
        if has_sources {
            bench.arg("-Zbuild-std");
        }
        let (variable, options) = sanitizer.options;
        bench
            .arg("--target-dir")
            .arg(
                cargo::target_folder()
                    .join("sanitizers")
                    .join(sanitizer.name),
            )
            .args(["--", "--requests", REQUESTS])
            .env("RUSTFLAGS", format!("-Zsanitizer={}", sanitizer.name))
            .env(variable, options);
        if !cargo::succeeds(bench, out)? {
            return Ok(Exit::Failure);
        }
    }
    Ok(Exit::Success)
}

/// Whether the nightly toolchain has the sources that `-Zbuild-std` needs.
fn has_sources_of_std() -> io::Result<bool> {
    let mut which = Command::new("rustup");
    which.args(["run", "nightly", "rustc", "--print", "sysroot"]);
    let sysroot = cargo::output(which)?;
    Ok(Path::new(sysroot.trim())
        .join("lib/rustlib/src/rust/library/std")
        .exists())
}
