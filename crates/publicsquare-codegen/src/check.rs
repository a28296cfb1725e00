//! What is valid OpenAPI and cannot become a client, said before the generator is asked.

use openapiv3::{
    OpenAPI, Operation, Parameter, ParameterSchemaOrContent, PathStyle, QueryStyle, ReferenceOr,
};

use crate::facts::{self, Kind};
use crate::names;
use crate::operations::{self, Site, escape};
use crate::references;
use crate::refusal::Refusal;

/// All that is refused in the document, in its order.
pub(crate) fn check(openapi: &OpenAPI) -> Vec<Refusal> {
    let mut refusals = names::check(openapi);
    refusals.extend(references::check(openapi));
    for (path, item) in openapi.paths.iter() {
        let pointer = format!("/paths/{}", escape(path));
        match item {
            ReferenceOr::Reference { .. } => refusals.push(Refusal::new(
                pointer,
                format!("the path {path} is a reference to elsewhere"),
                "write its operations here",
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
        refusals.extend(check_request_body(openapi, operation, &site));
        refusals.extend(check_responses(operation, &site));
    }
    refusals
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
    let kind = facts::kind(openapi, parameter);
    if matches!(parameter, Parameter::Query { .. } | Parameter::Path { .. })
        && kind == Some(Kind::Secret)
    {
        return Some(Refusal::new(
            pointer,
            format!(
                "the parameter `{}` of {owner} is a secret in a URL, which ends up in logs",
                data.name
            ),
            "describe it as a header or in the body, or without `format: password` if it is no secret",
        ));
    }
    let odd = match parameter {
        _ if matches!(data.format, ParameterSchemaOrContent::Content(_)) => {
            Some("is described by `content` and not by `schema`")
        }
        Parameter::Cookie { .. } => Some("travels in a cookie"),
        Parameter::Path { style, .. } if *style != PathStyle::Simple => {
            Some("has a style other than `simple`")
        }
        Parameter::Query {
            style: QueryStyle::DeepObject,
            ..
        } => Some("has the style `deepObject`"),
        Parameter::Query { .. } if kind == Some(Kind::Compound) => {
            Some("is neither a single value nor a list of such")
        }
        Parameter::Query {
            style: QueryStyle::SpaceDelimited | QueryStyle::PipeDelimited,
            ..
        } if kind != Some(Kind::List) => Some("has a style for lists and is none"),
        Parameter::Header { .. } if !is_header_name(&data.name) => {
            Some("has a name that no header can have")
        }
        Parameter::Header { .. } | Parameter::Path { .. }
            if matches!(kind, Some(Kind::List | Kind::Compound)) =>
        {
            Some("is a list or an object")
        }
        _ => None,
    }?;
    Some(Refusal::new(
        pointer,
        format!(
            "the parameter `{}` of {owner} {odd}, which the generator cannot send",
            data.name
        ),
        "describe it with a `schema` and the default style of its place, or leave it out",
    ))
}

/// A token (RFC 9110, section 5.6.2).
fn is_header_name(name: &str) -> bool {
    let is_token = |byte: u8| byte.is_ascii_alphanumeric() || b"!#$%&'*+-.^_`|~".contains(&byte);
    !name.is_empty() && name.bytes().all(is_token)
}

fn check_request_body(openapi: &OpenAPI, operation: &Operation, site: &Site) -> Option<Refusal> {
    let pointer = format!("{}/requestBody", site.pointer);
    let body = facts::body_of(openapi, operation.request_body.as_ref()?)?;
    let types: Vec<&str> = body.content.keys().map(String::as_str).collect();
    if types == ["application/json"] || types.is_empty() {
        return None;
    }
    Some(Refusal::new(
        pointer,
        format!("{} takes a body of {}", site.label, list(&types)),
        "the client sends `application/json` only: describe the body as that",
    ))
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
            "add the 2xx response that it has",
        ));
    }
    refusals
}

fn list(names: &[&str]) -> String {
    if names.is_empty() {
        return "no media type".to_owned();
    }
    names
        .iter()
        .map(|name| format!("`{name}`"))
        .collect::<Vec<_>>()
        .join(" or ")
}
