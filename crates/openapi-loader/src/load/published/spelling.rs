//! Ranges of statuses and sizes that a published document spells in its own way.
//!
//! The objects of a document come in. Out go edits that bring them into the spelling of OpenAPI: `4xx` becomes `4XX`,
//! and a size that no 64 bits hold becomes the largest size that they do. The other edits are in [`published`](super).

use serde_json::Number;

use super::Edit;
use crate::load::findings::Findings;
use crate::load::grammar::Kind;
use crate::load::node::{Data, Mapping, Node};
use crate::load::walk::Visit;
use crate::pointer;

/// Keywords whose value is a count.
const SIZES: [&str; 6] = [
    "maxItems",
    "maxLength",
    "maxProperties",
    "minItems",
    "minLength",
    "minProperties",
];

/// Writes ranges of statuses in capital letters.
pub(super) fn status_ranges(visits: &[Visit<'_>], notes: &mut Findings<'_>) -> Vec<Edit> {
    let mut edits = Vec::new();
    for visit in visits.iter().filter(|visit| visit.kind == Kind::Responses) {
        let Some(responses) = visit.node.as_mapping() else {
            continue;
        };
        let is_lower = |key: &str| {
            key.ends_with("xx")
                && Kind::Responses.slot(key).is_none()
                && Kind::Responses.slot(&key.to_uppercase()).is_some()
                && !responses.contains_key(&key.to_uppercase())
        };
        let lower: Vec<String> = responses
            .keys()
            .filter(|key| is_lower(key))
            .cloned()
            .collect();
        if lower.is_empty() {
            continue;
        }
        for key in &lower {
            notes.blame(
                pointer::child(&visit.pointer, key),
                format!("`{key}` is read as `{}`", key.to_uppercase()),
                "",
            );
        }
        edits.push(Edit::new(&visit.pointer, move |mapping| {
            let responses: Mapping = std::mem::take(mapping)
                .into_iter()
                .map(|(key, member)| match lower.contains(&key) {
                    true => (key.to_uppercase(), member),
                    false => (key, member),
                })
                .collect();
            *mapping = responses;
        }));
    }
    edits
}

/// Limits sizes that 64 bits cannot hold.
pub(super) fn sizes(visits: &[Visit<'_>], notes: &mut Findings<'_>) -> Vec<Edit> {
    let mut edits = Vec::new();
    for visit in visits.iter().filter(|visit| visit.kind == Kind::Schema) {
        for key in SIZES {
            if !visit.node.get(key).is_some_and(is_huge) {
                continue;
            }
            notes.blame(
                pointer::child(&visit.pointer, key),
                format!(
                    "`{key}` does not fit into 64 bits, and is read as {}",
                    i64::MAX
                ),
                "",
            );
            edits.push(Edit::new(&visit.pointer, move |mapping| {
                if let Some(member) = mapping.get_mut(key) {
                    let at = member.value.at;
                    member.value = Node::new(at, Data::Number(Number::from(i64::MAX)));
                }
            }));
        }
    }
    edits
}

/// Whether the value is a whole number from 0 that 64 bits cannot hold.
fn is_huge(node: &Node) -> bool {
    match &node.data {
        Data::Number(number) => node
            .huge(number)
            .is_some_and(|digits| !digits.starts_with('-')),
        _ => false,
    }
}
