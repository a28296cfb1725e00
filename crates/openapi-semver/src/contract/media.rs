//! Bodies and their media types.

use std::collections::BTreeMap;

use serde_json::Value;

use super::Contract;
use super::node::{Node, Pointer};
use super::parameter::{self, Form, Header, Location};
use super::prose::Prose;
use super::schema::SchemaId;

/// A body in one media type.
#[derive(Debug)]
pub(crate) struct Media {
    /// As it is written in the document.
    pub(crate) name: String,
    pub(crate) pointer: Pointer,
    pub(crate) schema: SchemaId,
    /// How the parts of a form are written, by property.
    pub(crate) encoding: BTreeMap<String, Encoding>,
    pub(crate) prose: Prose,
}

/// How one part of a form is written.
#[derive(Debug)]
pub(crate) struct Encoding {
    pub(crate) pointer: Pointer,
    pub(crate) content_type: Option<String>,
    pub(crate) form: Form,
    pub(crate) headers: BTreeMap<String, Header>,
    pub(crate) prose: Prose,
}

/// The bodies of a request, a response or a parameter, by media type without regard to case and
/// spaces.
pub(super) fn content<'a>(contract: &Contract<'a>, owner: &Node<'a>) -> BTreeMap<String, Media> {
    let Some(content) = owner.member("content") else {
        return BTreeMap::new();
    };
    content
        .members()
        .map(|(name, node)| {
            let schema: Vec<Node<'a>> = node.member("schema").into_iter().collect();
            let media = Media {
                name: name.to_owned(),
                schema: contract.schema(&schema),
                encoding: encoding(contract, &node),
                prose: Prose::of(&node),
                pointer: node.pointer,
            };
            (normalized(name), media)
        })
        .collect()
}

fn normalized(media_type: &str) -> String {
    media_type
        .split(';')
        .map(|part| part.trim().to_ascii_lowercase())
        .collect::<Vec<_>>()
        .join(";")
}

fn encoding<'a>(contract: &Contract<'a>, media: &Node<'a>) -> BTreeMap<String, Encoding> {
    let Some(encoding) = media.member("encoding") else {
        return BTreeMap::new();
    };
    encoding
        .members()
        .map(|(property, node)| {
            let encoding = Encoding {
                content_type: node
                    .value
                    .get("contentType")
                    .and_then(Value::as_str)
                    .map(str::to_owned),
                // The defaults are those of query parameters.
                form: Form::read(contract, &node, Location::Query),
                headers: parameter::headers(contract, &node),
                prose: Prose::of(&node),
                pointer: node.pointer,
            };
            (property.to_owned(), encoding)
        })
        .collect()
}
