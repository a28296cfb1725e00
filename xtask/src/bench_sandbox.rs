//! `cargo xtask bench-sandbox`: how many requests the sandbox answers, compared with Prism.
//!
//! In comes the number of requests. Out come the rates of both on the same description, and the memory of the
//! sandbox. Prism is installed from npm; the bench itself is `crates/publicsquare-sandbox/benches/load.rs`.

use std::io::{self, Write};

use crate::cargo;
use crate::cli::BenchSandboxFlags;
use crate::exit::Exit;
use crate::npm::{self, Package};

pub(crate) const PRISM: Package = Package {
    name: "@stoplight/prism-cli",
    version: "5.16.0",
    program: "prism",
};

pub(crate) fn run(flags: &BenchSandboxFlags, out: &mut dyn Write) -> io::Result<Exit> {
    let prism = npm::installed(&PRISM, out)?;
    let mut bench = cargo::command(&[
        "bench",
        "--package",
        "publicsquare-sandbox",
        "--bench",
        "load",
    ]);
    bench.args(["--", "--requests", &flags.requests.to_string(), "--prism"]);
    bench.arg(prism);
    Ok(if cargo::succeeds(bench, out)? {
        Exit::Success
    } else {
        Exit::Failure
    })
}
