//! Tests of the rule `tolerant-responses`.
//!
//! In come schemas of responses. Out comes what is left of them, or the place of one that cannot be read leniently.

use serde_json::{Value, json};

use super::super::fixture::{after, component, described, document, exchange, part, response};
use super::*;

fn relaxed(schema: Value) -> Value {
    let schemas = format!(r#", "Thing": {schema}"#);
    let openapi = apply(document(&response("200", "Thing"), &schemas)).expect("the rule takes it");
    let schemas = &openapi.components.expect("components").schemas;
    serde_json::to_value(&schemas["Thing"]).expect("serializable")
}

#[test]
fn a_response_keeps_nothing_that_a_client_must_not_enforce() {
    let strict = json!({
        "type": "object",
        "required": ["name", "tags"],
        "additionalProperties": false,
        "properties": {
            "name": {"type": "string", "minLength": 1, "maxLength": 100, "pattern": "^a"},
            "kind": {"type": "string", "enum": ["a", "b"]},
            "link": {"type": "string", "format": "uri"},
            "count": {"type": "integer", "format": "int32", "minimum": 1, "maximum": 9},
            "tags": {"type": "array", "minItems": 1, "items": {"type": "string", "maxLength": 3}}
        }
    });
    let lenient = json!({
        "type": "object",
        "properties": {
            "name": {"type": "string"},
            "kind": {"type": "string"},
            "link": {"type": "string"},
            "count": {"type": "integer", "format": "int32"},
            "tags": {"type": "array", "items": {"type": "string"}}
        }
    });
    assert_eq!(relaxed(strict), lenient);
}

#[test]
fn secrets_and_times_keep_their_format() {
    let schema = json!({"type": "object", "properties": {
        "key": {"type": "string", "format": "password", "nullable": true},
        "at": {"type": "string", "format": "date-time"}
    }});
    assert_eq!(relaxed(schema.clone()), schema);
}

#[test]
fn a_response_in_place_is_read_leniently_and_a_request_is_written_strictly() {
    let strict = json!({"type": "object", "nullable": true, "required": ["a"], "properties": {"a": {"type": "string", "minLength": 1}}});
    let text = strict.to_string();
    let openapi = after(
        apply,
        exchange(&text, &text, "    Thing: {type: string, minLength: 1}"),
    );
    let lenient = json!({"type": "object", "properties": {"a": {"type": "string"}}});
    let schema = |place: &str| {
        let place = format!("/paths/~1things/put/{place}/content/application~1json/schema");
        part(&openapi, &place)
    };
    assert_eq!(schema("responses/200"), lenient);
    assert_eq!(schema("requestBody"), strict);
    assert_eq!(component(&openapi, "Thing")["minLength"], 1);
}

#[test]
fn a_response_that_operations_share_is_read_leniently() {
    let openapi = described(
        "paths: {/things: {get: {operationId: get, responses: {'200': {$ref: '#/components/responses/Thing'}}}}}
components: {responses: {Thing: {description: d, content: {application/json: {schema: {type: string, minLength: 1}}}}}}
",
    );
    let place = "/components/responses/Thing/content/application~1json/schema";
    let found = part(&after(apply, openapi), place);
    assert_eq!(found, json!({"type": "string"}));
}

#[test]
fn any_value_and_a_reference_that_may_be_null_stay() {
    for schema in [
        json!({}),
        json!({"nullable": true, "description": "d"}),
        json!({"nullable": true, "allOf": [{"$ref": "#/components/schemas/Problem"}]}),
    ] {
        assert_eq!(relaxed(schema.clone()), schema);
    }
}

#[test]
fn a_response_that_is_composed_of_several_schemas_is_refused() {
    for schema in [
        json!({"anyOf": [{"type": "string"}, {"type": "integer"}]}),
        json!({"allOf": [{"$ref": "#/components/schemas/Problem"}, {"$ref": "#/components/schemas/FieldProblem"}]}),
        json!({"allOf": [{"type": "object"}]}),
        json!({"not": {"type": "string"}}),
        json!({"properties": {"a": {"type": "string"}}, "allOf": [{"type": "object"}]}),
    ] {
        let schemas = format!(r#", "Thing": {schema}"#);
        let outcome = apply(document(&response("200", "Thing"), &schemas));
        assert!(outcome.is_err(), "{schema}");
    }
}

#[test]
fn a_composed_response_is_refused_at_its_place() {
    let schemas = r#", "Thing": {"oneOf": [{"type": "string"}, {"type": "integer"}]}"#;
    let refusals =
        apply(document(&response("200", "Thing"), schemas)).expect_err("a composed response");
    assert_eq!(refusals[0].pointer, "/components/schemas/Thing");
}
