//! Tests of the rule `titles`.
//!
//! In come documents whose types in place would be named like another type. Out come the titles that they get.

use serde_json::json;

use super::super::fixture::{after, component, described, exchange, part};
use super::*;

/// The component `Book` after the rule. The other components have these names.
fn book(schema: &str, taken: &[&str]) -> Value {
    let taken: String = taken
        .iter()
        .map(|name| format!("    {name}: {{type: object}}\n"))
        .collect();
    let any = "{type: object}";
    let components = format!("{taken}    Book: {schema}");
    component(&after(apply, exchange(any, any, &components)), "Book")
}

#[test]
fn a_type_in_place_never_has_the_name_of_a_component() {
    for (schema, place, name) in [
        (
            "{type: object, properties: {author: PART}}",
            "/properties/author",
            "BookAuthor",
        ),
        ("{type: array, items: PART}", "/items", "BookItem"),
        (
            "{type: object, additionalProperties: PART}",
            "/additionalProperties",
            "BookValue",
        ),
        (
            "{type: object, properties: {a: {type: string}}, additionalProperties: PART}",
            "/additionalProperties",
            "BookExtraValue",
        ),
        (
            "{oneOf: [{type: string}, PART]}",
            "/oneOf/1",
            "BookVariant1",
        ),
        (
            "{type: array, items: {type: array, items: PART}}",
            "/items/items",
            "BookItemItem",
        ),
    ] {
        let schema = schema.replace("PART", "{type: object, properties: {x: {type: string}}}");
        let title = |taken: &str| {
            book(&schema, &[taken])
                .pointer(place)
                .map(|part| part["title"].clone())
        };
        assert_eq!(
            title(name),
            Some(json!(format!("{name}Inline"))),
            "{schema}"
        );
        assert_eq!(title("Other"), Some(Value::Null), "{schema}");
    }
}

#[test]
fn only_a_schema_that_becomes_a_type_needs_a_name() {
    let title = |schema: &str| {
        let book = book(
            &format!("{{type: object, properties: {{author: {schema}}}}}"),
            &["BookAuthor"],
        );
        book["properties"]["author"].get("title").cloned()
    };
    for schema in [
        "{type: object, properties: {a: {type: string}}}",
        "{type: object, required: [a]}",
        "{type: string, enum: [a]}",
        "{oneOf: [{type: string}, {type: integer}]}",
        "{anyOf: [{type: string}, {type: integer}]}",
        "{allOf: [{type: object}, {oneOf: [{type: object}]}]}",
        "{type: string, minLength: 1}",
        "{type: string, maxLength: 1}",
        "{type: object, additionalProperties: false}",
    ] {
        assert_eq!(title(schema), Some(json!("BookAuthorInline")), "{schema}");
    }
    for schema in [
        "{type: string}",
        "{type: object}",
        "{type: object, additionalProperties: true}",
        "{type: object, additionalProperties: {type: string}}",
        "{type: array, items: {type: string}}",
        "{$ref: '#/components/schemas/BookAuthor'}",
        "{nullable: true, allOf: [{$ref: '#/components/schemas/BookAuthor'}]}",
    ] {
        assert_eq!(title(schema), None, "{schema}");
    }
}

#[test]
fn a_title_that_is_taken_gives_way_to_the_place() {
    let schema = "{type: object, properties: {
        first: {title: Part, type: object, properties: {a: {type: string}}},
        second: {title: Part, type: object, properties: {b: {type: string}}},
        third: {title: Part, description: The same., type: object, properties: {a: {type: string}}},
        fourth: {title: Shelf, type: object, properties: {a: {type: string}}}}}";
    let book = book(schema, &["Shelf", "BookFourth", "BookFourthInline"]);
    let titles: Vec<&Value> = ["first", "second", "third", "fourth"]
        .iter()
        .map(|name| &book["properties"][name]["title"])
        .collect();
    assert_eq!(
        titles,
        ["Part", "BookSecond", "Part", "BookFourthInlineInline"]
    );
}

#[test]
fn a_type_in_place_of_an_operation_is_named_after_the_operation() {
    let openapi = described(
        "paths:
  /things:
    parameters: [{name: all, in: query, schema: {type: string, enum: [a]}}]
    post:
      operationId: make
      parameters: [{name: kind, in: query, schema: {type: string, enum: [a]}}]
      requestBody: {content: {application/json: {schema: {type: object, properties: {a: {type: string}}}}}}
      responses: {'200': {description: d, content: {application/json: {schema: {type: object, properties: {b: {type: string}}}}}}}
components:
  schemas: {MakeAll: {type: object}, MakeKind: {type: object}, MakeBody: {type: object}, MakeResponse: {type: object}}
",
    );
    let openapi = after(apply, openapi);
    for (place, title) in [
        ("parameters/0/schema", "MakeAllInline"),
        ("post/parameters/0/schema", "MakeKindInline"),
        (
            "post/requestBody/content/application~1json/schema",
            "MakeBodyInline",
        ),
        (
            "post/responses/200/content/application~1json/schema",
            "MakeResponseInline",
        ),
    ] {
        let schema = part(&openapi, &format!("/paths/~1things/{place}"));
        assert_eq!(schema["title"], title, "{place}");
    }
}

#[test]
fn a_type_that_operations_share_is_named_after_its_component() {
    let openapi = described(
        "paths:
  /things:
    get:
      operationId: get
      parameters: [{$ref: '#/components/parameters/kind'}]
      requestBody: {$ref: '#/components/requestBodies/new-thing'}
      responses: {'200': {$ref: '#/components/responses/Thing'}}
components:
  parameters:
    kind: {name: k, in: query, schema: {type: string, enum: [a]}}
  requestBodies:
    new-thing: {content: {application/json: {schema: {type: object, properties: {a: {type: object, properties: {b: {type: string}}}}}}}}
  responses:
    Thing: {description: d, content: {application/json: {schema: {type: array, items: {type: object, properties: {b: {type: string}}}}}}}
    Other: {description: d, content: {application/json: {schema: {title: Mine, type: object, properties: {b: {type: string}}}}}}
",
    );
    let openapi = after(apply, openapi);
    let json = "content/application~1json/schema";
    for (place, title) in [
        ("parameters/kind/schema".to_owned(), json!("KindParameter")),
        (
            format!("requestBodies/new-thing/{json}"),
            json!("NewThingBody"),
        ),
        (
            format!("requestBodies/new-thing/{json}/properties/a"),
            json!("NewThingBodyA"),
        ),
        (format!("responses/Thing/{json}"), Value::Null),
        (
            format!("responses/Thing/{json}/items"),
            json!("ThingResponseItem"),
        ),
        (format!("responses/Other/{json}"), json!("Mine")),
    ] {
        let schema = part(&openapi, &format!("/components/{place}"));
        assert_eq!(schema["title"], title, "{place}");
    }
}
