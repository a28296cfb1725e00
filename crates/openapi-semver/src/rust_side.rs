//! The generated code of both revisions, brought together with what is different on the wire.
//!
//! In come the documents, a generator and the changes on the wire. Both clients are generated and compared. What
//! follows from a change that is known already is added to it; the rest become changes of their own.

mod places;
mod sentences;

use std::collections::HashSet;
use std::thread::{Scope, ScopedJoinHandle};

use openapi_loader::Document;

pub(crate) use self::sentences::not_compared;

use self::places::{Names, Place};
use self::sentences::{
    UNFILLED, demanded, say_that_nobody_asks, say_that_nothing_tells, unchanged_answers,
};
use crate::class::{Class, Why};
use crate::comparison::{Comparison, Generator, fingerprint};
use crate::draft::Draft;
use crate::report::{Change, Side};
use crate::rust_api::{self, Finding, Surface};

/// The generated code of both documents, on its way.
pub(crate) struct Generated<'scope> {
    base: Surfaced<'scope>,
    revision: Surfaced<'scope>,
}

type Surfaced<'scope> = ScopedJoinHandle<'scope, Result<Surface, String>>;

/// The public surfaces of the base and of the revision.
pub(crate) struct Surfaces(Surface, Surface);

/// Begins to generate both.
pub(crate) fn begin<'scope, 'a: 'scope>(
    scope: &'scope Scope<'scope, '_>,
    comparison: &Comparison<'a>,
    generator: Generator<'a>,
) -> Generated<'scope> {
    let (base, revision) = comparison.documents();
    let start = |document: &'a Document| {
        scope.spawn(move || generator(document).map(|file| Surface::of(&file)))
    };
    Generated {
        base: start(base),
        revision: start(revision),
    }
}

impl Generated<'_> {
    /// Waits for both, or says why there is nothing to compare.
    pub(crate) fn surfaces(self) -> Result<Surfaces, String> {
        let surface = |handle: Surfaced<'_>| {
            handle
                .join()
                .unwrap_or_else(|_| Err("the generator panicked".to_owned()))
        };
        let (base, revision) = (surface(self.base), surface(self.revision));
        Ok(Surfaces(base?, revision?))
    }
}

/// Compares the generated code. What it says of a change that is known already is added to that
/// change; the rest are changes of their own. A change that only names in Rust would make worse is what
/// it is on the wire, unless the generated code differs there.
pub(crate) fn compare(
    comparison: &Comparison<'_>,
    Surfaces(before, after): &Surfaces,
    drafts: &mut Vec<Draft>,
) {
    let (base, revision) = comparison.documents();
    let sides = [Names::of(base, before), Names::of(revision, after)];
    let [base, revision] = &sides;
    let of = |side: Side| match side {
        Side::Base => base,
        Side::Revision => revision,
    };
    let findings = rust_api::compare(before, after);
    let mut rest = Vec::new();
    for finding in &findings {
        let place = of(finding.side).place(&finding.anchor);
        if !join(finding, &place, drafts) {
            rest.push(Draft::of_rust(comparison.place(on_its_own(finding, place))));
        }
    }
    for draft in drafts.iter_mut() {
        let Some(wire) = draft.wire else { continue };
        if draft.confirmed.is_none() && revision.still_has_the_field(draft) {
            draft.change.why = Why::Wire;
            draft.change.message.push_str(UNFILLED);
            continue;
        }
        draft.change.class = draft.confirmed.map_or(wire, |class| class.max(wire));
        if draft.confirmed.is_none() {
            draft.change.why = Why::Wire;
        }
    }
    let demanded: HashSet<&str> = findings.iter().filter_map(demanded).collect();
    for draft in drafts.iter_mut() {
        say_that_nobody_asks(draft, &demanded);
    }
    let unchanged = unchanged_answers(&sides, &findings);
    for draft in drafts.iter_mut() {
        say_that_nothing_tells(&mut draft.change, draft.is_callback, &unchanged);
    }
    drafts.append(&mut rest);
}

/// Adds a finding to the changes that it follows from: those of the same thing that are at least as bad,
/// or are about names in Rust themselves.
fn join(finding: &Finding, place: &Place, drafts: &mut [Draft]) -> bool {
    if place.pointer.is_empty() {
        return false;
    }
    let mut joined = false;
    for draft in drafts {
        let is_guess = draft.wire.is_some();
        let change = &mut draft.change;
        if draft.is_callback
            || change.class == Class::DocsOnly
            || !(is_guess || change.class >= finding.class)
            || !is_of_one_thing(finding, place, change, draft.property.as_deref())
        {
            continue;
        }
        change.why = match draft.wire {
            Some(wire) if wire < Class::Breaking => Why::RustApi,
            _ => change.why.and(Why::RustApi),
        };
        draft.confirmed = draft.confirmed.max(Some(finding.class));
        if !change.message.contains(&finding.message) {
            change.message.push_str("; ");
            change.message.push_str(&finding.message);
        }
        joined = true;
    }
    joined
}

/// Whether a finding and a change are about one thing.
fn is_of_one_thing(
    finding: &Finding,
    place: &Place,
    change: &Change,
    property: Option<&str>,
) -> bool {
    let shares_operation = || {
        let mut operations = place.operations.iter();
        operations.any(|operation| change.operations.contains(operation))
    };
    if place.is_of_method {
        return shares_operation() && follows(finding.rule, &change.rule);
    }
    let rest = change.pointer.strip_prefix(&place.pointer);
    match &place.property {
        // A property is known by its name: what is required is listed somewhere else.
        Some(name) => {
            property == Some(name)
                && (rest.is_some() || shares_operation())
                && !change.rule.starts_with("rust-")
        }
        None => rest.is_some_and(|rest| {
            rest.is_empty() || (rest.starts_with('/') && !rest.contains("/properties/"))
        }),
    }
}

/// Whether a finding about a method can come from a change under a rule.
fn follows(finding: &str, rule: &str) -> bool {
    let causes: &[&str] = match finding {
        "rust-method-added" | "rust-method-removed" => {
            &["endpoint-added", "api-removed-", "api-operation-id-"]
        }
        "rust-return-type-changed" | "rust-error-type-changed" => &[
            "response-body-added",
            "response-body-type-",
            "response-success-",
            "response-media-",
        ],
        "rust-setter-added" | "rust-setter-removed" => &[
            "request-parameter-removed",
            "request-body-removed",
            "request-body-added-",
            "new-required-request-parameter",
            "new-optional-request-parameter",
            "new-request-path-parameter",
            "path-parameter-renamed",
        ],
        _ => &[
            "request-body-type-",
            "request-parameter-type-",
            "request-parameter-format-",
        ],
    };
    causes.iter().any(|cause| rule.starts_with(cause))
}

fn on_its_own(finding: &Finding, place: Place) -> Change {
    let fingerprint = fingerprint(&[finding.rule, &place.pointer, &finding.message]);
    Change {
        rule: finding.rule.to_owned(),
        class: finding.class,
        why: Why::RustApi,
        operation: Change::only(&place.operations),
        operations: place.operations,
        pointer: place.pointer,
        side: finding.side,
        line: 1,
        column: 1,
        revision_line: 1,
        message: finding.message.clone(),
        fingerprint,
    }
}
