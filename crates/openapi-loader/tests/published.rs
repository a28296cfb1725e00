//! Documents of somebody else: what `load_published` reads although `load` refuses it.
//!
//! Each test shows that `load` refuses a document, and checks what `load_published` makes of it and which notes it
//! takes. It stays strict for everything that a reader could misunderstand.

#![allow(clippy::unwrap_used, clippy::expect_used, clippy::panic)]

use openapi_loader::{Document, load, load_published};
use serde_json::json;

const HEAD: &str = "openapi: 3.0.3\ninfo: {title: Keys, version: v1}\n";

/// Checks that `load` refuses a document, reads it with `load_published`, and returns its notes as `line:
/// message`.
fn published(text: &str) -> (Document, Vec<String>) {
    assert!(load("own.yaml", text).is_err(), "{text}");
    let document = load_published("theirs.yaml", text).unwrap_or_else(|found| panic!("{found}"));
    let notes = document.notes().iter();
    let notes = notes.map(|note| format!("{}: {}", note.position().line, note.message()));
    let notes = notes.collect();
    (document, notes)
}

#[test]
fn texts_without_quotes_are_texts() {
    let text = "openapi: 3.0.3
info: {title: Keys, version: 1.0}
paths: {}
components:
  schemas:
    Zip: {type: string, enum: [1.10, yes, 'x'], title: true}
";
    let (document, notes) = published(text);
    assert_eq!(document.value()["info"]["version"], "1.0");
    assert_eq!(
        document.value()["components"]["schemas"]["Zip"],
        json!({"type": "string", "enum": ["1.10", "yes", "x"], "title": "true"})
    );
    assert_eq!(notes.len(), 3, "{notes:?}");
    assert_eq!(
        notes[0],
        "2: `version` is written without quotes, and is read as text"
    );
}

#[test]
fn keys_without_a_value_and_missing_descriptions_are_looked_past() {
    let text = format!(
        "{HEAD}paths:
  /keys:
    get:
      operationId: listKeys
      description:
      tags:
      responses:
        '200': {{description: }}
        '404': {{content: }}
"
    );
    let (document, notes) = published(&text);
    let responses = &document.value()["paths"]["/keys"]["get"]["responses"];
    assert_eq!(
        responses,
        &json!({"200": {"description": ""}, "404": {"description": ""}})
    );
    assert_eq!(notes.len(), 6, "{notes:?}");
}

#[test]
fn merge_keys_are_those_of_yaml_1_1() {
    let text = format!(
        "{HEAD}paths: {{}}
x-common: &common {{type: object, required: [a]}}
x-more: &more {{required: [b], maxProperties: 3}}
components:
  schemas:
    A: {{<<: *common, required: [id]}}
    B: {{<<: [*common, *more], title: B}}
"
    );
    let (document, notes) = published(&text);
    assert_eq!(
        document.value()["components"]["schemas"],
        json!({
            "A": {"type": "object", "required": ["id"]},
            "B": {"type": "object", "required": ["a"], "maxProperties": 3, "title": "B"},
        })
    );
    assert_eq!(notes.len(), 2, "{notes:?}");
}

#[test]
fn whole_numbers_of_any_length_are_kept_as_they_are_written() {
    let text = format!(
        "{HEAD}paths: {{}}
components:
  schemas:
    A: {{type: integer, maximum: 18446744073709551617, minimum: -99999999999999999999}}
"
    );
    let (document, notes) = published(&text);
    let schema = &document.value()["components"]["schemas"]["A"];
    assert_eq!(schema["maximum"], "18446744073709551617");
    assert_eq!(schema["minimum"], "-99999999999999999999");
    assert_eq!(notes.len(), 2, "{notes:?}");
}

#[test]
fn sizes_beyond_64_bits_and_ranges_in_small_letters_are_read() {
    let text = format!(
        "{HEAD}paths:
  /keys:
    get:
      operationId: listKeys
      responses:
        '200': {{description: Keys}}
        4xx: {{content: {{}}}}
components:
  schemas:
    Name: {{type: string, maxLength: 99999999999999999999}}
"
    );
    let (document, notes) = published(&text);
    let responses = &document.value()["paths"]["/keys"]["get"]["responses"];
    assert_eq!(responses["4XX"]["description"], "");
    assert_eq!(
        document.value()["components"]["schemas"]["Name"]["maxLength"],
        i64::MAX
    );
    assert_eq!(
        notes,
        [
            "9: `4xx` is read as `4XX`",
            "9: this response has no description",
            "12: `maxLength` does not fit into 64 bits, and is read as 9223372036854775807",
            "12: the number `99999999999999999999` does not fit into 64 bits, and is read as a number anyway",
        ]
    );
}

#[test]
fn a_callback_may_stand_elsewhere() {
    let text = format!(
        "{HEAD}paths:
  /jobs:
    post:
      operationId: addJob
      responses: {{'204': {{description: Added.}}}}
      callbacks: {{done: {{$ref: '#/components/callbacks/Done'}}}}
components:
  callbacks:
    Done:
      '{{$request.body#/url}}':
        post: {{responses: {{'200': {{description: Taken.}}}}}}
"
    );
    let (document, _) = published(&text);
    let operation = document.openapi().paths.paths["/jobs"]
        .as_item()
        .unwrap()
        .post
        .clone()
        .unwrap();
    assert!(operation.callbacks.is_empty());
    let text = text.replace("callbacks/Done", "callbacks/Gone");
    assert!(load_published("theirs.yaml", &text).is_err());
}

