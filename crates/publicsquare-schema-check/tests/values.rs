//! Types, formats, enumerations, bounds and null.
//!
//! Each test compares one schema of a description with one JSON Schema, and asserts the kind and the place of each
//! disagreement. Members and references are tested in `objects.rs`.

#![allow(clippy::unwrap_used, clippy::panic)]

mod support;

use serde_json::{Value, json};
use support::assert_found;

/// Asserts the disagreements between two schemas.
#[track_caller]
fn assert_one(yaml: &str, rust: &Value, expected: &[&str]) {
    assert_found(&format!("{{A: {yaml}}}"), &json!({ "A": rust }), expected);
}

#[test]
fn equal_schemas_agree() {
    for (yaml, rust) in [
        ("{}", json!(true)),
        (
            "{type: string, description: d}",
            json!({"title": "A", "type": "string"}),
        ),
        (
            "{type: string, format: date-time, nullable: true}",
            json!({"type": ["string", "null"], "format": "date-time"}),
        ),
        (
            "{type: integer}",
            json!({"type": "integer", "format": "int64"}),
        ),
        (
            "{type: number}",
            json!({"type": "number", "format": "double"}),
        ),
        (
            "{type: integer, minimum: 0, exclusiveMinimum: true}",
            json!({"type": "integer", "exclusiveMinimum": 0}),
        ),
        (
            "{type: number, minimum: 1}",
            json!({"type": "number", "minimum": 1.0}),
        ),
        (
            "{type: string, enum: [a, b]}",
            json!({"type": "string", "enum": ["b", "a"]}),
        ),
        (
            "{type: string, enum: [a, b], nullable: true}",
            json!({"anyOf": [{"oneOf": [{"const": "a"}, {"const": "b"}]}, {"type": "null"}]}),
        ),
        (
            "{type: array, items: {}}",
            json!({"type": "array", "items": true}),
        ),
    ] {
        assert_one(yaml, &rust, &[]);
    }
}

#[test]
fn another_type_is_found() {
    assert_one(
        "{type: string}",
        &json!({"type": "integer"}),
        &["type-differs /A/type"],
    );
    assert_one(
        "{type: string}",
        &json!(true),
        &["type-only-in-yaml /A/type"],
    );
    assert_one(
        "{}",
        &json!({"type": "string"}),
        &["type-only-in-rust /A/type"],
    );
}

#[test]
fn another_format_is_found() {
    let date = json!({"type": "string", "format": "date"});
    assert_one(
        "{type: string, format: date-time}",
        &date,
        &["format-differs /A/format"],
    );
    assert_one("{type: string}", &date, &["format-only-in-rust /A/format"]);
    let text = json!({"type": "string"});
    assert_one(
        "{type: string, format: uri}",
        &text,
        &["format-only-in-yaml /A/format"],
    );
    let wide = json!({"type": "integer", "format": "int64"});
    assert_one(
        "{type: integer, format: int32}",
        &wide,
        &["format-differs /A/format"],
    );
    let unsigned = json!({"type": "integer", "format": "uint64", "minimum": 0});
    let expected = [
        "format-only-in-rust /A/format",
        "bound-only-in-rust /A/minimum",
    ];
    assert_one("{type: integer}", &unsigned, &expected);
}

#[test]
fn null_on_one_side_is_found() {
    let (text, null) = (
        json!({"type": "string"}),
        json!({"type": ["string", "null"]}),
    );
    assert_one("{type: string}", &null, &["null-only-in-rust /A"]);
    assert_one(
        "{type: string, nullable: true}",
        &text,
        &["null-only-in-yaml /A"],
    );
}

#[test]
fn another_enumeration_is_found() {
    let (text, two) = (
        json!({"type": "string"}),
        json!({"type": "string", "enum": ["a", "b"]}),
    );
    assert_one(
        "{type: string, enum: [a, c]}",
        &two,
        &["enum-differs /A/enum"],
    );
    assert_one(
        "{type: string, enum: [a]}",
        &text,
        &["enum-only-in-yaml /A/enum"],
    );
    assert_one("{type: string}", &two, &["enum-only-in-rust /A/enum"]);
}

#[test]
fn another_bound_is_found_by_its_keyword() {
    let text = json!({"type": "string", "maxLength": 9, "minLength": 1});
    assert_one(
        "{type: string, maxLength: 8, pattern: '^a'}",
        &text,
        &[
            "bound-only-in-rust /A/minLength",
            "bound-differs /A/maxLength",
            "bound-only-in-yaml /A/pattern",
        ],
    );
    let list = json!({"type": "array", "items": {"type": "string"}});
    let expected = [
        "bound-only-in-yaml /A/minItems",
        "bound-only-in-yaml /A/uniqueItems",
    ];
    let yaml = "{type: array, minItems: 1, uniqueItems: true, items: {type: string}}";
    assert_one(yaml, &list, &expected);
}

#[test]
fn other_items_are_found() {
    let (any, texts) = (
        json!({"type": "array"}),
        json!({"type": "array", "items": {"type": "string"}}),
    );
    assert_one(
        "{type: array, items: {type: string}}",
        &any,
        &["items-only-in-yaml /A/items"],
    );
    let expected = ["type-only-in-rust /A/items/type"];
    assert_one("{type: array, items: {}}", &texts, &expected);
    let expected = ["type-differs /A/items/type"];
    assert_one("{type: array, items: {type: integer}}", &texts, &expected);
}

#[test]
fn alternatives_are_compared_in_their_order() {
    let rust = json!({"anyOf": [{"type": "string"}, {"type": "boolean"}]});
    assert_one("{oneOf: [{type: string}, {type: boolean}]}", &rust, &[]);
    let yaml = "{oneOf: [{type: string}, {type: integer}]}";
    assert_one(yaml, &rust, &["type-differs /A/oneOf/1/type"]);
    let yaml = "{oneOf: [{type: string}, {type: boolean}, {type: object}]}";
    assert_one(yaml, &rust, &["composition-differs /A"]);
    assert_one("{type: string}", &rust, &["composition-only-in-rust /A"]);
    let yaml = "{anyOf: [{type: string}, {type: boolean}]}";
    assert_one(
        yaml,
        &json!({"type": "string"}),
        &["composition-only-in-yaml /A"],
    );
    assert_one(
        "{not: {type: string}}",
        &json!(true),
        &["composition-differs /A"],
    );
}
