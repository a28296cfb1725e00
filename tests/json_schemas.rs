//! The JSON Schemas of the client's types, for the feature `schemars`.
//!
//! In come the schemas that `types::json_schemas()` returns and the description. The tests assert that every described type
//! has a schema with the described members. The complete comparison is in the crate `publicsquare-schema-check`.

#![cfg(feature = "schemars")]
#![allow(clippy::unwrap_used, clippy::expect_used, clippy::panic)]

use std::collections::BTreeSet;
use std::fs;
use std::path::Path;

use publicsquare_client::{ApiKeyId, types};
use schemars::schema_for;
use serde_json::Value;

const FILE: &str = "openapi/publicsquare.yaml";

/// The schemas that the description of the API has.
fn all_described() -> Value {
    let path = Path::new(env!("CARGO_MANIFEST_DIR")).join(FILE);
    let document = publicsquare_codegen::load(FILE, &fs::read_to_string(path).unwrap()).unwrap();
    document.value()["components"]["schemas"].clone()
}

fn described(name: &str) -> Value {
    all_described()[name].clone()
}

fn members(schema: &Value) -> BTreeSet<String> {
    schema["properties"]
        .as_object()
        .unwrap()
        .keys()
        .cloned()
        .collect()
}

#[test]
fn every_type_of_the_description_has_a_schema() {
    let types = types::json_schemas();
    for name in all_described().as_object().unwrap().keys() {
        assert!(types.contains_key(name.as_str()), "{name}");
    }
}

#[test]
fn the_members_are_those_of_the_description() {
    for (name, schema) in types::json_schemas() {
        let schema = Value::from(schema);
        assert_eq!(schema["title"], name);
        if schema["type"] == "object" {
            assert_eq!(members(&schema), members(&described(name)), "{name}");
        }
        // A type accepts a response whatever the server leaves out. Requests are only written.
        if !name.contains("Request") {
            assert_eq!(schema.get("required"), None, "{name}");
        }
    }
}

#[test]
fn problem_details_accept_further_members() {
    let schema = Value::from(schema_for!(types::ValidationProblemDetails));
    assert_eq!(schema["additionalProperties"], true);
}

#[test]
fn the_key_is_a_password() {
    let schema = Value::from(schema_for!(types::ApiKey));
    assert_eq!(schema["properties"]["key"]["format"], "password");
    let passwords = schema["properties"].as_object().unwrap().values();
    assert_eq!(
        passwords
            .filter(|member| member["format"] == "password")
            .count(),
        1
    );
}

#[test]
fn the_id_has_the_described_bounds() {
    let (derived, described) = (Value::from(schema_for!(ApiKeyId)), described("ApiKeyId"));
    for keyword in ["type", "maxLength", "pattern"] {
        assert_eq!(derived[keyword], described[keyword], "{keyword}");
    }
}
