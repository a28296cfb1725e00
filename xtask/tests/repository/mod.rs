//! A git repository with the files that the subcommands about the API description read and write.
//!
//! In comes the name of a test. Out comes a repository of its own in the target folder, with one commit, the tag v0.1.0
//! and a branch `origin/main`; it disappears at the end. Git ignores the settings of this machine there. Tests that need
//! the files of this workspace instead make a copy, as `regen` does.

#![allow(dead_code, reason = "each test program uses its own part")]

use std::fs;
use std::path::{Path, PathBuf};
use std::process::{Command, Output};

pub(crate) const SPEC: &str = "openapi/publicsquare.yaml";

/// A description of its own, so that a change of the real one changes no test.
const DESCRIPTION: &str = include_str!("description.yaml");

const SNAPSHOTS: [&str; 2] = [
    "src/generated.rs",
    "crates/publicsquare-httpmock/src/generated.rs",
];

/// A repository that disappears at the end.
pub(crate) struct Repository(PathBuf);

/// The exit code and the output of a subcommand.
#[derive(Debug)]
pub(crate) struct Ended {
    pub(crate) code: i32,
    pub(crate) out: String,
    pub(crate) err: String,
}

impl Repository {
    /// One commit, which is also `origin/main`.
    pub(crate) fn new(test: &str) -> Self {
        let repository = Self::empty(test);
        let original = Path::new(env!("CARGO_MANIFEST_DIR")).parent().unwrap();
        for file in ["Cargo.toml", "Cargo.lock"] {
            let text = fs::read_to_string(original.join(file)).unwrap();
            repository.write(file, &text);
        }
        repository.write(
            "CHANGELOG.md",
            "# Changelog\n\n## Unreleased\n\n## 0.1.0 - 2026-01-01\n\n- First.\n",
        );
        repository.write(SPEC, DESCRIPTION);
        for snapshot in SNAPSHOTS {
            repository.write(snapshot, "");
        }
        let generated = repository.xtask(&["regen"]);
        assert_eq!(generated.code, 0, "{generated:?}");
        // The tests begin with this version, whatever the workspace has by now.
        let bumped = repository.xtask(&["bump", "0.1.0"]);
        assert_eq!(bumped.code, 0, "{bumped:?}");
        repository.git(&["init", "--quiet", "--initial-branch", "main"]);
        repository.commit("First");
        repository.git(&["tag", "v0.1.0"]);
        repository.git(&["remote", "add", "origin", "."]);
        repository.git(&["update-ref", "refs/remotes/origin/main", "HEAD"]);
        repository
    }

    /// An empty folder without a repository.
    pub(crate) fn empty(test: &str) -> Self {
        let root = Path::new(env!("CARGO_TARGET_TMPDIR")).join(test);
        drop(fs::remove_dir_all(&root));
        fs::create_dir_all(&root).unwrap();
        Self(root)
    }

    /// A clone that has only the last commit.
    pub(crate) fn shallow(&self, test: &str) -> Self {
        let clone = Self::empty(test);
        let url = format!("file://{}", self.0.display());
        clone.git(&["clone", "--quiet", "--depth", "1", &url, "."]);
        clone
    }

    pub(crate) fn root(&self) -> &Path {
        &self.0
    }

    pub(crate) fn path(&self, file: &str) -> String {
        self.0.join(file).display().to_string()
    }

    pub(crate) fn read(&self, file: &str) -> String {
        fs::read_to_string(self.0.join(file)).unwrap()
    }

    pub(crate) fn write(&self, file: &str, text: &str) {
        let path = self.0.join(file);
        fs::create_dir_all(path.parent().unwrap()).unwrap();
        fs::write(path, text).unwrap();
    }

    pub(crate) fn edit(&self, file: &str, from: &str, to: &str) {
        let text = self.read(file);
        assert!(text.contains(from), "{file} has no {from:?}");
        self.write(file, &text.replacen(from, to, 1));
    }

    pub(crate) fn commit(&self, message: &str) {
        self.git(&["add", "--all"]);
        self.git(&["commit", "--quiet", "--message", message]);
    }

    pub(crate) fn git(&self, arguments: &[&str]) {
        assert!(self.try_git(arguments), "git {arguments:?}");
    }

    /// Whether a command of git succeeds.
    pub(crate) fn try_git(&self, arguments: &[&str]) -> bool {
        let output = isolated(Command::new("git").args(arguments).current_dir(&self.0));
        output.status.success()
    }

    /// Runs a subcommand on this repository.
    pub(crate) fn xtask(&self, arguments: &[&str]) -> Ended {
        self.xtask_with(arguments, &[])
    }

    pub(crate) fn xtask_with(&self, arguments: &[&str], variables: &[(&str, &str)]) -> Ended {
        let mut command = Command::new(env!("CARGO_BIN_EXE_xtask"));
        command.env_remove("SPEC_BASE");
        command.args(arguments).arg("--root").arg(&self.0);
        for (name, value) in variables {
            command.env(name, value);
        }
        let output = isolated(&mut command);
        let text = |bytes| String::from_utf8(bytes).unwrap();
        Ended {
            code: output.status.code().unwrap(),
            out: text(output.stdout),
            err: text(output.stderr),
        }
    }
}

/// Runs a command without the git settings of this machine.
fn isolated(command: &mut Command) -> Output {
    for who in ["AUTHOR", "COMMITTER"] {
        command.env(format!("GIT_{who}_NAME"), "Test");
        command.env(format!("GIT_{who}_EMAIL"), "test@localhost");
    }
    command
        .env("GIT_CONFIG_GLOBAL", "/dev/null")
        .env("GIT_CONFIG_NOSYSTEM", "1")
        .env_remove("GIT_DIR")
        .env_remove("GIT_WORK_TREE")
        .env_remove("GIT_INDEX_FILE")
        .output()
        .unwrap()
}

impl Drop for Repository {
    fn drop(&mut self) {
        drop(fs::remove_dir_all(&self.0));
    }
}
