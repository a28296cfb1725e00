//! Pull requests that meet before a release.
//!
//! In come branches that change the description, and their merges, rebases and reverts. Out come the version and the
//! changelog, which must follow from the last release and not from the order of the merges. One change alone is tested
//! in `spec_gate`.

#![allow(clippy::unwrap_used, clippy::expect_used, clippy::panic)]

mod repository;

use repository::{Repository, SPEC};

/// A branch from main with one change of the description, and the version and changelog that it needs.
fn pull_request(repository: &Repository, branch: &str, from: &str, to: &str, version: &str) {
    repository.git(&["checkout", "--quiet", "-b", branch, "main"]);
    repository.edit(SPEC, from, to);
    follow(repository, version);
    repository.commit(branch);
}

fn follow(repository: &Repository, version: &str) {
    for arguments in [
        &["bump", version][..],
        &["regen"],
        &["spec-changelog"],
        &["spec-gate"],
    ] {
        let ended = repository.xtask(arguments);
        assert_eq!(ended.code, 0, "{arguments:?}: {ended:?}");
    }
}

/// Merges as GitHub does it with a pull request that is up to date.
fn merge(repository: &Repository, branch: &str) {
    repository.git(&["checkout", "--quiet", "main"]);
    repository.git(&["merge", "--quiet", "--no-ff", "--no-edit", branch]);
    repository.git(&["update-ref", "refs/remotes/origin/main", "HEAD"]);
}

fn unreleased(repository: &Repository) -> String {
    let log = repository.read("CHANGELOG.md");
    let (_, rest) = log.split_once("## Unreleased").unwrap();
    rest.split("\n## ").next().unwrap().to_owned()
}

const LONGER_IDS: [&str; 2] = ["maxLength: 50", "maxLength: 60"];
const SHORTER_NAMES: [&str; 2] = ["maxLength: 100", "maxLength: 90"];
const OTHER_KEY: [&str; 2] = ["name: X-API-KEY", "name: X-KEY"];

#[test]
fn three_pull_requests_one_reverted_and_one_rebased_over_another() {
    let repository = Repository::new("rehearsal");
    // Three branches from the same commit, each with the bump that it needs alone.
    let [from, to] = LONGER_IDS;
    pull_request(&repository, "ids", from, to, "0.1.1");
    let [from, to] = SHORTER_NAMES;
    pull_request(&repository, "names", from, to, "0.1.1");
    let [from, to] = OTHER_KEY;
    pull_request(&repository, "key", from, to, "0.2.0");

    merge(&repository, "ids");
    // The second conflicts with the first in the changelog. Either side can be taken, because the section is written anew.
    repository.git(&["checkout", "--quiet", "names"]);
    assert!(
        !repository.try_git(&["rebase", "--quiet", "main"]),
        "a conflict was expected"
    );
    repository.git(&["checkout", "--quiet", "--ours", "CHANGELOG.md"]);
    assert_eq!(repository.xtask(&["spec-gate"]).code, 5);
    follow(&repository, "0.1.1");
    repository.git(&["add", "--all"]);
    repository.git(&["-c", "core.editor=true", "rebase", "--continue"]);
    merge(&repository, "names");
    let log = unreleased(&repository);
    assert!(
        log.contains("`maxLength`") && log.contains("60") && log.contains("90"),
        "{log}"
    );

    // The third breaks applications, and is taken back before a release.
    repository.git(&["checkout", "--quiet", "key"]);
    if !repository.try_git(&["rebase", "--quiet", "main"]) {
        repository.git(&["checkout", "--quiet", "--theirs", "CHANGELOG.md"]);
        repository.git(&[
            "checkout",
            "--quiet",
            "--theirs",
            "Cargo.toml",
            "Cargo.lock",
        ]);
        follow(&repository, "0.2.0");
        repository.git(&["add", "--all"]);
        repository.git(&["-c", "core.editor=true", "rebase", "--continue"]);
    }
    merge(&repository, "key");
    let log = unreleased(&repository);
    assert!(
        log.contains("X-KEY") && log.contains("60") && log.contains("90"),
        "{log}"
    );

    repository.git(&["checkout", "--quiet", "-b", "back", "main"]);
    let [from, to] = OTHER_KEY;
    repository.edit(SPEC, to, from);
    let ended = repository.xtask(&["spec-gate"]);
    assert_eq!(ended.code, 5, "the changelog still has it: {ended:?}");
    assert!(ended.out.contains("was never released"), "{ended:?}");
    assert!(!ended.err.contains("must be at least"), "{ended:?}");
    follow(&repository, "0.1.1");
    repository.commit("back");
    merge(&repository, "back");

    let log = unreleased(&repository);
    assert!(
        !log.contains("X-KEY") && log.contains("60") && log.contains("90"),
        "{log}"
    );
    assert!(!log.contains("Breaking"), "{log}");
    assert_eq!(repository.xtask(&["spec-gate"]).code, 0);
    let manifest = repository.read("Cargo.toml");
    assert!(
        manifest.contains("[workspace.package]\nversion = \"0.1.1\""),
        "{manifest}"
    );
}

