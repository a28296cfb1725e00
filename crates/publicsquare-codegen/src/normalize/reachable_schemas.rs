//! Finds the component schemas that requests and responses use, directly or through other schemas.
//!
//! In comes a document. Out come [`ReachableSchemas`], one set of names for requests and one for responses, or a
//! [`Reachability`] that answers the question for each operation. `split.rs` and `tolerant_responses.rs` need the first,
//! `failing_operations.rs` needs the second.

use std::borrow::Borrow;
use std::collections::{BTreeMap, BTreeSet};

use openapiv3::{
    AdditionalProperties, OpenAPI, Operation, Parameter, ParameterSchemaOrContent, ReferenceOr,
    Schema, SchemaKind, Type,
};

use crate::operation_facts::{body_of, parameter_of};
use crate::operations::{self, Site};

/// The names of the component schemas that requests and responses use.
#[derive(Debug, Default)]
pub(super) struct ReachableSchemas {
    pub(super) requests: BTreeSet<String>,
    pub(super) responses: BTreeSet<String>,
}

pub(super) fn reachable_schemas(openapi: &OpenAPI) -> ReachableSchemas {
    let mut direct = ReachableSchemas::default();
    let items = openapi.paths.iter().filter_map(|(_, item)| item.as_item());
    let shared = items.flat_map(|item| &item.parameters);
    for parameter in shared {
        of_parameter(openapi, parameter, &mut direct.requests);
    }
    for (_, operation) in operations::all(openapi) {
        of_requests(openapi, operation, &mut direct.requests);
        of_responses(openapi, operation, &mut direct.responses);
    }
    let graph = Graph::of(openapi);
    ReachableSchemas {
        requests: graph.all_from(direct.requests),
        responses: graph.all_from(direct.responses),
    }
}

/// The component schemas that each operation and each component uses.
pub(crate) struct Reachability {
    graph: Graph,
    /// For the pointer of each operation: names of schemas, and pointers of other components.
    operations: BTreeMap<String, (BTreeSet<String>, Vec<String>)>,
}

impl Reachability {
    pub(crate) fn of(openapi: &OpenAPI) -> Self {
        let graph = Graph::of(openapi);
        let mut operations = BTreeMap::new();
        for (path, item) in openapi.paths.iter() {
            let Some(item) = item.as_item() else { continue };
            for (method, operation) in item.iter() {
                let mut names = BTreeSet::new();
                let mut parts = Vec::new();
                for parameter in item.parameters.iter().chain(&operation.parameters) {
                    of_parameter(openapi, parameter, &mut names);
                    parts.extend(reference_of(parameter));
                }
                of_requests(openapi, operation, &mut names);
                of_responses(openapi, operation, &mut names);
                parts.extend(operation.request_body.iter().filter_map(reference_of));
                let responses = &operation.responses;
                parts.extend(
                    responses
                        .responses
                        .values()
                        .chain(&responses.default)
                        .filter_map(reference_of),
                );
                operations.insert(
                    Site::new(path, method).pointer,
                    (graph.all_from(names), parts),
                );
            }
        }
        Self { graph, operations }
    }

    /// Whether the operation uses one of the schemas.
    pub(crate) fn leads_to(&self, operation: &str, schemas: &BTreeSet<&str>) -> bool {
        self.operations
            .get(operation)
            .is_some_and(|(names, _)| names.iter().any(|name| schemas.contains(name.as_str())))
    }

    /// The schemas that the operation uses.
    pub(crate) fn of_operation(&self, operation: &str) -> Option<&BTreeSet<String>> {
        self.operations.get(operation).map(|(names, _)| names)
    }

    /// The pointers of the parameters, bodies and responses that the operation refers to.
    pub(crate) fn parts(&self, operation: &str) -> &[String] {
        self.operations
            .get(operation)
            .map_or(&[], |(_, parts)| parts)
    }

    /// The component and all schemas that it uses.
    pub(crate) fn of_component(&self, name: &str) -> BTreeSet<String> {
        self.graph.all_from(BTreeSet::from([name.to_owned()]))
    }

    /// Whether the component is one of the schemas, or uses one.
    pub(crate) fn component_leads_to(&self, name: &str, schemas: &BTreeSet<&str>) -> bool {
        self.of_component(name)
            .iter()
            .any(|name| schemas.contains(name.as_str()))
    }
}

