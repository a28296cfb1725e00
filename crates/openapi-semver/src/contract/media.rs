//! Bodies by media type, and how the parts of a form are written.
//!
//! The `content` of a request, a response or a parameter comes in. Out come its media types, in one spelling each,
//! with their schemas and encodings. Spelling includes case, spaces and a `charset` on JSON, which means nothing. The
//! bodies themselves are read in `operation`.

use openapi_loader::media_type::{self, Offer};
use serde_json::Value;

use super::Contract;
use super::node::{Node, Pointer};
use super::parameter::{self, Form, Header, Location};
use super::prose::{Prose, is_prose};
use super::schema::SchemaId;
use super::sorted::Sorted;

/// A body in one media type.
#[derive(Debug)]
pub(crate) struct Media {
    /// As it is written in the document.
    pub(crate) name: String,
    pub(crate) pointer: Pointer,
    pub(crate) schema: SchemaId,
    /// Whether the schema says that the body is bytes.
    is_binary: bool,
    /// How the parts of a form are written, by property.
    pub(crate) encoding: Sorted<String, Encoding>,
    pub(crate) prose: Prose,
}

/// How one part of a form is written.
#[derive(Debug)]
pub(crate) struct Encoding {
    pub(crate) pointer: Pointer,
    pub(crate) content_type: Option<String>,
    pub(crate) form: Form,
    pub(crate) headers: Sorted<String, Header>,
    pub(crate) prose: Prose,
}

/// The bodies of a request, a response or a parameter, by media type. Case, spaces and parameters without a
/// meaning do not count.
pub(super) fn content<'a>(contract: &Contract<'a>, owner: &Node<'a>) -> Sorted<String, Media> {
    let Some(content) = owner.member("content") else {
        return Sorted::new();
    };
    content
        .members()
        .map(|(name, node)| {
            let schema: Vec<Node<'a>> = node.member("schema").into_iter().collect();
            let schema = contract.schema(&schema);
            let key = normalized(name);
            let media = Media {
                name: name.to_owned(),
                schema,
                is_binary: is_binary(contract, schema),
                encoding: if has_parts(&key) {
                    encoding(contract, &node, schema)
                } else {
                    Sorted::new()
                },
                prose: Prose::of(contract, &node),
                pointer: node.pointer,
            };
            (key, media)
        })
        .collect()
}

/// Who reads a body that has several media types, which decides what the generated client does with them.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(crate) enum Chooser {
    /// The client sends the body of a request in one of them.
    Sender,
    /// The client asks for the body of a success in one of them.
    Reader,
}

/// The media type that the generated client uses, of those that a body offers.
pub(crate) fn chosen(content: &Sorted<String, Media>, chooser: Chooser) -> Option<(&str, &Media)> {
    let offers: Vec<Offer<'_>> = content
        .iter()
        .map(|(name, media)| Offer {
            name,
            is_binary: media.is_binary,
        })
        .collect();
    let name = match chooser {
        Chooser::Sender => media_type::of_request(&offers),
        Chooser::Reader => media_type::of_response(&offers, false),
    }?;
    Some((name, content.get(name)?))
}

fn is_binary(contract: &Contract<'_>, schema: SchemaId) -> bool {
    let facets = &contract.get(schema).facets;
    let is =
        |keyword: &str, text: &str| facets.get(keyword).is_some_and(|facet| facet.value == text);
    is("type", "string") && is("format", "binary")
}

/// Whether a body consists of parts. `encoding` says how parts are written, and OpenAPI ignores it for other
/// bodies.
fn has_parts(media_type: &str) -> bool {
    media_type.starts_with("multipart/")
        || media_type.starts_with("application/x-www-form-urlencoded")
}

/// Whether the media type is JSON. JSON has no parameter `charset` and is always UTF-8 (RFC 8259).
fn is_json(essence: &str) -> bool {
    essence == "application/json" || essence.ends_with("+json")
}

/// The media type in one spelling. The case of names and of a `charset` does not count; the case of other values
/// does.
fn normalized(media_type: &str) -> String {
    let mut parts = media_type.split(';').map(str::trim);
    let mut normalized = parts.next().unwrap_or_default().to_ascii_lowercase();
    let is_json = is_json(&normalized);
    for parameter in parts.filter(|parameter| !parameter.is_empty()) {
        let name = parameter.split('=').next().unwrap_or_default().trim();
        if is_json && name.eq_ignore_ascii_case("charset") {
            continue;
        }
        normalized.push(';');
        let Some((name, value)) = parameter.split_once('=') else {
            normalized.push_str(&parameter.to_ascii_lowercase());
            continue;
        };
        let name = name.trim().to_ascii_lowercase();
        let value = value.trim();
        let quoted = value
            .strip_prefix('"')
            .and_then(|rest| rest.strip_suffix('"'));
        let value = quoted.filter(|text| !text.contains('\\')).unwrap_or(value);
        normalized.push_str(&name);
        normalized.push('=');
        if name == "charset" {
            normalized.push_str(&value.to_ascii_lowercase());
        } else {
            normalized.push_str(value);
        }
    }
    normalized
}

fn encoding<'a>(
    contract: &Contract<'a>,
    media: &Node<'a>,
    schema: SchemaId,
) -> Sorted<String, Encoding> {
    let Some(encoding) = media.member("encoding") else {
        return Sorted::new();
    };
    encoding
        .members()
        .filter_map(|(property, node)| {
            let written = node.value.get("contentType").and_then(Value::as_str);
            let content_type = written.filter(|written| {
                default_content_type(contract, schema, property) != Some(*written)
            });
            let says_nothing =
                |name: &str| is_prose(name) || (name == "contentType" && content_type.is_none());
            if node.members().all(|(name, _)| says_nothing(name)) {
                return None;
            }
            let encoding = Encoding {
                content_type: content_type.map(str::to_owned),
                // The defaults are those of query parameters.
                form: Form::read(contract, &node, Location::Query),
                headers: parameter::headers(contract, &node),
                prose: Prose::of(contract, &node),
                pointer: node.pointer,
            };
            Some((property.to_owned(), encoding))
        })
        .collect()
}

/// The content type of a part of a form without `contentType`.
fn default_content_type(
    contract: &Contract<'_>,
    form: SchemaId,
    property: &str,
) -> Option<&'static str> {
    let mut schema = contract.get(contract.get(form).properties.get(property)?.schema);
    // A list is written as its elements are written. A list of itself has no element with a type.
    for _ in 0..8 {
        let Some(items) = schema.items else { break };
        schema = contract.get(items);
    }
    let text = |keyword: &str| {
        schema
            .facets
            .get(keyword)
            .and_then(|facet| facet.value.as_str())
    };
    match (text("type")?, text("format")) {
        ("string", Some("binary")) => Some("application/octet-stream"),
        ("string" | "number" | "integer" | "boolean", _) => Some("text/plain"),
        ("object", _) => Some("application/json"),
        _ => None,
    }
}

#[cfg(test)]
mod tests {
    use super::normalized;

    #[test]
    fn names_are_the_same_in_any_case_and_values_are_not() {
        for same in [
            "text/plain; charset=UTF-8",
            "Text/Plain;charset = \"utf-8\"",
        ] {
            assert_eq!(normalized(same), "text/plain;charset=utf-8");
        }
        for json in [
            "application/json; charset=utf-8",
            "Application/JSON;",
            "application/json",
        ] {
            assert_eq!(normalized(json), "application/json");
        }
        assert_eq!(normalized("a/b+json; charset=x; v=1"), "a/b+json;v=1");
        assert_ne!(normalized("a/b; profile=X"), normalized("a/b; profile=x"));
    }
}
