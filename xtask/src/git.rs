//! The commits that a change is compared with.
//!
//! In comes the root of a repository and, optionally, the name of a revision. Out comes a commit whose files and tags
//! can be read, or a message with the command that fetches what is missing. Descriptions are read from it by
//! `revisions`, releases are found by `last_release`.

use std::env;
use std::io;
use std::path::{Path, PathBuf};
use std::process::{Command, Output, Stdio};

/// The possible names of the main branch, which changes are compared with.
const MAIN: [&str; 2] = ["main", "master"];

/// A commit that exists in the repository.
#[derive(Clone)]
pub(crate) struct Commit {
    root: PathBuf,
    id: String,
}

impl Commit {
    /// The base: `flag`, else what `SPEC_BASE` names, else the merge base with the main branch. Messages name the
    /// subcommand `verb`.
    ///
    /// # Errors
    /// If there is none. The message names the command that helps.
    pub(crate) fn base(root: &Path, flag: Option<&str>, verb: &str) -> io::Result<Self> {
        if !succeeds(root, &["rev-parse", "--git-dir"])? {
            return Err(missing(
                "this is not a git repository, so there is no base",
                &match verb {
                    // spec-gate needs the version and the changelog of the base as well.
                    "spec-gate" => "git clone URL; cd FOLDER; cargo xtask spec-gate".to_owned(),
                    verb => format!("cargo xtask {verb} --base-file FILE"),
                },
            ));
        }
        let named = flag
            .map(str::to_owned)
            .or_else(|| env::var("SPEC_BASE").ok())
            // GitHub writes zeros for the commit before the first one of a branch.
            .filter(|name| !name.is_empty() && !name.bytes().all(|byte| byte == b'0'));
        let id = match named {
            Some(name) => named_commit(root, &name)?,
            None => merge_base(root, verb)?,
        };
        Ok(Self {
            root: root.to_owned(),
            id,
        })
    }

    /// The commit of this name in the same repository, if there is one.
    pub(crate) fn named(&self, name: &str) -> io::Result<Self> {
        Ok(Self {
            root: self.root.clone(),
            id: named_commit(&self.root, name)?,
        })
    }

    /// The tags of this commit and of all commits before it.
    pub(crate) fn tags(&self) -> io::Result<Vec<String>> {
        self.lines(&["tag", "--list", "--merged", &self.id])
    }

    /// The commits up to this one that changed a file, the oldest first.
    pub(crate) fn history_of(&self, file: &str) -> io::Result<Vec<Self>> {
        let ids = self.lines(&["log", "--reverse", "--format=%H", &self.id, "--", file])?;
        let commits = ids.into_iter().map(|id| Self {
            root: self.root.clone(),
            id,
        });
        Ok(commits.collect())
    }

    fn lines(&self, arguments: &[&str]) -> io::Result<Vec<String>> {
        let output = git(&self.root, arguments)?;
        if !output.status.success() {
            let said = String::from_utf8_lossy(&output.stderr);
            return Err(io::Error::other(format!(
                "git {}: {said}",
                arguments.join(" ")
            )));
        }
        let text = String::from_utf8_lossy(&output.stdout);
        Ok(text.lines().map(str::to_owned).collect())
    }

    /// The first digits of the commit's id.
    pub(crate) fn short(&self) -> &str {
        self.id.get(..12).unwrap_or(&self.id)
    }

    /// What has changed between this commit and the files as they are now.
    pub(crate) fn diff(&self) -> io::Result<String> {
        // The settings of a user must not change the form.
        let form = [
            "--no-color",
            "--no-ext-diff",
            "--src-prefix=a/",
            "--dst-prefix=b/",
        ];
        let mut lines = self.lines(&[&["diff"], &form[..], &[self.id.as_str()]].concat())?;
        lines.push(String::new());
        Ok(lines.join("\n"))
    }

    /// A file at this commit; `None` if it was not there.
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
            &format!(
                "git fetch --unshallow {}",
                remote(root)?.unwrap_or_default()
            ),
        )),
        None => Err(missing(
            &format!("there is no commit `{name}` here"),
            &match remote(root)? {
                Some(remote) => format!("git fetch {remote} {}", shell_word(name)),
                None => "git log --oneline --all".to_owned(),
            },
        )),
    }
}

/// The remote of this branch, else `origin`, else any.
fn remote(root: &Path) -> io::Result<Option<String>> {
    let text = |arguments: &[&str]| -> io::Result<Vec<String>> {
        let output = git(root, arguments)?;
        let text = String::from_utf8_lossy(&output.stdout);
        Ok(text.lines().map(str::to_owned).collect())
    };
    let remotes = text(&["remote"])?;
    let own = text(&[
        "rev-parse",
        "--abbrev-ref",
        "--symbolic-full-name",
        "@{upstream}",
    ])?;
    let own = own.first().and_then(|branch| branch.split('/').next());
    let known = |name: &&str| remotes.iter().any(|remote| remote == name);
    let first = || remotes.first().map(String::as_str);
    let chosen = own.filter(known).or(Some("origin").filter(known));
    Ok(chosen.or_else(first).map(str::to_owned))
}

/// The main branch of the remote; without a remote, that of this repository.
fn main_branch(root: &Path, remote: Option<&str>) -> io::Result<Option<String>> {
    let candidates = MAIN.iter().map(|main| match remote {
        Some(remote) => format!("refs/remotes/{remote}/{main}"),
        None => format!("refs/heads/{main}"),
    });
    for candidate in candidates {
        if succeeds(root, &["rev-parse", "--verify", "--quiet", &candidate])? {
            return Ok(Some(candidate));
        }
    }
    Ok(None)
}

fn merge_base(root: &Path, verb: &str) -> io::Result<String> {
    let remote = remote(root)?;
    // In a part of the history, the merge base may be any commit that happens to be there.
    if is_shallow(root)? {
        return Err(missing(
            "this is a shallow clone, so the commit where it left main is not known",
            &format!("git fetch --unshallow {}", remote.unwrap_or_default()),
        ));
    }
    let by_name = format!("cargo xtask {verb} --base REV");
    let Some(main) = main_branch(root, remote.as_deref())? else {
        let [main, _] = MAIN;
        return Err(match &remote {
            Some(remote) => missing(
                &format!("there is no {remote}/{main} to compare with"),
                &format!("git fetch {remote} {main}:refs/remotes/{remote}/{main}"),
            ),
            None => missing(
                &format!("there is no branch {main} to compare with"),
                &by_name,
            ),
        });
    };
    line(&git(root, &["merge-base", "HEAD", &main])?).ok_or_else(|| {
        let main = main
            .trim_start_matches("refs/remotes/")
            .trim_start_matches("refs/heads/");
        missing(
            &format!("HEAD and {main} have no commit in common"),
            &by_name,
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

/// A name, quoted for a command that is shown to be copied.
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

/// The first line that a command printed, if the command succeeded.
fn line(output: &Output) -> Option<String> {
    let text = String::from_utf8_lossy(&output.stdout);
    let line = text.lines().next()?.trim().to_owned();
    (output.status.success() && !line.is_empty()).then_some(line)
}
