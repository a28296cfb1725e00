//! `cargo xtask bench-sandbox`: what the sandbox bears, beside Prism on the same description.

use std::fs;
use std::io::{self, Write};
use std::process::Command;

use crate::cli::BenchSandboxFlags;
use crate::exit::Exit;
use crate::{cargo, workspace};

/// The release that is compared with, from npm.
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
            return Err(io::Error::other("npm has not installed Prism"));
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
