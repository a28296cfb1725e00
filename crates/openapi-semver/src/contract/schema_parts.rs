//! The nodes that belong to one schema.
//!
//! A node comes in. Out come all nodes that are read together with it: the target of its `$ref`, the members of its
//! `allOf`, and the only member of a `oneOf` or `anyOf`, from the outside in. Out comes as well whether they allow
//! null. [`schema_reader`](super::schema_reader) reads what the nodes say.

use serde_json::Value;

use super::Contract;
use super::node::{Node, Pointer};

/// How many nodes are read together as one schema. Deeper nodes become schemas of their own, because a chain may
/// be as long as the document.
const MOST_PARTS: usize = 128;

/// The nodes of a schema.
#[derive(Default)]
pub(super) struct Flat<'a> {
    pub(super) parts: Vec<Node<'a>>,
    /// The nodes that are too deep.
    pub(super) apart: Vec<Node<'a>>,
    /// The addresses of all these nodes, in the order in which they were found.
    pub(super) seen: Vec<usize>,
    /// The place that allows null, if null is allowed.
    pub(super) nullable: Option<Pointer>,
}

/// All nodes that belong to these nodes.
pub(super) fn flat<'a>(contract: &Contract<'a>, nodes: &[Node<'a>]) -> Flat<'a> {
    let mut flat = Flat::default();
    let null = nodes
        .iter()
        .map(|node| flatten(contract, node.clone(), &mut flat))
        .fold(Null::Unsaid, Null::and);
    flat.nullable = match null {
        Null::Allowed(pointer) => Some(pointer),
        Null::Refused | Null::Unsaid => None,
    };
    flat
}

/// What a node and the nodes that belong to it say about null.
enum Null {
    Allowed(Pointer),
    Refused,
    Unsaid,
}

impl Null {
    /// Null is allowed only if every node allows it.
    fn and(self, other: Self) -> Self {
        match (self, other) {
            (Self::Refused, _) | (_, Self::Refused) => Self::Refused,
            (Self::Allowed(pointer), _) | (_, Self::Allowed(pointer)) => Self::Allowed(pointer),
            (Self::Unsaid, Self::Unsaid) => Self::Unsaid,
        }
    }
}

/// Adds a node and the nodes that belong to it, from the outside in.
fn flatten<'a>(contract: &Contract<'a>, node: Node<'a>, flat: &mut Flat<'a>) -> Null {
    // A list instead of recursion, because a chain of references may be as long as the document.
    let mut open: Vec<Open<'a>> = Vec::new();
    open.extend(Open::first_time(contract, node, flat));
    let mut whole = Null::Unsaid;
    while let Some(mut innermost) = open.pop() {
        if let Some(member) = innermost.members.next() {
            open.push(innermost);
            open.extend(Open::first_time(contract, member, flat));
            continue;
        }
        let said = innermost.null();
        match open.last_mut() {
            Some(outer) => {
                let below = std::mem::replace(&mut outer.below, Null::Unsaid);
                outer.below = below.and(said);
            }
            None => whole = said,
        }
    }
    whole
}

/// A node with members that are not visited yet.
struct Open<'a> {
    node: Node<'a>,
    members: std::vec::IntoIter<Node<'a>>,
    /// What the visited members say about null.
    below: Null,
}

impl<'a> Open<'a> {
    /// Adds a node, unless it was added before.
    fn first_time(contract: &Contract<'a>, node: Node<'a>, flat: &mut Flat<'a>) -> Option<Self> {
        let node = contract.resolve(node);
        let address = std::ptr::from_ref(node.value).addr();
        // There are nearly always a few.
        if flat.seen.contains(&address) {
            return None;
        }
        flat.seen.push(address);
        if flat.parts.len() >= MOST_PARTS {
            flat.apart.push(node);
            return None;
        }
        flat.parts.push(node.clone());
        let all_of = node.member("allOf");
        let mut members: Vec<Node<'a>> = all_of.iter().flat_map(Node::elements).collect();
        for keyword in ["oneOf", "anyOf"] {
            members.extend(only_member(&node, keyword));
        }
        Some(Self {
            node,
            members: members.into_iter(),
            below: Null::Unsaid,
        })
    }

    /// What the node says about null counts before what its members say. Everybody reads `nullable: true` beside
    /// an `allOf` like this.
    fn null(self) -> Null {
        match self.node.value.get("nullable").and_then(Value::as_bool) {
            Some(true) => Null::Allowed(self.node.child("nullable")),
            _ if self.node.value.get("type").is_some() => Null::Refused,
            _ => self.below,
        }
    }
}

/// The member of a `oneOf` or `anyOf` that offers no choice.
pub(super) fn only_member<'a>(node: &Node<'a>, keyword: &str) -> Option<Node<'a>> {
    let list = node.member(keyword)?;
    let mut members = list.elements();
    let only = members.next()?;
    let alone = members.next().is_none() && node.member("discriminator").is_none();
    alone.then_some(only)
}
