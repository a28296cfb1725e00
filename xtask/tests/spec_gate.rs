//! `cargo xtask spec-gate`, `spec-changelog`, `spec-lint` and `spec-drift` as processes.
//!
//! In come repositories in which a test changes the description, the version or the changelog. Out come the messages and
//! the exit code: 5 until version and changelog follow. Several branches that meet are tested in `pull_requests`.

#![allow(clippy::unwrap_used, clippy::expect_used, clippy::panic)]

mod repository;

use repository::{Repository, SPEC};

fn bump(repository: &Repository, version: &str) {
    let ended = repository.xtask(&["bump", version]);
    assert_eq!(ended.code, 0, "{ended:?}");
}

/// A change that applications do not notice.
fn allow_longer_ids(repository: &Repository) {
    repository.edit(SPEC, "maxLength: 50", "maxLength: 60");
}

#[test]
fn no_change_needs_no_version() {
    let repository = Repository::new("gate_nothing");
    let ended = repository.xtask(&["spec-gate"]);
    assert_eq!(ended.code, 0, "{ended:?}");
}

#[test]
fn a_breaking_change_is_red_until_version_and_changelog_follow() {
    let repository = Repository::new("gate_breaking");
    repository.edit(SPEC, "name: X-API-KEY", "name: X-KEY");
    let ended = repository.xtask(&["spec-gate"]);
    assert_eq!(ended.code, 5, "{ended:?}");
    assert!(ended.err.contains("must be at least 0.2.0"), "{ended:?}");
    assert!(ended.err.contains("Cargo.toml:"), "{ended:?}");

    assert!(ended.err.contains("cargo xtask bump 0.2.0"), "{ended:?}");

    bump(&repository, "0.1.1");
    assert_eq!(repository.xtask(&["spec-gate"]).code, 5);
    bump(&repository, "0.2.0");
    let ended = repository.xtask(&["spec-gate"]);
    assert_eq!(ended.code, 5, "the changelog is missing: {ended:?}");
    assert!(
        ended.err.contains("cargo xtask spec-changelog"),
        "{ended:?}"
    );

    let written = repository.xtask(&["spec-changelog"]);
    assert_eq!(written.code, 0, "{written:?}");
    assert!(repository.read("CHANGELOG.md").contains("X-KEY"));
    let ended = repository.xtask(&["spec-gate"]);
    assert_eq!(ended.code, 0, "{ended:?}");
    let again = repository.xtask(&["spec-changelog"]);
    assert!(again.out.contains("up to date"), "{again:?}");
}

#[test]
fn a_compatible_change_needs_a_patch_version_before_1_0() {
    let repository = Repository::new("gate_compatible");
    let line = 1 + repository
        .read(SPEC)
        .lines()
        .position(|line| line.contains("maxLength: 100"))
        .unwrap();
    repository.edit(SPEC, "maxLength: 100", "maxLength: 50");
    let ended = repository.xtask(&["spec-gate", "--format", "github"]);
    assert_eq!(ended.code, 5, "{ended:?}");
    let wanted = format!(
        "::error file={SPEC},line={line}::publicsquare-client is 0.1.0 and must be at least 0.1.1"
    );
    assert!(ended.out.contains(&wanted), "{ended:?}");
    let comment = repository.xtask(&["spec-gate", "--format", "markdown"]);
    assert_eq!(comment.code, 5);
    assert!(
        comment.out.starts_with("<!-- openapi-semver -->"),
        "{comment:?}"
    );
    assert!(
        comment.out.contains("must be at least 0.1.1"),
        "{comment:?}"
    );
    assert!(
        ended.out.contains("::error file=Cargo.toml,line="),
        "{ended:?}"
    );
    assert!(
        ended
            .out
            .contains("::notice file=openapi/publicsquare.yaml"),
        "{ended:?}"
    );
    bump(&repository, "0.1.1");
    repository.xtask(&["spec-changelog"]);
    assert_eq!(repository.xtask(&["spec-gate"]).code, 0);
}

#[test]
fn a_version_never_goes_back() {
    let repository = Repository::new("gate_back");
    bump(&repository, "0.0.9");
    assert_eq!(repository.xtask(&["spec-gate"]).code, 5);
}

