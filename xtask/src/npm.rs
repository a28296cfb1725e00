//! Programs that are installed from npm.
//!
//! In come the name and the version of a package. Out comes the path of its program, installed into a folder of its own
//! in the target folder, without running any script of a package. What is there already is not installed again. Programs
//! from PyPI are in `pypi`.

use std::fs;
use std::io::{self, Write};
use std::path::PathBuf;
use std::process::Command;

use crate::workspace;

/// A package that has a program.
pub(crate) struct Package {
    pub(crate) name: &'static str,
    pub(crate) version: &'static str,
    /// What the program is called.
    pub(crate) program: &'static str,
}

/// The program of a package, installed if it is not there.
pub(crate) fn installed(package: &Package, out: &mut dyn Write) -> io::Result<PathBuf> {
    let Package {
        name,
        version,
        program,
    } = package;
    let folder = workspace::path("target").join(format!("{program}-{version}"));
    let mut file = folder.join("node_modules/.bin").join(program);
    if cfg!(windows) {
        file.set_extension("cmd");
    }
    if file.exists() {
        return Ok(file);
    }
    writeln!(out, "installing {name} {version} from npm")?;
    out.flush()?;
    fs::create_dir_all(&folder)?;
    let mut command = Command::new(if cfg!(windows) { "npm.cmd" } else { "npm" });
    command
        .args(["install", "--silent", "--no-audit", "--no-fund"])
        .args(["--no-save", "--ignore-scripts", "--prefix"])
        .arg(&folder)
        .arg(format!("{name}@{version}"));
    // A missing npm is a failure as well.
    if command.status().is_ok_and(|status| status.success()) && file.exists() {
        Ok(file)
    } else {
        Err(io::Error::other(format!(
            "this command failed. It needs Node.js 18.20 or later with npm, and access to the registry of npm: {command:?}"
        )))
    }
}
