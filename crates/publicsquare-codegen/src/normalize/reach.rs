//! Which component schemas requests and responses lead to.

use std::collections::BTreeSet;

use openapiv3::{
    AdditionalProperties, OpenAPI, Parameter, ParameterSchemaOrContent, ReferenceOr, Schema,
    SchemaKind, Type,
};

use crate::operations;

/// The names of the component schemas reached from either side.
#[derive(Debug, Default)]
pub(super) struct Reach {
    pub(super) requests: BTreeSet<String>,
    pub(super) responses: BTreeSet<String>,
}

pub(super) fn reach(openapi: &OpenAPI) -> Reach {
    let mut reach = Reach::default();
    let items = openapi.paths.iter().filter_map(|(_, item)| item.as_item());
    let shared = items.flat_map(|item| &item.parameters);
    for parameter in
        shared.chain(operations::all(openapi).flat_map(|(_, operation)| &operation.parameters))
    {
        if let Some(schema) = parameter_schema(openapi, parameter) {
            follow(openapi, schema, &mut reach.requests);
        }
    }
    for (_, operation) in operations::all(openapi) {
        let bodies = operation.request_body.iter().filter_map(|body| match body {
            ReferenceOr::Item(body) => Some(body),
            ReferenceOr::Reference { reference } => {
                let name = reference.strip_prefix("#/components/requestBodies/")?;
                openapi
                    .components
                    .as_ref()?
                    .request_bodies
                    .get(name)?
                    .as_item()
            }
        });
        for schema in bodies
            .flat_map(|body| body.content.values())
            .filter_map(|m| m.schema.as_ref())
        {
            follow(openapi, schema, &mut reach.requests);
        }
        let responses = operation
            .responses
            .responses
            .values()
            .chain(&operation.responses.default);
        for schema in responses
            .filter_map(|response| operations::resolve(openapi, response))
            .flat_map(|response| response.content.values())
            .filter_map(|media| media.schema.as_ref())
        {
            follow(openapi, schema, &mut reach.responses);
        }
    }
    reach
}

fn parameter_schema<'a>(
    openapi: &'a OpenAPI,
    parameter: &'a ReferenceOr<Parameter>,
) -> Option<&'a ReferenceOr<Schema>> {
    let parameter = match parameter {
        ReferenceOr::Item(parameter) => parameter,
        ReferenceOr::Reference { reference } => {
            let name = reference.strip_prefix("#/components/parameters/")?;
            openapi
                .components
                .as_ref()?
                .parameters
                .get(name)?
                .as_item()?
        }
    };
    match &parameter.parameter_data_ref().format {
        ParameterSchemaOrContent::Schema(schema) => Some(schema),
        ParameterSchemaOrContent::Content(_) => None,
    }
}

fn follow(openapi: &OpenAPI, schema: &ReferenceOr<Schema>, names: &mut BTreeSet<String>) {
    match schema {
        ReferenceOr::Item(schema) => follow_parts(openapi, schema, names),
        ReferenceOr::Reference { reference } => {
            let Some(name) = reference.strip_prefix("#/components/schemas/") else {
                return;
            };
            // A name that is there already ends the walk through a recursive schema.
            if names.insert(name.to_owned()) {
                let schemas = openapi
                    .components
                    .as_ref()
                    .map(|components| &components.schemas);
                if let Some(schema) = schemas.and_then(|schemas| schemas.get(name)) {
                    follow(openapi, schema, names);
                }
            }
        }
    }
}

fn follow_parts(openapi: &OpenAPI, schema: &Schema, names: &mut BTreeSet<String>) {
    match &schema.schema_kind {
        SchemaKind::Type(Type::Object(object)) => {
            for property in object.properties.values() {
                follow(openapi, &property.clone().unbox(), names);
            }
            if let Some(AdditionalProperties::Schema(schema)) = &object.additional_properties {
                follow(openapi, schema, names);
            }
        }
        SchemaKind::Type(Type::Array(array)) => {
            if let Some(items) = &array.items {
                follow(openapi, &items.clone().unbox(), names);
            }
        }
        SchemaKind::Type(_) => {}
        SchemaKind::OneOf { one_of: parts }
        | SchemaKind::AllOf { all_of: parts }
        | SchemaKind::AnyOf { any_of: parts } => {
            parts.iter().for_each(|part| follow(openapi, part, names));
        }
        SchemaKind::Not { not } => follow(openapi, not, names),
        SchemaKind::Any(any) => {
            for part in any.one_of.iter().chain(&any.all_of).chain(&any.any_of) {
                follow(openapi, part, names);
            }
            for property in any.properties.values() {
                follow(openapi, &property.clone().unbox(), names);
            }
            if let Some(items) = &any.items {
                follow(openapi, &items.clone().unbox(), names);
            }
            if let Some(AdditionalProperties::Schema(schema)) = &any.additional_properties {
                follow(openapi, schema, names);
            }
            if let Some(not) = &any.not {
                follow(openapi, not, names);
            }
        }
    }
}