#[test]
fn one_place_of_the_version_is_not_enough() {
    let repository = Repository::new("gate_places");
    repository.edit(
        "Cargo.toml",
        "[workspace.package]\nversion = \"0.1.0\"",
        "[workspace.package]\nversion = \"0.1.1\"",
    );
    let ended = repository.xtask(&["spec-gate"]);
    assert_eq!(ended.code, 5, "{ended:?}");
    assert!(
        ended.err.contains("`publicsquare-codegen` is 0.1.0 here"),
        "{ended:?}"
    );
    assert!(ended.err.contains("Cargo.lock:"), "{ended:?}");
    assert!(ended.err.contains("cargo xtask bump 0.1.1"), "{ended:?}");
    bump(&repository, "0.1.1");
    assert_eq!(repository.xtask(&["spec-gate"]).code, 0);
}

#[test]
fn entries_of_other_changes_do_not_count() {
    let repository = Repository::new("gate_entries");
    allow_longer_ids(&repository);
    bump(&repository, "0.1.1");
    repository.edit(
        "CHANGELOG.md",
        "## Unreleased\n",
        "## Unreleased\n\n- A typo is mended.\n",
    );
    let ended = repository.xtask(&["spec-gate"]);
    assert_eq!(ended.code, 5, "{ended:?}");
    assert!(
        ended.err.contains("cargo xtask spec-changelog"),
        "{ended:?}"
    );
    repository.xtask(&["spec-changelog"]);
    assert_eq!(repository.xtask(&["spec-gate"]).code, 0);
    assert!(repository.read("CHANGELOG.md").contains("A typo is mended"));
}

#[test]
fn before_the_first_release_nothing_has_to_be_bumped() {
    let repository = Repository::new("gate_first");
    repository.git(&["tag", "--delete", "v0.1.0"]);
    repository.edit("CHANGELOG.md", "## 0.1.0 - 2026-01-01\n\n- First.\n", "");
    repository.xtask(&["spec-changelog"]);
    repository.commit("Nothing is released");
    repository.git(&["update-ref", "refs/remotes/origin/main", "HEAD"]);
    repository.edit(SPEC, "name: X-API-KEY", "name: X-KEY");
    let ended = repository.xtask(&["spec-gate"]);
    assert!(ended.out.contains("has never been released"), "{ended:?}");
    repository.xtask(&["spec-changelog"]);
    let ended = repository.xtask(&["spec-gate"]);
    assert_eq!(ended.code, 0, "{ended:?}");
    let log = repository.read("CHANGELOG.md");
    assert!(
        log.contains("POST /api-keys/{id}/regenerate is new"),
        "{log}"
    );
    assert!(!log.contains("Breaking"), "{log}");
}

#[test]
fn a_release_is_known_by_its_section_where_it_has_no_tag() {
    let repository = Repository::new("gate_untagged");
    repository.git(&["tag", "--delete", "v0.1.0"]);
    repository.edit(SPEC, "name: X-API-KEY", "name: X-KEY");
    let ended = repository.xtask(&["spec-gate"]);
    assert_eq!(ended.code, 5, "{ended:?}");
    assert!(ended.err.contains("must be at least 0.2.0"), "{ended:?}");
    assert!(ended.out.contains("CHANGELOG.md at "), "{ended:?}");
}

#[test]
fn the_main_branch_of_another_remote_or_of_none_is_found() {
    let repository = Repository::new("gate_remotes");
    repository.git(&["remote", "remove", "origin"]);
    // Without a remote, the branch itself is the main branch.
    assert_eq!(repository.xtask(&["spec-gate"]).code, 0);
    repository.git(&["remote", "add", "upstream", "."]);
    let ended = repository.xtask(&["spec-gate"]);
    assert_eq!(ended.code, 2, "{ended:?}");
    assert!(ended.err.contains("git fetch upstream main"), "{ended:?}");
    repository.git(&[
        "fetch",
        "--quiet",
        "upstream",
        "main:refs/remotes/upstream/main",
    ]);
    assert_eq!(repository.xtask(&["spec-gate"]).code, 0);
}

#[test]
fn without_a_base_the_gate_refuses() {
    let repository = Repository::new("gate_baseless");
    repository.git(&["update-ref", "-d", "refs/remotes/origin/main"]);
    assert_eq!(repository.xtask(&["spec-gate"]).code, 2);
    let file = repository.path(SPEC);
    assert_eq!(
        repository.xtask(&["spec-gate", "--base-file", &file]).code,
        2
    );
}

#[test]
fn the_description_is_clean() {
    let repository = Repository::new("lint_clean");
    let ended = repository.xtask(&["spec-lint"]);
    assert_eq!(ended.code, 0, "{ended:?}");
}