fn reference_of<T>(part: &ReferenceOr<T>) -> Option<String> {
    match part {
        ReferenceOr::Reference { reference } => reference.strip_prefix('#').map(str::to_owned),
        ReferenceOr::Item(_) => None,
    }
}

/// For each component schema, the component schemas to which it refers.
struct Graph(BTreeMap<String, BTreeSet<String>>);

impl Graph {
    fn of(openapi: &OpenAPI) -> Self {
        let schemas = openapi
            .components
            .iter()
            .flat_map(|components| &components.schemas);
        Self(
            schemas
                .map(|(name, schema)| {
                    let mut names = BTreeSet::new();
                    direct(schema, &mut names);
                    (name.clone(), names)
                })
                .collect(),
        )
    }

    /// The names, and all schemas that they use. Circles and long chains are allowed.
    fn all_from(&self, names: BTreeSet<String>) -> BTreeSet<String> {
        let mut open: Vec<String> = names.iter().cloned().collect();
        let mut all = names;
        while let Some(name) = open.pop() {
            for next in self.0.get(&name).into_iter().flatten() {
                if all.insert(next.clone()) {
                    open.push(next.clone());
                }
            }
        }
        all
    }
}

fn of_parameter(
    openapi: &OpenAPI,
    parameter: &ReferenceOr<Parameter>,
    names: &mut BTreeSet<String>,
) {
    if let Some(parameter) = parameter_of(openapi, parameter)
        && let ParameterSchemaOrContent::Schema(schema) = &parameter.parameter_data_ref().format
    {
        direct(schema, names);
    }
}

fn of_requests(openapi: &OpenAPI, operation: &Operation, names: &mut BTreeSet<String>) {
    for parameter in &operation.parameters {
        of_parameter(openapi, parameter, names);
    }
    let body = operation
        .request_body
        .as_ref()
        .and_then(|body| body_of(openapi, body));
    for schema in body
        .iter()
        .flat_map(|body| body.content.values())
        .filter_map(|media| media.schema.as_ref())
    {
        direct(schema, names);
    }
}

fn of_responses(openapi: &OpenAPI, operation: &Operation, names: &mut BTreeSet<String>) {
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
        direct(schema, names);
    }
}

/// Adds the names of the components to which a schema itself refers.
fn direct(schema: &ReferenceOr<impl Borrow<Schema>>, names: &mut BTreeSet<String>) {
    match schema {
        ReferenceOr::Item(schema) => in_parts(schema.borrow(), names),
        ReferenceOr::Reference { reference } => {
            names.extend(
                reference
                    .strip_prefix("#/components/schemas/")
                    .map(str::to_owned),
            );
        }
    }
}

fn in_parts(schema: &Schema, names: &mut BTreeSet<String>) {
    match &schema.schema_kind {
        SchemaKind::Type(Type::Object(object)) => {
            for property in object.properties.values() {
                direct(property, names);
            }
            if let Some(AdditionalProperties::Schema(schema)) = &object.additional_properties {
                direct(schema.as_ref(), names);
            }
        }
        SchemaKind::Type(Type::Array(array)) => {
            if let Some(items) = &array.items {
                direct(items, names);
            }
        }
        SchemaKind::Type(_) => {}
        SchemaKind::OneOf { one_of: parts }
        | SchemaKind::AllOf { all_of: parts }
        | SchemaKind::AnyOf { any_of: parts } => {
            parts.iter().for_each(|part| direct(part, names));
        }
        SchemaKind::Not { not } => direct(not.as_ref(), names),
        SchemaKind::Any(any) => {
            for part in any.one_of.iter().chain(&any.all_of).chain(&any.any_of) {
                direct(part, names);
            }
            for property in any.properties.values() {
                direct(property, names);
            }
            if let Some(items) = &any.items {
                direct(items, names);
            }
            if let Some(AdditionalProperties::Schema(schema)) = &any.additional_properties {
                direct(schema.as_ref(), names);
            }
            if let Some(not) = &any.not {
                direct(not.as_ref(), names);
            }
        }
    }
}

#[cfg(test)]
mod tests;
