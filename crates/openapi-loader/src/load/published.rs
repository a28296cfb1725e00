//! Descriptions that somebody else publishes, brought into a form that the checks accept.
//!
//! A tree comes in, and the same tree goes out with small edits and a note for each: texts without quotes become text,
//! keys beside a `$ref` are removed, a missing description is added. None of these edits changes what a reader
//! understands. `spelling` handles statuses and sizes, `unreached` handles dead components, and `version_3_1` handles
//! OpenAPI 3.1.

mod spelling;

use super::findings::{self, Findings};
use super::grammar::{Kind, Shape, Slot};
use super::node::{Data, Mapping, Member, Node};
use super::place::Place;
use super::walk::{self, Visit};
use super::{unreached, version_3_1};
use crate::diagnostic::{Diagnostic, Diagnostics};
use crate::pointer;

/// An edit of one object.
pub(super) struct Edit {
    pub(super) pointer: String,
    pub(super) change: Box<dyn FnOnce(&mut Mapping)>,
}

impl Edit {
    pub(super) fn new(pointer: &str, change: impl FnOnce(&mut Mapping) + 'static) -> Self {
        Self {
            pointer: pointer.to_owned(),
            change: Box::new(change),
        }
    }
}

/// Brings a document into the form that the checks expect.
///
/// # Errors
/// Everything that goes beyond OpenAPI 3.0.
pub(super) fn settle(
    file: &str,
    root: &mut Node,
    notes: &mut Vec<Diagnostic>,
) -> Result<(), Diagnostics> {
    version_3_1::settle(file, root, notes)?;
    // First the ranges of statuses: a response behind a misspelled range is not visited.
    let visits = walk::objects(root, &mut Findings::new(file, root));
    let mut found = Findings::new(file, root);
    let edits = spelling::status_ranges(&visits, &mut found);
    notes.extend(found.take());
    let visits = if edits.is_empty() {
        visits
    } else {
        apply(root, edits);
        walk::objects(root, &mut Findings::new(file, root))
    };
    let mut found = Findings::new(file, root);
    let mut edits = Vec::new();
    // Keys without a value are removed before missing keys are added.
    for step in [
        empty_members,
        texts,
        descriptions,
        siblings,
        spelling::sizes,
    ] {
        edits.extend(step(&visits, &mut found));
    }
    let dangles = unreached::dangles(root, &visits);
    notes.extend(found.take());
    apply(root, edits);
    if dangles {
        unreached::drop_dangling(file, root, notes);
    }
    Ok(())
}

pub(super) fn apply(root: &mut Node, edits: Vec<Edit>) {
    for edit in edits {
        if let Some(Node {
            data: Data::Mapping(mapping),
            ..
        }) = root.find_mut(&edit.pointer)
        {
            (edit.change)(mapping);
        }
    }
}

/// A member of an object that the document does not have.
pub(super) fn member(at: Place, data: Data) -> Member {
    Member {
        key_at: at,
        value: Node::new(at, data),
    }
}

