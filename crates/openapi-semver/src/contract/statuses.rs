//! Which statuses a response covers: `404`, `4XX` or `default`.
//!
//! Two operations come in. Out come groups of statuses, each with the response that covers it before and the response
//! that covers it now. A status comes before its range, and a range before `default`. `default` describes failures. It
//! also describes success if no response for a success is described. `detect/bodies` compares the responses of each
//! group.

use std::collections::BTreeSet;

use super::operation::{Operation, Response};

/// The responses of two operations to the same statuses.
pub(crate) struct Covered<'o> {
    pub(crate) base: Option<(&'o str, &'o Response)>,
    pub(crate) revision: Option<(&'o str, &'o Response)>,
    /// Whether these statuses are a success.
    pub(crate) is_success: bool,
}

/// The statuses of two operations, in groups that one response of each side covers.
pub(crate) fn covered<'o>(base: &'o Operation, revision: &'o Operation) -> Vec<Covered<'o>> {
    let mut all: Vec<Covered<'o>> = Vec::new();
    for status in statuses(base, revision) {
        let (before, after) = (find(base, &status), find(revision, &status));
        if before.is_none() && after.is_none() {
            continue;
        }
        let is_success = matches!(status.class, b'1'..=b'3');
        let is_known = all.iter().any(|known| {
            known.is_success == is_success
                && key(known.base) == key(before)
                && key(known.revision) == key(after)
        });
        if !is_known {
            all.push(Covered {
                base: before,
                revision: after,
                is_success,
            });
        }
    }
    all
}

/// A status that one of the documents names, or all other statuses of a class.
#[derive(PartialEq, Eq, PartialOrd, Ord)]
struct Status {
    class: u8,
    exact: Option<String>,
}

fn statuses(base: &Operation, revision: &Operation) -> BTreeSet<Status> {
    let keys = base.responses.keys().chain(revision.responses.keys());
    let exact = keys.filter_map(|key| {
        let class = *key.as_bytes().first()?;
        let is_exact = key.bytes().all(|byte| byte.is_ascii_digit());
        is_exact.then(|| Status {
            class,
            exact: Some(key.clone()),
        })
    });
    let rest = (b'1'..=b'5').map(|class| Status { class, exact: None });
    exact.chain(rest).collect()
}

/// The response that covers a status.
fn find<'o>(operation: &'o Operation, status: &Status) -> Option<(&'o str, &'o Response)> {
    let responses = &operation.responses;
    let entry = |key: &str| {
        let (key, response) = responses.get_key_value(key)?;
        Some((key.as_str(), response))
    };
    let exact = status.exact.as_deref().and_then(entry);
    let range = || entry(&format!("{}XX", char::from(status.class)));
    let default = || {
        let describes_success = responses.keys().any(|key| key.starts_with('2'));
        let is_covered = match status.class {
            b'2' => !describes_success,
            // A description without a redirection does not mean one.
            b'1' | b'3' => false,
            _ => true,
        };
        entry("DEFAULT").filter(|_| is_covered)
    };
    exact.or_else(range).or_else(default)
}

fn key<'o>(covered: Option<(&'o str, &Response)>) -> Option<&'o str> {
    covered.map(|(key, _)| key)
}
