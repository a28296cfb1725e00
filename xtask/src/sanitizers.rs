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
use crate::workspace;

/// A sanitizer by the name that rustc gives it.
struct Sanitizer {
    name: &'static str,
    options: (&'static str, &'static str),
    /// The file with what it takes for a finding and is none, each with its reason.
    suppressions: Option<&'static str>,
    /// Whether the standard library is built with it as well.
    ///
    /// The library that rustc brings is enough for addresses and leaks. A sanitizer for threads that does not see the locks
    /// of that library takes all that they guard for races: 145 of them in one run of this bench.
    with_std: bool,
}

const SANITIZERS: &[Sanitizer] = &[
    Sanitizer {
        name: "address",
        options: ("ASAN_OPTIONS", "detect_leaks=1"),
        suppressions: None,
        with_std: false,
    },
    Sanitizer {
        name: "thread",
        options: ("TSAN_OPTIONS", "halt_on_error=1"),
        suppressions: Some("xtask/src/sanitizers/thread.supp"),
        with_std: true,
    },
];

/// How many regenerations are sent. The figures of `docs/proofs.md` are of this number.
const REQUESTS: &str = "20000";

pub(crate) fn run(out: &mut dyn Write) -> io::Result<Exit> {
    let target = dist::host()?;
    for sanitizer in SANITIZERS {
        let mut bench = cargo::nightly(&["test", "--locked", "--package", "publicsquare-sandbox"]);
        // Only with a target are build scripts and macros built without the sanitizer.
        bench.args(["--bench", "load", "--target", &target]);
        if sanitizer.with_std {
            if !has_sources_of_std()? {
                return Err(io::Error::other(format!(
                    "the sanitizer {} was not run, because the sources of the standard library are missing. Install them \
                     with:\n\n    rustup component add rust-src --toolchain nightly\n",
                    sanitizer.name
                )));
            }
            bench.arg("-Zbuild-std");
        }
        let (variable, options) = sanitizer.options;
        let options = match sanitizer.suppressions {
            Some(file) => format!("{options} suppressions={}", workspace::path(file).display()),
            None => options.to_owned(),
        };
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
