//! The document as a tree that knows where each node was written.
//!
//! `tree_builder` makes the tree, and every phase reads it. A node gives its members, its place, the node at a JSON
//! pointer, and its JSON value. `mapping` stores the members of objects, and `place` stores lines and columns.

use serde_json::{Number, Value};

pub(super) use super::mapping::Mapping;
use super::place::Place;
use crate::diagnostic::Position;
use crate::pointer;

/// A value of the JSON data model and the place where it starts.
#[derive(Clone, Debug)]
pub(super) struct Node {
    pub(super) at: Place,
    pub(super) data: Data,
    /// The text of a number or a boolean, in a published document.
    pub(super) source: Option<Box<str>>,
}

/// The JSON data model.
#[derive(Clone, Debug)]
pub(super) enum Data {
    Null,
    Bool(bool),
    Number(Number),
    String(String),
    Sequence(Vec<Node>),
    Mapping(Mapping),
}

/// A member of an object: the place of its key, and its value.
#[derive(Clone, Debug)]
pub(super) struct Member {
    pub(super) key_at: Place,
    pub(super) value: Node,
}

impl Node {
    pub(super) fn new(at: impl Into<Place>, data: Data) -> Self {
        Self {
            at: at.into(),
            data,
            source: None,
        }
    }

    /// The text of a whole number that 64 bits cannot hold.
    pub(super) fn huge(&self, number: &Number) -> Option<&str> {
        let digits = self.source.as_deref().filter(|_| number.is_f64())?;
        let unsigned = digits.strip_prefix(['+', '-']).unwrap_or(digits);
        unsigned
            .bytes()
            .all(|byte| byte.is_ascii_digit())
            .then_some(digits)
    }

    pub(super) fn as_mapping(&self) -> Option<&Mapping> {
        match &self.data {
            Data::Mapping(mapping) => Some(mapping),
            _ => None,
        }
    }

    pub(super) fn as_sequence(&self) -> Option<&[Self]> {
        match &self.data {
            Data::Sequence(items) => Some(items),
            _ => None,
        }
    }

    pub(super) fn as_str(&self) -> Option<&str> {
        match &self.data {
            Data::String(text) => Some(text),
            _ => None,
        }
    }

    /// The member `key` of an object. `None` for any other value.
    pub(super) fn get(&self, key: &str) -> Option<&Self> {
        self.as_mapping()?.get(key).map(|member| &member.value)
    }

    /// The place of the node at `pointer`: its key if it is a member of an object, or else its start. If there is
    /// no such node, the place of the nearest node around it. `None` if `pointer` is not a JSON pointer.
    pub(super) fn position(&self, pointer: &str) -> Option<Position> {
        let mut node = self;
        let mut position = self.at;
        for token in pointer::names(pointer)? {
            match &node.data {
                Data::Mapping(mapping) => {
                    let Some(member) = mapping.get(&token) else {
                        break;
                    };
                    (node, position) = (&member.value, member.key_at);
                }
                Data::Sequence(items) => {
                    let item = token.parse().ok().and_then(|index: usize| items.get(index));
                    let Some(item) = item else { break };
                    (node, position) = (item, item.at);
                }
                _ => break,
            }
        }
        Some(position.into())
    }

    /// The node at `pointer`.
    pub(super) fn find(&self, pointer: &str) -> Option<&Self> {
        let mut node = self;
        for token in pointer::names(pointer)? {
            node = match &node.data {
                Data::Mapping(mapping) => &mapping.get(&token)?.value,
                Data::Sequence(items) => items.get(token.parse::<usize>().ok()?)?,
                _ => return None,
            };
        }
        Some(node)
    }

    /// The node at `pointer`, to change it.
    pub(super) fn find_mut(&mut self, pointer: &str) -> Option<&mut Self> {
        let mut node = self;
        for token in pointer::names(pointer)? {
            node = match &mut node.data {
                Data::Mapping(mapping) => &mut mapping.get_mut(&token)?.value,
                Data::Sequence(items) => items.get_mut(token.parse::<usize>().ok()?)?,
                _ => return None,
            };
        }
        Some(node)
    }

    /// The same tree without places. Whole numbers that 64 bits cannot hold become text.
    pub(super) fn to_value(&self) -> Value {
        match &self.data {
            Data::Null => Value::Null,
            Data::Bool(value) => Value::Bool(*value),
            Data::Number(number) => match self.huge(number) {
                Some(digits) => Value::String(digits.to_owned()),
                None => Value::Number(number.clone()),
            },
            Data::String(text) => Value::String(text.clone()),
            Data::Sequence(items) => items.iter().map(Self::to_value).collect(),
            Data::Mapping(mapping) => mapping
                .iter()
                .map(|(key, member)| (key.clone(), member.value.to_value()))
                .collect(),
        }
    }

    /// A tree whose nodes are all at `at`.
    pub(super) fn from_value(value: Value, at: Place) -> Self {
        let data = match value {
            Value::Null => Data::Null,
            Value::Bool(value) => Data::Bool(value),
            Value::Number(number) => Data::Number(number),
            Value::String(text) => Data::String(text),
            Value::Array(items) => Data::Sequence(
                items
                    .into_iter()
                    .map(|item| Self::from_value(item, at))
                    .collect(),
            ),
            Value::Object(members) => Data::Mapping(
                members
                    .into_iter()
                    .map(|(key, value)| {
                        (
                            key,
                            Member {
                                key_at: at,
                                value: Self::from_value(value, at),
                            },
                        )
                    })
                    .collect(),
            ),
        };
        Self::new(at, data)
    }
}
