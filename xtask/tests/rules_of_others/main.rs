//! The rules of other tools, each tried on a pair of descriptions.
//!
//! In come the rows of `oasdiff.txt` and `openapi-diff.txt`. Each has two texts for one place of a description. Both
//! descriptions are compared on the wire and in the generated Rust code. What is reported has to be what
//! `docs/rules-of-others.md` says, row by row. `UPDATE=1` writes these rows; read them before you commit them.

#![forbid(unsafe_code)]
#![allow(clippy::unwrap_used, clippy::expect_used, clippy::panic)]

mod descriptions;
mod page;
mod rows;

use std::collections::BTreeSet;
use std::sync::LazyLock;

use openapi_semver::rules;

use self::page::{Tried, page};
use self::rows::{Row, rows};

const OASDIFF: &str = include_str!("oasdiff.txt");
const OPENAPI_DIFF: &str = include_str!("openapi-diff.txt");

static TRIED_OASDIFF: LazyLock<Vec<Tried>> = LazyLock::new(|| tried(OASDIFF));
static TRIED_OPENAPI_DIFF: LazyLock<Vec<Tried>> = LazyLock::new(|| tried(OPENAPI_DIFF));

fn tried(text: &'static str) -> Vec<Tried> {
    rows(text).into_iter().map(Tried::new).collect()
}

fn all() -> impl Iterator<Item = &'static Tried> {
    TRIED_OASDIFF.iter().chain(TRIED_OPENAPI_DIFF.iter())
}

#[test]
fn the_page_says_of_each_rule_what_the_comparison_reports() {
    let path = page::path();
    let found = std::fs::read_to_string(&path)
        .unwrap()
        .replace("\r\n", "\n");
    let expected = page(&found, &TRIED_OASDIFF, &TRIED_OPENAPI_DIFF);
    if std::env::var_os("UPDATE").is_some() {
        std::fs::write(&path, &expected).unwrap();
        return;
    }
    for (found, expected) in found.lines().zip(expected.lines()) {
        assert_eq!(found, expected, "UPDATE=1 writes {}", path.display());
    }
    assert_eq!(found.lines().count(), expected.lines().count());
}

/// A row has a remark if nothing is reported, the description is refused, or the two tools disagree.
#[test]
fn a_row_without_a_rule_and_a_row_in_dispute_have_a_reason() {
    let mut bare = Vec::new();
    for tried in all() {
        let needs_a_reason = tried.rules().is_empty() || tried.is_in_dispute();
        if needs_a_reason && tried.row.remark.is_empty() {
            bare.push(tried.row.id);
        }
    }
    assert!(bare.is_empty(), "these rows need a remark: {bare:#?}");
}

#[test]
fn no_rule_is_twice_in_a_list_and_no_known_difference_is_unclassified() {
    for text in [OASDIFF, OPENAPI_DIFF] {
        let rows = rows(text);
        let ids: BTreeSet<&str> = rows.iter().map(|row| row.id).collect();
        assert_eq!(ids.len(), rows.len());
    }
    for tried in all() {
        let unknown = tried.rules().iter().any(|rule| rule == "unclassified");
        assert!(!unknown, "{} is unclassified", tried.row.id);
    }
    assert_eq!(rows(OASDIFF).len(), 509);
    assert_eq!(rows(OPENAPI_DIFF).len(), 52);
}

/// Every name of ours is in a row or in the list of the rules that only we have.
#[test]
fn the_page_names_every_rule_of_ours() {
    let text = std::fs::read_to_string(page::path()).unwrap();
    let named: BTreeSet<&str> = text.split('`').skip(1).step_by(2).collect();
    for rule in rules() {
        let is_named = named.iter().any(|name| {
            *name == rule.name
                || (rule.is_schema_keyword
                    && name
                        .strip_suffix(rule.name)
                        .is_some_and(|owner| owner.ends_with('-')))
        });
        assert!(is_named, "{} is not on the page", rule.name);
    }
}

#[test]
fn a_row_that_lies_about_its_texts_is_seen() {
    let row = Row {
        id: "request-body-max-length-increased",
        level: "info",
        place: "request-body",
        was: "{type: string, maxLength: 10}",
        is: "{type: string, maxLength: 5}",
        remark: "",
    };
    assert_eq!(
        Tried::new(row).rules(),
        ["request-body-max-length-decreased"]
    );
}
