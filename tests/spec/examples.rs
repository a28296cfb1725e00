//! Every example in the description is valid for its schema.
//!
//! In comes the whole description. The test finds the examples of schemas, media types, parameters and headers, and the
//! defaults of schemas, and validates each with `json_schema.rs`. It counts the examples in the text as well, so that none
//! stays unseen. Facts of the description are tested in `facts.rs`.

use std::fs;
use std::path::Path;

use openapi_loader::pointer::child;
use serde_json::{Value, json};

use super::json_schema::{children, validator};
use super::{FILE, document, resolved};

/// An example with its schema.
struct Example<'a> {
    pointer: String,
    schema: &'a Value,
    value: &'a Value,
}

/// All examples of the document: those of schemas, and the single or named ones of media types, parameters and headers.
/// A default of a schema is an example, too.
fn examples(document: &Value) -> Vec<Example<'_>> {
    let mut found = Vec::new();
    walk(document, document, String::new(), &mut found);
    found
}

fn walk<'a>(document: &'a Value, node: &'a Value, pointer: String, found: &mut Vec<Example<'a>>) {
    if pointer == "/components/schemas" {
        for (name, schema) in node.as_object().into_iter().flatten() {
            walk_schema(schema, child(&pointer, name), found);
        }
        return;
    }
    if let Value::Array(items) = node {
        for (index, item) in items.iter().enumerate() {
            walk(document, item, format!("{pointer}/{index}"), found);
        }
    }
    let Value::Object(members) = node else { return };
    let schema = members.get("schema");
    for (name, member) in members {
        let pointer = child(&pointer, name);
        match (name.as_str(), schema) {
            ("schema", _) => walk_schema(member, pointer, found),
            ("example", Some(schema)) => found.push(Example {
                pointer,
                schema,
                value: member,
            }),
            ("examples", Some(schema)) => {
                for (name, example) in member.as_object().into_iter().flatten() {
                    found.push(Example {
                        pointer: child(&pointer, name),
                        schema,
                        value: &resolved(document, example)["value"],
                    });
                }
            }
            (name, _) if name.starts_with("x-") => {}
            _ => walk(document, member, pointer, found),
        }
    }
}

fn walk_schema<'a>(schema: &'a Value, pointer: String, found: &mut Vec<Example<'a>>) {
    for keyword in ["example", "default"] {
        if let Some(value) = schema.get(keyword) {
            found.push(Example {
                pointer: child(&pointer, keyword),
                schema,
                value,
            });
        }
    }
    for (rest, child) in children(schema) {
        walk_schema(child, format!("{pointer}{rest}"), found);
    }
}

/// The places of the examples that are not valid, with the reasons.
fn misfits(document: &Value) -> Vec<String> {
    examples(document)
        .into_iter()
        .flat_map(|example| {
            let validator = validator(document, example.schema);
            let flaws: Vec<String> = validator
                .iter_errors(example.value)
                .map(|error| format!("{}: {error}", example.pointer))
                .collect();
            flaws
        })
        .collect()
}

#[test]
fn every_example_is_valid_for_its_schema() {
    let document = document();
    let misfits = misfits(document.value());
    assert!(misfits.is_empty(), "{}", misfits.join("\n"));
}

#[test]
fn the_known_examples_are_among_those_found() {
    let document = document();
    let found: Vec<String> = examples(document.value())
        .into_iter()
        .map(|example| example.pointer)
        .collect();
    let api_key = "/components/schemas/ApiKey/properties";
    let mut known: Vec<String> = [
        "id",
        "account_id",
        "environment",
        "key",
        "type",
        "created_at",
        "modified_at",
        "name",
        "permissions",
    ]
    .map(|name| format!("{api_key}/{name}/example"))
    .to_vec();
    for schema in ["ProblemDetails", "ValidationProblemDetails"] {
        for name in ["type", "title", "status", "detail", "instance"] {
            known.push(format!(
                "/components/schemas/{schema}/properties/{name}/example"
            ));
        }
    }
    for response in ["BadRequest", "Unauthorized", "Forbidden", "NotFound"] {
        known.push(format!(
            "/components/responses/{response}/content/application~1json/example"
        ));
    }
    for parameter in ["ApiKeyId", "IdempotencyKey", "CorrelationId"] {
        known.push(format!("/components/parameters/{parameter}/example"));
    }
    known.extend([
        "/components/schemas/ApiKeyId/example".to_owned(),
        "/components/schemas/ValidationProblemDetails/properties/errors/example".to_owned(),
        "/paths/~1api-keys~1{id}~1regenerate/post/responses/200/content/application~1json/example"
            .to_owned(),
    ]);
    for pointer in known {
        assert!(
            found.contains(&pointer),
            "{pointer} is not among {found:#?}"
        );
    }
}

/// The search for examples knows the places where OpenAPI has them. This test knows only the text.
#[test]
fn no_example_of_the_text_stays_unseen() {
    let text = fs::read_to_string(Path::new(env!("CARGO_MANIFEST_DIR")).join(FILE)).unwrap();
    let in_text = |keyword: &str| {
        let lines = text.lines().filter(|line| {
            let key = line.trim_start().trim_start_matches("- ");
            key.starts_with(keyword)
        });
        lines.count()
    };
    // A list of named examples has as many as it has members. There is none so far.
    assert_eq!(in_text("examples:"), 0);
    let document = document();
    let found = examples(document.value()).len();
    assert_eq!(found, in_text("example:") + in_text("default:"));
    assert!(found > 30, "{found}");
}

#[test]
fn an_invalid_example_is_found_in_every_place() {
    let schema = json!({"type": "string", "maxLength": 3});
    let document = json!({
        "paths": {"/a/b": {"get": {
            "parameters": [
                {"name": "p", "schema": schema, "example": "long"},
                {"name": "q", "content": {"text/plain": {"schema": schema, "example": "longer"}}},
            ],
            "requestBody": {"content": {"application/json": {"schema": schema, "example": 1}}},
            "responses": {"200": {
                "headers": {"h": {"schema": schema, "example": "a long one"}},
                "content": {"application/json": {
                    "schema": {"$ref": "#/components/schemas/A"},
                    "examples": {
                        "one": {"value": {"a": null}},
                        "two": {"value": {"a": "abc"}},
                        "three": {"$ref": "#/components/examples/shared"},
                    },
                }},
            }},
        }}},
        "components": {"examples": {"shared": {"value": {"a": "abcd"}}}, "schemas": {"A": {
            "type": "object",
            "properties": {"a": schema, "example": {"type": "integer", "example": "no number"}},
            "additionalProperties": {"type": "array", "items": {"type": "string", "example": 7}},
            "not": {"type": "boolean", "default": "yes"},
        }}},
    });
    let misfits = misfits(&document);
    let places: Vec<&str> = misfits
        .iter()
        .filter_map(|misfit| misfit.split_once(": ").map(|(place, _)| place))
        .collect();
    let mut expected = [
        "/components/schemas/A/additionalProperties/items/example",
        "/components/schemas/A/not/default",
        "/components/schemas/A/properties/example/example",
        "/paths/~1a~1b/get/parameters/0/example",
        "/paths/~1a~1b/get/parameters/1/content/text~1plain/example",
        "/paths/~1a~1b/get/requestBody/content/application~1json/example",
        "/paths/~1a~1b/get/responses/200/content/application~1json/examples/one",
        "/paths/~1a~1b/get/responses/200/content/application~1json/examples/three",
        "/paths/~1a~1b/get/responses/200/headers/h/example",
    ];
    let mut places = places;
    places.sort_unstable();
    expected.sort_unstable();
    assert_eq!(places, expected);
}
