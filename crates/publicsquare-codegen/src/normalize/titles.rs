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
        match component {
            // A component has its own name, so its title does not matter.
            Some(name) => names.inside(schema, &name),
            None => {
                let suggested = operation_of(&root.pointer)
                    .and_then(|pointer| operations.get(pointer))
                    .map(|name| format!("{name} {}", root.suffix()));
                names.visit(schema, &suggested.unwrap_or_default());
            }
        }
    });
    Ok(openapi)
}

/// The names of the operations, by pointer.
fn operation_names(openapi: &OpenAPI) -> BTreeMap<String, String> {
    crate::operations::all(openapi)
        .filter_map(|(site, operation)| Some((site.pointer, operation.operation_id.clone()?)))
        .collect()
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
    fn inside(&mut self, schema: &mut Value, name: &str) {
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
            self.visit(part, &suggested);
        }
    }

    fn visit(&mut self, schema: &mut Value, suggested: &str) {
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
            if is_taken(self, &name) {
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
        self.inside(schema, &name);
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
