//! A document as a contract: with its references followed and its defaults filled in.
//!
//! A document comes in. Out comes its meaning in one form, however the document is written: inline or as a component,
//! with or without explicit defaults. Every part keeps the JSON pointer of its place, so that a change can be shown
//! there.
//!
//! `detect` compares two contracts. `equality` answers whether two contracts mean the same.

mod disjoint;
mod equality;
mod facet;
mod media;
mod node;
mod number;
mod operation;
mod parameter;
mod path;
mod pattern;
mod prose;
mod schema;
mod schema_facets;
mod schema_implications;
mod schema_parts;
mod schema_reader;
mod security;
mod server;
mod sorted;
mod statuses;

use std::cell::RefCell;
use std::collections::{BTreeMap, HashMap, HashSet};
use std::rc::Rc;

use openapi_loader::Document;

pub(crate) use self::disjoint::are_disjoint;
pub(crate) use self::equality::{Equality, requirements as requirements_equal};
pub(crate) use self::facet::{Facet, Facets};
pub(crate) use self::media::{Chooser, Encoding, Media, chosen};
pub(crate) use self::node::{Fact, Node, Pointer};
pub(crate) use self::number::{Bound, compare as compare_numbers};
pub(crate) use self::operation::{Body, Operation, OperationKey, Response};
pub(crate) use self::parameter::{Form, Header, Location, Parameter};
pub(crate) use self::prose::{Prose, ProseEntry, is_prose};
pub(crate) use self::schema::{Additional, Choice, Property, Schema, SchemaId};
pub(crate) use self::schema_implications::{allows, effective, values_of};
pub(crate) use self::security::{Alternative, Credential};
pub(crate) use self::server::{Server, of_document as servers_of_document};
pub(crate) use self::sorted::Sorted;
pub(crate) use self::statuses::covered;

use self::schema::Schemas;

/// One of the two documents.
pub(crate) struct Contract<'a> {
    document: &'a Document,
    schemas: RefCell<Schemas<'a>>,
    /// The components that something refers to, as far as the document was read.
    used: RefCell<HashSet<Pointer>>,
    /// The targets of the references that were followed so far.
    targets: RefCell<HashMap<&'a str, Node<'a>>>,
    pub(crate) operations: BTreeMap<OperationKey, Rc<Operation>>,
}

impl<'a> Contract<'a> {
    pub(crate) fn read(document: &'a Document) -> Self {
        let mut contract = Self {
            document,
            schemas: RefCell::default(),
            used: RefCell::default(),
            targets: RefCell::default(),
            operations: BTreeMap::new(),
        };
        contract.operations = path::operations(&contract);
        contract
    }

    pub(crate) const fn document(&self) -> &'a Document {
        self.document
    }

    pub(crate) fn root(&self) -> Node<'a> {
        Node::new(Rc::from(""), self.document.value())
    }

    /// The node itself, or the target of its `$ref`.
    pub(crate) fn resolve(&self, node: Node<'a>) -> Node<'a> {
        let mut node = node;
        // The loader refuses references that lead nowhere or in a circle.
        while let Some(reference) = node.reference() {
            let known = self.targets.borrow().get(reference).cloned();
            let Some(target) = known.or_else(|| self.follow(reference)) else {
                break;
            };
            node = target;
        }
        node
    }

    fn follow(&self, reference: &'a str) -> Option<Node<'a>> {
        let pointer = openapi_loader::reference_target(reference)?;
        let value = self.document.value().pointer(&pointer)?;
        let target = Node::new(Rc::from(pointer), value);
        self.used.borrow_mut().insert(Rc::clone(&target.pointer));
        self.targets.borrow_mut().insert(reference, target.clone());
        Some(target)
    }

    pub(crate) fn is_used(&self, pointer: &str) -> bool {
        self.used.borrow().contains(pointer)
    }

    /// The schema at a node, in the form in which equal spellings are equal.
    pub(crate) fn schema(&self, nodes: &[Node<'a>]) -> SchemaId {
        schema::intern(self, nodes)
    }

    pub(crate) fn get(&self, id: SchemaId) -> Rc<Schema> {
        schema_reader::get(self, id)
    }

    /// The component schema of this name.
    pub(crate) fn component(&self, name: &str) -> Option<SchemaId> {
        let components = self.root().member("components")?;
        let node = components.member("schemas")?.member(name)?;
        Some(self.schema(&[node]))
    }

    /// The component schemas among the nodes of a schema.
    pub(crate) fn components_of(&self, id: SchemaId) -> Vec<Pointer> {
        schema::components(self, id)
    }

    /// The components of one kind, such as `schemas`, by name.
    pub(crate) fn components(&self, kind: &str) -> Vec<(String, Node<'a>)> {
        self.root()
            .member("components")
            .and_then(|components| components.member(kind))
            .map(|components| {
                components
                    .members()
                    .map(|(name, node)| (name.to_owned(), node))
                    .collect()
            })
            .unwrap_or_default()
    }
}
