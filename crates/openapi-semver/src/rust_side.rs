//! The generated code of both revisions, brought together with what is different on the wire.

use std::collections::{HashMap, HashSet};
use std::thread::{Scope, ScopedJoinHandle};

use openapi_source::Document;
use serde_json::Value;

use crate::class::{Class, Why};
use crate::comparison::{Comparison, Generator, fingerprint};
use crate::contract::escape;
use crate::report::{Change, Side};
use crate::rust_api::{self, Anchor, Finding, Surface};

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
/// change; the rest are changes of their own.
pub(crate) fn compare(
    comparison: &Comparison<'_>,
    Surfaces(before, after): &Surfaces,
    changes: &mut Vec<Change>,
) {
    let (base, revision) = comparison.documents();
    let names = [Names::of(base), Names::of(revision)];
    let of = |side: Side| match side {
        Side::Base => &names[0],
        Side::Revision => &names[1],
    };
    let named = |side: Side, name: &str| of(side).schemas.contains_key(&words(name));
    for finding in rust_api::compare(before, after, &named) {
        let place = of(finding.side).place(&finding.anchor);
        if !join(&finding, &place, changes) {
            changes.push(comparison.place(on_its_own(finding, place)));
        }
    }
    for change in changes.iter_mut() {
        if change.class == Class::Breaking
            && change.why == Why::Wire
            && change.rule.starts_with("response-")
        {
            change.message.push_str(
                "; the generated code reads it leniently and stays as it is, but applications \
                 meet it all the same",
            );
        }
    }
}

/// What the document calls the things that the generated code has names for.
struct Names {
    /// Pointers of component schemas, by the words of their names.
    schemas: HashMap<String, String>,
    /// Pointers and labels of operations, by the words of their ids.
    operations: HashMap<String, (String, String)>,
    /// Pointers of the properties of component schemas.
    properties: HashSet<String>,
}

/// The place of a finding in its document.
struct Place {
    pointer: String,
    operation: Option<String>,
}

impl Names {
    fn of(document: &Document) -> Self {
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
        let mut operations = HashMap::new();
        for (path, item) in members("/paths").into_iter().flatten() {
            for (method, operation) in item.as_object().into_iter().flatten() {
                if let Some(id) = operation.get("operationId").and_then(Value::as_str) {
                    let pointer = format!("/paths/{}/{method}", escape(path));
                    let label = format!("{} {path}", method.to_uppercase());
                    operations.insert(words(id), (pointer, label));
                }
            }
        }
        Self {
            schemas,
            operations,
            properties,
        }
    }

    fn place(&self, anchor: &Anchor) -> Place {
        let nowhere = || Place {
            pointer: String::new(),
            operation: None,
        };
        let schema = |name: &str| self.schemas.get(&words(name)).cloned();
        match anchor {
            Anchor::Method(name) => match self.operations.get(&words(name)) {
                Some((pointer, label)) => Place {
                    pointer: pointer.clone(),
                    operation: Some(label.clone()),
                },
                None => nowhere(),
            },
            Anchor::Type(name) => Place {
                pointer: schema(name).unwrap_or_default(),
                operation: None,
            },
            Anchor::Field {
                type_name,
                wire_name,
            } => {
                let Some(schema) = schema(type_name) else {
                    return nowhere();
                };
                let property = format!("{schema}/properties/{}", escape(wire_name));
                let is_there = self.properties.contains(&property);
                Place {
                    pointer: if is_there { property } else { schema },
                    operation: None,
                }
            }
            Anchor::Elsewhere => nowhere(),
        }
    }
}

/// The words of a name without case and separators: `apiKey`, `api_key` and `Api-Key` are one.
fn words(name: &str) -> String {
    name.chars()
        .filter(|c| c.is_alphanumeric())
        .flat_map(char::to_lowercase)
        .collect()
}

/// Adds a finding to the changes that it follows from: those at its place that are at least as bad.
fn join(finding: &Finding, place: &Place, changes: &mut [Change]) -> bool {
    if place.pointer.is_empty() {
        return false;
    }
    let below = format!("{}/", place.pointer);
    let mut joined = false;
    for change in changes {
        let same_place = match &place.operation {
            Some(operation) => {
                change.operation.as_ref() == Some(operation) && follows(finding.rule, &change.rule)
            }
            None => change.pointer == place.pointer || change.pointer.starts_with(&below),
        };
        if same_place && change.class != Class::DocsOnly && change.class >= finding.class {
            change.why = change.why.and(Why::RustApi);
            if !change.message.contains(&finding.message) {
                change.message.push_str("; ");
                change.message.push_str(&finding.message);
            }
            joined = true;
        }
    }
    joined
}

/// Whether a finding about a method can come from a change under a rule.
fn follows(finding: &str, rule: &str) -> bool {
    let causes: &[&str] = match finding {
        "rust-method-added" | "rust-method-removed" => {
            &["endpoint-added", "api-removed-", "api-operation-id-"]
        }
        "rust-return-type-changed" | "rust-error-type-changed" => &["response-"],
        _ => &[
            "request-",
            "new-required-request-",
            "new-optional-request-",
            "new-request-",
            "path-parameter-renamed",
            "default-",
        ],
    };
    causes.iter().any(|cause| rule.starts_with(cause))
}

fn on_its_own(finding: Finding, place: Place) -> Change {
    let fingerprint = fingerprint(&[
        finding.rule,
        place.operation.as_deref().unwrap_or_default(),
        &place.pointer,
        &finding.message,
    ]);
    Change {
        rule: finding.rule.to_owned(),
        class: finding.class,
        why: Why::RustApi,
        operation: place.operation,
        pointer: place.pointer,
        side: finding.side,
        line: 1,
        column: 1,
        revision_line: 1,
        message: finding.message,
        fingerprint,
    }
}
