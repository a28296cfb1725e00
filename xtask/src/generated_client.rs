//! The client that openapi-generator makes from the same description, as a peer to measure against.
//!
//! In comes openapi/publicsquare.yaml. Out comes a crate `generated_client` in the target folder. It is made anew each
//! time and never committed. openapi-generator is a Java program, which comes from PyPI; Java has to be installed.
//! `bench_calls` measures against this crate.

use std::io::{self, Write};
use std::path::PathBuf;
use std::process::{Command, Stdio};

use crate::pypi::{self, Package};
use crate::{spec, workspace};

const GENERATOR: Package = Package {
    name: "openapi-generator-cli",
    version: "7.26.0",
    program: "openapi-generator-cli",
};

/// Generates the crate and returns its folder.
pub(crate) fn generate(out: &mut dyn Write) -> io::Result<PathBuf> {
    let generator = pypi::installed(&GENERATOR, out)?;
    let folder = workspace::path("target/generated-client");
    if folder.exists() {
        std::fs::remove_dir_all(&folder)?;
    }
    let mut command = Command::new(generator);
    command
        .args(["generate", "--generator-name", "rust"])
        .args(["--library", "reqwest", "--additional-properties"])
        .arg("packageName=generated_client")
        .arg("--input-spec")
        .arg(workspace::path(spec::FILE))
        .arg("--output")
        .arg(&folder)
        .stdout(Stdio::null());
    if command.status()?.success() {
        Ok(folder)
    } else {
        Err(io::Error::other(
            "openapi-generator could not generate the client; its message is above. It needs Java 11 or later",
        ))
    }
}
