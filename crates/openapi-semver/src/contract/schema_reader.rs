//! What a schema says: its nodes, read together.
//!
//! The nodes that [`schema_parts`](super::schema_parts) has put together come in. One [`Schema`] comes out, with its
//! properties, its alternatives and its keywords. A schema is read once, when somebody asks for it.
//! [`schema`](super::schema) has the types and knows which schemas there are.

use std::collections::BTreeMap;
use std::rc::Rc;

use serde_json::Value;

use super::Contract;
use super::facet::Facet;
use super::node::{Node, Pointer, component};
use super::prose::Prose;
use super::schema::{Additional, Choice, Parts, Property, Schema, SchemaId, allows_anything};
use super::schema_facets;
use super::schema_implications;
use super::schema_parts::only_member;
use super::sorted::Sorted;

/// The schema with this id. It is read at the first call.
pub(super) fn get(contract: &Contract<'_>, id: SchemaId) -> Rc<Schema> {
    let parts = {
        let schemas = contract.schemas.borrow();
        if let Some(Some(schema)) = schemas.read.get(id.0) {
            return Rc::clone(schema);
        }
        schemas.parts.get(id.0).cloned().unwrap_or_default()
    };
    let schema = Rc::new(read(contract, &parts));
    if let Some(slot) = contract.schemas.borrow_mut().read.get_mut(id.0) {
        *slot = Some(Rc::clone(&schema));
    }
    schema
}

fn read<'a>(
    contract: &Contract<'a>,
    Parts {
        nodes: parts,
        nullable,
        apart,
    }: &Parts<'a>,
) -> Schema {
    let pointer = match (parts.first(), apart.first()) {
        (Some(part), _) => Rc::clone(&part.pointer),
        (None, Some(first)) => contract.resolve(first.clone()).pointer,
        (None, None) => Rc::from(""),
    };
    let apart = apart
        .iter()
        .map(|node| contract.schema(std::slice::from_ref(node)));
    let apart = apart.collect();
    let mut prose = Prose::default();
    let mut unknown = Sorted::new();
    let mut members: BTreeMap<&'a str, Vec<Node<'a>>> = BTreeMap::new();
    let mut required: BTreeMap<&'a str, Pointer> = BTreeMap::new();
    let mut items = Vec::new();
    let mut closed = None;
    let mut closed_parts = Vec::new();
    let mut additional = Vec::new();
    let (mut one_of, mut any_of, mut not) = (Vec::new(), Vec::new(), Vec::new());
    for part in parts {
        prose.add(contract, part);
        for (keyword, node) in part.members() {
            match keyword {
                "properties" => {
                    for (name, property) in node.members() {
                        members.entry(name).or_default().push(property);
                    }
                }
                "required" => {
                    for name in node.elements() {
                        if let Some(text) = name.value.as_str() {
                            required.entry(text).or_insert(name.pointer);
                        }
                    }
                }
                "items" => items.push(node),
                "additionalProperties" => match node.value {
                    Value::Bool(true) => {}
                    Value::Bool(false) => {
                        closed = Some(node.pointer);
                        closed_parts.push(part);
                    }
                    _ => additional.push(node),
                },
                "oneOf" | "anyOf" if only_member(part, keyword).is_none() => {
                    let members = node
                        .elements()
                        .map(|member| (Rc::clone(&member.pointer), contract.schema(&[member])))
                        .collect();
                    let choice = Choice {
                        pointer: node.pointer,
                        members,
                    };
                    if keyword == "oneOf" {
                        one_of.push(choice);
                    } else {
                        any_of.push(choice);
                    }
                }
                "not" => not.push(contract.schema(&[node])),
                "discriminator" => prose.add_extensions(&node),
                "allOf" | "oneOf" | "anyOf" | "$ref" => {}
                _ if schema_facets::is_known(keyword) || super::prose::is_prose(keyword) => {}
                _ => {
                    unknown.insert(
                        keyword.to_owned(),
                        Facet::new(node.value.clone(), node.pointer),
                    );
                }
            }
        }
    }
    for part in closed_parts {
        let own = part.value.get("properties").and_then(Value::as_object);
        let is_own = |name: &&str| own.is_some_and(|own| own.contains_key(*name));
        // Such a part refuses the properties that the other parts describe.
        if !members.keys().all(&is_own) {
            let names: Value = members.keys().copied().filter(is_own).collect();
            let facet = Facet::new(Value::from(vec![names]), part.child("additionalProperties"));
            let facet = match unknown.remove("additionalProperties") {
                Some(other) => schema_facets::both("additionalProperties", other, facet),
                None => facet,
            };
            unknown.insert("additionalProperties".to_owned(), facet);
        }
    }
    let described = (!items.is_empty())
        .then(|| contract.schema(&items))
        .filter(|schema| !allows_anything(contract, *schema));
    if described.is_none() {
        // Elements may be anything, but there may be prose about them.
        for node in items {
            prose.add(contract, &contract.resolve(node));
        }
    }
    let additional = match closed {
        Some(pointer) => Additional::Nothing(pointer),
        None => {
            let schema = contract.schema(&additional);
            if additional.is_empty() || allows_anything(contract, schema) {
                Additional::Anything
            } else {
                Additional::Schema(schema)
            }
        }
    };
    let sent = members.iter().filter(|(name, nodes)| {
        required.contains_key(*name) && nodes.iter().all(|node| travels(contract, node))
    });
    let required_count = sent.count();
    let properties = properties(contract, members, required);
    let mut facets = schema_facets::merge(parts, nullable.as_ref());
    let is_closed = matches!(additional, Additional::Nothing(_));
    let counts = (required_count, is_closed.then_some(properties.len()));
    schema_implications::count_properties(&mut facets, counts);
    Schema {
        component: component(&pointer),
        facets,
        unknown,
        properties,
        additional,
        counts,
        items: described,
        one_of,
        any_of,
        not,
        apart,
        prose,
        pointer,
    }
}

/// Whether a property is sent in both directions.
fn travels<'a>(contract: &Contract<'a>, property: &Node<'a>) -> bool {
    let property = contract.resolve(property.clone());
    !property.flag("readOnly").value && !property.flag("writeOnly").value
}

fn properties<'a>(
    contract: &Contract<'a>,
    members: BTreeMap<&'a str, Vec<Node<'a>>>,
    mut required: BTreeMap<&'a str, Pointer>,
) -> Sorted<String, Property> {
    let mut properties = Sorted::new();
    for (name, nodes) in members {
        let Some(first) = nodes.first() else { continue };
        let property = Property {
            schema: contract.schema(&nodes),
            pointer: Rc::clone(&first.pointer),
            required: required.remove(name),
        };
        properties.insert(name.to_owned(), property);
    }
    // A property that is required and not described may be anything.
    for (name, pointer) in required {
        let property = Property {
            schema: contract.schema(&[]),
            pointer: Rc::clone(&pointer),
            required: Some(pointer),
        };
        properties.insert(name.to_owned(), property);
    }
    properties
}
