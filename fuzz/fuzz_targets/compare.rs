//! Two documents that can be read can be compared, and each is the same as itself. The input is both,
//! with a line of `====` between them.

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
            changes.all(|change| change.rule.starts_with("api-schema-"))
        };
        assert_eq!(is_same(&base, &revision), is_same(&revision, &base));
    }
});
