//! `cargo xtask bench-sandbox`: how many requests the sandbox answers, compared with Prism.
//!
//! In comes the number of requests. Out come the rates of both on the same description, and the memory of the
//! sandbox. Prism is installed from npm; the bench itself is `crates/publicsquare-sandbox/benches/load.rs`.

use std::fs;
use std::io::{self, Write};
use std::process::Command;

use crate::cli::BenchSandboxFlags;
use crate::exit::Exit;
use crate::{cargo, workspace};

/// The release of Prism, from npm.
const VERSION: &str = "5.16.0";

pub(crate) fn run(flags: &BenchSandboxFlags, out: &mut dyn Write) -> io::Result<Exit> {
    let folder = workspace::path("target").join(format!("prism-{VERSION}"));
    let prism = folder.join("node_modules/.bin/prism");
    if !prism.exists() {
        writeln!(out, "installing @stoplight/prism-cli {VERSION} from npm")?;
        out.flush()?;
        fs::create_dir_all(&folder)?;
        let installed = Command::new("npm")
            .args([
                "install",
                "--silent",
                "--no-audit",
                "--no-fund",
                "--no-save",
                "--prefix",
            ])
            .arg(&folder)
            .arg(format!("@stoplight/prism-cli@{VERSION}"))
            .status()?;
        if !installed.success() {
            return Err(io::Error::other(
                "npm could not install Prism; its message is above",
            ));
        }
    }
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
