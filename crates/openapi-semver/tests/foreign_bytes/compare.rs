//! Two documents that the loader reads can be compared, and each is equal to itself.
//!
//! In come two texts with a line of `====` between them, or two documents. The property fails on a panic, on a document
//! that differs from itself, and on a difference that is found in one direction only.

use openapi_loader::{Document, load_published};
use openapi_semver::{Class, Comparison};

/// Asserts what holds for each pair of texts.
pub(crate) fn holds(bytes: &[u8]) {
    let Ok(text) = std::str::from_utf8(bytes) else {
        return;
    };
    let (base, revision) = text.split_once("\n====\n").unwrap_or((text, text));
    let Ok(base) = load_published("base.yaml", base) else {
        return;
    };
    let revision = load_published("revision.yaml", revision);
    assert_comparable(&base, revision.as_ref().unwrap_or(&base));
}

/// Asserts what holds for each pair of documents.
pub(crate) fn assert_comparable(base: &Document, revision: &Document) {
    let itself = Comparison::new(base, base).report();
    assert_eq!(itself.class, Class::None, "{itself:#?}");
    let forward = Comparison::new(base, revision).report();
    let backward = Comparison::new(revision, base).report();
    // A schema that gets a name is no change, and a schema that loses its name is one.
    let is_same = [&forward, &backward].map(|report| {
        let mut changes = report.changes.iter();
        changes.all(|change| change.rule.to_string().starts_with("api-schema-"))
    });
    let (base, revision) = (base.value(), revision.value());
    assert_eq!(
        is_same[0], is_same[1],
        "{base}\n{revision}\n{forward:#?}\n{backward:#?}"
    );
}
