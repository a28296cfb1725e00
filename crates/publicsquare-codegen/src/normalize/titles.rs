//! The rule `titles`: gives types that are described in place a name of their own.
//!
//! progenitor names such a type by its title, or else by its place: `BookAuthor` for the member `author` of `Book`. That name
//! may already belong to another type. In comes a document. Out comes one in which such a schema has a title that no other
//! type has. Names that two components share are refused in `names.rs`.

use std::collections::BTreeMap;

use heck::ToPascalCase;
use openapi_loader::fold_name;
use openapi_loader::pointer::unescape;
use openapiv3::OpenAPI;
use serde_json::Value;

use super::all_of::{is_wrapped_reference, meaning_of};
use super::schemas::{components, parts, rewrite};
use crate::refusal::Refusal;

pub(super) fn apply(mut openapi: OpenAPI) -> Result<OpenAPI, Vec<Refusal>> {
    let mut names = Names(
        components(&openapi)
            .into_keys()
            .map(|name| (fold_name(&name), Value::Null))
            .collect(),
    );
    let operations = operation_names(&openapi);
    rewrite(&mut openapi, |root, schema| {
        let component = root
            .pointer
            .strip_prefix("/components/schemas/")
            .map(unescape);
        // A component has its own name, so its title does not matter.
        if let Some(name) = component {
            return names.inside(schema, &name, false);
        }
        let suggested = match shared_name(&root.pointer) {
            Some(name) if root.is_parameter => format!("{name} Parameter"),
            Some(name) => format!("{name} {}", root.suffix()),
            None => operation_of(&root.pointer)
                .and_then(|pointer| operations.get(pointer))
                .map(|name| format!("{name} {}", root.suffix()))
                .unwrap_or_default(),
        };
        // progenitor would name a type that operations share after each of them.
        let is_shared = shared_name(&root.pointer).is_some();
        names.visit(schema, &suggested, is_shared);
    });
    Ok(openapi)
}

/// The name of a parameter, a body or a response that is described among the components.
fn shared_name(pointer: &str) -> Option<String> {
    let mut steps = pointer.strip_prefix("/components/")?.split('/');
    steps.nth(1).map(|name| unescape(name).into_owned())
}

/// The names of the operations, by pointer. The parameters of a path are named after its first operation.
fn operation_names(openapi: &OpenAPI) -> BTreeMap<String, String> {
    let mut names = BTreeMap::new();
    for (site, operation) in crate::operations::all(openapi) {
        let Some(name) = &operation.operation_id else {
            continue;
        };
        if let Some((path, _)) = site.pointer.rsplit_once('/') {
            let parameters = format!("{path}/parameters");
            names.entry(parameters).or_insert_with(|| name.clone());
        }
        names.insert(site.pointer, name.clone());
    }
    names
}

/// `/paths/~1books/get` of `/paths/~1books/get/responses/200`.
fn operation_of(pointer: &str) -> Option<&str> {
    let (end, _) = pointer.match_indices('/').nth(3)?;
    pointer.get(..end)
}

/// The names that are taken, each with the schema in place that has it, or null for a component.
struct Names(BTreeMap<String, Value>);

impl Names {
    /// Visits the schemas inside a schema with this name.
    fn inside(&mut self, schema: &mut Value, name: &str, is_shared: bool) {
        let Value::Object(members) = schema else {
            return;
        };
        let further = match members.contains_key("properties") {
            true => format!("{name} Extra Value"),
            false => format!("{name} Value"),
        };
        for (step, part) in parts(members) {
            let suggested = match step.split_once('/') {
                Some(("properties", property)) => format!("{name} {property}"),
                Some((_, index)) => format!("{name} Variant {index}"),
                None if step == "items" => format!("{name} Item"),
                // `plain-values` has removed each `not`.
                None => further.clone(),
            };
            self.visit(part, &suggested, is_shared);
        }
    }

    /// Gives a title to the types in a schema whose names are taken, or to all of them if operations share the schema.
    fn visit(&mut self, schema: &mut Value, suggested: &str, is_shared: bool) {
        let Value::Object(members) = schema else {
            return;
        };
        if members.contains_key("$ref") {
            return;
        }
        let title = members.get("title").and_then(Value::as_str);
        let mut name = title.unwrap_or(suggested).to_pascal_case();
        let is_titled = title.is_some();
        if becomes_a_type(members) {
            let meaning: Value = Value::Object(meaning_of(members));
            let is_taken = |names: &Self, name: &str| {
                names
                    .0
                    .get(&fold_name(name))
                    .is_some_and(|known| *known != meaning)
            };
            if is_taken(self, &name) || (is_shared && !is_titled) {
                if is_titled {
                    name = suggested.to_pascal_case();
                }
                while is_taken(self, &name) {
                    name.push_str("Inline");
                }
                members.insert("title".to_owned(), name.clone().into());
            }
            self.0.insert(fold_name(&name), meaning);
        }
        self.inside(schema, &name, is_shared);
    }
}

/// Whether progenitor makes a named type of the schema.
fn becomes_a_type(members: &serde_json::Map<String, Value>) -> bool {
    let has = |keyword: &str| members.contains_key(keyword);
    // An object that only requires members has them.
    has("properties")
        || has("required")
        || has("enum")
        || has("oneOf")
        || has("anyOf")
        || (has("allOf") && !is_wrapped_reference(members))
        || has("minLength")
        || has("maxLength")
        || members
            .get("additionalProperties")
            .is_some_and(|further| *further == Value::Bool(false))
}

#[cfg(test)]
mod tests;
