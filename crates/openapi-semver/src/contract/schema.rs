//! Schemas in the form in which equal spellings are equal.
//!
//! A schema is what several nodes of the document say together: a node, what its `$ref` leads to, the
//! members of its `allOf`, and the only member of a `oneOf` or `anyOf`. Two places with the same nodes
//! are the same schema, so that a recursive document has finitely many.

use std::collections::{BTreeMap, HashMap};
use std::rc::Rc;

use serde_json::Value;

use super::Contract;
use super::node::{Node, Pointer, component};
use super::prose::Prose;
use super::schema_facets::{self, Facet};
use super::schema_parts::{Flat, flat, only_member};
use super::schema_together;
use super::sorted::Sorted;

/// A schema of a [`Contract`].
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub(crate) struct SchemaId(usize);

/// What a schema says.
#[derive(Debug)]
pub(crate) struct Schema {
    /// The outermost of its nodes.
    pub(crate) pointer: Pointer,
    /// The name, if the whole schema is a component.
    pub(crate) component: Option<String>,
    /// The keywords that hold no schemas.
    pub(crate) facets: Sorted<&'static str, Facet>,
    /// Keywords that nothing here knows, as they are written.
    pub(crate) unknown: Sorted<String, Facet>,
    pub(crate) properties: Sorted<String, Property>,
    pub(crate) additional: Additional,
    /// How many properties an object has at least and at most, by what is said of each of them.
    pub(crate) counts: (usize, Option<usize>),
    pub(crate) items: Option<SchemaId>,
    /// A choice for each node that has a `oneOf`; likewise below.
    pub(crate) one_of: Vec<Choice>,
    pub(crate) any_of: Vec<Choice>,
    pub(crate) not: Vec<SchemaId>,
    /// Schemas that hold as well, where they are too many to be put together.
    pub(crate) apart: Vec<SchemaId>,
    pub(crate) prose: Prose,
}

impl Schema {
    /// The component schemas that the discriminator's values stand for.
    pub(crate) fn named_by_discriminator(&self) -> Vec<String> {
        let facet = self.facets.get("discriminator");
        let mapping = facet.and_then(|facet| facet.value.get("mapping")?.as_object());
        let targets = mapping.into_iter().flatten();
        targets
            .filter_map(|(_, target)| Some(target.as_str()?.to_owned()))
            .collect()
    }
}

/// The alternatives of a `oneOf` or an `anyOf`.
#[derive(Clone, Debug)]
pub(crate) struct Choice {
    /// Where the list stands.
    pub(crate) pointer: Pointer,
    /// The alternatives, and where the list names each of them.
    pub(crate) members: Vec<(Pointer, SchemaId)>,
}

/// A property of an object.
#[derive(Clone, Debug)]
pub(crate) struct Property {
    pub(crate) schema: SchemaId,
    pub(crate) pointer: Pointer,
    /// Where it is called required, if it is.
    pub(crate) required: Option<Pointer>,
}

/// What else an object may have.
#[derive(Clone, Debug)]
pub(crate) enum Additional {
    Anything,
    Nothing(Pointer),
    Schema(SchemaId),
}

#[derive(Default)]
pub(super) struct Schemas<'a> {
    ids: HashMap<Key, SchemaId>,
    parts: Vec<Rc<Parts<'a>>>,
    read: Vec<Option<Rc<Schema>>>,
    /// How many of them are put together of places that are far from each other.
    joined: usize,
}

/// The addresses of the values that a schema is put together of, which are quicker to compare than their
/// pointers; and whether null is allowed.
type Key = (Vec<usize>, bool);

/// How many schemas are put together of places that are far from each other, as a property is that
/// two members of an `allOf` describe. Where these are recursive there may be as many as the document
/// has sets of schemas. Documents that people write have some hundreds.
const MOST_JOINED: usize = 20_000;

/// What a schema is put together of.
#[derive(Clone, Default)]
struct Parts<'a> {
    nodes: Vec<Node<'a>>,
    /// Where it says that null is allowed, if it is.
    nullable: Option<Pointer>,
    /// What holds as well and was not put together with the rest.
    apart: Vec<Node<'a>>,
}

/// The schema that `nodes` make together; the one that allows anything without any.
pub(super) fn intern<'a>(contract: &Contract<'a>, nodes: &[Node<'a>]) -> SchemaId {
    let Flat {
        parts,
        apart,
        seen,
        nullable,
    } = flat(contract, nodes);
    let key: Key = (seen, nullable.is_some());
    let schemas = &mut *contract.schemas.borrow_mut();
    if let Some(known) = schemas.ids.get(&key) {
        return *known;
    }
    let is_joined = nodes.len() > 1;
    let parts = if is_joined && schemas.joined >= MOST_JOINED {
        Parts {
            apart: nodes.to_vec(),
            ..Parts::default()
        }
    } else {
        schemas.joined += usize::from(is_joined);
        Parts {
            nodes: parts,
            nullable,
            apart,
        }
    };
    schemas.add(key, parts)
}

impl<'a> Schemas<'a> {
    fn add(&mut self, key: Key, parts: Parts<'a>) -> SchemaId {
        let id = SchemaId(self.parts.len());
        self.parts.push(Rc::new(parts));
        self.read.push(None);
        self.ids.insert(key, id);
        id
    }
}

/// What the schema says.
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
        // Taken at its word, such a part refuses what the others describe.
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
        // Elements may be anything, and yet something was written about them.
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
    schema_together::count_properties(&mut facets, counts);
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
    // What is required and described nowhere may be anything.
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

/// Whether a schema says nothing that a value could break. That null is allowed as well is nothing
/// where everything is.
fn allows_anything(contract: &Contract<'_>, id: SchemaId) -> bool {
    let schemas = contract.schemas.borrow();
    schemas.parts.get(id.0).is_none_or(|parts| {
        let says_nothing = |part: &Node<'_>| {
            part.members().all(|(keyword, _)| {
                super::prose::is_prose(keyword) || matches!(keyword, "allOf" | "nullable")
            })
        };
        parts.apart.is_empty() && parts.nodes.iter().all(says_nothing)
    })
}

/// The components that a schema is put together of, by their pointers.
pub(super) fn components(contract: &Contract<'_>, id: SchemaId) -> Vec<Pointer> {
    let schemas = contract.schemas.borrow();
    let parts = schemas.parts.get(id.0);
    parts
        .into_iter()
        .flat_map(|parts| &parts.nodes)
        .filter(|part| component(&part.pointer).is_some())
        .map(|part| Rc::clone(&part.pointer))
        .collect()
}
