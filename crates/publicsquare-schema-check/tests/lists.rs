//! The list of accepted differences: which disagreements an entry covers, and which texts are not a list.
//!
//! Each test has a small list in TOML and asserts the result of `List::judge`, or the line, the column and the message of
//! the error. The list of this workspace is checked in `description.rs`.

#![allow(clippy::unwrap_used, clippy::panic)]

mod support;

use publicsquare_schema_check::{Judgement, listed};
use serde_json::json;
use support::{document, found};

/// Judges a schema with two bounds that its type does not have.
fn judged(list: &str) -> Judgement {
    let yaml = document("{A: {type: string, minLength: 1, maxLength: 9}}");
    listed(list)
        .unwrap()
        .judge(found(&yaml, &json!({"A": {"type": "string"}})))
}

fn entry(kind: &str, pointer: &str) -> String {
    format!("[[difference]]\nkind = \"{kind}\"\npointer = \"{pointer}\"\nreason = \"r\"\n")
}

#[test]
fn listed_disagreements_are_removed_and_others_stay() {
    let everything = judged(&entry("bound-only-in-yaml", "/components/schemas/A/**"));
    assert_eq!((everything.unlisted.len(), everything.unused.len()), (0, 0));
    let one = judged(&entry(
        "bound-only-in-yaml",
        "/components/schemas/*/minLength",
    ));
    assert_eq!(one.unlisted.len(), 1);
    assert_eq!(one.unlisted[0].pointer, "/components/schemas/A/maxLength");
    assert_eq!(judged("").unlisted.len(), 2);
}

#[test]
fn an_entry_covers_only_its_kind() {
    let other = judged(&entry("bound-differs", "/components/schemas/A/**"));
    assert_eq!((other.unlisted.len(), other.unused.len()), (2, 1));
}

#[test]
fn an_entry_that_covers_nothing_is_reported_with_its_line() {
    let list = entry("bound-only-in-yaml", "/**") + &entry("bound-only-in-yaml", "/**");
    let judgement = judged(&list);
    let lines: Vec<usize> = judgement.unused.iter().map(|entry| entry.line).collect();
    // The first entry covers everything that the second one could cover.
    assert_eq!(lines, [6]);
    assert_eq!(judgement.unused[0].to_string(), "bound-only-in-yaml at /**");
}

#[test]
fn a_text_that_is_not_a_list_is_refused_with_its_line() {
    for (text, line, message) in [
        ("[[difference]\n", 1, "unclosed"),
        ("[[differences]]\n", 1, "unknown field `differences`"),
        (
            "[[difference]]\nkind = \"null-differs\"\npointer = \"/\"\n",
            1,
            "missing field `reason`",
        ),
        (
            &entry("bounds-differs", "/a"),
            2,
            "`bounds-differs` is not a kind",
        ),
        (&entry("bound-differs", "a"), 3, "begins with `/`"),
        (
            &entry("bound-differs", "/a").replace("\"r\"", "\" \""),
            4,
            "say why",
        ),
        (
            &(entry("bound-differs", "/a") + "why = 1\n"),
            5,
            "unknown field `why`",
        ),
    ] {
        let error = listed(text).unwrap_err();
        assert!(error.message().contains(message), "{error}");
        assert_eq!(error.line(), line, "{error}");
        assert!(
            error
                .to_string()
                .starts_with(&format!("{line}:{}: ", error.column()))
        );
    }
}
