//! Fuzz target: two documents that the loader reads can be compared, and each is equal to itself.
//!
//! The input is both documents, with a line of `====` between them. The target fails on a panic, on a document that
//! differs from itself, and on a difference that is found in one direction only. The test `damage` of `openapi-semver`
//! asserts the same on a stable toolchain.

#![no_main]
#![forbid(unsafe_code)]

use libfuzzer_sys::fuzz_target;
use openapi_semver::{Class, Comparison};
use openapi_loader::load_published;

fuzz_target!(|text: &str| {
    let (base, revision) = text.split_once("\n====\n").unwrap_or((text, text));
    let Ok(base) = load_published("base.yaml", base) else {
        return;
    };
    let itself = Comparison::new(&base, &base).report();
    assert_eq!(itself.class, Class::None);
    if let Ok(revision) = load_published("revision.yaml", revision) {
        // To give a schema a name is less of a change than to take it away.
        let is_same = |base, revision| {
            let report = Comparison::new(base, revision).report();
            let mut changes = report.changes.iter();
            changes.all(|change| change.rule.to_string().starts_with("api-schema-"))
        };
        assert_eq!(is_same(&base, &revision), is_same(&revision, &base));
    }
});
