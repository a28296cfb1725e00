//! The parts of a document that are written for people.
//!
//! An object comes in. Out come its titles, descriptions, examples, links, tags and extensions, each with its place.
//! No program depends on any of these. `detect/prose` compares them, and `equality` ignores them.

use std::rc::Rc;

use serde_json::Value;

use super::Contract;
use super::node::{Node, Pointer};
use super::sorted::Sorted;

/// One piece of prose.
#[derive(Clone, Debug)]
pub(crate) struct ProseEntry {
    pub(crate) value: Value,
    pub(crate) pointer: Pointer,
}

/// The prose of one object, by keyword. An object that is made of several objects may have several entries for a
/// keyword.
#[derive(Clone, Debug, Default)]
pub(crate) struct Prose {
    pub(crate) entries: Sorted<String, Vec<ProseEntry>>,
    /// The place where a missing entry would stand.
    pub(crate) home: Option<Pointer>,
}

/// Keywords that no program depends on, in any object.
const KEYWORDS: &[&str] = &[
    "title",
    "description",
    "summary",
    "example",
    "examples",
    "externalDocs",
    "tags",
    "links",
    "bearerFormat",
];

impl Prose {
    pub(crate) fn of<'a>(contract: &Contract<'a>, node: &Node<'a>) -> Self {
        let mut prose = Self::default();
        prose.add(contract, node);
        prose
    }

    pub(crate) fn add<'a>(&mut self, contract: &Contract<'a>, node: &Node<'a>) {
        self.home.get_or_insert_with(|| Rc::clone(&node.pointer));
        for (name, member) in node.members().filter(|(name, _)| is_prose(name)) {
            if is_empty_default(name, member.value) {
                continue;
            }
            let entry = ProseEntry {
                value: inline(contract, name, &member),
                pointer: member.pointer,
            };
            self.push(name, entry);
        }
    }

    /// Adds the extensions of a map. Its other names are names of the author's choice.
    pub(crate) fn add_extensions(&mut self, node: &Node<'_>) {
        for (name, member) in node.members().filter(|(name, _)| name.starts_with("x-")) {
            let entry = ProseEntry {
                value: member.value.clone(),
                pointer: member.pointer,
            };
            self.push(name, entry);
        }
    }

    fn push(&mut self, keyword: &str, entry: ProseEntry) {
        match self.entries.get_mut(keyword) {
            Some(entries) => entries.push(entry),
            None => self.entries.insert(keyword.to_owned(), vec![entry]),
        }
    }
}

/// The value with the targets of its references in their place.
fn inline<'a>(contract: &Contract<'a>, name: &str, member: &Node<'a>) -> Value {
    match member.value {
        Value::Object(_) if matches!(name, "examples" | "links") => member
            .members()
            .map(|(name, node)| (name.to_owned(), contract.resolve(node).value.clone()))
            .collect(),
        value => value.clone(),
    }
}

/// Whether a keyword of an object is prose. Names in `properties` and in other maps are not keywords.
pub(crate) fn is_prose(keyword: &str) -> bool {
    KEYWORDS.contains(&keyword) || keyword.starts_with("x-")
}

/// Whether the value is an empty list or map, which means the same as no value.
fn is_empty_default(name: &str, value: &Value) -> bool {
    match name {
        "tags" => value.as_array().is_some_and(Vec::is_empty),
        "links" | "examples" => value.as_object().is_some_and(serde_json::Map::is_empty),
        _ => false,
    }
}
