//! Tests of which schemas an operation or a component uses.
//!
//! In come documents whose schemas refer to each other. Out come the names that requests, responses, operations and
//! components lead to.

use super::super::fixture::{described, exchange};
use super::*;

const GARDEN: &str = "paths:
  /plants/{id}:
    parameters:
      - {name: id, in: path, required: true, schema: {$ref: '#/components/schemas/Id'}}
    get:
      operationId: getPlant
      parameters:
        - {$ref: '#/components/parameters/Kind'}
      responses:
        '200': {$ref: '#/components/responses/Plant'}
        '404': {description: d, content: {application/json: {schema: {$ref: '#/components/schemas/Flaw'}}}}
        default: {$ref: '#/components/responses/Nothing'}
    put:
      operationId: putPlant
      requestBody: {$ref: '#/components/requestBodies/Seed'}
      responses: {'204': {description: d}}
  /health:
    get: {operationId: health, responses: {'204': {description: d}}}
components:
  parameters:
    Kind: {name: kind, in: query, schema: {$ref: '#/components/schemas/Kind'}}
  requestBodies:
    Seed: {content: {application/json: {schema: {$ref: '#/components/schemas/Seed'}}}}
  responses:
    Plant: {description: d, content: {application/json: {schema: {$ref: '#/components/schemas/Plant'}}}}
    Nothing: {description: d}
  schemas:
    Id: {type: string}
    Kind: {type: string}
    Flaw: {type: object}
    Plant: {type: object, properties: {soil: {$ref: '#/components/schemas/Soil'}, next: {$ref: '#/components/schemas/Plant'}}}
    Soil: {type: object}
    Seed: {type: object}
    Unused: {type: object, properties: {soil: {$ref: '#/components/schemas/Soil'}}}
";

fn names(found: &BTreeSet<String>) -> Vec<&str> {
    found.iter().map(String::as_str).collect()
}

#[test]
fn requests_and_responses_use_the_schemas_that_they_refer_to() {
    let found = reachable_schemas(&described(GARDEN));
    assert_eq!(names(&found.requests), ["Id", "Kind", "Seed"]);
    assert_eq!(names(&found.responses), ["Flaw", "Plant", "Soil"]);
}

#[test]
fn a_schema_is_used_wherever_in_a_body_it_is_referred_to() {
    for schema in [
        "USED",
        "{type: object, properties: {a: USED}}",
        "{type: object, properties: {a: {type: object, properties: {b: USED}}}}",
        "{type: object, additionalProperties: USED}",
        "{type: array, items: USED}",
        "{allOf: [{type: object}, USED]}",
        "{oneOf: [{type: object}, USED]}",
        "{anyOf: [{type: object}, USED]}",
        "{not: USED}",
        // These have no type, or keywords beside the alternatives, so they are any schema.
        "{properties: {a: USED}}",
        "{items: USED}",
        "{additionalProperties: USED}",
        "{properties: {}, not: USED}",
        "{properties: {}, allOf: [USED]}",
        "{properties: {}, oneOf: [USED]}",
        "{properties: {}, anyOf: [USED]}",
    ] {
        let schema = schema.replace("USED", "{$ref: '#/components/schemas/Used'}");
        let document = exchange(&schema, "{type: object}", "    Used: {type: object}");
        let found = reachable_schemas(&document);
        assert_eq!(names(&found.requests), ["Used"], "{schema}");
        assert!(found.responses.is_empty(), "{schema}");
    }
}

#[test]
fn an_operation_leads_to_the_schemas_of_all_its_parts() {
    let reachability = Reachability::of(&described(GARDEN));
    let of = |operation: &str| {
        reachability
            .of_operation(operation)
            .map(names)
            .unwrap_or_default()
    };
    let get = "/paths/~1plants~1{id}/get";
    assert_eq!(of(get), ["Flaw", "Id", "Kind", "Plant", "Soil"]);
    assert_eq!(of("/paths/~1plants~1{id}/put"), ["Id", "Seed"]);
    assert_eq!(reachability.of_operation("/paths/~1gone/get"), None);

    assert!(reachability.leads_to(get, &BTreeSet::from(["Seed", "Soil"])));
    assert!(!reachability.leads_to(get, &BTreeSet::from(["Seed"])));
    assert!(!reachability.leads_to("/paths/~1health/get", &BTreeSet::from(["Id"])));
}

#[test]
fn an_operation_refers_to_its_shared_parts() {
    let reachability = Reachability::of(&described(GARDEN));
    assert_eq!(
        reachability.parts("/paths/~1plants~1{id}/get"),
        [
            "/components/parameters/Kind",
            "/components/responses/Plant",
            "/components/responses/Nothing",
        ]
    );
    assert_eq!(
        reachability.parts("/paths/~1plants~1{id}/put"),
        ["/components/requestBodies/Seed"]
    );
    assert!(reachability.parts("/paths/~1health/get").is_empty());
}

#[test]
fn a_component_leads_to_itself_and_to_what_it_uses() {
    let reachability = Reachability::of(&described(GARDEN));
    assert_eq!(
        names(&reachability.of_component("Unused")),
        ["Soil", "Unused"]
    );
    let leads = |name: &str, schemas: &[&str]| {
        reachability.component_leads_to(name, &schemas.iter().copied().collect())
    };
    assert!(leads("Unused", &["Soil"]) && leads("Unused", &["Unused"]));
    assert!(!leads("Unused", &["Plant"]) && !leads("Soil", &["Unused"]));
    assert!(!leads("Unused", &[]));
}
