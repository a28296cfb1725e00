//! Members, references, and the pairs of schemas and types.
//!
//! Each test compares a small description with small JSON Schemas, and asserts the kind and the place of each disagreement.
//! Types, formats and bounds are tested in `values.rs`.

#![allow(clippy::unwrap_used, clippy::panic)]

mod support;

use serde_json::json;
use support::{assert_found, found};

#[test]
fn a_schema_without_a_type_and_a_type_without_a_schema_are_found() {
    let text = json!({"type": "string"});
    assert_found("{api_key: {type: string}}", &json!({"ApiKey": text}), &[]);
    assert_found(
        "{api_key: {type: string}, Lost: {type: string}}",
        &json!({"ApiKey": text, "Extra": text}),
        &["schema-only-in-rust /Extra", "schema-only-in-yaml /Lost"],
    );
}

#[test]
fn a_member_of_one_side_is_found() {
    let rust = json!({"A": {"type": "object", "properties": {
        "same": {"type": "string"}, "extra/1": {"type": "string"}
    }}});
    assert_found(
        "{A: {type: object, properties: {same: {type: string}, lost: {type: string}}}}",
        &rust,
        &[
            "member-only-in-rust /A/properties/extra~11",
            "member-only-in-yaml /A/properties/lost",
        ],
    );
}

#[test]
fn a_member_that_only_one_side_requires_is_found() {
    let rust = json!({"A": {"type": "object", "required": ["b", "c"], "properties": {
        "a": {"type": "string"}, "b": {"type": "string"}, "c": {"type": "string"}
    }}});
    assert_found(
        "{A: {type: object, required: [a, c],
           properties: {a: {type: string}, b: {type: string}, c: {type: string}}}}",
        &rust,
        &[
            "required-only-in-yaml /A/properties/a",
            "required-only-in-rust /A/properties/b",
        ],
    );
}

#[test]
fn rules_about_further_members_are_compared() {
    let text = json!({"type": "string"});
    for (yaml, rust, expected) in [
        ("", None, None),
        ("", Some(json!(true)), None),
        ("additionalProperties: true", Some(json!(true)), None),
        ("additionalProperties: {}", Some(json!({})), None),
        ("additionalProperties: false", Some(json!(false)), None),
        (
            "additionalProperties: {type: string}",
            Some(text.clone()),
            None,
        ),
        (
            "",
            Some(json!(false)),
            Some("additional-properties-only-in-rust"),
        ),
        (
            "",
            Some(text.clone()),
            Some("additional-properties-only-in-rust"),
        ),
        (
            "additionalProperties: {}",
            None,
            Some("additional-properties-only-in-yaml"),
        ),
        (
            "additionalProperties: false",
            None,
            Some("additional-properties-only-in-yaml"),
        ),
        (
            "additionalProperties: false",
            Some(json!(true)),
            Some("additional-properties-differs"),
        ),
    ] {
        let mut schema = json!({"type": "object"});
        if let Some(further) = rust {
            schema["additionalProperties"] = further;
        }
        let expected: Vec<String> = expected
            .map(|kind| format!("{kind} /A/additionalProperties"))
            .into_iter()
            .collect();
        let expected: Vec<&str> = expected.iter().map(String::as_str).collect();
        let yaml = format!("{{A: {{type: object, {yaml}}}}}");
        assert_found(&yaml, &json!({"A": schema}), &expected);
    }
    assert_found(
        "{A: {type: object, additionalProperties: {type: integer}}}",
        &json!({"A": {"type": "object", "additionalProperties": text}}),
        &["type-differs /A/additionalProperties/type"],
    );
}

