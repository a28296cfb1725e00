//! The rule `one-error-schema`: gives all errors of an operation the same schema.
//!
//! progenitor panics if an operation has two error schemas. In comes a document whose errors refer to components. Out comes
//! one in which all errors of an operation refer to the schema that includes the members of all others. If no schema does,
//! a new one is made. Errors in place become components before, in `errors_in_place.rs`.

use heck::ToPascalCase;
use indexmap::IndexMap;
use openapi_loader::fold_name;
use openapiv3::{
    MediaType, OpenAPI, Operation, ReferenceOr, Response, Schema, SchemaKind, StatusCode, Type,
};

use crate::operations::{self, Site};
use crate::refusal::Refusal;

const SCHEMAS: &str = "#/components/schemas/";

/// Gives every error of an operation the schema that includes the members of all others.
///
/// `default` stands for any error, so it becomes the two classes 4XX and 5XX. An error without a body gets the schema
/// as well: all members are optional, and an empty body has none of them.
pub(super) fn apply(mut openapi: OpenAPI) -> Result<OpenAPI, Vec<Refusal>> {
    let original = openapi.clone();
    let mut refusals = Vec::new();
    let mut unions = Vec::new();
    operations::for_each_mut(&mut openapi, |site, operation| {
        match unite(&original, site, operation) {
            Ok(union) => unions.extend(union),
            Err(refusal) => refusals.push(refusal),
        }
    });
    if let Some(components) = &mut openapi.components {
        for (name, schema) in unions {
            components.schemas.insert(name, ReferenceOr::Item(schema));
        }
    }
    if refusals.is_empty() {
        Ok(openapi)
    } else {
        Err(refusals)
    }
}

/// Gives the errors of an operation one schema. If none of them includes the others, a new one is made and returned.
fn unite(
    openapi: &OpenAPI,
    site: &Site,
    operation: &mut Operation,
) -> Result<Option<(String, Schema)>, Refusal> {
    let responses = &mut operation.responses;
    if let Some(default) = responses.default.take() {
        for class in [4, 5] {
            responses
                .responses
                .entry(StatusCode::Range(class))
                .or_insert_with(|| default.clone());
        }
    }
    let errors = || {
        responses
            .responses
            .iter()
            .filter(|(status, _)| operations::class(status) >= 4)
    };
    let mut names: Vec<&str> = Vec::new();
    for (status, response) in errors() {
        let name = schema_name(openapi, response).map_err(|what| {
            Refusal::new(
                format!("{}/responses/{status}", site.pointer),
                format!("the {status} of {} {what}", site.label),
                "describe it under components.schemas and refer to it",
            )
        })?;
        names.extend(name.filter(|name| !names.contains(name)));
    }
    if names.is_empty() {
        return Ok(None);
    }
    let includes_all = names
        .iter()
        .find(|all| names.iter().all(|one| includes(openapi, all, one)));
    let union = match includes_all {
        Some(_) => None,
        None => Some(union(openapi, &names, operation.operation_id.as_deref()).ok_or_else(|| {
            Refusal::new(
                format!("{}/responses", site.pointer),
                format!(
                    "{} declares the error schemas {}, and none of them includes the others",
                    site.label,
                    names.join(", ")
                ),
                "add the missing members to one of them, so that one Rust type can hold them all",
            )
        })?),
    };
    let all = match &union {
        Some((name, _)) => name.as_str(),
        None => includes_all.copied().unwrap_or_default(),
    };
    if union.is_none() && !is_object(openapi, all) {
        return Err(Refusal::new(
            format!("{}/responses", site.pointer),
            format!(
                "{} describes its errors by `{all}`, which is not an object",
                site.label
            ),
            "describe an object, such as problem details; its members show that a response comes from the API",
        ));
    }
    let body = MediaType {
        schema: Some(ReferenceOr::Reference {
            reference: format!("{SCHEMAS}{all}"),
        }),
        ..MediaType::default()
    };
    for (status, response) in &mut responses.responses {
        if operations::class(status) < 4 {
            continue;
        }
        let description = operations::resolve(openapi, response)
            .map(|response| response.description.clone())
            .unwrap_or_default();
        let content = IndexMap::from([("application/json".to_owned(), body.clone())]);
        *response = ReferenceOr::Item(Response {
            description,
            content,
            ..Response::default()
        });
    }
    Ok(union)
}

