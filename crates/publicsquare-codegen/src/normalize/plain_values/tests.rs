//! Tests of the rule `plain-values`.
//!
//! In come single schemas. Out come the keywords that are left, or the refusal of a secret that is no text. Enumerations of
//! texts are tested in `enumeration.rs`.

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
        let schema = json!({"type": "string", "format": format, "pattern": "^a", "maxLength": 9});
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

#[test]
fn a_keyword_that_says_nothing_about_the_type_is_removed() {
    for (schema, expected) in [
        (
            json!({"format": "uuid", "nullable": true}),
            json!({"nullable": true}),
        ),
        (
            json!({"minProperties": 1, "description": "d"}),
            json!({"description": "d"}),
        ),
        (
            json!({"multipleOf": 5, "exclusiveMaximum": true, "maximum": 5}),
            json!({}),
        ),
        (json!({"minItems": 1, "uniqueItems": true}), json!({})),
        (
            json!({"type": "object", "minimum": 5, "items": {}}),
            json!({"type": "object"}),
        ),
        (
            json!({"type": "object", "format": "int32", "minProperties": 1}),
            json!({"type": "object", "minProperties": 1}),
        ),
        (
            json!({"type": "boolean", "pattern": "^a", "required": ["a"]}),
            json!({"type": "boolean"}),
        ),
        (
            json!({"type": "integer", "format": "int32", "minimum": 1, "maxLength": 1}),
            json!({"type": "integer", "format": "int32", "minimum": 1}),
        ),
        (
            json!({"required": ["a"], "oneOf": [{}]}),
            json!({"required": ["a"], "oneOf": [{}]}),
        ),
    ] {
        assert_eq!(simple(schema.clone()), expected, "{schema}");
    }
}
