//! Refuses valid OpenAPI that cannot become a client, before progenitor sees it.
//!
//! In comes the document. Out come refusals that name the operation and say how to describe it instead. progenitor would
//! panic on these documents, or generate code that does not compile or sends something else than described. Bodies of
//! requests are checked in `check/request_body.rs`, names in `names.rs` and `member_names.rs`, references in
//! `references.rs`. Documents that can be rewritten are rewritten in `normalize.rs`.

mod request_body;

use openapi_loader::pointer::escape;
use openapiv3::{
    OpenAPI, Operation, Parameter, ParameterSchemaOrContent, PathStyle, QueryStyle, ReferenceOr,
};

use crate::member_names;
use crate::names;
use crate::operation_facts::{self, Kind};
use crate::operations::{self, Site};
use crate::references;
use crate::refusal::Refusal;

/// Returns everything that is refused, in the order of the document.
pub(crate) fn check(openapi: &OpenAPI) -> Vec<Refusal> {
    let mut refusals = names::check(openapi);
    refusals.extend(member_names::check(openapi));
    refusals.extend(references::check(openapi));
    for (path, item) in openapi.paths.iter() {
        let pointer = format!("/paths/{}", escape(path));
        refusals.extend(check_path(path, &pointer));
        match item {
            ReferenceOr::Reference { .. } => refusals.push(Refusal::new(
                pointer,
                format!("the path {path} is a reference to another place"),
                "write its operations here instead of the reference",
            )),
            ReferenceOr::Item(item) => {
                for (index, parameter) in item.parameters.iter().enumerate() {
                    let pointer = format!("{pointer}/parameters/{index}");
                    refusals.extend(check_parameter(openapi, parameter, path, pointer));
                }
            }
        }
    }
    for (site, operation) in operations::all(openapi) {
        for (index, parameter) in operation.parameters.iter().enumerate() {
            let pointer = format!("{}/parameters/{index}", site.pointer);
            refusals.extend(check_parameter(openapi, parameter, &site.label, pointer));
        }
        refusals.extend(request_body::check(openapi, operation, &site));
        refusals.extend(check_responses(operation, &site));
    }
    refusals
}

/// A path is sent as it is written, except for its parameters.
fn check_path(path: &str, pointer: &str) -> Option<Refusal> {
    let mut is_name = false;
    let odd = path.chars().find(|c| {
        is_name = (is_name || *c == '{') && *c != '}';
        let is_sent = c.is_ascii_alphanumeric() || "-._~!$&'()*+,;=:@%/{}".contains(*c);
        !is_name && !is_sent
    })?;
    let (what, help) = match odd {
        '?' => (
            "contains a query",
            "describe each part of the query as a parameter, with one `enum` value if it is always the same",
        ),
        '#' => (
            "contains a `#`, and the text after it is never sent",
            "leave it out, or write `%23` if the service means the character",
        ),
        _ => (
            "contains a character that no URL can have",
            "write the path as it is sent, such as `%20` for a space",
        ),
    };
    Some(Refusal::new(
        pointer,
        format!("the path `{path}` {what}"),
        help,
    ))
}

fn check_parameter(
    openapi: &OpenAPI,
    parameter: &ReferenceOr<Parameter>,
    owner: &str,
    pointer: String,
) -> Option<Refusal> {
    let (parameter, pointer) = match parameter {
        ReferenceOr::Item(parameter) => (parameter, pointer),
        ReferenceOr::Reference { reference } => {
            let name = reference.strip_prefix("#/components/parameters/")?;
            let found = openapi
                .components
                .as_ref()?
                .parameters
                .get(name)?
                .as_item()?;
            (found, format!("/components/parameters/{}", escape(name)))
        }
    };
    let data = parameter.parameter_data_ref();
    let kind = operation_facts::kind(openapi, parameter);
    if matches!(parameter, Parameter::Query { .. } | Parameter::Path { .. })
        && kind == Some(Kind::Secret)
    {
        return Some(Refusal::new(
            pointer,
            format!(
                "the parameter `{}` of {owner} is a secret in a URL, and URLs end up in logs",
                data.name
            ),
            "describe it as a header or in the body, or without `format: password` if it is no secret",
        ));
    }
    let (odd, help) = match parameter {
        _ if matches!(data.format, ParameterSchemaOrContent::Content(_)) => (
            "is described by `content`",
            "describe it by a `schema`, such as a string into which the application writes the JSON",
        ),
        Parameter::Cookie { .. } => (
            "is sent in a cookie",
            "leave it out: the application can set a cookie as a default header of its HTTP client",
        ),
        Parameter::Path { style, .. } if *style != PathStyle::Simple => (
            "has a style other than `simple`",
            "leave out the `style`, and write the text around the value into the path",
        ),
        Parameter::Query {
            style: QueryStyle::DeepObject,
            ..
        } => (
            "has the style `deepObject`",
            "describe each member as a parameter of its own, such as `filter[name]`",
        ),
        Parameter::Query { .. } if kind == Some(Kind::Compound) => (
            "is neither a single value nor a list of single values",
            "describe each member as a parameter of its own",
        ),
        Parameter::Query {
            style: QueryStyle::SpaceDelimited | QueryStyle::PipeDelimited,
            ..
        } if kind != Some(Kind::List) => (
            "has a style for lists and is not a list",
            "describe it as a list, or leave out the `style`",
        ),
        Parameter::Header { .. } if !is_header_name(&data.name) => (
            "has a name that no header can have",
            "correct the name, or leave the header out",
        ),
        Parameter::Header { .. } | Parameter::Path { .. } if kind == Some(Kind::Compound) => (
            "is an object, or a list of other things than single values",
            "describe it as a string, which the application writes",
        ),
        _ => return None,
    };
    Some(Refusal::new(
        pointer,
        format!(
            "the parameter `{}` of {owner} {odd}, so the client cannot send it",
            data.name
        ),
        help,
    ))
}

/// A token (RFC 9110, section 5.6.2).
fn is_header_name(name: &str) -> bool {
    let is_token = |byte: u8| byte.is_ascii_alphanumeric() || b"!#$%&'*+-.^_`|~".contains(&byte);
    !name.is_empty() && name.bytes().all(is_token)
}

fn check_responses(operation: &Operation, site: &Site) -> Vec<Refusal> {
    let responses = &operation.responses;
    let mut refusals = Vec::new();
    if !responses
        .responses
        .keys()
        .any(|status| operations::class(status) == 2)
    {
        refusals.push(Refusal::new(
            format!("{}/responses", site.pointer),
            format!("{} declares no success", site.label),
            "add the 2xx response of the operation",
        ));
    }
    refusals
}
