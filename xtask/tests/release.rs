//! `cargo xtask release --dry-run` as a process, up to the first step that refuses.
//!
//! In come repositories that are not ready to be released. Out come the line of the step that says why, the names of the
//! steps that were not run, and the exit code. The steps that build something are too slow for a test; a release tries
//! them.

#![allow(clippy::unwrap_used, clippy::expect_used, clippy::panic)]

mod repository;

use repository::{Ended, Repository};

fn dry_run(repository: &Repository, version: &str) -> Ended {
    repository.xtask(&["release", "--dry-run", version])
}

#[test]
fn a_version_without_a_section_in_the_changelog_is_refused_first() {
    let repository = Repository::new("release_changelog");
    let ended = dry_run(&repository, "0.2.0");
    assert_eq!(ended.code, 1, "{ended:?}");
    assert!(ended.out.contains("FAILED  changelog:"), "{ended:?}");
    assert!(ended.out.contains("not run  versions"), "{ended:?}");
    assert!(ended.out.contains("not run  packages"), "{ended:?}");
}

#[test]
fn a_version_that_the_workspace_does_not_have_is_refused() {
    let repository = Repository::new("release_version");
    let dated = "## Unreleased\n\n## 0.2.0 - 2026-02-01\n\n- More.\n";
    repository.edit("CHANGELOG.md", "## Unreleased\n", dated);
    let ended = dry_run(&repository, "0.2.0");
    assert_eq!(ended.code, 1, "{ended:?}");
    assert!(ended.out.contains("ok  changelog:"), "{ended:?}");
    assert!(ended.out.contains("FAILED  versions:"), "{ended:?}");
    assert!(ended.out.contains("cargo xtask bump 0.2.0"), "{ended:?}");
}

#[test]
fn what_is_not_committed_is_not_released() {
    let repository = Repository::new("release_dirty");
    repository.write("left-over.txt", "");
    let ended = dry_run(&repository, "0.1.0");
    assert_eq!(ended.code, 1, "{ended:?}");
    assert!(ended.out.contains("ok  versions:"), "{ended:?}");
    assert!(ended.out.contains("FAILED  working tree:"), "{ended:?}");
    assert!(ended.out.contains("left-over.txt"), "{ended:?}");
}

#[test]
fn nothing_is_published_from_here() {
    let repository = Repository::new("release_for_real");
    let ended = repository.xtask(&["release", "0.1.0"]);
    assert_eq!(ended.code, 2, "{ended:?}");
    assert!(ended.err.contains("--dry-run"), "{ended:?}");
}
