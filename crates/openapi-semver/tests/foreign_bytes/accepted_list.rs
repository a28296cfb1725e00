//! The list of accepted changes: each entry is read and counts, or the first mistake has its place.
//!
//! In come the bytes of a list. The crate `toml` reads them once more, as a table without types. The property fails if
//! an entry is left out or made up, if a place is reported that the text does not have, or if an entry changes a report
//! without such a change.

use openapi_semver::{AcceptedList, Class, Comparison, Day};
use toml::{Table, Value};

const DOCUMENT: &str = "openapi: 3.0.3\ninfo: {title: t, version: v1}\npaths: {}\n";

/// Asserts what holds for each list.
pub(crate) fn holds(bytes: &[u8]) {
    let Ok(text) = std::str::from_utf8(bytes) else {
        return;
    };
    let list = match AcceptedList::parse("accepted.toml", text) {
        Ok(list) => list,
        Err(problem) => {
            let lines = text.split(['\r', '\n']).count();
            assert!((1..=lines).contains(&problem.line()), "{problem}");
            assert!(problem.column() >= 1 && problem.file() == "accepted.toml");
            assert!(!problem.message().is_empty() && !problem.help().is_empty());
            return;
        }
    };
    let table: Table = text.parse().expect("a list is TOML");
    let entries = match table.get("accepted") {
        None => Vec::new(),
        Some(Value::Array(entries)) => entries.clone(),
        Some(_) => panic!("the entries are an array"),
    };
    for entry in &entries {
        for member in ["rule", "fingerprint", "reason"] {
            assert!(!entry[member].as_str().expect("a text").trim().is_empty());
        }
        assert!(
            entry["expires"]
                .as_datetime()
                .is_some_and(|day| day.date.is_some())
        );
    }
    // A comparison without a change has nothing to accept, so each entry is a problem.
    let document = openapi_loader::load("a.yaml", DOCUMENT).expect("a document");
    let mut report = Comparison::new(&document, &document).report();
    let problems = list.apply(&mut report, Day::from_unix_seconds(1_893_456_000));
    assert_eq!(problems.len(), entries.len());
    assert_eq!((report.class, report.accepted.len()), (Class::None, 0));
}
