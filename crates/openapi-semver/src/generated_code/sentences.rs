//! Sentences at the end of a message that the generated code has to confirm.
//!
//! The drafts and the findings about the generated code come in. Messages go out with an addition: a field stays and
//! is never filled, no compiler reports a change, or no builder asks for a property. No sentence is added unless the
//! generated code shows that it is true. The messages themselves come from `classify`.

use std::collections::HashSet;

use super::places::Names;
use crate::class::{Class, Why};
use crate::draft::Draft;
use crate::report::Change;
use crate::rule_id::Rule;
use crate::rust_api::{Anchor, Finding};

/// Whether a change is about a required property that is never sent, which only matters where a generated
/// builder asks for it all the same.
fn is_about_builders(draft: &Draft) -> bool {
    let is_rule = matches!(
        draft.change.rule.rule(),
        Rule::RequiredReadOnlyRequestPropertyAdded | Rule::ReadOnlyRequestPropertyBecameRequired
    );
    is_rule && !draft.is_callback
}

/// The property that a builder asks for, by the name that it has on the wire.
pub(super) fn demanded(finding: &Finding) -> Option<&str> {
    match &finding.anchor {
        Anchor::Field { wire_name, .. } if finding.rule == Rule::RustBuilderDemands => {
            Some(wire_name)
        }
        _ => None,
    }
}

pub(super) fn say_that_nobody_asks(draft: &mut Draft, demanded: &HashSet<&str>) {
    let property = draft.property.as_deref().unwrap_or_default();
    if is_about_builders(draft) && !demanded.contains(property) {
        draft.change.message.push_str(ASKED_BY_NOBODY);
    }
}

/// Says where a verdict supposes what no generated code was there to show.
pub(crate) fn not_compared(drafts: &mut [Draft]) {
    for draft in drafts {
        if is_about_builders(draft) && draft.change.class == Class::Breaking {
            draft.change.message.push_str(MAYBE_ASKED_FOR);
        }
    }
}

const ASKED_BY_NOBODY: &str = "; no builder of the generated code asks for it";

const MAYBE_ASKED_FOR: &str =
    "; a generated builder may ask for it, and no generated code was compared";

/// Adds to a breaking change of a response that rustc says nothing of it, where that is so.
pub(super) fn say_that_nothing_tells(
    change: &mut Change,
    is_callback: bool,
    unchanged: &HashSet<&str>,
) {
    let is_of_responses = change.class == Class::Breaking
        && change.why == Why::Wire
        && !is_callback
        && change.rule.is_about_responses();
    let all_unchanged = !change.operations.is_empty()
        && change
            .operations
            .iter()
            .all(|operation| unchanged.contains(operation.as_str()));
    if is_of_responses && all_unchanged && !change.message.ends_with(UNFILLED) {
        change.message.push_str(UNCHANGED);
    }
}

/// What is said of a property that a response has no more, where its field is there for the sake of
/// others: code that reads it goes on compiling, and gets nothing. No compiler tells, so that it counts as
/// breaking.
pub(super) const UNFILLED: &str =
    "; the generated code keeps the field, which is never filled here any more";

/// What is said of responses whose types stay as they are.
const UNCHANGED: &str =
    "; the types of the generated code stay as they are, so that no compiler tells";

/// The operations, by their labels, whose answers and errors are of the same types as before, all the way
/// down.
pub(super) fn unchanged_answers<'n>(
    [base, revision]: &'n [Names<'_>; 2],
    findings: &[Finding],
) -> HashSet<&'n str> {
    let types: HashSet<&str> = findings
        .iter()
        .filter_map(|finding| match &finding.anchor {
            Anchor::Type(name)
            | Anchor::Field {
                type_name: name, ..
            } => Some(name.as_str()),
            Anchor::Method(_) | Anchor::Elsewhere => None,
        })
        .collect();
    let methods: HashSet<&str> = findings
        .iter()
        .filter_map(|finding| match &finding.anchor {
            Anchor::Method(name) => Some(name.as_str()),
            _ => None,
        })
        .collect();
    let is_unchanged = |names: &Names<'_>, method: &str| {
        let given = names.reach.given_by(method);
        given.is_some_and(|given| given.iter().all(|name| !types.contains(name)))
    };
    revision
        .methods
        .iter()
        .filter(|(method, _)| !methods.contains(method.as_str()))
        .filter(|(method, _)| is_unchanged(base, method) && is_unchanged(revision, method))
        .map(|(_, (_, label))| label.as_str())
        .collect()
}
