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
    Ok(())
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
    let is_composed = ["oneOf", "anyOf", "allOf"]
        .iter()
        .any(|keyword| members.contains_key(*keyword));
    if members.contains_key("type") || is_composed {
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
mod tests {
    use serde_json::json;

    use super::*;

    fn simple(schema: Value) -> Value {
        let Value::Object(mut members) = schema else {
            panic!("a schema is an object");
        };
        simplify(&mut members).expect("no secret of another type");
        members.into()
    }

    #[test]
    fn a_secret_stays_a_secret_whatever_keywords_it_has() {
        let secret = json!({"type": "string", "format": "password"});
        for beside in [
            json!({"minLength": 3}),
            json!({"maxLength": 3, "pattern": "^x$"}),
            json!({"enum": ["a"]}),
            json!({"default": "x", "example": "y", "x-kind": 1}),
        ] {
            let mut schema = secret.clone();
            schema
                .as_object_mut()
                .expect("an object")
                .extend(beside.as_object().expect("an object").clone());
            assert_eq!(simple(schema), secret);
        }
        assert_eq!(simple(json!({"format": "password"})), secret);
    }

    #[test]
    fn a_secret_that_is_not_a_string_is_refused() {
        let Value::Object(mut members) = json!({"type": "integer", "format": "password"}) else {
            panic!("a schema is an object");
        };
        assert!(simplify(&mut members).is_err());
    }

    #[test]
    fn only_formats_with_a_rust_type_are_kept() {
        let kept = json!({"type": "string", "format": "date-time"});
        assert_eq!(simple(kept.clone()), kept);
        for format in [
            "uuid", "ipv4", "ipv6", "email", "uri", "binary", "byte", "made-up",
        ] {
            let schema =
                json!({"type": "string", "format": format, "pattern": "^a", "maxLength": 9});
            assert_eq!(simple(schema), json!({"type": "string", "maxLength": 9}));
        }
    }

    #[test]
    fn values_without_a_rust_name_are_not_an_enumeration() {
        let kept = json!({"type": "string", "enum": ["a-b", "c"]});
        assert_eq!(simple(kept.clone()), kept);
        assert_eq!(
            simple(json!({"type": "string", "enum": ["a", "A"]})),
            json!({"type": "string"})
        );
        let object = json!({"type": "object", "enum": [{"a": 1}]});
        assert_eq!(simple(object), json!({"type": "object"}));
        assert_eq!(simple(json!({"enum": ["a", 1]})), json!({}));
        assert_eq!(
            simple(json!({"enum": ["a"]})),
            json!({"type": "string", "enum": ["a"]})
        );
        assert_eq!(simple(json!({"not": {"type": "object"}})), json!({}));
    }

    #[test]
    fn the_type_of_a_schema_is_what_its_keywords_imply() {
        for (schema, kind) in [
            (json!({"properties": {}}), json!("object")),
            (json!({"additionalProperties": true}), json!("object")),
            (json!({"items": {}}), json!("array")),
            (json!({"maxLength": 1}), json!("string")),
            (json!({"enum": [true, false]}), json!("boolean")),
            (json!({"enum": [1, 2, null]}), json!("integer")),
            (json!({"enum": [0.5, 1.5]}), json!("number")),
            (json!({"enum": [1, 1.5]}), Value::Null),
            (json!({"enum": [[1]]}), Value::Null),
            (json!({"maximum": 1}), Value::Null),
            // A type that is said is not inferred, and alternatives say it themselves.
            (json!({"type": "number", "enum": [1, 2]}), json!("number")),
            (json!({"type": "string", "items": {}}), json!("string")),
            (json!({"required": ["a"], "oneOf": [{}]}), Value::Null),
        ] {
            let found = simple(schema.clone());
            assert_eq!(
                found.get("type").cloned().unwrap_or_default(),
                kind,
                "{schema}"
            );
        }
        let texts = json!({"type": "string", "enum": ["a", 1]});
        assert_eq!(simple(texts.clone()), texts);
    }

    #[test]
    fn a_boolean_is_a_boolean_whatever_values_it_has() {
        let schema = json!({"type": "boolean", "enum": [true]});
        assert_eq!(simple(schema), json!({"type": "boolean"}));
    }

    #[test]
    fn alternatives_of_required_members_make_no_types() {
        let plain = json!({"type": "object", "properties": {"a": {}, "b": {}}});
        let mut schema = plain.clone();
        schema["anyOf"] = json!([{"type": "object", "required": ["a"]}, {"required": ["b"]}]);
        assert_eq!(simple(schema), plain);
        let mut schema = plain.clone();
        schema["oneOf"] = json!([{"required": ["a"], "properties": {"c": {}}}]);
        assert_eq!(simple(schema.clone()), schema);
    }

    #[test]
    fn a_bound_beyond_all_integers_is_removed() {
        assert_eq!(
            simple(json!({"type": "integer", "minimum": 0, "maximum": u64::MAX})),
            json!({"type": "integer", "minimum": 0})
        );
        assert_eq!(
            simple(json!({"type": "number", "exclusiveMinimum": true})),
            json!({"type": "number"})
        );
        assert_eq!(
            simple(json!({"type": "integer", "maximum": 1e20})),
            json!({"type": "integer"})
        );
    }

    #[test]
    fn a_list_with_bounds_stays_a_list() {
        let schema = json!({"type": "array", "minItems": 2, "maxItems": 2, "uniqueItems": true});
        assert_eq!(simple(schema), json!({"type": "array", "items": {}}));
    }
}