const PATHS: &str = "paths:\n";

const PING: &str = "  /ping:
    get:
      operationId: ping
      summary: See whether anybody is there.
      responses: {'204': {description: Somebody is.}}
";

#[test]
fn an_endpoint_that_is_removed_before_the_release_leaves_no_trace() {
    let repository = Repository::new("rehearsal_taken_back");
    let [from, to] = SHORTER_NAMES;
    pull_request(&repository, "names", from, to, "0.1.1");
    let with_ping = format!("{PATHS}{PING}");
    pull_request(&repository, "ping", PATHS, &with_ping, "0.1.1");
    merge(&repository, "ping");
    assert!(unreleased(&repository).contains("GET /ping is new"));

    // The other branch merges main, which conflicts in the changelog.
    repository.git(&["checkout", "--quiet", "names"]);
    assert!(
        !repository.try_git(&["merge", "--quiet", "--no-edit", "main"]),
        "a conflict was expected"
    );
    repository.git(&["checkout", "--quiet", "--theirs", "CHANGELOG.md"]);
    assert_eq!(repository.xtask(&["spec-gate"]).code, 5);
    follow(&repository, "0.1.1");
    repository.commit("Take in main");
    merge(&repository, "names");
    let log = unreleased(&repository);
    assert!(
        log.contains("GET /ping is new") && log.contains("90"),
        "{log}"
    );

    // The merge is reverted, as GitHub's button does it.
    repository.git(&["checkout", "--quiet", "-b", "revert", "main"]);
    let merged = "HEAD^{/Merge branch 'ping'}";
    let clean = repository.try_git(&["revert", "--no-edit", "-m", "1", merged]);
    if !clean {
        repository.git(&["checkout", "--quiet", "--ours", "CHANGELOG.md"]);
    }
    let ended = repository.xtask(&["spec-gate"]);
    assert_eq!(ended.code, 5, "the changelog still has it: {ended:?}");
    assert!(
        ended.out.contains("GET /ping is gone") && ended.out.contains("was never released"),
        "{ended:?}"
    );
    // The revert set the version back, but the other change still needs a bump.
    assert!(
        ended.err.contains("must be at least 0.1.1") && !ended.err.contains("0.2.0"),
        "{ended:?}"
    );
    follow(&repository, "0.1.1");
    repository.commit("Revert ping");
    merge(&repository, "revert");

    let log = unreleased(&repository);
    assert!(!log.contains("ping") && log.contains("90"), "{log}");
    assert!(!log.contains("Breaking"), "{log}");
    let ended = repository.xtask(&["spec-gate"]);
    assert_eq!(ended.code, 0, "{ended:?}");
}

#[test]
fn a_section_of_the_prepared_version_is_the_one_that_is_written() {
    let repository = Repository::new("rehearsal_prepared");
    let [from, to] = LONGER_IDS;
    pull_request(&repository, "ids", from, to, "0.1.1");
    merge(&repository, "ids");
    repository.git(&["checkout", "--quiet", "-b", "release", "main"]);
    repository.edit(
        "CHANGELOG.md",
        "## Unreleased\n",
        "## Unreleased\n\n## 0.1.1 - 2026-02-01\n",
    );
    assert_eq!(repository.xtask(&["spec-gate"]).code, 0);
    assert!(
        repository
            .xtask(&["spec-changelog"])
            .out
            .contains("up to date")
    );
    repository.commit("Release 0.1.1");
    merge(&repository, "release");
    repository.git(&["tag", "v0.1.1"]);
    // From here on, changes are compared with the new release.
    let [from, to] = OTHER_KEY;
    repository.git(&["checkout", "--quiet", "-b", "key", "main"]);
    repository.edit(SPEC, from, to);
    let ended = repository.xtask(&["spec-gate"]);
    assert!(
        ended.err.contains("must be at least 0.2.0: since 0.1.1"),
        "{ended:?}"
    );
    follow(&repository, "0.2.0");
    let log = unreleased(&repository);
    assert!(log.contains("X-KEY") && !log.contains("60"), "{log}");
}