#[test]
fn house_rules_are_said_with_line_and_column() {
    let repository = Repository::new("lint_rules");
    let original = repository.read(SPEC);
    for (from, to, said) in [
        (
            "operationId: regenerateApiKey",
            "operationId: regenerate_api_key",
            "lower camel case",
        ),
        ("      tags: [API keys]\n", "", "no tag"),
        (
            "      summary: Replace the secret value of an API key.\n",
            "",
            "no `summary`",
        ),
        ("          format: password\n", "", "`format: password`"),
        (
            "\n        account_id:",
            "\n        accountId:",
            "snake case",
        ),
        (
            "          description: The name that the account gave the key.\n",
            "",
            "no `description`",
        ),
    ] {
        repository.write(SPEC, &original);
        repository.edit(SPEC, from, to);
        let ended = repository.xtask(&["spec-lint"]);
        assert_eq!(ended.code, 1, "{to}: {ended:?}");
        assert!(ended.err.contains(said), "{to}: {ended:?}");
        assert!(
            ended.err.contains("openapi/publicsquare.yaml:"),
            "{ended:?}"
        );
    }
}

#[test]
fn what_the_generator_refuses_is_an_error_of_the_description() {
    let repository = Repository::new("lint_refused");
    repository.edit(SPEC, "operationId: regenerateApiKey", "x-nothing: 1");
    let ended = repository.xtask(&["spec-lint"]);
    assert_eq!(ended.code, 2, "{ended:?}");
    assert!(ended.err.contains("operationId"), "{ended:?}");
}

#[test]
fn stale_code_has_a_code_of_its_own() {
    let repository = Repository::new("lint_stale");
    repository.edit(SPEC, "summary: Replace", "summary: Exchange");
    let ended = repository.xtask(&["spec-lint"]);
    assert_eq!(ended.code, 4, "{ended:?}");
    assert!(ended.out.contains("cargo xtask regen"), "{ended:?}");
}

/// A vendor's description: the same API in other words, with one more operation.
fn vendor(repository: &Repository) -> String {
    let text = repository.read(SPEC);
    let more = "  /api-keys:
    get:
      operationId: listApiKeys
      responses: {'200': {description: Keys.}}
";
    let text = text.replacen("paths:\n", &format!("paths:\n{more}"), 1);
    repository.write(
        "vendor.yaml",
        &text.replace("summary: Replace", "summary: Swap"),
    );
    repository.path("vendor.yaml")
}

#[test]
fn a_vendor_that_says_the_same_is_no_drift() {
    let repository = Repository::new("drift_none");
    let vendor = vendor(&repository);
    let ended = repository.xtask(&["spec-drift", "--vendor", &vendor]);
    assert_eq!(ended.code, 0, "{ended:?}");
    let said = "the vendor has GET /api-keys, and we do not";
    assert!(ended.out.contains(said), "{ended:?}");
    assert!(!ended.out.contains("gone"), "{ended:?}");
    let strict = repository.xtask(&["spec-drift", "--vendor", &vendor, "--require-coverage"]);
    assert_eq!(strict.code, 1, "{strict:?}");
}

#[test]
fn drift_is_reported_unless_it_is_explained() {
    let repository = Repository::new("drift_explained");
    let vendor = vendor(&repository);
    repository.edit("vendor.yaml", "maxLength: 100", "maxLength: 80");
    let ended = repository.xtask(&["spec-drift", "--vendor", &vendor]);
    assert_eq!(ended.code, 1, "{ended:?}");
    assert!(ended.out.contains("max-length"), "{ended:?}");

    assert!(
        ended.out.contains(
            "the `maxLength` of `name` of the body of the 200 is 80 for the vendor and 100 for us"
        ),
        "{ended:?}"
    );
    assert!(ended.out.contains("  breaking   the"), "{ended:?}");
    let annotations = repository.xtask(&["spec-drift", "--vendor", &vendor, "--format", "github"]);
    assert!(
        annotations
            .out
            .contains("file=openapi/publicsquare.yaml,line="),
        "{annotations:?}"
    );

    let entry = "[[divergence]]\nrule = \"response-property-max-length-increased\"\npointer = \"/components/schemas/ApiKey/properties/name/maxLength\"\nreason = \"Longer names were seen.\"\n";
    repository.write("openapi/divergences.toml", entry);
    let ended = repository.xtask(&["spec-drift", "--vendor", &vendor]);
    assert_eq!(ended.code, 0, "{ended:?}");

    repository.edit("vendor.yaml", "maxLength: 80", "maxLength: 100");
    let ended = repository.xtask(&["spec-drift", "--vendor", &vendor]);
    assert_eq!(ended.code, 1, "an entry about nothing: {ended:?}");
}
