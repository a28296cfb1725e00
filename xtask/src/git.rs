//! What git knows of the base.

use std::env;
use std::io;
use std::path::Path;
use std::process::{Command, Output, Stdio};

/// The branch that changes are held against.
const MAIN: &str = "origin/main";

/// A commit that is there.
pub(crate) struct Commit {
    root: std::path::PathBuf,
    id: String,
}

impl Commit {
    /// The base: `flag`, else what `SPEC_BASE` names, else the merge base with `origin/main`.
    ///
    /// # Errors
    /// Where there is none. Says which command mends that.
    pub(crate) fn base(root: &Path, flag: Option<&str>) -> io::Result<Self> {
        if !succeeds(root, &["rev-parse", "--git-dir"])? {
            return Err(missing(
                "this is not a git repository, so there is no base",
                "cargo xtask spec-diff --base-file FILE",
            ));
        }
        let named = flag
            .map(str::to_owned)
            .or_else(|| env::var("SPEC_BASE").ok())
            // What GitHub calls the commit before the first one of a branch.
            .filter(|name| !name.is_empty() && !name.bytes().all(|byte| byte == b'0'));
        let id = match named {
            Some(name) => named_commit(root, &name)?,
            None => merge_base(root)?,
        };
        Ok(Self {
            root: root.to_owned(),
            id,
        })
    }

    /// The first digits of the commit's id.
    pub(crate) fn short(&self) -> &str {
        self.id.get(..12).unwrap_or(&self.id)
    }

    /// A file as it was; `None` if it was not there.
    pub(crate) fn read(&self, file: &str) -> io::Result<Option<String>> {
        let object = format!("{}:./{file}", self.id);
        if !succeeds(&self.root, &["cat-file", "-e", &object])? {
            return Ok(None);
        }
        let output = git(&self.root, &["cat-file", "blob", &object])?;
        let text = String::from_utf8(output.stdout)
            .map_err(|_| io::Error::other(format!("{}:{file} is not UTF-8", self.short())))?;
        Ok(Some(text))
    }
}

fn named_commit(root: &Path, name: &str) -> io::Result<String> {
    let commit = format!("{name}^{{commit}}");
    let arguments = [
        "rev-parse",
        "--verify",
        "--quiet",
        "--end-of-options",
        &commit,
    ];
    match line(&git(root, &arguments)?) {
        Some(id) => Ok(id),
        None if is_shallow(root)? => Err(missing(
            &format!("the base `{name}` is not in this shallow clone"),
            "git fetch --unshallow origin",
        )),
        None => Err(missing(
            &format!("there is no commit `{name}` here"),
            &format!("git fetch origin {}", shell_word(name)),
        )),
    }
}

fn merge_base(root: &Path) -> io::Result<String> {
    // With a part of the history only, the merge base may be any commit that happens to be there.
    if is_shallow(root)? {
        return Err(missing(
            "this is a shallow clone, so there is no telling where it left main",
            "git fetch --unshallow origin",
        ));
    }
    let main = format!("refs/remotes/{MAIN}");
    if !succeeds(root, &["rev-parse", "--verify", "--quiet", &main])? {
        return Err(missing(
            &format!("there is no {MAIN} to compare with"),
            &format!("git fetch origin main:{main}"),
        ));
    }
    line(&git(root, &["merge-base", "HEAD", &main])?).ok_or_else(|| {
        missing(
            &format!("HEAD and {MAIN} have no commit in common"),
            "cargo xtask spec-diff --base REV",
        )
    })
}

fn is_shallow(root: &Path) -> io::Result<bool> {
    let output = git(root, &["rev-parse", "--is-shallow-repository"])?;
    Ok(line(&output).as_deref() == Some("true"))
}

fn missing(what: &str, command: &str) -> io::Error {
    io::Error::other(format!("{what}. Mend it with:\n\n    {command}\n"))
}

/// A name in a command that is shown to be copied.
fn shell_word(name: &str) -> String {
    let plain = |c: char| c.is_ascii_alphanumeric() || "/._-~^".contains(c);
    if name.chars().all(plain) && !name.starts_with('-') {
        name.to_owned()
    } else {
        format!("'{}'", name.replace('\'', "'\\''"))
    }
}

fn succeeds(root: &Path, arguments: &[&str]) -> io::Result<bool> {
    Ok(git(root, arguments)?.status.success())
}

fn git(root: &Path, arguments: &[&str]) -> io::Result<Output> {
    Command::new("git")
        .args(arguments)
        .current_dir(root)
        .stdin(Stdio::null())
        .output()
        .map_err(|error| io::Error::new(error.kind(), format!("git cannot be run: {error}")))
}

/// The first line that a successful command has printed.
fn line(output: &Output) -> Option<String> {
    let text = String::from_utf8_lossy(&output.stdout);
    let line = text.lines().next()?.trim().to_owned();
    (output.status.success() && !line.is_empty()).then_some(line)
}
