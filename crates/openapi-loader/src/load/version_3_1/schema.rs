//! One schema of OpenAPI 3.1 in the words of 3.0.
//!
//! A schema comes in, whose inner schemas may have been rewritten before. The same schema goes out with `nullable` for
//! the type null, with bounds that are exclusive by a boolean, and with an `enum` for `const`. The other objects are
//! rewritten in [`version_3_1`](super).

use serde_json::Number;

use super::super::node::{Data, Mapping, Member, Node};
use super::super::published::member;

/// Keywords that 3.0 does not have and that mean nothing to a program.
pub(super) const WORDS: [&str; 3] = ["$comment", "$schema", "examples"];

/// Whether a schema contains something that 3.0 writes in another way.
pub(super) fn needs_change(mapping: &Mapping) -> bool {
    let is_number = |key: &str| {
        let found = mapping.get(key);
        found.is_some_and(|member| matches!(member.value.data, Data::Number(_)))
    };
    let is_null_type = |node: &Node| node.as_str() == Some("null");
    let kind = mapping.get("type").map(|member| &member.value);
    kind.is_some_and(|kind| is_null_type(kind) || kind.as_sequence().is_some())
        || is_number("exclusiveMinimum")
        || is_number("exclusiveMaximum")
        || mapping.contains_key("const")
        || mapping
            .keys()
            .any(|key| WORDS.contains(&key.as_str()) || key.starts_with("content"))
        || (mapping.contains_key("$ref") && mapping.len() > 1)
        || ["anyOf", "oneOf"]
            .iter()
            .any(|key| null_at(mapping, key).is_some())
}

/// The index of the alternative that is null.
fn null_at(mapping: &Mapping, key: &str) -> Option<usize> {
    let list = mapping.get(key)?.value.as_sequence()?;
    list.iter().position(|one| {
        let is_null = one.get("type").and_then(Node::as_str) == Some("null");
        // It may have been rewritten before.
        let listed = one.get("enum").and_then(Node::as_sequence);
        let lists_null = listed.is_some_and(|values| {
            matches!(
                values,
                [Node {
                    data: Data::Null,
                    ..
                }]
            )
        });
        (is_null || lists_null) && one.get("$ref").is_none()
    })
}

/// Rewrites one schema in the words of 3.0.
pub(super) fn rewrite(mapping: &mut Mapping) {
    for word in WORDS {
        if let Some(found) = mapping.shift_remove(word) {
            mapping.insert(format!("x-{}", word.trim_start_matches('$')), found);
        }
    }
    content(mapping);
    if let Some(found) = mapping.shift_remove("const") {
        let at = found.value.at;
        let values = Data::Sequence(vec![found.value]);
        mapping.insert_missing("enum".to_owned(), member(at, values));
    }
    for (exclusive, plain, is_upper) in [
        ("exclusiveMinimum", "minimum", false),
        ("exclusiveMaximum", "maximum", true),
    ] {
        bound(mapping, exclusive, plain, is_upper);
    }
    for key in ["anyOf", "oneOf"] {
        if let Some(index) = null_at(mapping, key) {
            without_null(mapping, key, index);
        }
    }
    types(mapping);
    if mapping.contains_key("$ref")
        && mapping.len() > 1
        && let Some(found) = mapping.shift_remove("$ref")
    {
        let at = found.key_at;
        let reference = Mapping::from_iter([("$ref".to_owned(), found)]);
        let reference = Node::new(at, Data::Mapping(reference));
        match mapping
            .get_mut("allOf")
            .map(|member| &mut member.value.data)
        {
            Some(Data::Sequence(list)) => list.push(reference),
            _ => {
                mapping.insert(
                    "allOf".to_owned(),
                    member(at, Data::Sequence(vec![reference])),
                );
            }
        }
    }
}

