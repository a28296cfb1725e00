//! Lets a rule rewrite the schemas of a document as JSON.
//!
//! A rule that looks for keywords is short on JSON, and long on the model of `openapiv3`, which has a type for each kind of
//! schema. In comes a document and a function for a single schema. Each schema that becomes code is taken out of the model
//! as JSON, changed, and put back. References of a single schema are followed in `schemas/lookup.rs`.

mod lookup;

use openapi_loader::pointer::escape;
use openapiv3::{
    OpenAPI, Parameter, ParameterSchemaOrContent, ReferenceOr, RequestBody, Response, Schema,
};
use serde_json::{Map, Value};

pub(super) use self::lookup::{
    components, each_reference, holds_a_secret, reference, references, resolved,
};
use super::reachable_schemas::{ReachableSchemas, reachable_schemas};
use crate::operations::{self, data_mut};

pub(super) const COMPONENTS: &str = "#/components/schemas/";

/// The direction in which a schema is used.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(super) enum Side {
    /// Only requests use it, or nothing does.
    Request,
    Response,
    /// It is a component that requests and responses use.
    Both,
}

/// A schema that is not part of another one.
pub(super) struct Root {
    /// As a JSON pointer.
    pub(super) pointer: String,
    /// The owner in messages: an operation, or the name of a component.
    pub(super) owner: String,
    /// Whether it is the schema of a parameter.
    pub(super) is_parameter: bool,
    pub(super) side: Side,
}

impl Root {
    /// The word that progenitor adds to the name of the operation.
    pub(super) fn suffix(&self) -> String {
        if self.is_parameter {
            // "the parameter `kind` of GET /books"
            self.owner.split('`').nth(1).unwrap_or_default().to_owned()
        } else if self.side == Side::Response {
            "response".to_owned()
        } else {
            "body".to_owned()
        }
    }
}

/// Gives each schema of the document to `visit` as JSON, and puts the result back.
pub(super) fn rewrite(openapi: &mut OpenAPI, mut visit: impl FnMut(&Root, &mut Value)) {
    let reachable = reachable_schemas(openapi);
    let mut take = |schema: &mut ReferenceOr<Schema>, root: Root| {
        let Ok(before) = serde_json::to_value(&*schema) else {
            return;
        };
        let mut after = before.clone();
        visit(&root, &mut after);
        if after != before
            && let Ok(changed) = serde_json::from_value(after)
        {
            *schema = changed;
        }
    };
    if let Some(components) = &mut openapi.components {
        for (name, schema) in &mut components.schemas {
            let root = Root {
                pointer: format!("/components/schemas/{}", escape(name)),
                owner: format!("the schema `{name}`"),
                is_parameter: false,
                side: side_of(&reachable, name),
            };
            take(schema, root);
        }
        for (name, parameter) in &mut components.parameters {
            let pointer = format!("/components/parameters/{}", escape(name));
            in_parameter(
                parameter,
                &pointer,
                &format!("the parameter `{name}`"),
                &mut take,
            );
        }
        for (name, body) in &mut components.request_bodies {
            let pointer = format!("/components/requestBodies/{}", escape(name));
            in_body(
                body,
                &pointer,
                &format!("the request body `{name}`"),
                &mut take,
            );
        }
        for (name, response) in &mut components.responses {
            let pointer = format!("/components/responses/{}", escape(name));
            in_response(
                response,
                &pointer,
                &format!("the response `{name}`"),
                &mut take,
            );
        }
    }
    for (path, item) in &mut openapi.paths.paths {
        if let ReferenceOr::Item(item) = item {
            for (index, parameter) in item.parameters.iter_mut().enumerate() {
                let pointer = format!("/paths/{}/parameters/{index}", escape(path));
                in_parameter(parameter, &pointer, path, &mut take);
            }
        }
    }
    operations::for_each_mut(openapi, |site, operation| {
        for (index, parameter) in operation.parameters.iter_mut().enumerate() {
            let pointer = format!("{}/parameters/{index}", site.pointer);
            in_parameter(parameter, &pointer, &site.label, &mut take);
        }
        if let Some(body) = &mut operation.request_body {
            let pointer = format!("{}/requestBody", site.pointer);
            in_body(
                body,
                &pointer,
                &format!("the body of {}", site.label),
                &mut take,
            );
        }
        let responses = &mut operation.responses;
        for (status, response) in &mut responses.responses {
            let pointer = format!("{}/responses/{status}", site.pointer);
            let owner = format!("the {status} of {}", site.label);
            in_response(response, &pointer, &owner, &mut take);
        }
        if let Some(response) = &mut responses.default {
            let pointer = format!("{}/responses/default", site.pointer);
            let owner = format!("the default response of {}", site.label);
            in_response(response, &pointer, &owner, &mut take);
        }
    });
}

