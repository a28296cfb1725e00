//! All objects of a document, each with its type.
//!
//! The tree comes in. A list of objects goes out, outer objects before inner ones, each with its pointer and its type
//! by the `grammar`. Most phases work on this list instead of the tree.

use super::findings::Findings;
use super::grammar::{Kind, Shape, Slot};
use super::node::Node;
use crate::pointer;

/// An object of a known type.
pub(super) struct Visit<'a> {
    pub(super) kind: Kind,
    /// The type of the object around it.
    pub(super) parent: Option<Kind>,
    pub(super) pointer: String,
    pub(super) node: &'a Node,
}

impl Visit<'_> {
    /// Whether a `$ref` stands in for the object.
    pub(super) fn is_reference(&self) -> bool {
        self.kind.referable() && self.node.get("$ref").is_some()
    }
}

/// How many objects may be inside each other. `serde` recurses once for each object, with large stack frames.
/// Twice this depth has overflowed the 2 MiB stack of a test thread.
const MAX_NESTING: usize = 32;

/// All objects, outer objects before inner ones. Values behind unknown keywords, and values of another form than
/// their keyword requires, are left out.
///
/// Objects that are nested too deep are reported, and left out with everything inside them.
pub(super) fn objects<'a>(root: &'a Node, findings: &mut Findings<'_>) -> Vec<Visit<'a>> {
    let mut visits = Vec::new();
    let document = Visit {
        kind: Kind::OpenApi,
        parent: None,
        pointer: String::new(),
        node: root,
    };
    visit(document, 1, &mut visits, findings);
    visits
}

fn visit<'a>(
    this: Visit<'a>,
    nesting: usize,
    visits: &mut Vec<Visit<'a>>,
    findings: &mut Findings<'_>,
) {
    let Some(mapping) = this.node.as_mapping() else {
        return;
    };
    if nesting > MAX_NESTING {
        findings.blame(
            this.pointer,
            format!(
                "{} is inside {MAX_NESTING} other objects",
                this.kind.label()
            ),
            "move inner schemas to `components` and use `$ref`",
        );
        return;
    }
    let members = if this.is_reference() {
        None
    } else {
        Some(mapping)
    };
    let (parent, pointer) = (this.kind, this.pointer.clone());
    visits.push(this);
    for (key, member) in members.into_iter().flatten() {
        let Some(slot) = parent.slot(key) else {
            continue;
        };
        for (kind, pointer, node) in inner(slot, pointer::child(&pointer, key), &member.value) {
            let inner = Visit {
                kind,
                parent: Some(parent),
                pointer,
                node,
            };
            visit(inner, nesting + 1, visits, findings);
        }
    }
}

/// The values behind a keyword that have to be objects of a known type.
fn inner(slot: Slot, pointer: String, node: &Node) -> Vec<(Kind, String, &Node)> {
    match slot {
        Slot::Free | Slot::Plain => Vec::new(),
        Slot::AdditionalProperties => vec![(Kind::Schema, pointer, node)],
        Slot::Typed(Shape::One, kind) => vec![(kind, pointer, node)],
        Slot::Typed(Shape::List, kind) => {
            let items = node.as_sequence().unwrap_or_default().iter().enumerate();
            items
                .map(|(index, item)| (kind, pointer::element(&pointer, index), item))
                .collect()
        }
        Slot::Typed(Shape::Map, kind) => {
            let members = node.as_mapping().into_iter().flatten();
            members
                .map(|(key, member)| (kind, pointer::child(&pointer, key), &member.value))
                .collect()
        }
    }
}