/// Rewrites encoded bytes, which 3.0 has formats for.
fn content(mapping: &mut Mapping) {
    let encoding = mapping.shift_remove("contentEncoding");
    let media_type = mapping.shift_remove("contentMediaType");
    let is_base64 = |member: &Member| member.value.as_str() == Some("base64");
    let format = match (&encoding, &media_type) {
        (Some(encoding), _) if is_base64(encoding) => Some(("byte", encoding.key_at)),
        (None, Some(media_type)) => Some(("binary", media_type.key_at)),
        _ => None,
    };
    if let Some((format, at)) = format {
        let format = member(at, Data::String(format.to_owned()));
        mapping.insert_missing("format".to_owned(), format);
    }
    for (name, found) in [
        ("x-content-encoding", encoding),
        ("x-content-media-type", media_type),
    ] {
        if let Some(found) = found {
            mapping.insert(name.to_owned(), found);
        }
    }
}

fn bound(mapping: &mut Mapping, exclusive: &str, plain: &str, is_upper: bool) {
    let Some(Member {
        value:
            Node {
                data: Data::Number(excluded),
                at,
                ..
            },
        ..
    }) = mapping.get(exclusive).cloned()
    else {
        return;
    };
    let own = match mapping.get(plain).map(|member| &member.value.data) {
        Some(Data::Number(own)) => own.as_f64(),
        _ => None,
    };
    // The narrower of the two bounds counts.
    let is_narrower = |own: f64, excluded: f64| {
        if is_upper {
            own < excluded
        } else {
            own > excluded
        }
    };
    if let (Some(own), Some(excluded)) = (own, Number::as_f64(&excluded))
        && is_narrower(own, excluded)
    {
        mapping.shift_remove(exclusive);
        return;
    }
    mapping.insert(plain.to_owned(), member(at, Data::Number(excluded)));
    mapping.insert(exclusive.to_owned(), member(at, Data::Bool(true)));
}

/// Replaces an alternative that is null by `nullable`.
fn without_null(mapping: &mut Mapping, key: &str, index: usize) {
    let Some(found) = mapping.get_mut(key) else {
        return;
    };
    let at = found.key_at;
    if let Data::Sequence(list) = &mut found.value.data {
        list.remove(index);
    }
    mapping.insert("nullable".to_owned(), member(at, Data::Bool(true)));
}

fn types(mapping: &mut Mapping) {
    let Some(found) = mapping.get("type").cloned() else {
        return;
    };
    let at = found.value.at;
    let names: Vec<String> = match &found.value.data {
        Data::String(name) => vec![name.clone()],
        Data::Sequence(items) => {
            let names = items.iter().filter_map(Node::as_str);
            names.map(str::to_owned).collect()
        }
        _ => return,
    };
    let others: Vec<&String> = names.iter().filter(|name| *name != "null").collect();
    let allows_null = others.len() < names.len();
    match others.as_slice() {
        [] => {
            mapping.shift_remove("type");
            let null = Data::Sequence(vec![Node::new(at, Data::Null)]);
            mapping.insert("enum".to_owned(), member(at, null));
            mapping.insert("nullable".to_owned(), member(at, Data::Bool(true)));
            return;
        }
        [one] => {
            mapping.insert("type".to_owned(), member(at, Data::String((*one).clone())));
        }
        several => {
            mapping.shift_remove("type");
            let alternatives = several.iter().map(|name| {
                let kind = member(at, Data::String((*name).clone()));
                Node::new(
                    at,
                    Data::Mapping(Mapping::from_iter([("type".to_owned(), kind)])),
                )
            });
            let alternatives = Node::new(at, Data::Sequence(alternatives.collect()));
            let any = Member {
                key_at: at,
                value: alternatives,
            };
            if mapping.contains_key("anyOf") {
                let inner = Mapping::from_iter([("anyOf".to_owned(), any)]);
                let inner = Node::new(at, Data::Mapping(inner));
                match mapping
                    .get_mut("allOf")
                    .map(|member| &mut member.value.data)
                {
                    Some(Data::Sequence(list)) => list.push(inner),
                    _ => {
                        mapping.insert("allOf".to_owned(), member(at, Data::Sequence(vec![inner])));
                    }
                }
            } else {
                mapping.insert("anyOf".to_owned(), any);
            }
        }
    }
    if allows_null {
        mapping.insert("nullable".to_owned(), member(at, Data::Bool(true)));
    }
}
