//! Schemas, in a form in which equal spellings are equal.
//!
//! A schema is several nodes of the document that are read together: a node, the target of its `$ref`, the members of
//! its `allOf`, and the only member of a `oneOf` or `anyOf`. Two places with the same nodes are one schema, so that a
//! recursive document has a finite number of them.
//!
//! This file has the types and knows which schemas there are. [`schema_parts`](super::schema_parts) finds the nodes,
//! and [`schema_reader`](super::schema_reader) reads them.

use std::collections::HashMap;
use std::rc::Rc;

use super::Contract;
use super::node::{Node, Pointer, component};
use super::prose::Prose;
use super::schema_facets::Facet;
use super::schema_parts::{Flat, flat};
use super::sorted::Sorted;

/// A schema of a [`Contract`].
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub(crate) struct SchemaId(pub(super) usize);

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
    pub(super) parts: Vec<Rc<Parts<'a>>>,
    pub(super) read: Vec<Option<Rc<Schema>>>,
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
pub(super) struct Parts<'a> {
    pub(super) nodes: Vec<Node<'a>>,
    /// Where it says that null is allowed, if it is.
    pub(super) nullable: Option<Pointer>,
    /// What holds as well and was not put together with the rest.
    pub(super) apart: Vec<Node<'a>>,
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

/// Whether a schema says nothing that a value could break. That null is allowed as well is nothing
/// where everything is.
pub(super) fn allows_anything(contract: &Contract<'_>, id: SchemaId) -> bool {
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
