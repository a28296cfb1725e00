//! Parameters as the generator sends them.

use openapiv3::{OpenAPI, Parameter, ParameterSchemaOrContent, QueryStyle, ReferenceOr};
use serde_json::Value;

use super::schemas::{rewrite, walk};
use crate::operations;
use crate::refusal::Refusal;

/// Headers that a parameter is not to describe (OpenAPI 3.0, Parameter Object), and those that the client sends
/// with every request.
const SENT_ANYWAY: &[&str] = &[
    "accept",
    "authorization",
    "connection",
    "content-length",
    "content-type",
    "host",
    "transfer-encoding",
    "user-agent",
    "x-api-key",
];

/// Leaves out headers that are sent anyway, and what a parameter cannot be: absent and null are one there, and a
/// default is what the service takes in place of a parameter that is not sent.
///
/// How a list is written is done on the generated code, which knows one way.
pub(super) fn apply(mut openapi: OpenAPI) -> Result<OpenAPI, Vec<Refusal>> {
    let sent_anyway: Vec<String> = openapi
        .components
        .iter()
        .flat_map(|components| &components.parameters)
        .filter(|(_, parameter)| is_sent_anyway(parameter))
        .map(|(name, _)| format!("#/components/parameters/{name}"))
        .collect();
    let keep = |parameter: &ReferenceOr<Parameter>| match parameter {
        ReferenceOr::Reference { reference } => !sent_anyway.contains(reference),
        ReferenceOr::Item(_) => !is_sent_anyway(parameter),
    };
    for item in openapi.paths.paths.values_mut() {
        if let ReferenceOr::Item(item) = item {
            item.parameters.retain(keep);
            item.parameters.iter_mut().for_each(in_one_style);
        }
    }
    operations::for_each_mut(&mut openapi, |_, operation| {
        operation.parameters.retain(keep);
        operation.parameters.iter_mut().for_each(in_one_style);
    });
    if let Some(components) = &mut openapi.components {
        components.parameters.values_mut().for_each(in_one_style);
    }
    rewrite(&mut openapi, |root, schema| {
        if root.is_parameter {
            // A parameter that nobody describes is text.
            if let Value::Object(members) = schema
                && members.keys().all(|keyword| {
                    ["description", "nullable", "example"].contains(&keyword.as_str())
                })
            {
                members.insert("type".to_owned(), "string".into());
            }
            walk(schema, &root.pointer, &mut |members, _| {
                members.remove("nullable");
                members.remove("title");
                // That of an integer is held against its bounds by a later rule.
                if members.get("type").is_none_or(|kind| kind != "integer") {
                    members.remove("default");
                }
                if let Some(Value::Array(values)) = members.get_mut("enum") {
                    values.retain(|value| !value.is_null());
                }
            });
        }
    });
    Ok(openapi)
}

fn is_sent_anyway(parameter: &ReferenceOr<Parameter>) -> bool {
    matches!(parameter, ReferenceOr::Item(Parameter::Header { parameter_data, .. })
        if SENT_ANYWAY.contains(&parameter_data.name.to_ascii_lowercase().as_str()))
}

fn in_one_style(parameter: &mut ReferenceOr<Parameter>) {
    if let ReferenceOr::Item(Parameter::Query {
        style,
        parameter_data,
        ..
    }) = parameter
    {
        let is_list_style = matches!(
            style,
            QueryStyle::SpaceDelimited | QueryStyle::PipeDelimited
        );
        if is_list_style && matches!(parameter_data.format, ParameterSchemaOrContent::Schema(_)) {
            *style = QueryStyle::Form;
        }
        parameter_data.explode = None;
    }
}
