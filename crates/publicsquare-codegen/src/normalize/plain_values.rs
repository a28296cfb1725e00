//! The rule `plain-values`: removes keywords that would need further Rust types or crates.
//!
//! A `pattern` would need a regular expression engine in every application, and `format: uuid` another crate. The service
//! checks both anyway. In comes a document. Out comes one with only the keywords for which the client has types.
//! Enumerations are simplified in `plain_values/enumeration.rs`, bounds of integers in `integer_bounds.rs`.

mod enumeration;

use openapiv3::OpenAPI;
use serde_json::{Map, Value};

use super::schemas::{rewrite, walk};
use crate::refusal::Refusal;

/// Formats of strings that have a Rust type of their own.
const KNOWN: &[&str] = &["date", "date-time", "password"];

/// Keywords that stay beside `format: password`. All others are bounds, and a text with bounds would become a type whose
/// `Debug` shows the secret.
const BESIDE_A_SECRET: &[&str] = &[
    "type",
    "format",
    "nullable",
    "title",
    "description",
    "readOnly",
    "writeOnly",
    "deprecated",
];

/// Keywords, each with the types about whose values it says something.
const OF_TYPES: &[(&[&str], &[&str])] = &[
    (&["string", "number", "integer"], &["format"]),
    (&["string"], &["minLength", "maxLength", "pattern"]),
    (
        &["number", "integer"],
        &[
            "minimum",
            "maximum",
            "exclusiveMinimum",
            "exclusiveMaximum",
            "multipleOf",
        ],
    ),
    (
        &["array"],
        &["items", "minItems", "maxItems", "uniqueItems"],
    ),
    (
        &["object"],
        &[
            "properties",
            "required",
            "additionalProperties",
            "minProperties",
            "maxProperties",
        ],
    ),
];

/// Keeps only keywords for which the client has types.
///
/// Bounds of lists are removed as well: a fixed number of items would make an array, and unique items would make a
/// set.
pub(super) fn apply(mut openapi: OpenAPI) -> Result<OpenAPI, Vec<Refusal>> {
    let mut refusals = Vec::new();
    rewrite(&mut openapi, |root, schema| {
        // A null body is no body, and a required body is always sent.
        if root.pointer.contains("/requestBody/")
            && let Value::Object(members) = schema
        {
            members.remove("nullable");
        }
        walk(schema, &root.pointer, &mut |members, pointer| {
            if let Err(what) = simplify(members) {
                refusals.push(Refusal::new(
                    pointer,
                    format!("{} is a secret that is {what}", root.owner),
                    "describe the secret as a string, because the client can hide only strings",
                ));
            }
        });
    });
    if refusals.is_empty() {
        Ok(openapi)
    } else {
        Err(refusals)
    }
}

fn simplify(members: &mut Map<String, Value>) -> Result<(), String> {
    // The service checks `not`.
    members.remove("not");
    // Without alternatives there is nothing to choose.
    for keyword in ["oneOf", "anyOf", "allOf"] {
        if members.get(keyword) == Some(&Value::Array(Vec::new())) {
            members.remove(keyword);
        }
    }
    drop_choices_of_required(members);
    infer_type(members);
    enumeration::settle(members);
    let kind = members
        .get("type")
        .and_then(Value::as_str)
        .map(str::to_owned);
    let format = members
        .get("format")
        .and_then(Value::as_str)
        .map(str::to_owned);
    match (kind.as_deref(), format.as_deref()) {
        (None | Some("string"), Some("password")) => {
            members.retain(|keyword, _| BESIDE_A_SECRET.contains(&keyword.as_str()));
            members.insert("type".to_owned(), "string".into());
        }
        (Some(other), Some("password")) => return Err(format!("of the type {other}")),
        (Some("string"), format) => {
            members.remove("pattern");
            let is_closed = members.contains_key("enum");
            match format {
                Some(format) if KNOWN.contains(&format) && !is_closed => {
                    members.remove("minLength");
                    members.remove("maxLength");
                    // The generated code would panic on a default that is not a time. The service uses the same default itself.
                    members.remove("default");
                }
                Some(_) => drop(members.remove("format")),
                None => {}
            }
        }
        (Some("array"), _) => {
            for keyword in ["minItems", "maxItems", "uniqueItems"] {
                members.remove(keyword);
            }
            members
                .entry("items")
                .or_insert_with(|| Value::Object(Map::new()));
        }
        (Some("boolean"), _) => drop(members.remove("enum")),
        (Some("number"), _) => {
            // A fraction is no bound for these.
            for (keyword, bound) in [
                ("exclusiveMinimum", "minimum"),
                ("exclusiveMaximum", "maximum"),
            ] {
                if !members.contains_key(bound) {
                    members.remove(keyword);
                }
            }
        }
        (Some("integer"), _) => {
            // No Rust integer reaches such a bound, and the model of the document cannot read it as an integer.
            for keyword in ["minimum", "maximum", "multipleOf"] {
                if members
                    .get(keyword)
                    .is_some_and(|bound| bound.as_i64().is_none())
                {
                    members.remove(keyword);
                }
            }
        }
        _ => {}
    }
    drop_keywords_of_other_types(members);
    Ok(())
}

