//! Schemas in the form in which equal spellings are equal.
//!
//! A schema is what several nodes of the document say together: a node, what its `$ref` leads to, the
//! members of its `allOf`, and the only member of a `oneOf` or `anyOf`. Two places with the same nodes
//! are the same schema, so that a recursive document has finitely many.

use std::collections::{BTreeMap, HashMap, HashSet};
use std::rc::Rc;

use serde_json::Value;

use super::Contract;
use super::node::{Node, Pointer};
use super::prose::Prose;
use super::schema_facets::{self, Facet};

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
    pub(crate) facets: BTreeMap<&'static str, Facet>,
    /// Keywords that nothing here knows, as they are written.
    pub(crate) unknown: BTreeMap<String, Facet>,
    pub(crate) properties: BTreeMap<String, Property>,
    pub(crate) additional: Additional,
    pub(crate) items: Option<SchemaId>,
    /// A choice for each node that has a `oneOf`; likewise below.
    pub(crate) one_of: Vec<Choice>,
    pub(crate) any_of: Vec<Choice>,
    pub(crate) not: Vec<SchemaId>,
    pub(crate) prose: Prose,
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
    ids: HashMap<(Vec<Pointer>, Option<Pointer>), SchemaId>,
    parts: Vec<Parts<'a>>,
    read: Vec<Option<Rc<Schema>>>,
}

/// What a schema is put together of.
#[derive(Clone, Default)]
struct Parts<'a> {
    nodes: Vec<Node<'a>>,
    /// Where it says that null is allowed, if it is.
    nullable: Option<Pointer>,
}

/// The schema that `nodes` make together; the one that allows anything without any.
pub(super) fn intern<'a>(contract: &Contract<'a>, nodes: &[Node<'a>]) -> SchemaId {
    let mut parts = Vec::new();
    let mut seen = HashSet::new();
    let null = nodes
        .iter()
        .map(|node| flatten(contract, node.clone(), &mut parts, &mut seen))
        .fold(Null::Unsaid, Null::and);
    let nullable = match null {
        Null::Allowed(pointer) => Some(pointer),
        Null::Refused | Null::Unsaid => None,
    };
    let pointers = parts.iter().map(|part| Rc::clone(&part.pointer)).collect();
    let schemas = &mut *contract.schemas.borrow_mut();
    let next = SchemaId(schemas.parts.len());
    *schemas
        .ids
        .entry((pointers, nullable.clone()))
        .or_insert_with(|| {
            schemas.parts.push(Parts {
                nodes: parts,
                nullable,
            });
            schemas.read.push(None);
            next
        })
}

/// What a node and all that belongs to it say of null.
enum Null {
    Allowed(Pointer),
    Refused,
    Unsaid,
}

impl Null {
    /// Null has to pass everywhere.
    fn and(self, other: Self) -> Self {
        match (self, other) {
            (Self::Refused, _) | (_, Self::Refused) => Self::Refused,
            (Self::Allowed(pointer), _) | (_, Self::Allowed(pointer)) => Self::Allowed(pointer),
            (Self::Unsaid, Self::Unsaid) => Self::Unsaid,
        }
    }
}

fn flatten<'a>(
    contract: &Contract<'a>,
    node: Node<'a>,
    parts: &mut Vec<Node<'a>>,
    seen: &mut HashSet<Pointer>,
) -> Null {
    let node = contract.resolve(node);
    if !seen.insert(Rc::clone(&node.pointer)) {
        return Null::Unsaid;
    }
    parts.push(node.clone());
    let mut below = Null::Unsaid;
    for member in node.member("allOf").iter().flat_map(Node::elements) {
        below = below.and(flatten(contract, member, parts, seen));
    }
    for keyword in ["oneOf", "anyOf"] {
        if let Some(only) = only_member(&node, keyword) {
            below = below.and(flatten(contract, only, parts, seen));
        }
    }
    // A node decides for what it is put together of, as everybody reads `nullable: true` beside an
    // `allOf`.
    match node.value.get("nullable").and_then(Value::as_bool) {
        Some(true) => Null::Allowed(node.child("nullable")),
        _ if node.value.get("type").is_some() => Null::Refused,
        _ => below,
    }
}

/// The member of a `oneOf` or `anyOf` that offers no choice.
fn only_member<'a>(node: &Node<'a>, keyword: &str) -> Option<Node<'a>> {
    let list = node.member(keyword)?;
    let mut members = list.elements();
    let only = members.next()?;
    let alone = members.next().is_none() && node.member("discriminator").is_none();
    alone.then_some(only)
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
    }: &Parts<'a>,
) -> Schema {
    let pointer = parts
        .first()
        .map_or_else(|| Rc::from(""), |part| Rc::clone(&part.pointer));
    let mut prose = Prose::default();
    let mut unknown = BTreeMap::new();
    let mut members: BTreeMap<&'a str, Vec<Node<'a>>> = BTreeMap::new();
    let mut required: BTreeMap<&'a str, Pointer> = BTreeMap::new();
    let mut items = Vec::new();
    let mut closed = None;
    let mut additional = Vec::new();
    let (mut one_of, mut any_of, mut not) = (Vec::new(), Vec::new(), Vec::new());
    for part in parts {
        prose.add(part);
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
                    Value::Bool(false) => closed = Some(node.pointer),
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
    Schema {
        component: component(&pointer),
        facets: schema_facets::merge(parts, nullable.as_ref()),
        unknown,
        properties: properties(contract, members, required),
        additional,
        items: (!items.is_empty())
            .then(|| contract.schema(&items))
            .filter(|items| !allows_anything(contract, *items)),
        one_of,
        any_of,
        not,
        prose,
        pointer,
    }
}

fn properties<'a>(
    contract: &Contract<'a>,
    members: BTreeMap<&'a str, Vec<Node<'a>>>,
    mut required: BTreeMap<&'a str, Pointer>,
) -> BTreeMap<String, Property> {
    let mut properties = BTreeMap::new();
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
        parts.nodes.iter().all(|part| {
            part.members().all(|(keyword, _)| {
                super::prose::is_prose(keyword) || matches!(keyword, "allOf" | "nullable")
            })
        })
    })
}

/// The name of the component at a pointer, if there is one.
pub(super) fn component(pointer: &str) -> Option<String> {
    let name = pointer.strip_prefix("/components/schemas/")?;
    (!name.contains('/')).then(|| name.replace("~1", "/").replace("~0", "~"))
}
