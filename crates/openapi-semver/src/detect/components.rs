//! Differences in components: the names of schemas, and components that nothing uses.
//!
//! Both documents come in after their operations were compared. Out go events about schemas that have another name,
//! about schemas that no operation reaches, and about components that nothing refers to. A schema that an operation
//! reaches is compared there, by `schema_graph`.

use std::collections::BTreeMap;
use std::rc::Rc;

use super::{Detector, Direction, Event, Root, RootKind, prose, schema_graph};
use serde_json::Value;

use crate::contract::{Contract, Node, Prose, SchemaId, is_prose};
use crate::rule_id::Rule;
use crate::rust_name;

/// Kinds of components whose names are used in the document only.
const NAMELESS: [&str; 7] = [
    "responses",
    "parameters",
    "examples",
    "requestBodies",
    "headers",
    "links",
    "callbacks",
];

pub(super) fn compare(detector: &mut Detector<'_, '_>) {
    schemas(detector);
    security_schemes(detector);
    for kind in NAMELESS {
        unused(detector, kind);
    }
}

fn by_name<'a>(contract: &Contract<'a>, kind: &str) -> BTreeMap<String, Node<'a>> {
    contract.components(kind).into_iter().collect()
}

fn schemas(detector: &mut Detector<'_, '_>) {
    let (base, revision) = (detector.base, detector.revision);
    let (was, is) = (by_name(base, "schemas"), by_name(revision, "schemas"));
    let reached = schema_graph::reached(detector);
    let new: Vec<(&String, SchemaId)> = is
        .iter()
        .filter(|(name, _)| !was.contains_key(*name))
        .map(|(name, node)| (name, revision.schema(std::slice::from_ref(node))))
        .collect();
    let mut taken = Vec::new();
    for (name, node) in was.iter().filter(|(name, _)| !is.contains_key(*name)) {
        let id = base.schema(std::slice::from_ref(node));
        let heir = new
            .iter()
            .filter(|(other, new)| !taken.contains(other) && detector.equality.schemas(id, *new))
            .min_by_key(|(other, _)| !rust_name::is_same_type(name, other));
        let event = match heir {
            Some((other, _)) => {
                taken.push(*other);
                let pointer = is.get(*other).map(|node| Rc::clone(&node.pointer));
                let rule = if rust_name::is_same_type(name, other) {
                    Rule::ApiSchemaSpellingChanged
                } else {
                    Rule::ApiSchemaRenamed
                };
                let mut event = Event::new(rule, format!("the schema `{name}`"))
                    .base(&node.pointer)
                    .before(name.clone())
                    .after((*other).clone());
                event.revision = pointer;
                event
            }
            None => Event::new(Rule::ApiSchemaRemoved, format!("the schema `{name}`"))
                .base(&node.pointer)
                .before(name.clone()),
        };
        detector.report(event);
    }
    for (name, _) in new {
        let Some(node) = is.get(name) else { continue };
        // A schema that was inline before, or that is new together with its users, is no change of its own.
        if taken.contains(&name) || reached.in_revision.contains(&node.pointer) {
            continue;
        }
        let event = Event::new(Rule::ApiSchemaAdded, format!("the schema `{name}`"));
        detector.report(event.revision(&node.pointer).after(name.clone()));
    }
    // If no operation leads to a schema on both sides, its use is unknown. It still has a Rust type, so it is
    // compared in both directions.
    for (name, node) in &was {
        let Some(other) = is.get(name) else { continue };
        let before = base.schema(std::slice::from_ref(node));
        let after = revision.schema(std::slice::from_ref(other));
        if reached.together.contains(&node.pointer)
            || detector.graph.has(before, after)
            || detector.equality.schemas(before, after)
        {
            continue;
        }
        let roots: Vec<Root> = [Direction::Request, Direction::Response]
            .into_iter()
            .map(|direction| Root {
                kind: RootKind::Body,
                label: format!("the schema `{name}`"),
                pair: detector.pair(before, after, direction),
            })
            .collect();
        detector.note(None, roots);
    }
}

