//! All differences between two contracts, without a verdict on how much they matter.
//!
//! Two contracts come in. Every difference goes out as an [`Event`] under its rule, with its places and its values.
//! [`classify`](crate::classify) gives the verdict. Each subject has a file of its own here. At the end, operations
//! that differ although no rule has seen it become `unclassified`.

mod alternatives;
mod bodies;
mod components;
mod document;
mod operations;
mod parameters;
mod prose;
mod schema;
mod schema_graph;
mod schema_keywords;
mod security;
mod servers;

use std::cell::OnceCell;
use std::collections::{BTreeSet, HashMap};
use std::rc::Rc;

use serde_json::Value;

use crate::contract::{Contract, Equality, Operation, Pointer, SchemaId};
use crate::rule_id::{Rule, SchemaOwner};

use self::schema_graph::{PairId, SchemaGraph};

/// Who writes the value that the documents describe.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub(crate) enum Direction {
    /// The client writes it.
    Request,
    /// The server writes it.
    Response,
}

impl Direction {
    pub(crate) const fn flipped(self) -> Self {
        match self {
            Self::Request => Self::Response,
            Self::Response => Self::Request,
        }
    }
}

/// One difference.
#[derive(Clone, Debug)]
pub(crate) struct Event {
    pub(crate) rule: Rule,
    /// The owner of the schema, for a difference in a schema.
    pub(crate) owner: Option<SchemaOwner>,
    pub(crate) direction: Option<Direction>,
    /// The operation that the difference reaches.
    pub(crate) operation: Option<Rc<Operation>>,
    /// The subject of the sentence, as in "the property `name` of the request body".
    pub(crate) subject: String,
    /// The subject if several places of the document share the part, as in "`name` of the schema `Key`".
    pub(crate) shared: Option<String>,
    /// The property that the difference is about, if it is about one.
    pub(crate) property: Option<String>,
    /// The places in both documents. At least one of them is set.
    pub(crate) base: Option<Pointer>,
    pub(crate) revision: Option<Pointer>,
    /// The old and the new value, for the sentence.
    pub(crate) before: Option<Value>,
    pub(crate) after: Option<Value>,
}

impl Event {
    pub(crate) fn new(rule: Rule, subject: impl Into<String>) -> Self {
        Self {
            rule,
            owner: None,
            direction: None,
            operation: None,
            subject: subject.into(),
            shared: None,
            property: None,
            base: None,
            revision: None,
            before: None,
            after: None,
        }
    }

    /// Whether the difference is in a callback, which the server calls.
    pub(crate) fn is_callback(&self) -> bool {
        let operation = self.operation.as_ref();
        operation.is_some_and(|operation| operation.is_callback)
    }

    pub(crate) fn base(mut self, pointer: &Pointer) -> Self {
        self.base = Some(Rc::clone(pointer));
        self
    }

    pub(crate) fn revision(mut self, pointer: &Pointer) -> Self {
        self.revision = Some(Rc::clone(pointer));
        self
    }

    pub(crate) fn both(self, base: &Pointer, revision: &Pointer) -> Self {
        self.base(base).revision(revision)
    }

    pub(crate) fn before(mut self, value: impl Into<Value>) -> Self {
        self.before = Some(value.into());
        self
    }

    pub(crate) fn after(mut self, value: impl Into<Value>) -> Self {
        self.after = Some(value.into());
        self
    }

    pub(crate) fn direction(mut self, direction: Direction) -> Self {
        self.direction = Some(direction);
        self
    }
}

/// Where a schema is used by an operation.
#[derive(Clone, Debug)]
pub(crate) struct Root {
    pub(crate) kind: RootKind,
    /// The part of the operation, as in "the body of the 200".
    pub(crate) label: String,
    pub(crate) pair: PairId,
}

/// The schemas that an operation uses. Without an operation: schemas that no operation uses.
pub(crate) struct Use {
    pub(crate) operation: Option<Rc<Operation>>,
    pub(crate) roots: Vec<Root>,
}

/// The kind of value that the schema describes.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(crate) enum RootKind {
    Parameter,
    Header,
    Body,
}

/// The two documents and the differences that were found so far.
pub(crate) struct Detector<'c, 'a> {
    pub(crate) base: &'c Contract<'a>,
    pub(crate) revision: &'c Contract<'a>,
    pub(crate) equality: Equality<'c, 'a>,
    graph: SchemaGraph,
    uses: Vec<Use>,
    events: Vec<Event>,
    /// The operations of the revision by the Rust names of their methods. Made at the first use.
    methods: OnceCell<HashMap<String, Rc<Operation>>>,
}

/// All differences between two documents. `matters` says whether a difference is more than prose.
pub(crate) fn differences<'a>(
    base: &Contract<'a>,
    revision: &Contract<'a>,
    matters: impl Fn(&Event) -> bool,
) -> Vec<Event> {
    let mut detector = Detector {
        base,
        revision,
        equality: Equality::new(base, revision),
        graph: SchemaGraph::default(),
        uses: Vec::new(),
        events: Vec::new(),
        methods: OnceCell::new(),
    };
    operations::compare(&mut detector);
    schema_graph::attribute(&mut detector);
    let seen: BTreeSet<Pointer> = detector
        .events
        .iter()
        .filter(|event| matters(event))
        .filter_map(|event| Some(Rc::clone(&event.operation.as_ref()?.pointer)))
        .collect();
    for (key, before) in &base.operations {
        if let Some(after) = revision.operations.get(key) {
            unseen(&mut detector, before, after, &seen);
        }
    }
    document::compare(&mut detector);
    components::compare(&mut detector);
    schema_graph::attribute(&mut detector);
    detector.events
}

/// The safety net: reports an operation or a callback that differs although no rule has seen it.
fn unseen(
    detector: &mut Detector<'_, '_>,
    before: &Rc<Operation>,
    after: &Rc<Operation>,
    seen: &BTreeSet<Pointer>,
) {
    if !seen.contains(&after.pointer) && !detector.equality.operations(before, after) {
        let event = Event::new(Rule::Unclassified, after.label.clone());
        let mut event = event.both(&before.pointer, &after.pointer);
        event.operation = Some(Rc::clone(after));
        detector.report(event);
    }
    for (name, before) in &before.callbacks {
        if let Some(after) = after.callbacks.get(name) {
            unseen(detector, before, after, seen);
        }
    }
}

impl Detector<'_, '_> {
    pub(crate) fn report(&mut self, event: Event) {
        self.events.push(event);
    }

    /// Notes which schemas an operation uses, so that their differences are reported there.
    pub(crate) fn note(&mut self, operation: Option<&Rc<Operation>>, roots: Vec<Root>) {
        self.uses.push(Use {
            operation: operation.cloned(),
            roots,
        });
    }

    /// The pair of two schemas. It is compared once, however often the schemas are used.
    pub(crate) fn pair(
        &mut self,
        base: SchemaId,
        revision: SchemaId,
        direction: Direction,
    ) -> PairId {
        schema_graph::pair(self, base, revision, direction)
    }
}
