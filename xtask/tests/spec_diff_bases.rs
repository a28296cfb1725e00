//! What `cargo xtask spec-diff` compares with: a commit, a branch or a file.
//!
//! In come repositories and clones in different states. Out comes the base that is found in each, or the message that
//! says which command helps. What the report says about a change is tested in `spec_diff`.

#![allow(clippy::unwrap_used, clippy::expect_used, clippy::panic)]

mod repository;

use repository::{Repository, SPEC};
use serde_json::Value;

fn json(text: &str) -> Value {
    serde_json::from_str(text).unwrap()
}

#[test]
fn what_is_committed_is_compared_with_the_merge_base() {
    let repository = Repository::new("diff_merge_base");
    repository.git(&["switch", "--quiet", "--create", "change"]);
    repository.edit(SPEC, "name: X-API-KEY", "name: X-KEY");
    repository.commit("Rename the header");
    // Main goes on without us.
    repository.git(&["switch", "--quiet", "main"]);
    repository.edit(
        SPEC,
        "operationId: regenerateApiKey",
        "operationId: renewApiKey",
    );
    repository.commit("Rename the operation");
    repository.git(&["update-ref", "refs/remotes/origin/main", "HEAD"]);
    repository.git(&["switch", "--quiet", "change"]);
    let report = json(&repository.xtask(&["spec-diff", "--format", "json"]).out);
    let rules: Vec<&Value> = report["changes"]
        .as_array()
        .unwrap()
        .iter()
        .map(|change| &change["rule"])
        .collect();
    assert_eq!(rules, ["api-key-name-changed"]);
}

#[test]
fn the_base_can_be_named() {
    let repository = Repository::new("diff_named");
    repository.edit(SPEC, "name: X-API-KEY", "name: X-KEY");
    repository.commit("Rename the header");
    repository.git(&["update-ref", "refs/remotes/origin/main", "HEAD"]);
    assert_eq!(repository.xtask(&["spec-diff"]).code, 0);
    assert_eq!(repository.xtask(&["spec-diff", "--base", "HEAD~1"]).code, 1);
    let named = repository.xtask_with(&["spec-diff"], &[("SPEC_BASE", "HEAD~1")]);
    assert_eq!(named.code, 1);
    let none = "0000000000000000000000000000000000000000";
    assert_eq!(
        repository
            .xtask_with(&["spec-diff"], &[("SPEC_BASE", none)])
            .code,
        0
    );
}

#[test]
fn another_file_is_compared_with_what_it_was() {
    let repository = Repository::new("diff_other_file");
    repository.write("other/api.yaml", &repository.read(SPEC));
    repository.commit("Another description");
    repository.edit("other/api.yaml", "name: X-API-KEY", "name: X-KEY");
    let file = repository.path("other/api.yaml");
    let ended = repository.xtask(&["spec-diff", "--base", "HEAD", "--revision", &file]);
    assert_eq!(ended.code, 1, "{ended:?}");
    assert!(ended.out.contains(":other/api.yaml → "), "{ended:?}");
    assert!(ended.out.contains("breaking: 1 breaking\n"), "{ended:?}");

    repository.write("other/new.yaml", &repository.read(SPEC));
    let file = repository.path("other/new.yaml");
    let ended = repository.xtask(&["spec-diff", "--base", "HEAD", "--revision", &file]);
    assert_eq!(ended.code, 2, "{ended:?}");
    assert!(
        ended.err.contains("other/new.yaml does not exist"),
        "{ended:?}"
    );
    assert!(
        ended
            .err
            .contains("--base-file FILE --revision other/new.yaml"),
        "{ended:?}"
    );

    let elsewhere = Repository::empty("diff_elsewhere");
    elsewhere.write("api.yaml", &repository.read(SPEC));
    let file = elsewhere.path("api.yaml");
    let ended = repository.xtask(&["spec-diff", "--base", "HEAD", "--revision", &file]);
    assert_eq!(ended.code, 2, "{ended:?}");
    assert!(ended.err.contains("is not in this repository"), "{ended:?}");
}

#[test]
fn without_git_the_advice_needs_none() {
    let elsewhere = Repository::empty("diff_without_git");
    elsewhere.write(
        SPEC,
        "openapi: 3.0.3\ninfo: {title: A, version: v1}\npaths: {}\n",
    );
    // A folder in the target folder lies in the repository of this workspace.
    let ceiling = [(
        "GIT_CEILING_DIRECTORIES",
        elsewhere.root().parent().unwrap().to_str().unwrap(),
    )];
    for (verb, advice) in [
        ("spec-diff", "cargo xtask spec-diff --base-file FILE"),
        (
            "spec-changelog",
            "cargo xtask spec-changelog --base-file FILE",
        ),
        ("spec-gate", "git clone URL"),
    ] {
        let ended = elsewhere.xtask_with(&[verb], &ceiling);
        assert_eq!(ended.code, 2, "{ended:?}");
        assert!(ended.err.contains(advice), "{ended:?}");
    }
}

#[test]
fn without_a_base_there_is_no_verdict() {
    let repository = Repository::new("diff_baseless");
    repository.commit_twice();
    let shallow = repository.shallow("diff_shallow");
    let ended = shallow.xtask(&["spec-diff"]);
    assert_eq!(ended.code, 2, "{ended:?}");
    assert!(
        ended.err.contains("git fetch --unshallow origin"),
        "{ended:?}"
    );
    let ended = shallow.xtask(&["spec-diff", "--base", "HEAD~1"]);
    assert_eq!(ended.code, 2);
    assert!(
        ended.err.contains("git fetch --unshallow origin"),
        "{ended:?}"
    );

    let ended = repository.xtask(&["spec-diff", "--base", "no-such-branch"]);
    assert_eq!(ended.code, 2);
    assert!(
        ended.err.contains("git fetch origin no-such-branch"),
        "{ended:?}"
    );
    let ended = repository.xtask(&["spec-diff", "--base=--output=x"]);
    assert_eq!(ended.code, 2, "{ended:?}");

    repository.git(&["update-ref", "-d", "refs/remotes/origin/main"]);
    let ended = repository.xtask(&["spec-diff"]);
    assert_eq!(ended.code, 2);
    assert!(
        ended
            .err
            .contains("git fetch origin main:refs/remotes/origin/main"),
        "{ended:?}"
    );
}

impl Repository {
    fn commit_twice(&self) {
        self.edit(SPEC, "summary: Replace", "summary: Exchange");
        self.commit("Say it in other words");
    }
}
