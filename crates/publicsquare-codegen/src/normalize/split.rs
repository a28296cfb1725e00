//! The rule `request-and-response`: gives requests a schema of their own.
//!
//! A response is read leniently and a request is written strictly, so one type cannot serve both. In comes a document in
//! which requests and responses share components. Out comes one in which `Name` is the schema that is read, and
//! `NameRequest` the schema that is sent. `reachable_schemas.rs` finds the shared ones.

use std::collections::{BTreeMap, BTreeSet};

use openapi_loader::fold_name;
use openapiv3::{OpenAPI, ReferenceOr, Schema};
use serde_json::Value;

use super::directions::is_marked;
use super::reachable_schemas::reachable_schemas;
use super::schemas::{COMPONENTS, Side, components, each_reference, references, rewrite, walk};
use crate::refusal::Refusal;

/// Keywords that stay in a request and are removed from a response.
const STRICT: &[&str] = &[
    "required",
    "enum",
    "default",
    "minLength",
    "maxLength",
    "minimum",
    "maximum",
    "exclusiveMinimum",
    "exclusiveMaximum",
    "multipleOf",
    "oneOf",
    "anyOf",
];

/// Copies each component that both directions use and that differs between them.
pub(super) fn apply(mut openapi: OpenAPI) -> Result<OpenAPI, Vec<Refusal>> {
    let reachable = reachable_schemas(&openapi);
    let all = components(&openapi);
    let shared: BTreeSet<&str> = reachable
        .requests
        .intersection(&reachable.responses)
        .map(String::as_str)
        .collect();
    let names = names(&all, &to_split(&all, &shared));
    if names.is_empty() {
        return Ok(openapi);
    }
    let mut copies: Vec<(String, Value)> = Vec::new();
    for (name, copy) in &names {
        if let Some(schema) = all.get(*name) {
            let mut schema = schema.clone();
            redirect(&mut schema, &names);
            copies.push((copy.clone(), schema));
        }
    }
    // Schemas that only requests use must refer to the copies.
    rewrite(&mut openapi, |root, schema| {
        if root.side == Side::Request {
            redirect(schema, &names);
        }
    });
    if let Some(components) = &mut openapi.components {
        for (name, schema) in copies {
            if let Ok(schema) = serde_json::from_value::<ReferenceOr<Schema>>(schema) {
                components.schemas.insert(name, schema);
            }
        }
    }
    Ok(openapi)
}

fn redirect(schema: &mut Value, names: &BTreeMap<&str, String>) {
    each_reference(schema, &mut |reference| {
        let copy = reference
            .strip_prefix(COMPONENTS)
            .and_then(|name| names.get(name));
        if let Some(copy) = copy {
            *reference = format!("{COMPONENTS}{copy}");
        }
    });
}

/// The shared schemas that differ between the two directions, or use one that does.
fn to_split<'a>(all: &'a BTreeMap<String, Value>, shared: &BTreeSet<&'a str>) -> BTreeSet<&'a str> {
    let mut split: BTreeSet<&str> = shared
        .iter()
        .copied()
        .filter(|name| all.get(*name).is_some_and(|schema| differs(all, schema)))
        .collect();
    loop {
        let more: Vec<&str> = shared
            .iter()
            .copied()
            .filter(|name| !split.contains(name))
            .filter(|name| {
                let led_to = all.get(*name).map(references).unwrap_or_default();
                led_to.iter().any(|name| split.contains(name.as_str()))
            })
            .collect();
        if more.is_empty() {
            return split;
        }
        split.extend(more);
    }
}

fn differs(all: &BTreeMap<String, Value>, schema: &Value) -> bool {
    let mut schema = schema.clone();
    let mut differs = false;
    walk(&mut schema, "", &mut |members, _| {
        differs |= STRICT.iter().any(|keyword| members.contains_key(*keyword));
        // A response has dates as text.
        differs |= members.get("format").is_some_and(|format| format == "date");
        let further = members.get("additionalProperties");
        differs |= matches!(further, Some(Value::Bool(false)))
            || (further.is_some() && members.contains_key("properties"));
        if let Some(Value::Object(properties)) = members.get("properties") {
            differs |= properties.values().any(|property| {
                ["readOnly", "writeOnly"]
                    .iter()
                    .any(|keyword| is_marked(all, property, keyword))
            });
        }
    });
    differs
}

/// A new name for each copy, which no other schema has.
fn names<'a>(
    all: &BTreeMap<String, Value>,
    split: &BTreeSet<&'a str>,
) -> BTreeMap<&'a str, String> {
    let mut taken: BTreeSet<String> = all.keys().map(|name| fold_name(name)).collect();
    split
        .iter()
        .map(|name| {
            let mut copy = format!("{name}Request");
            while !taken.insert(fold_name(&copy)) {
                copy.push_str("Body");
            }
            (*name, copy)
        })
        .collect()
}

#[cfg(test)]
mod tests;
