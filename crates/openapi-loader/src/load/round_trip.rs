//! What the OpenAPI model would lose.
//!
//! The document comes in. The model reads each part and writes it again, and everything that is missing or different
//! goes out as a problem. `keywords` has found misspelled keys before. This finds keys that do not belong together,
//! and keys that are correct but would not reach the generator. The latter are problems only in a project's own
//! document.

use serde_json::{Number, Value};

use super::Author;
use super::findings::Findings;
use super::grammar::{Kind, Shape, Slot};
use super::node::{Data, Mapping, Node};
use super::parts;
use crate::pointer;

/// Reports every key that vanished and every value that changed.
///
/// # Errors
/// The message of the model about the first part that it cannot read.
pub(super) fn check(
    root: &Node,
    author: Author,
    findings: &mut Findings<'_>,
) -> Result<(), String> {
    let frame = parts::written_back(Kind::OpenApi, &parts::frame(root))?;
    let slot = Slot::Typed(Shape::One, Kind::OpenApi);
    let mut losses = Losses {
        author,
        findings,
        unreadable: None,
    };
    compare(slot, &mut String::new(), root, &frame, &mut losses);
    losses.unreadable.map_or(Ok(()), Err)
}

struct Losses<'f, 'r> {
    author: Author,
    findings: &'f mut Findings<'r>,
    unreadable: Option<String>,
}

impl Losses<'_, '_> {
    fn key(&mut self, at: &str, keyword: Option<Kind>, key: &str) {
        match misplaced(keyword, key) {
            Some((message, help)) => self.findings.blame(at, message, help),
            None if self.author == Author::SomebodyElse => {}
            None => self.findings.blame(
                at,
                format!(
                    "`{key}` would be lost: the model that code is generated from cannot hold it"
                ),
                "remove it, or make it an extension (`x-…`)",
            ),
        }
    }

    fn value(&mut self, at: &str, kept: &Value) {
        if self.author == Author::ThisProject {
            self.findings.blame(
                at,
                format!(
                    "this value would become `{kept}` in the model that code is generated from"
                ),
                "write a value that the model can hold exactly",
            );
        }
    }
}

/// `at` is one buffer for all pointers, because most of them are never needed.
fn compare(slot: Slot, at: &mut String, node: &Node, kept: &Value, losses: &mut Losses<'_, '_>) {
    let length = at.len();
    match (&node.data, kept) {
        (Data::Mapping(mapping), Value::Object(kept)) => {
            for (key, member) in mapping {
                let (keyword, inner) = step(slot, mapping, key);
                pointer::push(at, key);
                match (parts::behind(slot, inner), &member.value.data) {
                    (Some((Shape::One, kind)), _) => part(kind, at, &member.value, losses),
                    (Some((_, kind)), Data::Mapping(parts)) => {
                        let length = at.len();
                        for (key, member) in parts {
                            pointer::push(at, key);
                            part(kind, at, &member.value, losses);
                            at.truncate(length);
                        }
                    }
                    _ => match kept.get(key) {
                        Some(kept) => compare(inner, at, &member.value, kept, losses),
                        None if means_nothing(keyword, inner, &member.value) => {}
                        None => losses.key(at, keyword, key),
                    },
                }
                at.truncate(length);
            }
        }
        (Data::Sequence(items), Value::Array(kept)) if items.len() == kept.len() => {
            let slot = match slot {
                Slot::Typed(_, kind) => Slot::Typed(Shape::One, kind),
                slot => slot,
            };
            for (index, (item, kept)) in items.iter().zip(kept).enumerate() {
                pointer::push(at, &index.to_string());
                compare(slot, at, item, kept, losses);
                at.truncate(length);
            }
        }
        (Data::Number(number), Value::Number(kept)) if same(number, kept) => {}
        (Data::Null, Value::Null) => {}
        (Data::Bool(value), Value::Bool(kept)) if value == kept => {}
        (Data::String(text), Value::String(kept)) if text == kept => {}
        _ => losses.value(at, kept),
    }
}

/// A path or a component, which the frame does not have.
fn part(kind: Kind, at: &mut String, node: &Node, losses: &mut Losses<'_, '_>) {
    match parts::written_back(kind, node) {
        Ok(kept) => compare(Slot::Typed(Shape::One, kind), at, node, &kept, losses),
        Err(error) => {
            losses.unreadable.get_or_insert(error);
        }
    }
}

/// The message and the help for a key that vanished because it does not belong where it is.
fn misplaced(kind: Option<Kind>, key: &str) -> Option<(String, &'static str)> {
    let either = format!("`{key}` and its alternative are both here");
    Some(match (kind, key) {
        (Some(Kind::Parameter | Kind::Header), "schema" | "content") => {
            (either, "keep one of `schema` and `content`")
        }
        (Some(Kind::Link), "operationId" | "operationRef") => {
            (either, "keep one of `operationId` and `operationRef`")
        }
        (Some(Kind::SecurityScheme), _) => (
            format!("`{key}` does not belong to a security scheme of this type"),
            "remove it, or correct the type",
        ),
        (Some(Kind::Parameter), _) => (
            format!("`{key}` does not belong to a parameter in this place"),
            "remove it, or correct `in`",
        ),
        _ => return None,
    })
}

/// The object type if the key is a keyword, and what may stand behind the key.
fn step(slot: Slot, mapping: &Mapping, key: &str) -> (Option<Kind>, Slot) {
    match slot {
        Slot::Typed(Shape::Map, kind) => (None, Slot::Typed(Shape::One, kind)),
        Slot::Typed(_, kind) if kind.referable() && mapping.contains_key("$ref") => {
            (None, Slot::Plain)
        }
        Slot::Typed(_, kind) => (Some(kind), kind.slot(key).unwrap_or(Slot::Free)),
        Slot::AdditionalProperties => (
            Some(Kind::Schema),
            Kind::Schema.slot(key).unwrap_or(Slot::Free),
        ),
        Slot::Free | Slot::Plain => (None, Slot::Free),
    }
}

/// Whether a member means the same as no member. The model omits such members by design.
fn means_nothing(keyword: Option<Kind>, slot: Slot, value: &Node) -> bool {
    let Some(_) = keyword else { return false };
    match (&value.data, slot) {
        (Data::Bool(value), Slot::Plain) => !value,
        (Data::Null, Slot::Free) => true,
        (Data::Sequence(items), _) => items.is_empty(),
        (Data::Mapping(mapping), _) => mapping.is_empty(),
        _ => false,
    }
}

fn same(a: &Number, b: &Number) -> bool {
    if a == b {
        return true;
    }
    let whole = |number: &Number| {
        let integer = number
            .as_u64()
            .map(i128::from)
            .or(number.as_i64().map(i128::from));
        // Every integral `f64` below 2^127 has an exact `i128`.
        #[expect(
            clippy::cast_possible_truncation,
            reason = "only integral values below 2^64 pass"
        )]
        let float = number
            .as_f64()
            .filter(|value| value.fract() == 0.0 && value.abs() <= 18_446_744_073_709_551_616.0)
            .map(|value| value as i128);
        integer.or(float)
    };
    whole(a).is_some() && whole(a) == whole(b)
}
