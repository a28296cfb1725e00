//! Properties that hold for every document, tested on random ones.
//!
//! A document is equal to itself in any spelling. No change of one keyword is missed or `unclassified`. A change is
//! found in both directions. Changes of prose are `docs-only`. The random documents come from `description`, their
//! changes from `mutation`, and their spellings from `spelling`. `cases` has documents that were written by hand.

#![allow(clippy::unwrap_used, clippy::expect_used, clippy::panic)]

#[path = "properties/description.rs"]
mod description;
#[path = "properties/mutation.rs"]
mod mutation;
#[path = "properties/spelling.rs"]
mod spelling;

use openapi_loader::{Document, load};
use openapi_semver::{Class, Comparison, Report};
use proptest::prelude::*;
use serde_json::Value;

fn document(name: &str, text: &str) -> Document {
    load(name, text).unwrap_or_else(|problems| panic!("{problems}\n{text}"))
}

fn report(base: &str, revision: &str) -> Report {
    let base = document("base.yaml", base);
    let revision = document("revision.yaml", revision);
    Comparison::new(&base, &revision).report()
}

fn plain(value: &Value) -> String {
    spelling::text(value, 0)
}

proptest! {
    #![proptest_config(ProptestConfig { failure_persistence: None, ..ProptestConfig::default() })]

    #[test]
    fn a_document_is_the_same_as_itself(description in description::description()) {
        let text = plain(&description.0);
        let report = report(&text, &text);
        prop_assert_eq!(report.class, Class::None, "{:#?}", report.changes);
    }

    #[test]
    fn another_spelling_is_the_same(description in description::description(), seed in 1_u64..) {
        let base = plain(&description.0);
        let revision = spelling::text(&spelling::respelled(&description.0, seed), seed);
        let report = report(&base, &revision);
        prop_assert_eq!(report.class, Class::None, "{:#?}\n{}", report.changes, revision);
    }

    #[test]
    fn no_keyword_changes_unnoticed(description in description::description(), seed in any::<u64>()) {
        let (mutated, what) = mutation::mutated(&description.0, seed);
        let (base, revision) = (plain(&description.0), plain(&mutated));
        let report = report(&base, &revision);
        prop_assert!(report.class > Class::DocsOnly, "{what}");
        prop_assert!(report.changes.iter().all(|change| change.rule != "unclassified"), "{what}: {:#?}", report.changes);
    }

    #[test]
    fn what_is_a_change_is_one_backwards(base in description::description(), seed in any::<u64>(), again in any::<u64>()) {
        let (once, _) = mutation::mutated(&base.0, seed);
        let (twice, _) = mutation::mutated(&once, again);
        let (base, revision) = (plain(&base.0), plain(&twice));
        let (forward, backward) = (report(&base, &revision), report(&revision, &base));
        prop_assert_eq!(forward.class == Class::None, backward.class == Class::None);
        prop_assert_eq!(forward.class == Class::DocsOnly, backward.class == Class::DocsOnly);
        // The class of a report is the class of its worst change.
        let class = forward.changes.iter().map(|change| change.class).max().unwrap_or(Class::None);
        prop_assert_eq!(forward.class, class);
    }

    #[test]
    fn prose_is_only_prose(description in description::description(), seed in any::<u64>()) {
        let retold = mutation::retold(&description.0, seed);
        let (base, revision) = (plain(&description.0), plain(&retold));
        let report = report(&base, &revision);
        prop_assert!(report.class <= Class::DocsOnly, "{:#?}", report.changes);
    }
}
