//! Parameters of requests, headers of responses, and how their values are written.
//!
//! The parameter lists of a path and an operation come in. Out come the parameters of the operation, by their place
//! and name, with the defaults of `style` and `explode` filled in. Headers that OpenAPI ignores are left out. The
//! media types of a parameter with `content` are read in `media`.

use std::rc::Rc;

use serde_json::Value;

use super::Contract;
use super::media::{self, Media};
use super::node::{Fact, Node, Pointer};
use super::operation::parameter_names;
use super::prose::Prose;
use super::schema::SchemaId;
use super::sorted::Sorted;

/// The place of a parameter in a request.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub(crate) enum Location {
    Path,
    Query,
    Header,
    Cookie,
}

impl Location {
    fn of(name: &str) -> Self {
        match name {
            "path" => Self::Path,
            "header" => Self::Header,
            "cookie" => Self::Cookie,
            // The loader refuses every other place.
            _ => Self::Query,
        }
    }

    pub(crate) const fn as_str(self) -> &'static str {
        match self {
            Self::Path => "path",
            Self::Query => "query",
            Self::Header => "header",
            Self::Cookie => "cookie",
        }
    }
}

/// Two parameters with one key are the same parameter. The key of a path parameter is its position in the path,
/// and the key of any other parameter is its name. The case of header names does not count.
#[derive(Clone, Debug, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub(crate) struct ParameterKey {
    location: Location,
    name: String,
}

/// A parameter of a request.
#[derive(Debug)]
pub(crate) struct Parameter {
    pub(crate) name: String,
    pub(crate) location: Location,
    pub(crate) pointer: Pointer,
    pub(crate) required: Fact<bool>,
    pub(crate) deprecated: Fact<bool>,
    pub(crate) form: Form,
    pub(crate) prose: Prose,
}

/// A header of a response.
#[derive(Debug)]
pub(crate) struct Header {
    pub(crate) name: String,
    pub(crate) pointer: Pointer,
    pub(crate) required: Fact<bool>,
    pub(crate) deprecated: Fact<bool>,
    pub(crate) form: Form,
    pub(crate) prose: Prose,
}

/// How the value is written.
#[derive(Debug)]
pub(crate) struct Form {
    pub(crate) style: Fact<String>,
    pub(crate) explode: Fact<bool>,
    pub(crate) allow_reserved: Fact<bool>,
    pub(crate) allow_empty_value: Fact<bool>,
    pub(crate) schema: SchemaId,
    /// The media type, for a parameter with `content`. Then the other fields do not count.
    pub(crate) content: Sorted<String, Media>,
}

/// The parameters of an operation: its own, and those of its path that it does not replace.
pub(super) fn effective<'a>(
    contract: &Contract<'a>,
    operation: &Node<'a>,
    item: Option<&Node<'a>>,
    path: &str,
) -> Sorted<ParameterKey, Parameter> {
    let names = parameter_names(path);
    let mut parameters = Sorted::new();
    for owner in item.into_iter().chain([operation]) {
        let Some(list) = owner.member("parameters") else {
            continue;
        };
        for node in list.elements() {
            let parameter = Parameter::read(contract, contract.resolve(node));
            if parameter.location == Location::Header && is_ignored(&parameter.name, &IGNORED) {
                continue;
            }
            let position = names.iter().position(|name| *name == parameter.name);
            let name = match (parameter.location, position) {
                (Location::Path, Some(position)) => format!("{position:04}"),
                (Location::Header, _) => parameter.name.to_ascii_lowercase(),
                _ => parameter.name.clone(),
            };
            let location = parameter.location;
            parameters.insert(ParameterKey { location, name }, parameter);
        }
    }
    parameters
}

/// Header parameters that OpenAPI ignores, because other parts of the description define them.
const IGNORED: [&str; 3] = ["accept", "authorization", "content-type"];

fn is_ignored(name: &str, ignored: &[&str]) -> bool {
    ignored.iter().any(|one| name.eq_ignore_ascii_case(one))
}

/// The headers of a response, without the content type, which is described by `content`.
pub(super) fn headers<'a>(contract: &Contract<'a>, response: &Node<'a>) -> Sorted<String, Header> {
    let Some(headers) = response.member("headers") else {
        return Sorted::new();
    };
    headers
        .members()
        .filter(|(name, _)| !is_ignored(name, &["content-type"]))
        .map(|(name, node)| {
            let node = contract.resolve(node);
            let header = Header {
                name: name.to_owned(),
                required: node.flag("required"),
                deprecated: node.flag("deprecated"),
                form: Form::read(contract, &node, Location::Header),
                prose: Prose::of(contract, &node),
                pointer: node.pointer,
            };
            (name.to_ascii_lowercase(), header)
        })
        .collect()
}

impl Parameter {
    fn read<'a>(contract: &Contract<'a>, node: Node<'a>) -> Self {
        let location = Location::of(node.str("in").unwrap_or_default());
        Self {
            name: node.str("name").unwrap_or_default().to_owned(),
            location,
            required: node.flag("required"),
            deprecated: node.flag("deprecated"),
            form: Form::read(contract, &node, location),
            prose: Prose::of(contract, &node),
            pointer: node.pointer,
        }
    }
}

impl Form {
    pub(super) fn read<'a>(contract: &Contract<'a>, node: &Node<'a>, location: Location) -> Self {
        let style = node.fact_str("style").unwrap_or_else(|| {
            let default = match location {
                Location::Query | Location::Cookie => "form",
                Location::Path | Location::Header => "simple",
            };
            Fact::new(default.to_owned(), Rc::clone(&node.pointer))
        });
        let explode = match node.value.get("explode").and_then(Value::as_bool) {
            Some(explode) => Fact::new(explode, node.child("explode")),
            None => Fact::new(style.value == "form", Rc::clone(&style.pointer)),
        };
        let schema: Vec<Node<'a>> = node.member("schema").into_iter().collect();
        let schema = contract.schema(&schema);
        let kind = contract.get(schema);
        let kind = kind
            .facets
            .get("type")
            .and_then(|facet| facet.value.as_str());
        let explode = match kind {
            // A single value has nothing to explode.
            Some("string" | "number" | "integer" | "boolean") => {
                Fact::new(style.value == "form", explode.pointer)
            }
            _ => explode,
        };
        Self {
            style,
            explode,
            allow_reserved: node.flag("allowReserved"),
            allow_empty_value: node.flag("allowEmptyValue"),
            schema,
            content: media::content(contract, node),
        }
    }
}
