//! `$ref`: every reference leads to an object of the right type in this document.
//!
//! All objects of the document come in, and problems go out: references that lead nowhere, out of the document, to
//! another type of object, or in a ring, and keys beside a `$ref`, which OpenAPI 3.0 ignores. `cycles` reports schemas
//! that are composed of themselves.

use std::collections::{BTreeSet, HashMap};

use super::Author;
use super::findings::Findings;
use super::grammar::Kind;
use super::node::Node;
use super::suggestion::nearest;
use super::walk::Visit;
use crate::pointer;

/// Reports every `$ref` that cannot be followed, and every key beside a `$ref`.
pub(super) fn check(
    root: &Node,
    visits: &[Visit<'_>],
    author: Author,
    findings: &mut Findings<'_>,
) {
    let kinds: HashMap<&str, Kind> = visits
        .iter()
        .map(|visit| (visit.pointer.as_str(), visit.kind))
        .collect();
    let mut targets = HashMap::new();
    for visit in visits.iter().filter(|visit| visit.is_reference()) {
        siblings(visit, findings);
        if let Some(target) = target(root, visit, &kinds, author, findings) {
            targets.insert(visit.pointer.as_str(), target);
        }
    }
    cycles(visits, &targets, findings);
}

fn siblings(visit: &Visit<'_>, findings: &mut Findings<'_>) {
    let members = visit.node.as_mapping().into_iter().flatten();
    for (key, _) in members.filter(|(key, _)| key.as_str() != "$ref") {
        let help = if visit.kind == Kind::Schema {
            "put the `$ref` into an `allOf` and the rest beside it, or remove this key"
        } else {
            "remove this key, or write the object here instead of the `$ref`"
        };
        findings.blame(
            pointer::child(&visit.pointer, key),
            format!("`{key}` stands beside a `$ref`, where OpenAPI 3.0 ignores it"),
            help,
        );
    }
}

/// The pointer that a `$ref` leads to, unless it is refused.
fn target(
    root: &Node,
    visit: &Visit<'_>,
    kinds: &HashMap<&str, Kind>,
    author: Author,
    findings: &mut Findings<'_>,
) -> Option<String> {
    let blamed = pointer::child(&visit.pointer, "$ref");
    let Some(text) = visit.node.get("$ref").and_then(Node::as_str) else {
        findings.blame(
            blamed,
            "a `$ref` is a string",
            "write it like '#/components/schemas/Name', in quotes",
        );
        return None;
    };
    // The specification allows these two, but the model cannot hold them.
    let has_no_room = matches!(
        (visit.parent, visit.kind),
        (Some(Kind::Operation), Kind::Callback) | (Some(Kind::Callback), Kind::PathItem)
    );
    if has_no_room && author == Author::ThisProject {
        findings.blame(
            blamed,
            format!(
                "a `$ref` in place of {} is not supported here",
                visit.kind.label()
            ),
            "write the object here",
        );
        return None;
    }
    let Some(fragment) = text.strip_prefix('#') else {
        findings.blame(
            blamed,
            format!("`{text}` leads out of this document"),
            "copy what it refers to into `components` and refer to '#/components/…'",
        );
        return None;
    };
    let Some(decoded) = decode(fragment) else {
        findings.blame(
            blamed,
            format!("`{text}` is not a JSON pointer"),
            "write it like '#/components/schemas/Name'",
        );
        return None;
    };
    match kinds.get(decoded.as_str()) {
        Some(kind) if *kind == visit.kind => return Some(decoded),
        Some(kind) => findings.blame(
            blamed,
            format!(
                "`{text}` is {}, but {} is needed here",
                kind.label(),
                visit.kind.label()
            ),
            format!("refer to {}", visit.kind.label()),
        ),
        None if root.find(&decoded).is_some() => findings.blame(
            blamed,
            format!("`{text}` is not {}", visit.kind.label()),
            format!("refer to {}", visit.kind.label()),
        ),
        None => findings.blame(
            blamed,
            format!("`{text}` does not exist"),
            neighbour(root, &decoded)
                .unwrap_or_else(|| "define it, or correct the name".to_owned()),
        ),
    }
    None
}

/// The suggestion of a similar name in the same place.
fn neighbour(root: &Node, missing: &str) -> Option<String> {
    let (parent, name) = missing.rsplit_once('/')?;
    let names = root.find(parent)?.as_mapping()?;
    let name = nearest(name, names.keys().map(String::as_str))?;
    Some(format!("did you mean '#{}'?", pointer::child(parent, name)))
}

/// Reports each ring of references that never reaches an object. It is reported once, at its first member.
fn cycles(visits: &[Visit<'_>], targets: &HashMap<&str, String>, findings: &mut Findings<'_>) {
    let mut settled = BTreeSet::new();
    for visit in visits {
        let mut trail: Vec<&str> = Vec::new();
        let mut current = visit.pointer.as_str();
        while let Some(target) = targets.get(current) {
            if !settled.insert(current) {
                if let Some(start) = trail.iter().position(|step| *step == current) {
                    let ring: Vec<String> = trail[start..]
                        .iter()
                        .map(|step| format!("#{step}"))
                        .collect();
                    findings.blame(
                        pointer::child(current, "$ref"),
                        format!(
                            "these references lead in a circle: {} → #{current}",
                            ring.join(" → ")
                        ),
                        "let one of them be the object itself",
                    );
                }
                break;
            }
            trail.push(current);
            current = target;
        }
    }
}

/// The JSON pointer in a `$ref` into this document; `None` if there is none.
pub(super) fn pointer_of(reference: &str) -> Option<String> {
    reference.strip_prefix('#').and_then(decode)
}

fn decode(fragment: &str) -> Option<String> {
    percent_decode(fragment).filter(|decoded| pointer::names(decoded).is_some())
}

/// `None` if an escape is broken or the result is not UTF-8.
fn percent_decode(text: &str) -> Option<String> {
    let mut bytes = Vec::with_capacity(text.len());
    let mut rest = text.bytes();
    while let Some(byte) = rest.next() {
        if byte == b'%' {
            let mut digit = || char::from(rest.next()?).to_digit(16);
            let (high, low) = (digit()?, digit()?);
            bytes.push(u8::try_from(high * 16 + low).ok()?);
        } else {
            bytes.push(byte);
        }
    }
    String::from_utf8(bytes).ok()
}
