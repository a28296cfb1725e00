//! `cargo xtask spec-diff` as a process: what it reports, and how it ends.
//!
//! In come repositories with a small description of their own, in which a test changes a line. Out come the report in
//! each format and the exit code. Which commit or file the description is compared with is tested in
//! `spec_diff_bases`, the engine on many small changes in `spec_diff_cases`.

#![allow(clippy::unwrap_used, clippy::expect_used, clippy::panic)]

mod repository;

use repository::{Repository, SPEC};
use serde_json::Value;

fn json(text: &str) -> Value {
    serde_json::from_str(text).unwrap()
}

#[test]
fn nothing_has_changed() {
    let repository = Repository::new("diff_nothing");
    let ended = repository.xtask(&["spec-diff", "--format", "json"]);
    assert_eq!(ended.code, 0, "{ended:?}");
    let report = json(&ended.out);
    assert_eq!(report["class"], "none");
    assert_eq!(report["changes"], Value::Array(Vec::new()));
    assert_eq!(report["rust"]["status"], "compared");
}

/// Changes of one line: from, to, class, rule.
const CHANGES: &[(&str, &str, &str, &str)] = &[
    (
        "summary: Replace the secret value",
        "summary: Exchange the secret value",
        "docs-only",
        "summary-changed",
    ),
    (
        "operationId: regenerateApiKey",
        "operationId: renewApiKey",
        "breaking",
        "api-operation-id-changed",
    ),
    (
        "name: X-API-KEY",
        "name: X-KEY",
        "breaking",
        "api-key-name-changed",
    ),
    (
        "- url: https://api.publicsquare.com",
        "- url: https://api.example.com",
        "breaking",
        "api-default-server-changed",
    ),
    (
        "- ApiKey: [api-key:write]",
        "- ApiKey: [api-key:write, api-key:read]",
        "breaking",
        "api-security-scope-added",
    ),
    (
        "maxLength: 100",
        "maxLength: 200",
        "breaking",
        "response-property-max-length-increased",
    ),
    (
        "maxLength: 100",
        "maxLength: 50",
        "compatible",
        "response-property-max-length-decreased",
    ),
    (
        "        '422':\n          $ref: '#/components/responses/UnprocessableContent'\n",
        "",
        "compatible",
        "response-non-success-status-removed",
    ),
];

#[test]
fn each_change_of_a_line_has_its_class_and_its_rule() {
    let repository = Repository::new("diff_lines");
    let original = repository.read(SPEC);
    for (from, to, class, rule) in CHANGES {
        repository.write(SPEC, &original);
        repository.edit(SPEC, from, to);
        let ended = repository.xtask(&["spec-diff", "--format", "json"]);
        let report = json(&ended.out);
        assert_eq!(report["class"], *class, "{from} → {to}: {ended:?}");
        let rules: Vec<&str> = report["changes"]
            .as_array()
            .unwrap()
            .iter()
            .filter_map(|change| change["rule"].as_str())
            .collect();
        assert!(rules.contains(rule), "{from} → {to}: {rules:?}");
        assert_eq!(ended.code, i32::from(*class == "breaking"), "{ended:?}");
    }
}

#[test]
fn a_change_is_shown_at_its_line() {
    let repository = Repository::new("diff_line");
    repository.edit(SPEC, "name: X-API-KEY", "name: X-KEY");
    let line = 1 + repository
        .read(SPEC)
        .lines()
        .position(|line| line.contains("name: X-KEY"))
        .unwrap();
    let report = json(&repository.xtask(&["spec-diff", "--format", "json"]).out);
    assert_eq!(report["changes"][0]["line"], line);
    let annotations = repository.xtask(&["spec-diff", "--format", "github"]).out;
    let wanted = format!("::error file={SPEC},line={line},");
    assert!(annotations.starts_with(&wanted), "{annotations}");
}

#[test]
fn a_change_of_a_rust_type_is_reported_as_one() {
    let repository = Repository::new("diff_rust");
    let text = repository.read(SPEC);
    let start = text.find("        modified_at:\n").unwrap();
    let end = start + text[start..].find("        name:\n").unwrap();
    repository.write(SPEC, &(text[..start].to_owned() + &text[end..]));
    let ended = repository.xtask(&["spec-diff", "--format", "json"]);
    let report = json(&ended.out);
    let gone = report["changes"]
        .as_array()
        .unwrap()
        .iter()
        .find(|change| change["rule"] == "response-optional-property-removed")
        .unwrap_or_else(|| panic!("{report:#}"));
    assert_eq!(gone["why"], "rust-api");
    assert_eq!(gone["side"], "base");
    let message = gone["message"].as_str().unwrap();
    assert!(
        message.contains("`types::ApiKey.modified_at: Option<DateTime<Utc>>` is gone"),
        "{message}"
    );
}

#[test]
fn fail_on_decides_what_is_a_failure() {
    let repository = Repository::new("diff_fail_on");
    repository.edit(SPEC, "summary: Replace", "summary: Exchange");
    let code = |flag| repository.xtask(&["spec-diff", "--fail-on", flag]).code;
    assert_eq!(code("docs-only"), 1);
    assert_eq!(code("compatible"), 0);
    repository.edit(
        SPEC,
        "operationId: regenerateApiKey",
        "operationId: renewApiKey",
    );
    assert_eq!(code("breaking"), 1);
    assert_eq!(code("never"), 0);
}

