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
use super::facet::{Facet, Facets};
use super::node::{Node, Pointer, component};
use super::prose::Prose;
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
    pub(crate) facets: Facets,
    /// Keywords that this crate does not know, as they are written.
    pub(crate) unknown: Sorted<String, Facet>,
    pub(crate) properties: Sorted<String, Property>,
    pub(crate) additional: Additional,
    /// The smallest and the largest number of properties that the lists of properties allow.
    pub(crate) counts: (usize, Option<usize>),
    pub(crate) items: Option<SchemaId>,
    /// A choice for each node that has a `oneOf`. The same holds for the next two fields.
    pub(crate) one_of: Vec<Choice>,
    pub(crate) any_of: Vec<Choice>,
    pub(crate) not: Vec<SchemaId>,
    /// Further schemas that values have to match. They were too many to be read together with the others.
    pub(crate) apart: Vec<SchemaId>,
    pub(crate) prose: Prose,
}

impl Schema {
    /// The names of the component schemas that the values of the discriminator stand for.
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
    /// The place of the list.
    pub(crate) pointer: Pointer,
    /// The alternatives, each with its place in the list.
    pub(crate) members: Vec<(Pointer, SchemaId)>,
}

/// A property of an object.
#[derive(Clone, Debug)]
pub(crate) struct Property {
    pub(crate) schema: SchemaId,
    pub(crate) pointer: Pointer,
    /// The place that makes the property required, if it is required.
    pub(crate) required: Option<Pointer>,
}

/// Which other properties an object may have.
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
    /// How many schemas are made of several places of the document.
    joined: usize,
}

/// The addresses of the values of a schema, and whether null is allowed. Addresses are quicker to compare than
/// pointers.
type Key = (Vec<usize>, bool);

/// How many schemas may be made of several places of the document, such as a property that two members of an
/// `allOf` describe. If these schemas are recursive, there may be one for each set of schemas in the document.
/// Documents that people write have some hundreds.
const MOST_JOINED: usize = 20_000;

/// The nodes of a schema.
#[derive(Clone, Default)]
pub(super) struct Parts<'a> {
    pub(super) nodes: Vec<Node<'a>>,
    /// The place that allows null, if null is allowed.
    pub(super) nullable: Option<Pointer>,
    /// Further nodes that were not read together with the rest.
    pub(super) apart: Vec<Node<'a>>,
}

/// The schema of these nodes. Without a node, it is the schema that allows anything.
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

/// Whether a schema allows every value. `nullable` adds nothing to a schema that allows everything.
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

/// The pointers of the components among the nodes of a schema.
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
