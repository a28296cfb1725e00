//! Programs that are installed from PyPI.
//!
//! In come the name and the version of a package. Out comes the path of its program, installed into an environment of
//! its own in the target folder, so that nothing of the machine's Python changes. What is there already is not
//! installed again. Programs that cargo builds are in `programs`.

use std::io::{self, Write};
use std::path::PathBuf;
use std::process::Command;

use crate::workspace;

/// A package that has one program.
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
    let folder = workspace::path("target").join(format!("{name}-{version}"));
    let binaries = folder.join(if cfg!(windows) { "Scripts" } else { "bin" });
    let program = binaries
        .join(program)
        .with_extension(std::env::consts::EXE_EXTENSION);
    if program.exists() {
        return Ok(program);
    }
    writeln!(out, "installing {name} {version} from PyPI")?;
    out.flush()?;
    let python = if cfg!(windows) { "python" } else { "python3" };
    succeeds(Command::new(python).args(["-m", "venv"]).arg(&folder))?;
    let pip = [
        "-m",
        "pip",
        "install",
        "--quiet",
        "--disable-pip-version-check",
    ];
    succeeds(
        Command::new(binaries.join(python))
            .args(pip)
            .arg(format!("{name}=={version}")),
    )?;
    Ok(program)
}

fn succeeds(command: &mut Command) -> io::Result<()> {
    // A missing Python is a failure as well.
    if command.status().is_ok_and(|status| status.success()) {
        Ok(())
    } else {
        Err(io::Error::other(format!(
            "this command failed. It needs Python 3.10 or later with venv and pip, and access to PyPI: {command:?}"
        )))
    }
}
