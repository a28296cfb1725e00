//! The rule `parameters`: simplifies parameters to what the client sends.
//!
//! In comes a document. Out comes one without headers that the client sends anyway, and whose parameters are neither
//! nullable nor have defaults. How a list is written is changed later, in the generated code
//! (`postprocess/parameters.rs`), because progenitor knows only one way.

use openapiv3::{OpenAPI, Parameter, QueryStyle, ReferenceOr};
use serde_json::Value;

use super::schemas::{rewrite, walk};
use crate::operations;
use crate::refusal::Refusal;

/// Headers that a parameter must not describe (OpenAPI 3.0, Parameter Object), and headers that the client sends with
/// every request.
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

/// Removes headers that are sent anyway, and simplifies the other parameters. A parameter cannot be null: it is sent or
/// not. Its default is the value that the service uses if it is not sent, so the client does not need it.
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
            // A parameter without a schema is text.
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
                // `integer-bounds` checks the default of an integer later, so it stays.
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
        // `check.rs` has refused objects, and `postprocess/parameters.rs` writes each list as it is described.
        *style = QueryStyle::Form;
        parameter_data.explode = None;
    }
}

#[cfg(test)]
mod tests {
    use serde_json::json;

    use super::super::fixture::{after, described, part};
    use super::*;

    #[test]
    fn headers_that_are_sent_anyway_are_left_out() {
        let openapi = described(
            "paths:
  /things:
    parameters: [{name: Accept, in: header, schema: {type: string}}]
    get:
      operationId: get
      parameters:
        - {name: X-Api-Key, in: header, schema: {type: string}}
        - {name: X-Trace, in: header, schema: {type: string}}
        - {name: accept, in: query, schema: {type: string}}
        - {$ref: '#/components/parameters/Agent'}
        - {$ref: '#/components/parameters/Trace'}
      responses: {'204': {description: d}}
components:
  parameters:
    Agent: {name: user-agent, in: header, schema: {type: string}}
    Trace: {name: X-Trace-Id, in: header, schema: {type: string}}
",
        );
        let openapi = after(apply, openapi);
        let shared = part(&openapi, "/paths/~1things/parameters");
        assert!(shared.as_array().is_none_or(Vec::is_empty));
        let own = part(&openapi, "/paths/~1things/get/parameters");
        let names: Vec<&Value> = own
            .as_array()
            .into_iter()
            .flatten()
            .map(|parameter| parameter.get("name").unwrap_or(&parameter["$ref"]))
            .collect();
        assert_eq!(
            names,
            ["X-Trace", "accept", "#/components/parameters/Trace"]
        );
    }

    #[test]
    fn a_parameter_is_sent_or_not_and_never_null() {
        let openapi = described(
            "paths:
  /things:
    get:
      operationId: get
      parameters:
        - {name: kind, in: query, schema: {type: string, nullable: true, default: a, title: T, enum: [a, null]}}
        - {name: page, in: query, schema: {type: integer, default: 1}}
        - {name: any, in: query, schema: {}}
        - {name: ids, in: query, style: pipeDelimited, explode: false, schema: {type: array, items: {type: string}}}
      responses: {'204': {description: d}}
",
        );
        let openapi = after(apply, openapi);
        let of = |place: &str| part(&openapi, &format!("/paths/~1things/get/parameters/{place}"));
        assert_eq!(of("0/schema"), json!({"type": "string", "enum": ["a"]}));
        assert_eq!(of("1/schema"), json!({"type": "integer", "default": 1}));
        assert_eq!(of("2/schema"), json!({"type": "string"}));
        assert_eq!(
            (of("3/style"), of("3/explode")),
            (json!("form"), Value::Null)
        );
    }
}
