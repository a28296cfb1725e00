//! The generated code of both revisions, brought together with what is different on the wire.

use std::collections::{BTreeMap, HashMap, HashSet};
use std::thread::{Scope, ScopedJoinHandle};

use openapi_source::Document;
use serde_json::Value;

use crate::class::{Class, Why};
use crate::comparison::{Comparison, Generator, fingerprint};
use crate::contract::escape;
use crate::draft::Draft;
use crate::report::{Change, Side};
use crate::rust_api::{self, Anchor, Finding, Holder, Reach, Surface};

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

/// Whether a change is about a required property that is never sent, which only matters where a generated
/// builder asks for it all the same.
fn is_about_builders(draft: &Draft) -> bool {
    const RULES: [&str; 2] = [
        "required-read-only-request-property-added",
        "read-only-request-property-became-required",
    ];
    RULES.contains(&draft.change.rule.as_str()) && !draft.is_callback
}

/// The property that a builder asks for, by the name that it has on the wire.
fn demanded(finding: &Finding) -> Option<&str> {
    match &finding.anchor {
        Anchor::Field { wire_name, .. } if finding.rule == rust_api::BUILDER_DEMANDS => {
            Some(wire_name)
        }
        _ => None,
    }
}

fn say_that_nobody_asks(draft: &mut Draft, demanded: &HashSet<&str>) {
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
fn say_that_nothing_tells(change: &mut Change, is_callback: bool, unchanged: &HashSet<&str>) {
    let is_of_responses = change.class == Class::Breaking
        && change.why == Why::Wire
        && !is_callback
        && change.rule.starts_with("response-");
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
const UNFILLED: &str = "; the generated code keeps the field, which is never filled here any more";

/// What is said of responses whose types stay as they are.
const UNCHANGED: &str =
    "; the types of the generated code stay as they are, so that no compiler tells";

/// The operations, by their labels, whose answers and errors are of the same types as before, all the way
/// down.
fn unchanged_answers<'n>(
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

/// What one document calls the things that the generated code has names for.
struct Names<'s> {
    /// Pointers of component schemas, by the words of their names.
    schemas: HashMap<String, String>,
    /// Pointers and labels of operations, by the methods that they become.
    methods: BTreeMap<String, (String, String)>,
    /// Pointers of the properties of component schemas.
    properties: HashSet<String>,
    reach: Reach<'s>,
}

/// The place of a finding in its document.
struct Place {
    pointer: String,
    /// The property whose type it is about, for a type that the generator made up.
    property: Option<String>,
    /// Whether `pointer` is that of a method's operation.
    is_of_method: bool,
    operations: Vec<String>,
}

impl<'s> Names<'s> {
    fn of(document: &Document, surface: &'s Surface) -> Self {
        let value = document.value();
        let members = |pointer: &str| value.pointer(pointer).and_then(Value::as_object);
        let mut schemas = HashMap::new();
        let mut properties = HashSet::new();
        for (name, schema) in members("/components/schemas").into_iter().flatten() {
            let pointer = format!("/components/schemas/{}", escape(name));
            let own = schema.get("properties").and_then(Value::as_object);
            for (property, _) in own.into_iter().flatten() {
                properties.insert(format!("{pointer}/properties/{}", escape(property)));
            }
            schemas.insert(words(name), pointer);
        }
        let mut by_words: HashMap<String, (String, String)> = HashMap::new();
        for (path, item) in members("/paths").into_iter().flatten() {
            for (method, operation) in item.as_object().into_iter().flatten() {
                if let Some(id) = operation.get("operationId").and_then(Value::as_str) {
                    let pointer = format!("/paths/{}/{method}", escape(path));
                    let label = format!("{} {path}", method.to_uppercase());
                    by_words.insert(words(id), (pointer, label));
                }
            }
        }
        let methods = surface.method_names().filter_map(|name| {
            let operation = by_words.get(&words(name))?;
            Some((name.to_owned(), operation.clone()))
        });
        Self {
            methods: methods.collect(),
            schemas,
            properties,
            reach: Reach::of(surface),
        }
    }

    /// Whether all operations that a change reaches still give a type with the field that it took away.
    fn still_has_the_field(&self, draft: &Draft) -> bool {
        let has_field = |operation: &String| {
            let mut methods = self.methods.iter();
            let method = methods.find(|(_, (_, label))| label == operation);
            method.is_some_and(|(method, _)| {
                let property = draft.property.as_deref().unwrap_or_default();
                self.reach.gives_field(method, property)
            })
        };
        draft.change.rule == "response-optional-property-removed"
            && !draft.change.operations.is_empty()
            && draft.change.operations.iter().all(has_field)
    }

    fn place(&self, anchor: &Anchor) -> Place {
        match anchor {
            Anchor::Method(name) => match self.methods.get(name) {
                Some((pointer, label)) => Place {
                    pointer: pointer.clone(),
                    property: None,
                    is_of_method: true,
                    operations: vec![label.clone()],
                },
                None => self.nowhere(),
            },
            Anchor::Type(name) => self.of_type(name, None),
            Anchor::Field {
                type_name,
                wire_name,
            } => self.of_type(type_name, Some(wire_name)),
            Anchor::Elsewhere => self.nowhere(),
        }
    }

    const fn nowhere(&self) -> Place {
        Place {
            pointer: String::new(),
            property: None,
            is_of_method: false,
            operations: Vec::new(),
        }
    }

    /// The place of a type, or of a field of it: its component, or else what the generator made it up for.
    fn of_type(&self, name: &str, wire_name: Option<&str>) -> Place {
        let labels = self.reach.methods_with(name).into_iter();
        let labels = labels.filter_map(|method| Some(self.methods.get(method)?.1.clone()));
        let mut operations: Vec<String> = labels.collect();
        operations.sort();
        operations.dedup();
        let place = |pointer: String, property: Option<&str>| Place {
            pointer,
            property: property.map(str::to_owned),
            is_of_method: false,
            operations: operations.clone(),
        };
        if let Some(schema) = self.schemas.get(&words(name)) {
            return place(self.member(schema, wire_name), wire_name);
        }
        let found = self.reach.nearest(name, |holder| match holder {
            Holder::Method(method) => {
                let (pointer, _) = self.methods.get(method)?;
                Some(place(pointer.clone(), wire_name))
            }
            Holder::Type {
                name,
                wire_name: held_as,
            } => {
                let schema = self.schemas.get(&words(name))?;
                let held_as = held_as.as_deref();
                Some(place(self.member(schema, held_as), wire_name.or(held_as)))
            }
        });
        found.unwrap_or_else(|| place(String::new(), None))
    }

    /// A property of a component, if it is there; else the component.
    fn member(&self, schema: &str, property: Option<&str>) -> String {
        let property = property.map(|name| format!("{schema}/properties/{}", escape(name)));
        property
            .filter(|pointer| self.properties.contains(pointer))
            .unwrap_or_else(|| schema.to_owned())
    }
}

/// The words of a name without case and separators: `apiKey`, `api_key` and `Api-Key` are one.
fn words(name: &str) -> String {
    name.chars()
        .filter(|c| c.is_alphanumeric())
        .flat_map(char::to_lowercase)
        .collect()
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
