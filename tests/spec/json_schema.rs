//! Validates values with the schemas of an OpenAPI 3.0 document.
//!
//! In comes a schema of the document; out comes a JSON Schema validator. OpenAPI 3.0 schemas mean the same as JSON Schema
//! draft 4: `exclusiveMinimum` is a boolean, and `$ref` hides the keywords beside it. Only `nullable` has to be translated.
//! `examples.rs` and `ids.rs` use it.

use jsonschema::{Draft, Validator};
use openapi_loader::pointer::escape;
use serde_json::{Map, Value, json};

const MAPS_OF_SCHEMAS: &[&str] = &["properties"];
const LISTS_OF_SCHEMAS: &[&str] = &["allOf", "anyOf", "oneOf"];
const SCHEMAS: &[&str] = &["items", "not", "additionalProperties"];

/// Returns a validator for a schema of the document.
pub(crate) fn validator(document: &Value, schema: &Value) -> Validator {
    let schemas: Map<String, Value> = document
        .pointer("/components/schemas")
        .and_then(Value::as_object)
        .into_iter()
        .flatten()
        .map(|(name, schema)| (name.clone(), translated(schema)))
        .collect();
    let root = json!({
        "allOf": [translated(schema)],
        "components": { "schemas": schemas },
    });
    jsonschema::options()
        .with_draft(Draft::Draft4)
        .should_validate_formats(true)
        .should_ignore_unknown_formats(true)
        .build(&root)
        .unwrap()
}

/// The schemas directly inside a schema, with the rest of their JSON pointers.
pub(crate) fn children(schema: &Value) -> Vec<(String, &Value)> {
    let mut children = Vec::new();
    for (keyword, value) in schema.as_object().into_iter().flatten() {
        let keyword = keyword.as_str();
        if MAPS_OF_SCHEMAS.contains(&keyword) {
            let members = value.as_object().into_iter().flatten();
            children.extend(
                members.map(|(name, child)| (format!("/{keyword}/{}", escape(name)), child)),
            );
        } else if LISTS_OF_SCHEMAS.contains(&keyword) {
            let items = value.as_array().into_iter().flatten().enumerate();
            children.extend(items.map(|(index, child)| (format!("/{keyword}/{index}"), child)));
        } else if SCHEMAS.contains(&keyword) && value.is_object() {
            children.push((format!("/{keyword}"), value));
        }
    }
    children
}

fn translated(schema: &Value) -> Value {
    let mut translated = schema.clone();
    for (pointer, child) in children(schema) {
        *translated.pointer_mut(&pointer).expect("it is a clone") = self::translated(child);
    }
    let Some(keywords) = translated.as_object_mut() else {
        return translated;
    };
    // In OpenAPI 3.0.3, `nullable` has an effect only beside a `type`.
    let is_nullable = keywords.remove("nullable") == Some(Value::Bool(true));
    if is_nullable && let Some(kind) = keywords.get_mut("type") {
        *kind = json!([kind.take(), "null"]);
    }
    translated
}

#[test]
fn only_a_nullable_type_accepts_null() {
    let schema = json!({"properties": {
        "free": {"type": "string", "nullable": true},
        "strict": {"type": "string"},
        "nullable": {"type": "integer"},
    }});
    let validator = validator(&json!({}), &schema);
    assert!(validator.is_valid(&json!({"free": null, "strict": "a", "nullable": 1})));
    assert!(!validator.is_valid(&json!({"strict": null})));
    assert!(!validator.is_valid(&json!({"nullable": "a"})));
}

#[test]
fn bounds_references_and_formats_are_enforced() {
    let document = json!({"components": {"schemas": {
        "Count": {"type": "integer", "minimum": 1, "exclusiveMinimum": true, "format": "int32"},
        "Time": {"type": "string", "format": "date-time"},
        "List": {"type": "array", "items": {"$ref": "#/components/schemas/Count"}},
    }}});
    let is_valid = |name: &str, instance: Value| {
        let reference = format!("#/components/schemas/{name}");
        validator(&document, &json!({ "$ref": reference })).is_valid(&instance)
    };
    assert!(is_valid("List", json!([2, 3])));
    assert!(!is_valid("List", json!([2, 1])));
    assert!(is_valid("Time", json!("2024-06-30T01:02:29.212Z")));
    assert!(!is_valid("Time", json!("yesterday")));
}