fn side_of(reachable: &ReachableSchemas, name: &str) -> Side {
    match (
        reachable.requests.contains(name),
        reachable.responses.contains(name),
    ) {
        (true, true) => Side::Both,
        (false, true) => Side::Response,
        _ => Side::Request,
    }
}

fn in_parameter(
    parameter: &mut ReferenceOr<Parameter>,
    pointer: &str,
    owner: &str,
    take: &mut impl FnMut(&mut ReferenceOr<Schema>, Root),
) {
    let Some(parameter_data) = data_mut(parameter) else {
        return;
    };
    let owner = format!("the parameter `{}` of {owner}", parameter_data.name);
    if let ParameterSchemaOrContent::Schema(schema) = &mut parameter_data.format {
        let root = Root {
            pointer: format!("{pointer}/schema"),
            owner,
            is_parameter: true,
            side: Side::Request,
        };
        take(schema, root);
    }
}

fn in_body(
    body: &mut ReferenceOr<RequestBody>,
    pointer: &str,
    owner: &str,
    take: &mut impl FnMut(&mut ReferenceOr<Schema>, Root),
) {
    let ReferenceOr::Item(body) = body else {
        return;
    };
    for (media_type, body) in &mut body.content {
        if let Some(schema) = &mut body.schema {
            let root = Root {
                pointer: format!("{pointer}/content/{}/schema", escape(media_type)),
                owner: owner.to_owned(),
                is_parameter: false,
                side: Side::Request,
            };
            take(schema, root);
        }
    }
}

fn in_response(
    response: &mut ReferenceOr<Response>,
    pointer: &str,
    owner: &str,
    take: &mut impl FnMut(&mut ReferenceOr<Schema>, Root),
) {
    let ReferenceOr::Item(response) = response else {
        return;
    };
    for (media_type, body) in &mut response.content {
        if let Some(schema) = &mut body.schema {
            let root = Root {
                pointer: format!("{pointer}/content/{}/schema", escape(media_type)),
                owner: owner.to_owned(),
                is_parameter: false,
                side: Side::Response,
            };
            take(schema, root);
        }
    }
}

/// Visits the schemas inside a schema, and then the schema itself. References are not visited.
pub(super) fn walk(
    schema: &mut Value,
    pointer: &str,
    visit: &mut dyn FnMut(&mut Map<String, Value>, &str),
) {
    let Value::Object(members) = schema else {
        return;
    };
    if members.contains_key("$ref") {
        return;
    }
    for (step, part) in parts(members) {
        walk(part, &format!("{pointer}/{step}"), visit);
    }
    visit(members, pointer);
}

/// The schemas directly inside a schema, each with its place.
pub(super) fn parts(schema: &mut Map<String, Value>) -> Vec<(String, &mut Value)> {
    let mut parts = Vec::new();
    for (keyword, value) in schema {
        match (keyword.as_str(), value) {
            ("properties", Value::Object(properties)) => {
                for (name, property) in properties {
                    parts.push((format!("properties/{}", escape(name)), property));
                }
            }
            ("items" | "additionalProperties" | "not", part @ Value::Object(_)) => {
                parts.push((keyword.clone(), part));
            }
            ("allOf" | "oneOf" | "anyOf", Value::Array(several)) => {
                for (index, part) in several.iter_mut().enumerate() {
                    parts.push((format!("{keyword}/{index}"), part));
                }
            }
            _ => {}
        }
    }
    parts
}

/// Visits every `$ref` in the schemas of a document, with the pointer and the owner of its schema.
pub(crate) fn each_schema_reference(openapi: &OpenAPI, mut visit: impl FnMut(&str, &str, &str)) {
    rewrite(&mut openapi.clone(), |root, schema| {
        each_reference(schema, &mut |reference| {
            visit(&root.pointer, &root.owner, reference)
        });
    });
}

/// Visits every schema that becomes code and is not a reference, with its pointer and its owner.
pub(crate) fn each_schema_object(
    openapi: &OpenAPI,
    mut visit: impl FnMut(&str, &str, &Map<String, Value>),
) {
    rewrite(&mut openapi.clone(), |root, schema| {
        // A body that is not JSON is not read member by member.
        let is_raw = root.pointer.contains("/content/") && !root.pointer.contains("json/schema");
        if !is_raw {
            walk(schema, &root.pointer, &mut |members, pointer| {
                visit(pointer, &root.owner, members);
            });
        }
    });
}
