//! A list or a mapping while its content arrives.
//!
//! Finished nodes come in one after the other, and the complete list or mapping goes out. A key that stands twice is
//! refused here. The mappings behind merge keys are added at the end. [`tree_builder`](super) opens and closes the
//! frames.

use crate::diagnostic::Position;
use crate::load::node::{Data, Mapping, Member, Node};
use crate::load::scalar::Refusal;

/// A collection that is not yet complete.
pub(super) struct Frame {
    pub(super) at: Position,
    pub(super) anchor: usize,
    pub(super) nodes_before: usize,
    pub(super) height: usize,
    pub(super) items: Items,
}

/// What a collection holds so far.
pub(super) enum Items {
    Sequence(Vec<Node>),
    Mapping {
        members: Mapping,
        key: Option<Key>,
        /// The mappings that merge keys bring in.
        merged: Vec<Mapping>,
    },
}

/// A key that waits for its value. A refused key has no text, and its value is dropped.
pub(super) struct Key {
    pub(super) at: Position,
    pub(super) text: Option<String>,
    /// Whether it is a merge key, which YAML 1.1 had.
    pub(super) merges: bool,
}

impl Items {
    /// A mapping without members.
    pub(super) const fn mapping() -> Self {
        Self::Mapping {
            members: Mapping::new(),
            key: None,
            merged: Vec::new(),
        }
    }

    /// The complete collection.
    pub(super) fn into_data(self) -> Data {
        match self {
            Self::Sequence(mut items) => {
                items.shrink_to_fit();
                Data::Sequence(items)
            }
            Self::Mapping {
                mut members,
                merged,
                ..
            } => {
                // A member of the mapping itself takes precedence over a merged one.
                for (key, member) in merged.into_iter().flatten() {
                    members.insert_missing(key, member);
                }
                members.shrink_to_fit();
                Data::Mapping(members)
            }
        }
    }
}

impl Frame {
    /// Puts a finished node into the collection.
    ///
    /// # Errors
    /// The place of a key that stands twice, and the refusal.
    pub(super) fn add(&mut self, node: Node, height: usize) -> Result<(), (Position, Refusal)> {
        self.height = self.height.max(height);
        match &mut self.items {
            Items::Sequence(items) => {
                items.push(node);
                Ok(())
            }
            Items::Mapping {
                members,
                key,
                merged,
            } => match key.take() {
                Some(Key {
                    at,
                    text: Some(text),
                    ..
                }) => add_member(members, at, text, node),
                Some(Key { merges: true, .. }) => {
                    merged.extend(mappings(node));
                    Ok(())
                }
                _ => Ok(()),
            },
        }
    }
}

fn add_member(
    members: &mut Mapping,
    at: Position,
    key: String,
    value: Node,
) -> Result<(), (Position, Refusal)> {
    if let Some(first) = members.get(&key) {
        let line = Position::from(first.key_at).line;
        let refusal = Refusal::new(
            format!("the key `{key}` is already in this mapping, on line {line}"),
            "remove or rename one of the two",
        );
        return Err((at, refusal));
    }
    members.push(
        key,
        Member {
            key_at: at.into(),
            value,
        },
    );
    Ok(())
}

/// The mappings behind a merge key: one, or a list of them.
fn mappings(node: Node) -> Vec<Mapping> {
    match node.data {
        Data::Mapping(members) => vec![members],
        Data::Sequence(items) => items
            .into_iter()
            .filter_map(|item| match item.data {
                Data::Mapping(members) => Some(members),
                _ => None,
            })
            .collect(),
        _ => Vec::new(),
    }
}
