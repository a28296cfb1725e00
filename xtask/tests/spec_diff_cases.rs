//! The cases of `openapi-semver`, compared with the generated Rust code as well.
//!
//! In come the pairs of small descriptions in `crates/openapi-semver/tests/cases`. Out comes what `cargo xtask spec-diff`
//! reports for each, which has to fit what the name of the case promises. The crate tests the same cases without Rust.

#![allow(clippy::unwrap_used, clippy::expect_used, clippy::panic)]

use std::path::{Path, PathBuf};
use std::process::Command;

use serde_json::Value;

fn cases() -> Vec<PathBuf> {
    let folder = Path::new(env!("CARGO_MANIFEST_DIR")).join("../crates/openapi-semver/tests/cases");
    let mut cases: Vec<PathBuf> = std::fs::read_dir(folder)
        .unwrap()
        .map(|entry| entry.unwrap().path())
        .filter(|path| path.is_dir())
        .collect();
    cases.sort();
    cases
}

fn report(case: &Path, base: &str, revision: &str, more: &[&str]) -> (i32, Value, String) {
    let output = Command::new(env!("CARGO_BIN_EXE_xtask"))
        .args(["spec-diff", "--format", "json", "--base-file"])
        .arg(case.join(base))
        .arg("--revision")
        .arg(case.join(revision))
        .args(more)
        .output()
        .unwrap();
    let said = String::from_utf8(output.stderr).unwrap();
    let report = serde_json::from_slice(&output.stdout)
        .unwrap_or_else(|error| panic!("{}: {error}: {said}", case.display()));
    (output.status.code().unwrap(), report, said)
}

fn changes(report: &Value) -> &[Value] {
    report["changes"].as_array().unwrap()
}

/// A case named `rust-…` is the same on the wire, and rustc refuses it.
#[test]
fn what_only_rust_refuses_is_breaking_because_of_rust() {
    let cases = cases().into_iter().filter(|case| {
        let name = case.file_name().unwrap().to_str().unwrap();
        name.starts_with("rust-")
    });
    let mut seen = 0;
    for case in cases {
        for (base, revision) in [
            ("base.yaml", "revision.yaml"),
            ("revision.yaml", "base.yaml"),
        ] {
            let (code, report, said) = report(&case, base, revision, &["--require-rust"]);
            assert_eq!(code, 1, "{}: {said}{report:#}", case.display());
            assert_eq!(report["rust"]["status"], "compared");
            for change in changes(&report) {
                assert!(
                    change["class"] != "breaking" || change["why"] == "rust-api",
                    "{}: {change:#}",
                    case.display()
                );
            }
            seen += 1;
        }
    }
    assert!(seen > 0);
}

/// The expected class of each of these cases with the generated code. A person has checked them.
#[test]
fn each_case_has_the_expected_class_with_the_generated_code() {
    let folder = Path::new(env!("CARGO_MANIFEST_DIR")).join("../crates/openapi-semver/tests/cases");
    for (case, expected) in [
        ("operation-ids-swapped", "breaking"),
        ("path-parameter-respelled", "docs-only"),
        ("prose-info-version-unquoted", "docs-only"),
        ("prose-operation-id-spelling", "docs-only"),
        (
            "request-inline-alternative-edited-and-one-added",
            "breaking",
        ),
        ("request-required-read-only-property-added", "compatible"),
        ("response-bounds-replaced-by-enum", "compatible"),
        ("response-error-status-split-off", "breaking"),
        ("response-format-date-time-to-date", "breaking"),
        ("response-one-of-narrowed", "breaking"),
        ("response-property-of-one-alternative-removed", "breaking"),
        ("response-success-range-narrowed", "compatible"),
        (
            "same-id-of-component-inlined-where-text-is-taken",
            "compatible",
        ),
        ("same-json-charset", "none"),
        ("same-merge-key", "none"),
    ] {
        let (base, revision) = ("base.yaml", "revision.yaml");
        let (_, report, said) = report(&folder.join(case), base, revision, &["--require-rust"]);
        assert_eq!(report["class"], expected, "{case}: {said}{report:#}");
    }
}

/// Statements about the generated code are true: a change of Rust names what rustc would refuse, and a report that says
/// that the types stay as they are has no change of a type.
#[test]
fn statements_about_generated_code_are_true() {
    let cases = cases();
    let threads = std::thread::available_parallelism().map_or(1, usize::from);
    let claims: usize = std::thread::scope(|scope| {
        let parts: Vec<_> = cases
            .chunks(cases.len().div_ceil(threads))
            .map(|part| {
                scope.spawn(move || part.iter().map(|case| true_claims(case)).sum::<usize>())
            })
            .collect();
        parts.into_iter().map(|part| part.join().unwrap()).sum()
    });
    assert!(claims > 10, "{claims}");
}

/// Checks the statements about a case in both directions. The number of those that say that the types stay the same.
fn true_claims(case: &Path) -> usize {
    const CLAIM: &str = "the types of the generated code stay the same";
    let mut claims = 0;
    for (base, revision) in [
        ("base.yaml", "revision.yaml"),
        ("revision.yaml", "base.yaml"),
    ] {
        let (_, report, _) = report(case, base, revision, &[]);
        let changes = changes(&report);
        let text = |change: &Value, member: &str| change[member].as_str().unwrap().to_owned();
        let speaks_of_rust = |change: &Value| {
            let message = text(change, "message");
            message.contains("`types::") || message.contains("`Client::")
        };
        let compared = report["rust"]["status"] == "compared";
        for change in changes {
            let message = text(change, "message");
            let why = text(change, "why");
            let place = format!("{}: {change:#}", case.display());
            if message.contains(CLAIM) {
                claims += 1;
                assert!(compared && why == "wire", "{place}");
                for other in changes.iter().filter(|other| speaks_of_rust(other)) {
                    let reached = |operation: &Value| {
                        change["operations"].as_array().unwrap().contains(operation)
                    };
                    let both = other["operations"].as_array().unwrap().iter().any(reached);
                    let is_of_answers = !text(other, "message").contains("().");
                    assert!(!both || !is_of_answers, "{place}\n{other:#}");
                }
            }
            if compared {
                assert_eq!(speaks_of_rust(change), why != "wire", "{place}");
            } else {
                assert!(!speaks_of_rust(change), "{place}");
            }
        }
    }
    claims
}

#[test]
fn require_rust_refuses_a_description_that_cannot_be_generated() {
    let case = std::env::temp_dir().join(format!("spec-diff-unusable-{}", std::process::id()));
    std::fs::create_dir_all(&case).unwrap();
    let text = |schema: &str| {
        format!(
            "openapi: 3.0.3
info: {{title: Forms, version: v1}}
paths:
  /forms:
    post:
      operationId: sendForm
      requestBody:
        content:
          multipart/form-data:
            schema: {schema}
      responses: {{'204': {{description: Sent.}}}}
"
        )
    };
    std::fs::write(case.join("base.yaml"), text("{type: object}")).unwrap();
    std::fs::write(
        case.join("revision.yaml"),
        text("{type: object, maxProperties: 9}"),
    )
    .unwrap();
    let (code, report_, said) = report(&case, "base.yaml", "revision.yaml", &["--require-rust"]);
    assert_eq!(code, 2, "{said}");
    assert_eq!(report_["rust"]["status"], "unavailable");
    assert!(
        said.contains("base.yaml:") && said.contains("POST /forms"),
        "{said}"
    );
    let (code, ..) = report(&case, "base.yaml", "revision.yaml", &[]);
    assert_eq!(code, 1);
    std::fs::remove_dir_all(&case).unwrap();
}