#[test]
fn what_cannot_be_read_is_refused_on_both_sides() {
    let repository = Repository::new("diff_refused");
    let good = repository.path(SPEC);
    for (name, text) in [
        (
            "broken.yaml",
            "openapi: 3.0.3\ninfo: {title: A, version: v1\npaths: {}\n",
        ),
        (
            "swagger.yaml",
            "swagger: '2.0'\ninfo: {title: A, version: v1}\npaths: {}\n",
        ),
        (
            "typo.yaml",
            "openapi: 3.0.3\ninfo: {title: A, version: v1}\npaths: {}\ncomponents: {schemas: {A: {maxLenght: 3}}}\n",
        ),
        (
            "dangling.yaml",
            "openapi: 3.0.3\ninfo: {title: A, version: v1}\npaths: {/a: {get: {responses: {'200': {$ref: '#/components/responses/B'}}}}}\n",
        ),
        ("empty.yaml", ""),
    ] {
        repository.write(name, text);
        let bad = repository.path(name);
        let ended = repository.xtask(&["spec-diff", "--base-file", &bad, "--revision", &good]);
        assert_eq!(ended.code, 2, "{name} as base: {ended:?}");
        assert!(
            ended.out.is_empty() && ended.err.contains(name),
            "{ended:?}"
        );
        let ended = repository.xtask(&["spec-diff", "--base-file", &good, "--revision", &bad]);
        assert_eq!(ended.code, 2, "{name} as revision: {ended:?}");
    }
    let ended = repository.xtask(&["spec-diff", "--base-file", "/no/such/file"]);
    assert_eq!(ended.code, 2);
    assert_eq!(repository.xtask(&["spec-diff", "--format", "yaml"]).code, 2);
}

#[test]
fn a_document_that_cannot_be_generated_is_judged_on_the_wire_alone() {
    let repository = Repository::new("diff_foreign");
    let multipart = |kind: &str| {
        format!(
            "openapi: 3.0.3
info: {{title: A, version: v1}}
paths:
  /files:
    post:
      operationId: upload
      requestBody:
        content:
          multipart/form-data:
            schema: {{type: object, properties: {{file: {{type: {kind}}}}}}}
      responses: {{'204': {{description: Done.}}}}
"
        )
    };
    repository.write("base.yaml", &multipart("string"));
    repository.write("revision.yaml", &multipart("integer"));
    let files = [
        repository.path("base.yaml"),
        repository.path("revision.yaml"),
    ];
    let ended = repository.xtask(&[
        "spec-diff",
        "--base-file",
        &files[0],
        "--revision",
        &files[1],
        "--format",
        "json",
    ]);
    assert_eq!(ended.code, 1, "{ended:?}");
    let report = json(&ended.out);
    assert_eq!(
        report["changes"][0]["rule"],
        "request-property-type-changed"
    );
    assert_eq!(report["rust"]["status"], "unavailable");
    let reason = report["rust"]["reason"].as_str().unwrap();
    assert!(reason.contains("multipart/form-data"), "{reason}");
}

#[test]
fn an_accepted_change_does_not_count() {
    let repository = Repository::new("diff_accepted");
    repository.edit(SPEC, "name: X-API-KEY", "name: X-KEY");
    let report = json(&repository.xtask(&["spec-diff", "--format", "json"]).out);
    let entry = |expires: &str| {
        format!(
            "[[accepted]]\nrule = \"api-key-name-changed\"\nfingerprint = {}\nreason = \"Nobody uses it yet.\"\nexpires = {expires}\n",
            report["changes"][0]["fingerprint"]
        )
    };
    repository.write("openapi/accepted.toml", &entry("2999-12-31"));
    let ended = repository.xtask(&["spec-diff", "--format", "json"]);
    assert_eq!(ended.code, 0, "{ended:?}");
    let accepted = json(&ended.out);
    assert_eq!(accepted["class"], "none");
    assert_eq!(accepted["accepted"][0]["reason"], "Nobody uses it yet.");

    repository.write("openapi/accepted.toml", &entry("2020-12-31"));
    let ended = repository.xtask(&["spec-diff"]);
    assert_eq!(ended.code, 1);
    assert!(ended.err.contains("openapi/accepted.toml:"), "{ended:?}");

    repository.write("openapi/accepted.toml", &entry("2999-12-31"));
    repository.edit(SPEC, "name: X-KEY", "name: X-API-KEY");
    let ended = repository.xtask(&["spec-diff"]);
    assert_eq!(ended.code, 1, "an entry about nothing: {ended:?}");

    repository.write("openapi/accepted.toml", "[[accepted]]\nrule = 3\n");
    assert_eq!(repository.xtask(&["spec-diff"]).code, 2);
}

#[test]
fn no_format_is_coloured_in_a_pipe() {
    let repository = Repository::new("diff_formats");
    repository.edit(SPEC, "name: X-API-KEY", "name: X-KEY");
    for format in ["text", "json", "markdown", "github", "junit"] {
        let ended = repository.xtask(&["spec-diff", "--format", format]);
        assert_eq!(ended.code, 1, "{ended:?}");
        assert!(!ended.out.contains('\u{1b}'), "{ended:?}");
        assert!(ended.out.contains("api-key-name-changed"), "{ended:?}");
    }
}