/// The schema with the members of all schemas. `None` if two of them contradict each other.
fn union(openapi: &OpenAPI, names: &[&str], operation: Option<&str>) -> Option<(String, Schema)> {
    let mut whole = component(openapi, names.first()?)?.clone();
    let SchemaKind::Type(Type::Object(object)) = &mut whole.schema_kind else {
        return None;
    };
    for name in names {
        for (name, property) in properties(openapi, name)? {
            match object.properties.get(name) {
                Some(known) if contract(known) != contract(property) => return None,
                Some(_) => {}
                None => drop(object.properties.insert(name.clone(), property.clone())),
            }
        }
    }
    let taken = openapi
        .components
        .as_ref()
        .map(|components| &components.schemas);
    let mut name = format!("{} Errors", operation?).to_pascal_case();
    while taken.is_some_and(|taken| {
        taken
            .keys()
            .any(|known| fold_name(known) == fold_name(&name))
    }) {
        name.push_str("Body");
    }
    Some((name, whole))
}

/// The name of the component that describes the body. `None` if there is no body.
fn schema_name<'a>(
    openapi: &'a OpenAPI,
    response: &'a ReferenceOr<Response>,
) -> Result<Option<&'a str>, &'static str> {
    let response = operations::resolve(openapi, response).ok_or("cannot be found")?;
    let Some(body) = response.content.get("application/json") else {
        return Ok(None);
    };
    match &body.schema {
        Some(ReferenceOr::Reference { reference }) => reference
            .strip_prefix(SCHEMAS)
            .map(|name| Some(meant(openapi, name)))
            .ok_or("refers to no schema"),
        Some(ReferenceOr::Item(_)) => Err("describes its body in place"),
        None => Ok(None),
    }
}

/// The name of a component. If the component is only a reference, the name of its target.
fn meant<'a>(openapi: &'a OpenAPI, name: &'a str) -> &'a str {
    let Some(components) = &openapi.components else {
        return name;
    };
    let mut name = name;
    for _ in 0..components.schemas.len() {
        match components.schemas.get(name) {
            Some(ReferenceOr::Reference { reference }) => {
                name = reference.strip_prefix(SCHEMAS).unwrap_or(name);
            }
            _ => break,
        }
    }
    name
}

fn includes(openapi: &OpenAPI, all: &str, one: &str) -> bool {
    if all == one {
        return true;
    }
    let (Some(all), Some(one)) = (properties(openapi, all), properties(openapi, one)) else {
        return false;
    };
    one.iter().all(|(name, schema)| {
        all.get(name)
            .is_some_and(|other| contract(other) == contract(schema))
    })
}

type Properties = IndexMap<String, ReferenceOr<Box<Schema>>>;

fn properties<'a>(openapi: &'a OpenAPI, name: &str) -> Option<&'a Properties> {
    match &component(openapi, name)?.schema_kind {
        SchemaKind::Type(Type::Object(object)) => Some(&object.properties),
        _ => None,
    }
}

fn is_object(openapi: &OpenAPI, name: &str) -> bool {
    component(openapi, name)
        .is_some_and(|schema| matches!(schema.schema_kind, SchemaKind::Type(Type::Object(_))))
}

fn component<'a>(openapi: &'a OpenAPI, name: &str) -> Option<&'a Schema> {
    openapi.components.as_ref()?.schemas.get(name)?.as_item()
}

/// A property without its description and examples.
fn contract(schema: &ReferenceOr<Box<Schema>>) -> ReferenceOr<(&SchemaKind, bool)> {
    match schema {
        ReferenceOr::Reference { reference } => ReferenceOr::Reference {
            reference: reference.clone(),
        },
        ReferenceOr::Item(schema) => {
            ReferenceOr::Item((&schema.schema_kind, schema.schema_data.nullable))
        }
    }
}

#[cfg(test)]
mod tests;