/// Removes keys without a value, unless null is a value there.
fn empty_members(visits: &[Visit<'_>], notes: &mut Findings<'_>) -> Vec<Edit> {
    let mut edits = Vec::new();
    for visit in visits.iter().filter(|visit| !visit.is_reference()) {
        for (key, member) in visit.node.as_mapping().into_iter().flatten() {
            let means_null = matches!(visit.kind.slot(key), None | Some(Slot::Free));
            if !matches!(member.value.data, Data::Null) || means_null {
                continue;
            }
            notes.blame(
                pointer::child(&visit.pointer, key),
                format!("`{key}` has no value, and is read as if it were not there"),
                "",
            );
            let key = key.clone();
            edits.push(Edit::new(&visit.pointer, move |mapping| {
                mapping.shift_remove(&key);
            }));
        }
    }
    edits
}

/// Keywords whose value is a text, even if it looks like a number.
const TEXTS: [&str; 12] = [
    "bearerFormat",
    "contentType",
    "description",
    "format",
    "name",
    "operationId",
    "pattern",
    "summary",
    "termsOfService",
    "title",
    "url",
    "version",
];

/// Makes texts of numbers and booleans that stand where a text belongs.
fn texts(visits: &[Visit<'_>], notes: &mut Findings<'_>) -> Vec<Edit> {
    let mut edits = Vec::new();
    for visit in visits.iter().filter(|visit| !visit.is_reference()) {
        for (key, found) in visit.node.as_mapping().into_iter().flatten() {
            let is_text = match visit.kind {
                Kind::ServerVariable => true,
                Kind::Schema if key == "enum" => {
                    visit.node.get("type").and_then(Node::as_str) == Some("string")
                }
                Kind::Schema => key == "required" || TEXTS.contains(&key.as_str()),
                Kind::Operation if key == "tags" => true,
                _ => TEXTS.contains(&key.as_str()),
            };
            let is_plain = matches!(visit.kind.slot(key), Some(Slot::Plain)) || key == "enum";
            let Some(text) = as_texts(&found.value).filter(|_| is_text && is_plain) else {
                continue;
            };
            notes.blame(
                pointer::child(&visit.pointer, key),
                format!("`{key}` is written without quotes, and is read as text"),
                "",
            );
            let key = key.clone();
            edits.push(Edit::new(&visit.pointer, move |mapping| {
                if let Some(member) = mapping.get_mut(&key) {
                    member.value = text;
                }
            }));
        }
    }
    edits
}

/// The value as text or as a list of texts, if some of it was written without quotes.
fn as_texts(node: &Node) -> Option<Node> {
    match &node.data {
        Data::Number(_) | Data::Bool(_) => {
            let source = node.source.as_deref()?;
            Some(Node::new(node.at, Data::String(source.to_owned())))
        }
        Data::Sequence(items) => {
            let texts: Vec<Option<Node>> = items.iter().map(as_texts).collect();
            if texts.iter().all(Option::is_none) {
                return None;
            }
            let items = items.iter().zip(texts);
            let items = items.map(|(item, text)| text.unwrap_or_else(|| item.clone()));
            Some(Node::new(node.at, Data::Sequence(items.collect())))
        }
        _ => None,
    }
}

/// Adds an empty description to responses without one.
fn descriptions(visits: &[Visit<'_>], notes: &mut Findings<'_>) -> Vec<Edit> {
    let responses = visits
        .iter()
        .filter(|visit| visit.kind == Kind::Response && !visit.is_reference());
    let mut edits = Vec::new();
    let is_missing = |visit: &&Visit<'_>| {
        let description = visit.node.get("description");
        description.is_none_or(|node| matches!(node.data, Data::Null))
    };
    for visit in responses.filter(is_missing) {
        notes.blame(
            visit.pointer.as_str(),
            "this response has no description",
            "",
        );
        let at = visit.node.at;
        edits.push(Edit::new(&visit.pointer, move |mapping| {
            mapping.insert(
                "description".to_owned(),
                member(at, Data::String(String::new())),
            );
        }));
    }
    edits
}

/// Removes keys beside a `$ref`, which OpenAPI 3.0 ignores.
fn siblings(visits: &[Visit<'_>], notes: &mut Findings<'_>) -> Vec<Edit> {
    let mut edits = Vec::new();
    for visit in visits.iter().filter(|visit| visit.is_reference()) {
        if visit
            .node
            .as_mapping()
            .is_none_or(|mapping| mapping.len() < 2)
        {
            continue;
        }
        notes.blame(
            visit.pointer.as_str(),
            "the keys beside this `$ref` are ignored, as OpenAPI 3.0 requires",
            "",
        );
        edits.push(Edit::new(&visit.pointer, |mapping| {
            mapping.retain(|key, _| key.as_str() == "$ref");
        }));
    }
    edits
}

/// Removes each `$ref` in place of a callback or of its path item. The model cannot hold them.
pub(super) fn without_callback_references(root: &mut Node, visits: &[Visit<'_>]) {
    let mut edits = Vec::new();
    for visit in visits {
        let inner = match visit.kind {
            Kind::Operation => visit.node.get("callbacks").map(|node| (node, "/callbacks")),
            Kind::Callback if !visit.is_reference() => Some((visit.node, "")),
            _ => None,
        };
        let Some((node, below)) = inner else { continue };
        let is_reference = |member: &Member| member.value.get("$ref").is_some();
        let mut members = node.as_mapping().into_iter().flatten();
        if members.any(|(_, member)| is_reference(member)) {
            edits.push(Edit::new(&format!("{}{below}", visit.pointer), |mapping| {
                mapping.retain(|_, member| member.value.get("$ref").is_none());
            }));
        }
    }
    apply(root, edits);
}

/// A note at a place of the document.
pub(super) fn note(file: &str, root: &Node, pointer: &str, message: String) -> Diagnostic {
    findings::at(file, root, pointer, message, "")
}

/// The pointers of the inner schemas behind a keyword, whatever their values are.
pub(super) fn inner_places(kind: Kind, key: &str, pointer: &str, node: &Node) -> Vec<String> {
    let at = pointer::child(pointer, key);
    match (kind.slot(key), &node.data) {
        (Some(Slot::AdditionalProperties), _) => Vec::new(),
        (Some(Slot::Typed(Shape::One, Kind::Schema)), _) => vec![at],
        (Some(Slot::Typed(Shape::List, Kind::Schema)), Data::Sequence(items)) => (0..items.len())
            .map(|index| pointer::element(&at, index))
            .collect(),
        (Some(Slot::Typed(Shape::Map, Kind::Schema)), Data::Mapping(members)) => {
            members.keys().map(|key| pointer::child(&at, key)).collect()
        }
        _ => Vec::new(),
    }
}
