//! Whether the OpenAPI model can read every object.
//!
//! All objects of the document come in, and problems go out. Reading the whole document at once would give one error
//! without a place, and would try each level of nested schemas twice. So every object is read on its own, with
//! stand-ins for the objects inside it. If that fails, it is read key by key until the wrong one is found. That takes
//! linear time and finds everything. `model_type` knows which type of the model reads an object.

use serde::de::value::Error;

use super::findings::Findings;
use super::grammar::{Kind, Shape, Slot};
use super::model_type::{decode, minimal};
use super::node::{Data, Mapping, Member, Node};
use super::walk::Visit;
use crate::pointer;

/// Reports the objects that do not have the form that OpenAPI 3.0 requires.
pub(super) fn check(visits: &[Visit<'_>], findings: &mut Findings<'_>) {
    // `keywords` has reported a `$ref` in an object that cannot have one.
    for visit in visits
        .iter()
        .filter(|visit| visit.node.get("$ref").is_none())
    {
        check_object(visit, findings);
        check_empty(visit, findings);
    }
}

fn check_object(visit: &Visit<'_>, findings: &mut Findings<'_>) {
    let Some(mapping) = visit.node.as_mapping() else {
        return;
    };
    let whole = Node::new(visit.node.at, Data::Mapping(shallow(visit.kind, mapping)));
    let Err(error) = decode(visit.kind, &whole) else {
        return;
    };
    let Some(object) = whole.as_mapping() else {
        return;
    };
    let mut blamed = false;
    for (key, member) in object {
        let Err(error) = probe(visit, object, key, &member.value) else {
            continue;
        };
        blamed = true;
        if matches!(member.value.data, Data::Null) {
            // `check_empty` has the better message.
            continue;
        }
        let at = pointer::child(&visit.pointer, key);
        let parts = wrong_parts(visit, object, key, &member.value, &at);
        if parts.is_empty() {
            blame(visit.kind, at, key, &error, findings);
        }
        for (at, error) in parts {
            blame(visit.kind, at, key, &error, findings);
        }
    }
    if !blamed {
        blame_whole(visit, &error, findings);
    }
}

/// Reports keys without a value. The model reads such a key as if it were missing, which no author means. It is
/// allowed only if `null` is a value like any other.
fn check_empty(visit: &Visit<'_>, findings: &mut Findings<'_>) {
    for (key, member) in visit.node.as_mapping().into_iter().flatten() {
        // These two may contain anything, but they are a list and a mapping themselves.
        let collection = matches!(key.as_str(), "enum" | "parameters");
        let keeps_null = match visit.kind.slot(key) {
            None => true,
            Some(Slot::Free) => !collection,
            Some(_) => false,
        };
        if matches!(member.value.data, Data::Null) && !keeps_null {
            findings.blame(
                pointer::child(&visit.pointer, key),
                format!("`{key}` has no value"),
                "give it a value, or remove the key",
            );
        }
    }
}

fn blame(kind: Kind, at: String, key: &str, error: &Error, findings: &mut Findings<'_>) {
    findings.blame(
        at,
        format!(
            "`{key}` of {} does not fit: {}",
            kind.label(),
            in_words(error)
        ),
        "give it the form that OpenAPI 3.0 requires",
    );
}

/// The error in the terms of the specification instead of Rust terms.
fn in_words(error: &Error) -> String {
    const WORDS: [(&str, &str); 7] = [
        ("invalid type: unit value", "invalid type: null"),
        ("invalid type: sequence", "invalid type: list"),
        ("invalid type: map", "invalid type: mapping"),
        ("expected a sequence", "expected a list"),
        ("expected a map", "expected a mapping"),
        ("expected usize", "expected a whole number from 0"),
        (
            "data did not match any variant of untagged enum AdditionalProperties",
            "expected a boolean or a schema",
        ),
    ];
    let mut text = error.to_string();
    for (rust, plain) in WORDS {
        text = text.replace(rust, plain);
    }
    match text.split_once("expected struct ") {
        Some((before, _)) => format!("{before}expected a mapping"),
        None => text,
    }
}

/// Reports an object without a single wrong key: something is missing.
fn blame_whole(visit: &Visit<'_>, error: &Error, findings: &mut Findings<'_>) {
    let kind = visit.kind;
    let text = in_words(error);
    let label = kind.label();
    let needs = |what: &str| (format!("{label} needs {what}"), format!("add {what}"));
    let missing = text.strip_prefix("missing field ");
    let (message, help) = match (kind, missing) {
        (_, Some(field)) => needs(field),
        (Kind::Parameter | Kind::Header, None) => needs("`schema` or `content`"),
        (Kind::Link, None) => needs("`operationId` or `operationRef`"),
        _ => (
            format!("{label} does not fit: {text}"),
            "give it the form that OpenAPI 3.0 requires".to_owned(),
        ),
    };
    findings.blame(visit.pointer.clone(), message, help);
}

/// Whether `key` with `value` is correct in an object that is otherwise minimal.
fn probe(visit: &Visit<'_>, object: &Mapping, key: &str, value: &Node) -> Result<(), Error> {
    let at = visit.node.at;
    let mut minimal = match Node::from_value(minimal(visit.kind, object), at).data {
        Data::Mapping(mapping) => mapping,
        _ => Mapping::new(),
    };
    let alternative = match key {
        "content" => "schema",
        "operationRef" => "operationId",
        _ => "",
    };
    minimal.shift_remove(alternative);
    minimal.insert(
        key.to_owned(),
        Member {
            key_at: at,
            value: value.clone(),
        },
    );
    decode(visit.kind, &Node::new(at, Data::Mapping(minimal)))
}

/// The elements of a list or the objects of a map that are wrong on their own.
fn wrong_parts(
    visit: &Visit<'_>,
    object: &Mapping,
    key: &str,
    value: &Node,
    at: &str,
) -> Vec<(String, Error)> {
    let parts: Vec<(String, Data)> = match (&value.data, visit.kind.slot(key)) {
        (Data::Sequence(items), _) => items
            .iter()
            .enumerate()
            .map(|(index, item)| {
                (
                    pointer::element(at, index),
                    Data::Sequence(vec![item.clone()]),
                )
            })
            .collect(),
        (Data::Mapping(members), Some(Slot::Typed(Shape::Map, _))) => members
            .iter()
            .map(|(name, member)| {
                let alone = Mapping::from_iter([(name.clone(), member.clone())]);
                (pointer::child(at, name), Data::Mapping(alone))
            })
            .collect(),
        _ => Vec::new(),
    };
    parts
        .into_iter()
        .filter_map(|(at, alone)| {
            let alone = Node::new(value.at, alone);
            probe(visit, object, key, &alone)
                .err()
                .map(|error| (at, error))
        })
        .collect()
}

/// The members of an object, with minimal objects in place of inner objects that are checked on their own.
fn shallow(kind: Kind, mapping: &Mapping) -> Mapping {
    let members = mapping.iter().filter(|(key, _)| {
        // The model reads the extensions of a callback as paths.
        kind != Kind::Callback || !kind.is_extension(key)
    });
    members
        .filter_map(|(key, member)| {
            let value = stand_in(kind.slot(key)?, &member.value);
            Some((
                key.clone(),
                Member {
                    key_at: member.key_at,
                    value,
                },
            ))
        })
        .collect()
}

fn stand_in(slot: Slot, node: &Node) -> Node {
    let object = |kind: Kind, node: &Node| match node.data {
        Data::Mapping(_) if stands_alone(kind) => {
            Node::from_value(minimal(kind, &Mapping::new()), node.at)
        }
        _ => node.clone(),
    };
    match (slot, &node.data) {
        (Slot::AdditionalProperties, _) => object(Kind::Schema, node),
        (Slot::Typed(Shape::One, kind), _) => object(kind, node),
        (Slot::Typed(Shape::List, kind), Data::Sequence(items)) => {
            let items = items.iter().map(|item| object(kind, item)).collect();
            Node::new(node.at, Data::Sequence(items))
        }
        (Slot::Typed(Shape::Map, kind), Data::Mapping(mapping)) => {
            let members = mapping.iter().map(|(key, member)| {
                let value = object(kind, &member.value);
                (
                    key.clone(),
                    Member {
                        key_at: member.key_at,
                        value,
                    },
                )
            });
            Node::new(node.at, Data::Mapping(members.collect()))
        }
        (Slot::Typed(..) | Slot::Free | Slot::Plain, _) => node.clone(),
    }
}

/// Whether objects of this type are read on their own. An OAuth flow is not, because its required keys depend on
/// its own key.
const fn stands_alone(kind: Kind) -> bool {
    !matches!(
        kind,
        Kind::OAuthFlow | Kind::SecurityRequirement | Kind::Xml
    )
}
