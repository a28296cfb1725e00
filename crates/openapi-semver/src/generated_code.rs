//! The generated code of both revisions, compared and joined with the differences on the wire.
//!
//! The documents, a generator and the drafts of the changes on the wire come in. Both clients are generated and
//! compared. A finding that follows from a known change is added to that change. The other findings become changes of
//! their own.
//!
//! `places` finds the document's part behind a Rust name, and `sentences` adds what the code shows beside a change.
//! [`rust_api`](crate::rust_api) compares the code itself.

mod places;
mod sentences;

use std::collections::HashSet;
use std::thread::{Scope, ScopedJoinHandle};

use openapi_loader::Document;

pub(crate) use self::sentences::not_compared;

use self::places::{Names, Place};
use self::sentences::{
    UNFILLED, add_that_no_builder_asks, add_that_no_compiler_reports, demanded, unchanged_answers,
};
use crate::class::{Class, Why};
use crate::documents::Documents;
use crate::draft::Draft;
use crate::fingerprint::fingerprint;
use crate::report::{Change, Side};
use crate::rule_id::{Rule, RuleId, SchemaOwner, Subject};
use crate::rust_api::{self, Finding, Surface};

/// A function that generates the client of a document.
///
/// It returns the syntax tree of the client, or a sentence that says why there is none. It is called on threads, so it
/// has to be `Sync`. [`Comparison::with_rust`](crate::Comparison::with_rust) takes one.
///
/// ```
/// use openapi_loader::Document;
/// use openapi_semver::Generator;
///
/// fn generate(document: &Document) -> Result<syn::File, String> {
///     document.generatable().map_err(|problems| problems.to_string())?;
///     syn::parse_str("pub struct Client;").map_err(|error| error.to_string())
/// }
/// let generator: Generator<'_> = &generate;
///
/// # let text = "openapi: 3.0.3\ninfo: {title: Keys, version: v1}\npaths: {}\n";
/// let document = openapi_loader::load("api.yaml", text)?;
/// assert_eq!(generator(&document).map(|file| file.items.len()), Ok(1));
/// # Ok::<(), openapi_loader::Diagnostics>(())
/// ```
pub type Generator<'a> = &'a (dyn Fn(&Document) -> Result<syn::File, String> + Sync);

/// The generated code of both documents, while it is being generated.
pub(crate) struct Generated<'scope> {
    base: Surfaced<'scope>,
    revision: Surfaced<'scope>,
}

type Surfaced<'scope> = ScopedJoinHandle<'scope, Result<Surface, String>>;

/// The public surfaces of the base and of the revision.
pub(crate) struct Surfaces(Surface, Surface);

/// Begins to generate both clients, each on its own thread.
pub(crate) fn begin<'scope, 'a: 'scope>(
    scope: &'scope Scope<'scope, '_>,
    Documents { base, revision }: Documents<'a>,
    generator: Generator<'a>,
) -> Generated<'scope> {
    let start = |document: &'a Document| {
        scope.spawn(move || generator(document).map(|file| Surface::of(&file)))
    };
    Generated {
        base: start(base),
        revision: start(revision),
    }
}

impl Generated<'_> {
    /// Waits for both clients.
    ///
    /// # Errors
    /// A sentence that says why there is nothing to compare.
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

/// Compares the generated code and adds the findings to the drafts.
///
/// A finding that follows from a known change is added to that change. The other findings become changes of their own.
/// A change that would be worse only because of names in Rust gets its class on the wire, unless the generated code
/// confirms it.
pub(crate) fn compare(
    documents: Documents<'_>,
    Surfaces(before, after): &Surfaces,
    drafts: &mut Vec<Draft>,
) {
    let sides = [
        Names::of(documents.base, before),
        Names::of(documents.revision, after),
    ];
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
            rest.push(Draft::of_rust(documents.place(on_its_own(finding, place))));
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
        add_that_no_builder_asks(draft, &demanded);
    }
    let unchanged = unchanged_answers(&sides, &findings);
    for draft in drafts.iter_mut() {
        add_that_no_compiler_reports(&mut draft.change, draft.is_callback, &unchanged);
    }
    drafts.append(&mut rest);
}

/// Adds a finding to the changes that it follows from: changes of the same part that are at least as bad, or that are
/// about names in Rust themselves. Returns whether there is such a change.
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

/// Whether a finding and a change are about the same part.
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
        return shares_operation() && follows(finding.rule, change.rule);
    }
    let rest = change.pointer.strip_prefix(&place.pointer);
    match &place.property {
        // A property is found by its name, because the list of required properties stands elsewhere.
        Some(name) => {
            property == Some(name)
                && (rest.is_some() || shares_operation())
                && change.rule.rule().subject() != Subject::GeneratedCode
        }
        None => rest.is_some_and(|rest| {
            rest.is_empty() || (rest.starts_with('/') && !rest.contains("/properties/"))
        }),
    }
}

/// Whether a finding about a method can come from a change under a rule.
fn follows(finding: Rule, cause: RuleId) -> bool {
    use Rule as R;
    let is_type = matches!(
        cause.rule(),
        R::TypeChanged | R::TypeGeneralized | R::TypeSpecialized
    );
    let is_format = matches!(
        cause.rule(),
        R::FormatAdded
            | R::FormatRemoved
            | R::FormatChanged
            | R::FormatGeneralized
            | R::FormatSpecialized
    );
    match finding {
        R::RustMethodAdded | R::RustMethodRemoved => matches!(
            cause.rule(),
            R::EndpointAdded
                | R::ApiRemovedWithDeprecation
                | R::ApiRemovedWithoutDeprecation
                | R::ApiOperationIdAdded
                | R::ApiOperationIdChanged
                | R::ApiOperationIdGivenToAnother
                | R::ApiOperationIdRemoved
                | R::ApiOperationIdSpellingChanged
        ),
        R::RustReturnTypeChanged | R::RustErrorTypeChanged => match cause.owner() {
            Some(owner) => owner == SchemaOwner::ResponseBody && is_type,
            None => matches!(
                cause.rule(),
                R::ResponseBodyAdded
                    | R::ResponseSuccessStatusAdded
                    | R::ResponseSuccessStatusRemoved
                    | R::ResponseMediaTypeAdded
                    | R::ResponseMediaTypeRemoved
            ),
        },
        R::RustSetterAdded | R::RustSetterRemoved => matches!(
            cause.rule(),
            R::RequestParameterRemoved
                | R::RequestBodyRemoved
                | R::RequestBodyAddedRequired
                | R::RequestBodyAddedOptional
                | R::NewRequiredRequestParameter
                | R::NewOptionalRequestParameter
                | R::NewRequestPathParameter
                | R::PathParameterRenamed
        ),
        _ => match cause.owner() {
            Some(SchemaOwner::RequestBody) => is_type,
            Some(SchemaOwner::RequestParameter) => is_type || is_format,
            _ => false,
        },
    }
}

fn on_its_own(finding: &Finding, place: Place) -> Change {
    let fingerprint = fingerprint(&[finding.rule.as_str(), &place.pointer, &finding.message]);
    Change {
        rule: finding.rule.into(),
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