#[test]
fn what_refers_to_nothing_counts_where_it_is_used() {
    let text = format!(
        "{HEAD}paths:
  /keys:
    get:
      operationId: listKeys
      responses: {{'200': {{$ref: '#/components/responses/Keys'}}}}
components:
  responses: {{Keys: {{description: Keys.}}}}
  schemas:
    A: {{$ref: '#/components/schemas/B'}}
    B: {{type: object, properties: {{c: {{$ref: '#/components/schemas/Gone'}}}}}}
    C: {{type: string}}
"
    );
    let (document, notes) = published(&text);
    assert_eq!(
        document.value()["components"]["schemas"],
        json!({"C": {"type": "string"}})
    );
    assert_eq!(notes.len(), 2, "{notes:?}");
    let used = text.replace(
        "Keys: {description: Keys.}",
        "Keys: {description: Keys., content: {application/json: {schema: {$ref: '#/components/schemas/A'}}}}",
    );
    let problems = load_published("theirs.yaml", &used).unwrap_err();
    assert!(problems.to_string().contains("schemas/Gone"), "{problems}");
}

#[test]
fn one_path_may_have_two_names_under_different_methods() {
    let parameter = |name: &str| {
        format!("[{{name: {name}, in: path, required: true, schema: {{type: string}}}}]")
    };
    let text = |method: &str| {
        format!(
            "{HEAD}paths:
  /keys/{{id}}:
    get: {{operationId: getKey, parameters: {}, responses: {{'200': {{description: A.}}}}}}
  /keys/{{key}}:
    {method}: {{operationId: dropKey, parameters: {}, responses: {{'204': {{description: B.}}}}}}
",
            parameter("id"),
            parameter("key")
        )
    };
    published(&text("delete"));
    assert!(load_published("theirs.yaml", &text("get")).is_err());
}

#[test]
fn openapi_3_1_is_read_where_it_says_what_3_0_can_say() {
    let text = "openapi: 3.1.0
jsonSchemaDialect: https://spec.openapis.org/oas/3.1/dialect/base
info: {title: Keys, version: v1, summary: All keys., license: {name: MIT, identifier: MIT}}
components:
  schemas:
    A: {type: [string, 'null'], const: x, examples: [x, y]}
    B: {type: integer, exclusiveMinimum: 3, minimum: 1, exclusiveMaximum: 9}
    C: {anyOf: [{$ref: '#/components/schemas/A'}, {type: 'null'}]}
    D: {$ref: '#/components/schemas/A', description: Another.}
    E: {type: object, properties: {any: true, none: false}, additionalProperties: false}
    F: {type: [string, integer, 'null']}
    G: {type: string, contentEncoding: base64}
";
    let (document, notes) = published(text);
    assert!(document.is_3_1());
    assert_eq!(notes.len(), 1, "{notes:?}");
    let value = document.value();
    assert_eq!(value["openapi"], "3.1.0");
    assert_eq!(value["paths"], json!({}));
    assert_eq!(
        value["components"]["schemas"],
        json!({
            "A": {"type": "string", "nullable": true, "enum": ["x"], "x-examples": ["x", "y"]},
            "B": {
                "type": "integer",
                "minimum": 3, "exclusiveMinimum": true,
                "maximum": 9, "exclusiveMaximum": true,
            },
            "C": {"anyOf": [{"$ref": "#/components/schemas/A"}], "nullable": true},
            "D": {"allOf": [{"$ref": "#/components/schemas/A"}], "description": "Another."},
            "E": {
                "type": "object",
                "properties": {"any": {}, "none": {"not": {}}},
                "additionalProperties": false,
            },
            "F": {
                "anyOf": [{"type": "string"}, {"type": "integer"}],
                "nullable": true,
            },
            "G": {"type": "string", "format": "byte", "x-content-encoding": "base64"},
        })
    );
}

#[test]
fn what_goes_beyond_3_0_is_refused_by_name() {
    for (keyword, schema) in [
        ("prefixItems", "prefixItems: [{type: string}]"),
        ("if", "if: {type: string}, then: {maxLength: 3}"),
        (
            "patternProperties",
            "patternProperties: {a: {type: string}}",
        ),
        ("$defs", "$defs: {a: {type: string}}"),
        ("unevaluatedProperties", "unevaluatedProperties: false"),
    ] {
        let text = format!(
            "openapi: 3.1.0\ninfo: {{title: Keys, version: v1}}\ncomponents: {{schemas: {{A: {{{schema}}}}}}}\n"
        );
        let problems = load_published("theirs.yaml", &text)
            .unwrap_err()
            .to_string();
        let wanted = format!("`{keyword}` belongs to OpenAPI 3.1, and 3.0 cannot express it");
        assert!(problems.contains(&wanted), "{problems}");
    }
    let text = "openapi: 3.1.0\ninfo: {title: Keys, version: v1}\nwebhooks: {}\n";
    let problems = load_published("theirs.yaml", text).unwrap_err().to_string();
    assert!(
        problems.contains("theirs.yaml:3:1: `webhooks`"),
        "{problems}"
    );
}
