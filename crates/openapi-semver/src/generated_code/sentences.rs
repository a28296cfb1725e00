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

/// Whether a change is about a required property that is never sent. It matters only if a generated builder asks
/// for the property.
fn is_about_builders(draft: &Draft) -> bool {
    let is_rule = matches!(
        draft.change.rule.rule(),
        Rule::RequiredReadOnlyRequestPropertyAdded | Rule::ReadOnlyRequestPropertyBecameRequired
    );
    is_rule && !draft.is_callback
}

/// The property that a builder asks for, by its name on the wire.
pub(super) fn demanded(finding: &Finding) -> Option<&str> {
    match &finding.anchor {
        Anchor::Field { wire_name, .. } if finding.rule == Rule::RustBuilderDemands => {
            Some(wire_name)
        }
        _ => None,
    }
}

pub(super) fn add_that_no_builder_asks(draft: &mut Draft, demanded: &HashSet<&str>) {
    let property = draft.property.as_deref().unwrap_or_default();
    if is_about_builders(draft) && !demanded.contains(property) {
        draft.change.message.push_str(ASKED_BY_NOBODY);
    }
}

/// Adds to a verdict that it assumes something about generated code, because no code was compared.
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

/// Adds to a breaking change of a response that no compiler reports it, if the types stay the same.
pub(super) fn add_that_no_compiler_reports(
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

/// The addition for a property that a response no longer has, while the field stays for other responses. Code that
/// reads the field still compiles and receives nothing. No compiler reports that, so it counts as breaking.
pub(super) const UNFILLED: &str = "; the generated code keeps the field, but never fills it here";

/// The addition for responses whose types stay the same.
const UNCHANGED: &str =
    "; the types of the generated code stay the same, so no compiler reports it";

/// The labels of the operations whose results and errors have the same types as before, including all inner types.
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
