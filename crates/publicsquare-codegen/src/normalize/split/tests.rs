//! Tests of the rule `request-and-response`.
//!
//! In come documents whose requests and responses share schemas. Out come the names of the schemas that are sent and read.

use serde_json::json;

use super::super::fixture::{after, component, exchange, part};
use super::*;

const BODY: &str = "/paths/~1things/put/requestBody/content/application~1json/schema/$ref";
const ANSWER: &str = "/paths/~1things/put/responses/200/content/application~1json/schema/$ref";

/// The document after the rule, in which one schema, `Thing`, is sent and read.
fn of_both(schemas: &str) -> OpenAPI {
    let thing = "{$ref: '#/components/schemas/Thing'}";
    after(apply, exchange(thing, thing, schemas))
}

/// Whether a schema gets a copy if it is sent and read.
fn is_split(schema: &str) -> bool {
    let openapi = of_both(&format!("    Thing: {schema}"));
    !component(&openapi, "ThingRequest").is_null()
}

#[test]
fn a_schema_that_is_sent_and_read_is_split() {
    let openapi = of_both(
        "    Thing: {type: object, required: [kind], properties: {kind: {$ref: '#/components/schemas/Kind'}, next: {$ref: '#/components/schemas/Thing'}}}
    Kind: {type: object, properties: {a: {type: string, maxLength: 3}}}
    Plain: {type: object, properties: {a: {type: string}}}",
    );
    assert_eq!(part(&openapi, BODY), "#/components/schemas/ThingRequest");
    assert_eq!(part(&openapi, ANSWER), "#/components/schemas/Thing");
    assert_eq!(
        component(&openapi, "ThingRequest")["properties"],
        json!({"kind": {"$ref": "#/components/schemas/KindRequest"}, "next": {"$ref": "#/components/schemas/ThingRequest"}})
    );
    assert_eq!(
        component(&openapi, "Thing")["properties"],
        json!({"kind": {"$ref": "#/components/schemas/Kind"}, "next": {"$ref": "#/components/schemas/Thing"}})
    );
    assert_eq!(
        component(&openapi, "KindRequest"),
        component(&openapi, "Kind")
    );
    assert!(component(&openapi, "PlainRequest").is_null());
}

#[test]
fn a_schema_is_split_with_the_schema_that_it_uses() {
    let openapi = of_both(
        "    Thing: {type: array, items: {$ref: '#/components/schemas/Plain'}}
    Plain: {type: object, properties: {a: {$ref: '#/components/schemas/Kind'}, b: {$ref: '#/components/schemas/Label'}}}
    Kind: {type: string, enum: [a]}
    Label: {type: object, properties: {a: {type: string}}}",
    );
    let names = ["ThingRequest", "PlainRequest", "KindRequest"];
    for name in names {
        assert!(!component(&openapi, name).is_null(), "{name}");
    }
    // Both directions read and write it in the same way.
    assert!(component(&openapi, "LabelRequest").is_null());
}

#[test]
fn a_schema_that_only_requests_use_refers_to_the_copy() {
    let openapi = after(
        apply,
        exchange(
            "{$ref: '#/components/schemas/New'}",
            "{$ref: '#/components/schemas/Thing'}",
            "    New: {type: object, properties: {thing: {$ref: '#/components/schemas/Thing'}}}
    Thing: {type: string, maxLength: 3}",
        ),
    );
    assert_eq!(
        component(&openapi, "New")["properties"]["thing"]["$ref"],
        "#/components/schemas/ThingRequest"
    );
    assert!(component(&openapi, "NewRequest").is_null());
}

#[test]
fn a_copy_gets_a_name_that_no_other_schema_has() {
    let openapi = of_both(
        "    Thing: {type: string, maxLength: 3}
    thing_request: {type: string}",
    );
    assert_eq!(
        part(&openapi, BODY),
        "#/components/schemas/ThingRequestBody"
    );
    assert_eq!(
        component(&openapi, "ThingRequestBody"),
        json!({"type": "string", "maxLength": 3})
    );
}

#[test]
fn a_schema_is_split_if_one_direction_would_be_too_strict_or_too_lenient() {
    for schema in [
        "{type: object, required: [a]}",
        "{type: string, enum: [a]}",
        "{type: integer, default: 1}",
        "{type: string, format: date}",
        "{type: object, additionalProperties: false}",
        "{type: object, properties: {a: {type: string}}, additionalProperties: {type: string}}",
        "{type: object, properties: {a: {type: string, readOnly: true}}}",
        "{type: object, properties: {a: {type: string, writeOnly: true}}}",
        "{type: array, items: {oneOf: [{type: string}, {type: integer}]}}",
    ] {
        assert!(is_split(schema), "{schema}");
    }
    for schema in [
        "{type: string}",
        "{type: string, format: date-time}",
        "{type: object, properties: {a: {type: string}}}",
        "{type: object, additionalProperties: {type: string}}",
        "{type: object, properties: {a: {type: string, readOnly: false}}}",
    ] {
        assert!(!is_split(schema), "{schema}");
    }
}
