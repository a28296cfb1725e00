//! The rule `defaults`: refuses defaults in requests that are not valid.
//!
//! The client would send such a default. In comes a document. Out comes the same document, or a refusal for each default that
//! does not match the type, the bounds or the enumeration of its schema. Defaults of integers are checked in
//! `integer_bounds.rs`. Responses have no defaults by then.

use std::collections::BTreeMap;

use openapiv3::OpenAPI;
use serde_json::{Map, Value};

use super::schemas::{Side, components, resolved, rewrite, walk};
use crate::refusal::Refusal;

/// Refuses each default in a request that its schema does not allow.
pub(super) fn apply(mut openapi: OpenAPI) -> Result<OpenAPI, Vec<Refusal>> {
    let components = components(&openapi);
    let mut refusals = Vec::new();
    rewrite(&mut openapi, |root, schema| {
        if root.side == Side::Response || root.is_parameter {
            return;
        }
        walk(schema, &root.pointer, &mut |members, pointer| {
            let Some(default) = members.get("default").cloned() else {
                return;
            };
            let schema = Value::Object(members.clone());
            if let Some(what) = flaw(&components, &schema, &default) {
                refusals.push(Refusal::new(
                    format!("{pointer}/default"),
                    format!("the default {} in {} {what}", shown(&default), root.owner),
                    "give a valid default, or leave it out",
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

fn shown(value: &Value) -> String {
    let text = value.to_string();
    if text.chars().count() <= 60 {
        return text;
    }
    let start: String = text.chars().take(60).collect();
    format!("{start}…")
}

/// Returns why a schema does not allow a value. `None` if it does.
fn flaw(components: &BTreeMap<String, Value>, schema: &Value, value: &Value) -> Option<String> {
    let schema = resolved(components, schema).as_object()?;
    if value.is_null() {
        return None;
    }
    if let Some(Value::Array(parts)) = schema.get("allOf") {
        return parts.iter().find_map(|part| flaw(components, part, value));
    }
    let kind = schema.get("type").and_then(Value::as_str)?;
    let fits = match kind {
        "string" => value.is_string(),
        "boolean" => value.is_boolean(),
        "number" => value.is_number(),
        "array" => value.is_array(),
        "object" => value.is_object(),
        // The rule `integer-bounds` checks these.
        _ => true,
    };
    if !fits {
        return Some(format!("is not of the type {kind}"));
    }
    if let Some(Value::Array(values)) = schema.get("enum")
        && !values.contains(value)
    {
        return Some("is not one of the values of its `enum`".to_owned());
    }
    match value {
        Value::String(text) => of_text(schema, text),
        Value::Number(_) if kind == "number" => of_number(schema, value.as_f64()?),
        Value::Array(values) => {
            let items = schema.get("items")?;
            values
                .iter()
                .find_map(|value| flaw(components, items, value))
        }
        Value::Object(members) => of_object(components, schema, members),
        _ => None,
    }
}

fn of_text(schema: &Map<String, Value>, text: &str) -> Option<String> {
    let length = u64::try_from(text.chars().count()).unwrap_or(u64::MAX);
    let bound = |keyword: &str| schema.get(keyword).and_then(Value::as_u64);
    if let Some(most) = bound("maxLength").filter(|most| length > *most) {
        return Some(format!(
            "is longer than its `maxLength` of {most} characters"
        ));
    }
    let least = bound("minLength").filter(|least| length < *least)?;
    Some(format!(
        "is shorter than its `minLength` of {least} characters"
    ))
}

fn of_number(schema: &Map<String, Value>, number: f64) -> Option<String> {
    let bound = |keyword: &str| schema.get(keyword).and_then(Value::as_f64);
    if let Some(least) = bound("minimum").filter(|least| number < *least) {
        return Some(format!("violates its `minimum` of {least}"));
    }
    let most = bound("maximum").filter(|most| number > *most)?;
    Some(format!("violates its `maximum` of {most}"))
}

fn of_object(
    components: &BTreeMap<String, Value>,
    schema: &Map<String, Value>,
    members: &Map<String, Value>,
) -> Option<String> {
    let missing = schema
        .get("required")
        .and_then(Value::as_array)
        .into_iter()
        .flatten()
        .filter_map(Value::as_str)
        .find(|name| !members.contains_key(*name));
    if let Some(name) = missing {
        return Some(format!("lacks the member `{name}`, which is required"));
    }
    let properties = schema.get("properties").and_then(Value::as_object)?;
    members.iter().find_map(|(name, value)| {
        let what = flaw(components, properties.get(name)?, value)?;
        Some(format!("has a member `{name}` that {what}"))
    })
}

#[cfg(test)]
mod tests {
    use serde_json::json;

    use super::*;

    fn said(schema: Value, value: Value) -> Option<String> {
        let kind = json!({"type": "string", "enum": ["a", "b"]});
        flaw(
            &BTreeMap::from([("Kind".to_owned(), kind)]),
            &schema,
            &value,
        )
    }

    #[test]
    fn a_valid_default_is_accepted() {
        for (schema, value) in [
            (json!({"type": "string", "maxLength": 3}), json!("abc")),
            (json!({"type": "string", "minLength": 2}), json!("äö")),
            (
                json!({"type": "number", "minimum": 1, "maximum": 1}),
                json!(1),
            ),
            // The rule `integer-bounds` refuses this one.
            (json!({"type": "integer", "minimum": 1}), json!(0)),
            (
                json!({"type": "array", "items": {"type": "string"}}),
                json!(["a"]),
            ),
            (json!({"type": "string", "nullable": true}), json!(null)),
            (
                json!({"allOf": [{"$ref": "#/components/schemas/Kind"}]}),
                json!("b"),
            ),
            (json!({}), json!([1])),
        ] {
            assert_eq!(said(schema.clone(), value), None, "{schema}");
        }
    }

    #[test]
    fn a_message_says_why_a_default_is_not_valid() {
        for (schema, value, what) in [
            (
                json!({"type": "string", "maxLength": 3}),
                json!("long"),
                "is longer than its `maxLength` of 3 characters",
            ),
            (
                json!({"type": "string", "minLength": 3}),
                json!("äö"),
                "is shorter than its `minLength` of 3 characters",
            ),
            (
                json!({"type": "boolean"}),
                json!(7),
                "is not of the type boolean",
            ),
            (
                json!({"type": "number"}),
                json!("7"),
                "is not of the type number",
            ),
            (
                json!({"type": "array"}),
                json!({}),
                "is not of the type array",
            ),
            (
                json!({"type": "object"}),
                json!([]),
                "is not of the type object",
            ),
            (
                json!({"type": "number", "minimum": 1}),
                json!(0.5),
                "violates its `minimum` of 1",
            ),
            (
                json!({"type": "number", "maximum": 1}),
                json!(1.5),
                "violates its `maximum` of 1",
            ),
            (
                json!({"allOf": [{"$ref": "#/components/schemas/Kind"}]}),
                json!("c"),
                "is not one of the values of its `enum`",
            ),
            (
                json!({"type": "array", "items": {"type": "string"}}),
                json!([1]),
                "is not of the type string",
            ),
            (
                json!({"type": "object", "required": ["a"]}),
                json!({}),
                "lacks the member `a`, which is required",
            ),
            (
                json!({"type": "object", "properties": {"a": {"type": "string"}}}),
                json!({"a": 1}),
                "has a member `a` that is not of the type string",
            ),
        ] {
            assert_eq!(
                said(schema.clone(), value).as_deref(),
                Some(what),
                "{schema}"
            );
        }
    }
}
