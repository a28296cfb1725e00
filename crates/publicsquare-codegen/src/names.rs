//! Refuses names of types, operations and parameters that would meet in Rust.
//!
//! In comes a document. Out comes a refusal for each two names that become the same Rust name, and for each name that the
//! client or its builders use themselves. rustc would report these at a line of generated code that nobody wrote. Names
//! of properties are checked in `member_names.rs`.

use std::collections::BTreeMap;

use heck::ToSnakeCase;
use openapi_loader::fold_name;
use openapi_loader::pointer::escape;
use openapiv3::{OpenAPI, Operation, Parameter, PathItem};

use crate::operation_facts::parameter_of;
use crate::operations;
use crate::refusal::Refusal;

/// Methods of the client and of its hooks, and those of the prelude that the client is called with. A generated method of
/// the same name would hide one of these, or would be hidden by it. The test below compares the list with the client.
const TAKEN: &[&str] = &[
    "apiversion",
    "baseurl",
    "client",
    "clone",
    "connect",
    "exec",
    "inner",
    "into",
    "newwithclient",
    "over",
    "post",
    "pre",
    "proxy",
    "tryinto",
    "withattempttimeout",
    "withkey",
];

/// Names that a parameter cannot have: methods of the builders and of the mocks, and variables of a builder.
const TAKEN_BY_BUILDERS: &[&str] = &["body_map", "header_map", "into_inner", "new", "send"];

/// Refuses schemas with different names that would become the same Rust type, and operations that would become the same
/// method.
pub(crate) fn check(openapi: &OpenAPI) -> Vec<Refusal> {
    let mut refusals = Vec::new();
    let mut types: BTreeMap<String, &str> = BTreeMap::new();
    for name in openapi
        .components
        .iter()
        .flat_map(|components| components.schemas.keys())
    {
        if let Some(first) = types.insert(fold_name(name), name) {
            refusals.push(Refusal::new(
                format!("/components/schemas/{}", escape(name)),
                format!("the schemas `{first}` and `{name}` would become the same Rust type"),
                "rename one of the two",
            ));
        }
    }
    let mut methods: BTreeMap<String, String> = BTreeMap::new();
    let items: BTreeMap<String, &PathItem> = openapi
        .paths
        .iter()
        .filter_map(|(path, item)| Some((format!("/paths/{}", escape(path)), item.as_item()?)))
        .collect();
    for (site, operation) in operations::all(openapi) {
        let Some(id) = &operation.operation_id else {
            refusals.push(Refusal::new(
                &site.pointer,
                format!("{} has no operationId", site.label),
                "give it one, because it becomes the name of the Rust method",
            ));
            continue;
        };
        let label = format!("{} (`{id}`)", site.label);
        if fold_name(id).is_empty() {
            refusals.push(Refusal::new(
                format!("{}/operationId", site.pointer),
                format!("{label} would become a method without a name"),
                "give the operation an operationId with letters in it",
            ));
        }
        if TAKEN.contains(&&*fold_name(id)) {
            refusals.push(Refusal::new(
                format!("{}/operationId", site.pointer),
                format!("{label} would become a method that the client already has"),
                "give the operation another operationId",
            ));
        }
        let item = site.pointer.rsplit_once('/');
        let item = item.and_then(|(path, _)| items.get(path).copied());
        let parameters = parameters(openapi, item, operation);
        refusals.extend(check_parameters(&parameters, &label, &site.pointer));
        if let Some(first) = methods.insert(fold_name(id), label.clone()) {
            refusals.push(Refusal::new(
                format!("{}/operationId", site.pointer),
                format!("{first} and {label} would become the same Rust method"),
                "rename one of the two operationIds",
            ));
        }
    }
    refusals
}

/// The parameters of an operation: its own, and those of its path that it does not redefine.
fn parameters<'a>(
    openapi: &'a OpenAPI,
    item: Option<&'a PathItem>,
    operation: &'a Operation,
) -> Vec<&'a Parameter> {
    let own: Vec<&Parameter> = operation
        .parameters
        .iter()
        .filter_map(|parameter| parameter_of(openapi, parameter))
        .collect();
    let is_described_anew = |parameter: &Parameter| {
        own.iter()
            .any(|known| place(known) == place(parameter) && name(known) == name(parameter))
    };
    item.into_iter()
        .flat_map(|item| &item.parameters)
        .filter_map(|parameter| parameter_of(openapi, parameter))
        .filter(|parameter| !is_described_anew(parameter))
        .chain(own.iter().copied())
        .collect()
}

fn check_parameters(parameters: &[&Parameter], label: &str, pointer: &str) -> Vec<Refusal> {
    let mut refusals = Vec::new();
    let mut known: BTreeMap<String, &Parameter> = BTreeMap::new();
    for parameter in parameters {
        let (name, place) = (name(parameter), place(parameter));
        if TAKEN_BY_BUILDERS.contains(&&*name.to_snake_case()) {
            refusals.push(Refusal::new(
                pointer,
                format!(
                    "the parameter `{name}` of {label} would have a name that its builder uses for itself"
                ),
                "give the parameter another name, or leave it out",
            ));
        }
        if let Some(first) = known.insert(name.to_snake_case(), parameter) {
            let first_place = self::place(first);
            let where_first = if first_place == place {
                String::new()
            } else {
                format!(" in the {first_place}")
            };
            refusals.push(Refusal::new(
                pointer,
                format!(
                    "the parameters `{}`{where_first} and `{name}` in the {place} of {label} would have the same name in Rust",
                    self::name(first),
                ),
                "rename one of the two, or leave it out",
            ));
        }
    }
    refusals
}

fn name(parameter: &Parameter) -> &str {
    &parameter.parameter_data_ref().name
}

/// The part of the request that contains a parameter.
fn place(parameter: &Parameter) -> &'static str {
    match parameter {
        Parameter::Query { .. } => "query",
        Parameter::Header { .. } => "headers",
        Parameter::Path { .. } => "path",
        Parameter::Cookie { .. } => "cookies",
    }
}

#[cfg(test)]
mod tests;