fn security_schemes(detector: &mut Detector<'_, '_>) {
    let (base, revision) = (detector.base, detector.revision);
    let (was, is) = (
        by_name(base, "securitySchemes"),
        by_name(revision, "securitySchemes"),
    );
    for (name, before) in &was {
        let subject = format!("the security scheme `{name}`");
        let Some(after) = is.get(name) else {
            if !base.is_used(&before.pointer) {
                let event = Event::new(Rule::ApiSecurityComponentRemoved, subject);
                detector.report(event.base(&before.pointer));
            }
            continue;
        };
        let (one, other) = (
            base.resolve(before.clone()),
            revision.resolve(after.clone()),
        );
        let (one_prose, other_prose) = (words_of(base, &one), words_of(revision, &other));
        prose::compare(detector, &one_prose, &other_prose, &subject, None);
        if base.is_used(&one.pointer) || revision.is_used(&other.pointer) {
            scopes(detector, &one, &other, &subject);
        } else if without_words(one.value) != without_words(other.value) {
            let event = Event::new(Rule::UnusedComponentChanged, subject);
            detector.report(event.both(&before.pointer, &after.pointer));
        }
    }
    for (name, after) in is.iter().filter(|(name, _)| !was.contains_key(*name)) {
        if !revision.is_used(&after.pointer) {
            let event = Event::new(
                Rule::ApiSecurityComponentAdded,
                format!("the security scheme `{name}`"),
            );
            detector.report(event.revision(&after.pointer));
        }
    }
}

/// The prose of a security scheme and its flows.
fn words_of<'a>(contract: &Contract<'a>, scheme: &Node<'a>) -> Prose {
    let mut prose = Prose::of(contract, scheme);
    if let Some(flows) = scheme.member("flows") {
        prose.add_extensions(&flows);
        for (_, flow) in flows.members() {
            prose.add_extensions(&flow);
        }
    }
    prose
}

/// A security scheme without its prose.
fn without_words(scheme: &Value) -> Value {
    let members = scheme.as_object().into_iter().flatten();
    members
        .filter(|(name, _)| !is_prose(name))
        .map(|(name, value)| (name.clone(), value.clone()))
        .collect()
}

/// The scopes that a flow offers.
fn scopes(detector: &mut Detector<'_, '_>, before: &Node<'_>, after: &Node<'_>, subject: &str) {
    let flows = |scheme: &Node<'_>| -> BTreeMap<(String, String), (String, Rc<str>)> {
        let Some(flows) = scheme.member("flows") else {
            return BTreeMap::new();
        };
        flows
            .members()
            .filter_map(|(name, flow)| Some((name, flow.member("scopes")?)))
            .flat_map(|(flow, scopes)| {
                scopes
                    .members()
                    .map(|(scope, text)| {
                        let text_value = text.value.as_str().unwrap_or_default().to_owned();
                        (
                            (flow.to_owned(), scope.to_owned()),
                            (text_value, text.pointer),
                        )
                    })
                    .collect::<Vec<_>>()
            })
            .collect()
    };
    let (was, is) = (flows(before), flows(after));
    for (key, (text, pointer)) in &was {
        let event = match is.get(key) {
            None => Event::new(Rule::ApiSecurityComponentOauthScopeRemoved, subject).base(pointer),
            Some((other, place)) if other != text => {
                Event::new(Rule::ApiSecurityComponentOauthScopeChanged, subject)
                    .both(pointer, place)
            }
            Some(_) => continue,
        };
        detector.report(event.before(key.1.clone()));
    }
    for (key, (_, pointer)) in is.iter().filter(|(key, _)| !was.contains_key(*key)) {
        let event = Event::new(Rule::ApiSecurityComponentOauthScopeAdded, subject);
        detector.report(event.revision(pointer).after(key.1.clone()));
    }
}

/// Components that nothing refers to. They are part of no contract and have no Rust type.
fn unused(detector: &mut Detector<'_, '_>, kind: &str) {
    let (base, revision) = (detector.base, detector.revision);
    let (was, is) = (by_name(base, kind), by_name(revision, kind));
    for (name, before) in &was {
        if base.is_used(&before.pointer) {
            continue;
        }
        let subject = format!("the unused component `{name}`");
        let event = match is.get(name) {
            None => Event::new(Rule::UnusedComponentRemoved, subject).base(&before.pointer),
            Some(after) if after.value != before.value && !revision.is_used(&after.pointer) => {
                Event::new(Rule::UnusedComponentChanged, subject)
                    .both(&before.pointer, &after.pointer)
            }
            Some(_) => continue,
        };
        detector.report(event);
    }
    for (name, after) in is.iter().filter(|(name, _)| !was.contains_key(*name)) {
        if !revision.is_used(&after.pointer) {
            let event = Event::new(
                Rule::UnusedComponentAdded,
                format!("the unused component `{name}`"),
            );
            detector.report(event.revision(&after.pointer));
        }
    }
}
