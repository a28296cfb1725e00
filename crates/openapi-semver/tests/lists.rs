//! The list of accepted changes, and the list of deliberate divergences.
//!
//! Each test gives a list in TOML and a report. It checks which changes are accepted or explained, and that a mistake
//! in a list is reported at its line. The text of reports is tested in `rendering`.

#![allow(clippy::unwrap_used, clippy::expect_used, clippy::panic)]

use openapi_loader::load;
use openapi_semver::{AcceptedList, Class, Comparison, Day, Divergences, Report, drift};

const BASE: &str = "openapi: 3.0.3
info: {title: Keys, version: v1}
paths:
  /keys:
    get:
      operationId: listKeys
      parameters:
        - {name: limit, in: query, schema: {type: integer, maximum: 100}}
      responses: {'200': {description: Keys.}}
  /keys/{id}:
    delete:
      operationId: deleteKey
      parameters:
        - {name: id, in: path, required: true, schema: {type: string}}
      responses: {'204': {description: Gone.}}
";

/// A report with one breaking change, one change of prose, and one operation less.
fn report() -> Report {
    let base = load("theirs.yaml", BASE).unwrap();
    let start = BASE.find("  /keys/{id}:").unwrap();
    let revision = BASE[..start].replace("100", "50").replace("Keys.", "All.");
    let revision = load("ours.yaml", &revision).unwrap();
    Comparison::new(&base, &revision).report()
}

fn entry(report: &Report, rule: &str, expires: &str) -> String {
    let change = report.changes.iter().find(|change| change.rule == rule);
    let fingerprint = &change.unwrap().fingerprint;
    format!(
        "[[accepted]]\nrule = '{rule}'\nfingerprint = '{fingerprint}'\nreason = 'So.'\nexpires = {expires}\n"
    )
}

const TODAY: Day = Day::from_unix_seconds(1_767_225_600); // 2026-01-01
const RULE: &str = "request-parameter-max-decreased";

#[test]
fn an_accepted_change_counts_no_more_until_its_day_has_passed() {
    for (expires, class, problems) in [
        ("2026-01-01", Class::DocsOnly, 0),
        ("2025-12-31", Class::Breaking, 1),
    ] {
        let mut report = report();
        report
            .changes
            .retain(|change| change.operation.as_deref() == Some("GET /keys"));
        let list = entry(&report, RULE, expires);
        let list = AcceptedList::parse("accepted.toml", &list).unwrap();
        assert_eq!(list.apply(&mut report, TODAY).len(), problems, "{expires}");
        assert_eq!(report.class, class, "{expires}");
        assert_eq!(report.accepted.len(), 1 - problems);
    }
}

#[test]
fn an_entry_about_nothing_is_a_problem_at_its_line() {
    let mut report = report();
    let list =
        "\n\n[[accepted]]\nrule = 'x'\nfingerprint = 'y'\nreason = 'So.'\nexpires = 2999-01-01\n";
    let list = AcceptedList::parse("accepted.toml", list).unwrap();
    let problems = list.apply(&mut report, TODAY);
    assert_eq!(problems.len(), 1);
    assert!(
        problems[0].to_string().starts_with("accepted.toml:4:8: "),
        "{}",
        problems[0]
    );
    assert_eq!(report.class, Class::Breaking);
}

#[test]
fn a_list_that_cannot_be_read_says_where() {
    let whole =
        "[[accepted]]\nrule = 'x'\nfingerprint = 'y'\nreason = 'So.'\nexpires = 2999-01-01\n";
    for (from, to, place) in [
        ("2999-01-01", "'2999-01-01'", "accepted.toml:5:11: "),
        ("2999-01-01", "2999-01-01T00:00:00Z", "accepted.toml:5:11: "),
        ("2999-01-01", "2999-13-01", "accepted.toml:5:"),
        ("'So.'", "' '", "accepted.toml:4:10: "),
        ("reason", "because", "accepted.toml:"),
        ("[[accepted]]", "[[excepted]]", "accepted.toml:1:"),
        ("'x'", "'x", "accepted.toml:2:"),
    ] {
        let text = whole.replace(from, to);
        let problem = AcceptedList::parse("accepted.toml", &text).unwrap_err();
        assert!(problem.to_string().starts_with(place), "{to}: {problem}");
    }
    assert!(AcceptedList::parse("accepted.toml", whole).is_ok());
    assert!(AcceptedList::parse("accepted.toml", "").is_ok());
}

#[test]
fn drift_leaves_out_words_and_tells_the_operations_that_are_missing_apart() {
    let none = Divergences::parse("divergences.toml", "").unwrap();
    let found = drift(report(), &none);
    let rules: Vec<_> = found.findings.iter().map(|change| change.rule).collect();
    assert_eq!(rules, [RULE]);
    let missing: Vec<_> = found
        .uncovered
        .iter()
        .map(|change| change.operation.as_deref())
        .collect();
    assert_eq!(missing, [Some("DELETE /keys/{id}")]);
}

#[test]
fn a_divergence_is_explained_and_an_explanation_of_none_is_a_problem() {
    let entry = format!(
        "[[divergence]]\nrule = '{RULE}'\npointer = '/paths/~1keys/get/parameters/0/schema/maximum'\nreason = 'Less is safe.'\n"
    );
    let list = Divergences::parse("divergences.toml", &entry).unwrap();
    let found = drift(report(), &list);
    assert!(found.findings.is_empty() && found.unused.is_empty());
    assert_eq!(found.explained[0].1, "Less is safe.");

    let other = entry.replace("maximum'", "minimum'");
    let list = Divergences::parse("divergences.toml", &other).unwrap();
    let found = drift(report(), &list);
    assert_eq!(found.findings.len(), 1);
    assert!(
        found.unused[0]
            .to_string()
            .starts_with("divergences.toml:2:8: "),
        "{}",
        found.unused[0]
    );

    for (from, to, place) in [
        ("'/paths", "'paths", "divergences.toml:3:11: "),
        ("'Less is safe.'", "''", "divergences.toml:4:10: "),
        ("reason", "because", "divergences.toml:"),
    ] {
        let problem = Divergences::parse("divergences.toml", &entry.replace(from, to)).unwrap_err();
        assert!(problem.to_string().starts_with(place), "{to}: {problem}");
    }
}