/// Removes keywords that say nothing about the values of a schema. The model of the document cannot hold them beside the
/// type, and would take the schema for one that is composed of several.
fn drop_keywords_of_other_types(members: &mut Map<String, Value>) {
    let kind = members.get("type").and_then(Value::as_str);
    if kind.is_none() && is_composed(members) {
        return;
    }
    let others = OF_TYPES
        .iter()
        .filter(|(types, _)| kind.is_none_or(|kind| !types.contains(&kind)))
        .flat_map(|(_, keywords)| *keywords);
    for keyword in others.collect::<Vec<_>>() {
        members.remove(*keyword);
    }
}

fn is_composed(members: &Map<String, Value>) -> bool {
    let mut keywords = ["oneOf", "anyOf", "allOf"].iter();
    keywords.any(|keyword| members.contains_key(*keyword))
}

/// Removes alternatives that only say which members are required, such as "a or b". A type for each alternative would
/// have no place for the other members. The service checks which members are present.
fn drop_choices_of_required(members: &mut Map<String, Value>) {
    if !members.contains_key("properties") {
        return;
    }
    let says_required_only = |part: &Value| {
        part.as_object().is_some_and(|part| {
            // The type was inferred from a part, because parts are visited first.
            let is_object = part.get("type").is_none_or(|kind| kind == "object");
            is_object
                && part.keys().all(|keyword| {
                    ["type", "required", "not", "title", "description"].contains(&keyword.as_str())
                })
        })
    };
    for keyword in ["oneOf", "anyOf", "allOf"] {
        if let Some(Value::Array(parts)) = members.get(keyword)
            && parts.iter().all(says_required_only)
        {
            members.remove(keyword);
        }
    }
}

/// Adds the `type` that the other keywords imply.
fn infer_type(members: &mut Map<String, Value>) {
    if members.contains_key("type") || is_composed(members) {
        return;
    }
    let has = |keywords: &[&str]| {
        keywords
            .iter()
            .any(|keyword| members.contains_key(*keyword))
    };
    let kind = if has(&["properties", "additionalProperties", "required"]) {
        Some("object")
    } else if has(&["items"]) {
        Some("array")
    } else if has(&["pattern", "minLength", "maxLength"]) {
        Some("string")
    } else {
        match members.get("enum") {
            Some(Value::Array(values)) => of_values(values),
            _ => None,
        }
    };
    match kind {
        Some(kind) => drop(members.insert("type".to_owned(), kind.into())),
        // Values of several types can only be any value in Rust.
        None => drop(members.remove("enum")),
    }
}

fn of_values(values: &[Value]) -> Option<&'static str> {
    let kind = |value: &Value| match value {
        Value::String(_) => Some("string"),
        Value::Bool(_) => Some("boolean"),
        Value::Number(number) if number.is_f64() => Some("number"),
        Value::Number(_) => Some("integer"),
        Value::Null | Value::Array(_) | Value::Object(_) => None,
    };
    let mut kinds = values.iter().filter(|value| !value.is_null()).map(kind);
    let first = kinds.next()??;
    kinds.all(|kind| kind == Some(first)).then_some(first)
}

#[cfg(test)]
mod tests;
