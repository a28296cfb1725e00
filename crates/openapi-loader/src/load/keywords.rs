//! Keys and schema types that OpenAPI does not know.
//!
//! All objects of the document come in, and problems go out. Each problem suggests the keyword that the author
//! probably meant, or the object where the key belongs. `model` checks the values behind known keys.

use super::findings::Findings;
use super::grammar::Kind;
use super::suggestion::nearest;
use super::walk::Visit;
use crate::pointer;

const TYPES: [&str; 6] = ["array", "boolean", "integer", "number", "object", "string"];

/// Reports unknown keys, and unknown types of schemas, which the model would keep as text.
pub(super) fn check(visits: &[Visit<'_>], findings: &mut Findings<'_>) {
    for visit in visits.iter().filter(|visit| !visit.is_reference()) {
        let members = visit.node.as_mapping().into_iter().flatten();
        for (key, _) in members.filter(|(key, _)| visit.kind.slot(key).is_none()) {
            let (message, help) = unknown(visit.kind, key);
            findings.blame(pointer::child(&visit.pointer, key), message, help);
        }
        if visit.kind == Kind::Schema {
            check_type(visit, findings);
        }
    }
}

fn unknown(kind: Kind, key: &str) -> (String, String) {
    let message = format!("`{key}` is not a keyword of {}", kind.label());
    match kind {
        Kind::Paths => {
            let message = format!("`{key}` is not a path");
            return (message, format!("start it with a slash: `/{key}`"));
        }
        Kind::Responses => {
            let help = "use a status code such as '200', a range such as '4XX', or `default`";
            return (format!("`{key}` is not a status code"), help.to_owned());
        }
        _ => {}
    }
    if key == "$ref" {
        return (
            format!("`$ref` cannot stand for {}", kind.label()),
            "write the object here".to_owned(),
        );
    }
    let keywords = kind.keywords().iter().map(|(name, _)| *name);
    if let Some(keyword) = nearest(key, keywords) {
        return (message, format!("did you mean `{keyword}`?"));
    }
    let owners: Vec<&str> = Kind::with_keyword(key).map(Kind::label).collect();
    let help = match owners.split_last() {
        None => format!("remove it, or make it an extension: `x-{key}`"),
        Some((last, [])) => format!("it belongs to {last}: move it there"),
        Some((last, rest)) => format!("it belongs to {} or {last}: move it there", rest.join(", ")),
    };
    (message, help)
}

fn check_type(visit: &Visit<'_>, findings: &mut Findings<'_>) {
    let Some(name) = visit.node.get("type").and_then(|node| node.as_str()) else {
        return;
    };
    if TYPES.contains(&name) {
        return;
    }
    let help = match (name, nearest(name, TYPES)) {
        ("null", _) => "write `nullable: true` beside the type of the other values".to_owned(),
        (_, Some(known)) => format!("did you mean `{known}`?"),
        (_, None) => format!("use one of {}", TYPES.join(", ")),
    };
    findings.blame(
        pointer::child(&visit.pointer, "type"),
        format!("`{name}` is not a type of OpenAPI 3.0"),
        help,
    );
}