#[test]
fn references_agree_by_the_words_of_their_targets() {
    let definitions = json!({"ApiKey": {"type": "string"}});
    let member = |member| {
        json!({
            "A": {"type": "object", "properties": {"m": member}, "$defs": definitions},
            "ApiKey": definitions["ApiKey"],
        })
    };
    let yaml = |member| {
        format!("{{api_key: {{type: string}}, A: {{type: object, properties: {{m: {member}}}}}}}")
    };
    let reference = json!({"$ref": "#/$defs/ApiKey", "description": "d"});
    let to_key = "{$ref: '#/components/schemas/api_key'}";
    assert_found(&yaml(to_key), &member(reference.clone()), &[]);

    let optional = json!({"anyOf": [reference, {"type": "null"}]});
    assert_found(
        &yaml(to_key),
        &member(optional.clone()),
        &["null-only-in-rust /A/properties/m"],
    );
    let nullable = format!("{{allOf: [{to_key}], nullable: true}}");
    assert_found(&yaml(&nullable), &member(optional), &[]);

    let in_place = json!({"type": "string"});
    let expected = ["reference-only-in-yaml /A/properties/m"];
    assert_found(&yaml(to_key), &member(in_place), &expected);
    let expected = ["reference-only-in-rust /A/properties/m"];
    assert_found(&yaml("{type: string}"), &member(reference), &expected);
    let to_itself = "{$ref: '#/components/schemas/A'}";
    let expected = ["reference-differs /A/properties/m"];
    assert_found(
        &yaml(to_itself),
        &member(json!({"$ref": "#/$defs/ApiKey"})),
        &expected,
    );
    assert_found(&yaml(to_itself), &member(json!({"$ref": "#"})), &[]);
}

#[test]
fn the_parts_of_all_of_are_one_object() {
    let rust = json!({
        "Base": {"type": "object", "properties": {"a": {"type": "string"}}},
        "A": {"type": "object", "required": ["b"], "properties": {
            "a": {"type": "string"}, "b": {"type": "string"}
        }},
    });
    let yaml = |b| {
        format!(
            "{{Base: {{type: object, properties: {{a: {{type: string}}}}}},
               A: {{allOf: [{{$ref: '#/components/schemas/Base'}},
                            {{type: object, required: [b], properties: {{b: {{type: {b}}}}}}}]}}}}"
        )
    };
    assert_found(&yaml("string"), &rust, &[]);
    assert_found(
        &yaml("integer"),
        &rust,
        &["type-differs /A/allOf/1/properties/b/type"],
    );
}

#[test]
fn the_type_of_an_inline_schema_is_compared_at_its_place() {
    let kind = json!({"type": "string", "enum": ["a", "b"]});
    let rust = json!({
        "A": {"type": "object", "properties": {"kind": {"$ref": "#/$defs/AKind"}}, "$defs": {"AKind": kind}},
        "AKind": kind,
    });
    let yaml = |values| {
        format!("{{A: {{type: object, properties: {{kind: {{type: string, enum: {values}}}}}}}}}")
    };
    assert_found(&yaml("[a, b]"), &rust, &[]);
    assert_found(
        &yaml("[a, c]"),
        &rust,
        &["enum-differs /A/properties/kind/enum"],
    );
}

#[test]
fn the_types_of_inline_schemas_of_operations_are_compared_at_their_place() {
    let yaml = r"openapi: 3.0.3
info: {title: t, version: v1}
paths:
  /things:
    parameters:
      - {name: tone, in: query, schema: {type: string, enum: [a, b]}}
    post:
      operationId: makeThings
      parameters: [{$ref: '#/components/parameters/Kind'}]
      requestBody:
        content: {application/json: {schema: {type: object, properties: {a: {type: string}}}}}
      responses:
        '200':
          description: d
          content:
            application/json:
              schema: {type: array, items: {title: Made, type: object}}
components:
  parameters:
    Kind: {name: kind, in: query, schema: {type: string, enum: [a, b]}}
";
    let (two, empty) = (json!({"enum": ["a", "b"]}), json!({"type": "object"}));
    let mut schemas = json!({
        "MakeThingsTone": two,
        "MakeThingsKind": two,
        "MakeThingsBody": {"type": "object", "properties": {"a": {"type": "string"}}},
        "Made": empty,
    });
    assert_eq!(found(yaml, &schemas), []);
    for name in ["MakeThingsTone", "MakeThingsKind"] {
        schemas[name] = json!({"enum": ["a"]});
    }
    schemas["MakeThingsBody"] = empty;
    schemas["Made"] = json!({"type": "string"});
    let pointers: Vec<String> = found(yaml, &schemas)
        .into_iter()
        .map(|one| one.pointer)
        .collect();
    let post = "/paths/~1things/post";
    let expected = [
        "/paths/~1things/parameters/0/schema/enum".to_owned(),
        format!("{post}/requestBody/content/application~1json/schema/properties/a"),
        format!("{post}/responses/200/content/application~1json/schema/items/type"),
        "/components/parameters/Kind/schema/enum".to_owned(),
    ];
    assert_eq!(pointers, expected);
}
