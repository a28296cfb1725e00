//! OpenAPI 3.1, as far as OpenAPI 3.0 can say the same.
//!
//! The tree of a published document comes in. It goes out in the words of 3.0, with a note. Keywords that 3.0 cannot
//! express are refused by name. `schema` rewrites a single schema.

mod schema;

use super::findings::Findings;
use super::grammar::Kind;
use super::node::{Data, Mapping, Node};
use super::published::{self, Edit, inner_places, member};
use super::walk::{self, Visit};
use crate::diagnostic::{Diagnostic, Diagnostics};
use crate::pointer;

/// Whether a document is written in OpenAPI 3.1.
pub(super) fn is_3_1(root: &Node) -> bool {
    let version = root.get("openapi");
    let text = version.and_then(|node| node.as_str().or(node.source.as_deref()));
    text.is_some_and(|text| text == "3.1" || text.starts_with("3.1."))
}

/// Rewrites a 3.1 document in the words of 3.0. Any other document stays the same.
///
/// # Errors
/// Everything that 3.0 cannot express.
pub(super) fn settle(
    file: &str,
    root: &mut Node,
    notes: &mut Vec<Diagnostic>,
) -> Result<(), Diagnostics> {
    if !is_3_1(root) {
        return Ok(());
    }
    let mut found = Findings::new(file, root);
    found.blame(
        "/openapi",
        "this is an OpenAPI 3.1 document, and is read as far as OpenAPI 3.0 can say the same",
        "",
    );
    notes.extend(found.take());
    top(root);
    // Booleans become objects first, because the next steps visit objects.
    for step in [booleans, schemas, others] {
        let visits = walk::objects(root, &mut Findings::new(file, root));
        let mut found = Findings::new(file, root);
        let edits = step(&visits, &mut found);
        found.check()?;
        published::apply(root, edits);
    }
    Ok(())
}

/// Adds and rewrites keys at the top of the document that differ between 3.0 and 3.1.
fn top(root: &mut Node) {
    let at = root.at;
    if let Data::Mapping(mapping) = &mut root.data {
        let paths = member(at, Data::Mapping(Mapping::new()));
        mapping.insert_missing("paths".to_owned(), paths);
        if let Some(version) = mapping.get_mut("openapi")
            && let Some(source) = version.value.source.take()
        {
            version.value.data = Data::String(source.into());
        }
        let dialect = mapping
            .get("jsonSchemaDialect")
            .and_then(|member| member.value.as_str());
        if dialect == Some("https://spec.openapis.org/oas/3.1/dialect/base") {
            mapping.shift_remove("jsonSchemaDialect");
        }
    }
}

/// Makes objects of schemas that are `true` or `false`.
fn booleans(visits: &[Visit<'_>], _: &mut Findings<'_>) -> Vec<Edit> {
    let mut edits = Vec::new();
    for visit in visits.iter().filter(|visit| !visit.is_reference()) {
        for (key, found) in visit.node.as_mapping().into_iter().flatten() {
            for place in inner_places(visit.kind, key, &visit.pointer, &found.value) {
                let relative = place.strip_prefix(&visit.pointer).unwrap_or_default();
                let Some(Node {
                    data: Data::Bool(anything),
                    at,
                    ..
                }) = visit.node.find(relative)
                else {
                    continue;
                };
                let (anything, at) = (*anything, *at);
                let mut schema = Mapping::new();
                if !anything {
                    let empty = Data::Mapping(Mapping::new());
                    schema.insert("not".to_owned(), member(at, empty));
                }
                let relative = relative.to_owned();
                edits.push(Edit::new(&visit.pointer, move |mapping| {
                    let mut whole = Node::new(at, Data::Mapping(std::mem::take(mapping)));
                    if let Some(place) = whole.find_mut(&relative) {
                        place.data = Data::Mapping(schema);
                    }
                    if let Data::Mapping(changed) = whole.data {
                        *mapping = changed;
                    }
                }));
            }
        }
    }
    edits
}

fn schemas(visits: &[Visit<'_>], refused: &mut Findings<'_>) -> Vec<Edit> {
    let mut edits = Vec::new();
    for visit in visits.iter().filter(|visit| visit.kind == Kind::Schema) {
        let Some(mapping) = visit.node.as_mapping() else {
            continue;
        };
        let is_known = |key: &str| {
            Kind::Schema.slot(key).is_some()
                || schema::WORDS.contains(&key)
                || matches!(
                    key,
                    "const" | "$ref" | "contentEncoding" | "contentMediaType"
                )
        };
        for key in mapping.keys().filter(|key| !is_known(key)) {
            refused.blame(
                pointer::child(&visit.pointer, key),
                format!("`{key}` belongs to OpenAPI 3.1, and 3.0 cannot express it"),
                "describe it with the keywords of OpenAPI 3.0",
            );
        }
        if schema::needs_change(mapping) {
            edits.push(Edit::new(&visit.pointer, schema::rewrite));
        }
    }
    // Inner schemas come first, because an outer schema may move as a whole.
    edits.reverse();
    edits
}

/// Rewrites objects other than schemas.
fn others(visits: &[Visit<'_>], refused: &mut Findings<'_>) -> Vec<Edit> {
    const BEYOND: [(Kind, &str); 3] = [
        (Kind::OpenApi, "webhooks"),
        (Kind::OpenApi, "jsonSchemaDialect"),
        (Kind::Components, "pathItems"),
    ];
    let mut edits = Vec::new();
    for visit in visits {
        for (kind, key) in BEYOND {
            if visit.kind == kind && visit.node.get(key).is_some() {
                refused.blame(
                    pointer::child(&visit.pointer, key),
                    format!("`{key}` belongs to OpenAPI 3.1, and 3.0 cannot express it"),
                    "describe it with the keywords of OpenAPI 3.0",
                );
            }
        }
        let renamed = match visit.kind {
            Kind::Info => "summary",
            Kind::License => "identifier",
            _ => "",
        };
        if visit.node.get(renamed).is_some() {
            edits.push(Edit::new(&visit.pointer, move |mapping| {
                if let Some(found) = mapping.shift_remove(renamed) {
                    mapping.insert(format!("x-{renamed}"), found);
                }
            }));
        }
        if visit.kind == Kind::Operation && visit.node.get("responses").is_none() {
            let at = visit.node.at;
            edits.push(Edit::new(&visit.pointer, move |mapping| {
                let none = member(at, Data::Mapping(Mapping::new()));
                mapping.insert("responses".to_owned(), none);
            }));
        }
    }
    edits
}
