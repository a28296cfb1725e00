//! A reader that ends early, such as `head`, is no error.
//!
//! In come subcommands whose output goes into a pipe that nobody reads. Out comes the exit code that each has without
//! the pipe, and no message about it. The code is in `src/closed_pipe.rs`.

#![cfg(unix)]
#![allow(clippy::unwrap_used, clippy::expect_used, clippy::panic)]

mod repository;

use std::process::{Command, Stdio};

use repository::{Repository, SPEC};

#[test]
fn a_subcommand_piped_into_head_keeps_its_exit_code() {
    let repository = Repository::new("closed_pipe");
    repository.edit(SPEC, "summary: Replace", "summary: Exchange");
    for (verb, code) in [
        (&["spec-gate"][..], 5),
        (&["spec-lint"], 4),
        (&["regen", "--check"], 4),
        (&["spec-diff"], 0),
    ] {
        // `true` reads nothing and ends at once.
        let mut reader = Command::new("true").stdin(Stdio::piped()).spawn().unwrap();
        let pipe = reader.stdin.take().unwrap();
        reader.wait().unwrap();
        let ended = Command::new(env!("CARGO_BIN_EXE_xtask"))
            .args(verb)
            .arg("--root")
            .arg(repository.root())
            .env_remove("SPEC_BASE")
            .stdout(pipe)
            .output()
            .unwrap();
        let said = String::from_utf8(ended.stderr).unwrap();
        assert_eq!(ended.status.code(), Some(code), "{verb:?}: {said}");
        assert!(!said.contains("roken pipe"), "{verb:?}: {said}");
    }
}
