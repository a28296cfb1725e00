//! Valid descriptions that cannot become a client are refused before progenitor sees them.
//!
//! Each test has a small description, and asserts the line, the column, the message and the help text of every refusal.
//! Descriptions on which progenitor itself fails are tested in `generate_failures.rs`, and one description for each
//! refusal is in `tests/corpus/`.

#![allow(clippy::unwrap_used, clippy::expect_used, clippy::panic)]

use publicsquare_codegen::{Diagnostic, generate, load};

/// The problems of a document that loads and cannot be generated.
#[track_caller]
fn refused(text: &str) -> Vec<Diagnostic> {
    let document = load("api.yaml", text).unwrap_or_else(|problems| panic!("{problems}"));
    let problems = generate(&document).expect_err("this document should be refused");
    let problems: Vec<Diagnostic> = problems.into_iter().collect();
    assert!(problems.iter().all(|problem| problem.file() == "api.yaml"));
    problems
}

/// Asserts that `text` is refused with exactly these problems: `line:column: message` and the help.
#[track_caller]
fn assert_refused(text: &str, expected: &[(&str, &str)]) {
    let found: Vec<(String, String)> = refused(text)
        .iter()
        .map(|problem| {
            let what = format!("{}: {}", problem.position(), problem.message());
            (what, problem.help().to_owned())
        })
        .collect();
    let found: Vec<(&str, &str)> = found
        .iter()
        .map(|(what, help)| (what.as_str(), help.as_str()))
        .collect();
    assert_eq!(found, expected);
}

#[test]
fn a_body_that_is_not_json() {
    assert_refused(
        r"openapi: 3.0.3
info: {title: Files, version: v1}
paths:
  /files:
    post:
      operationId: upload
      requestBody:
        content:
          multipart/form-data: {schema: {type: object}}
      responses: {'204': {description: Stored.}}
    put:
      operationId: replace
      requestBody: {content: {image/*: {schema: {type: string, format: binary}}}}
      responses: {'204': {description: Stored.}}
    patch:
      operationId: change
      requestBody: {content: {application/x-www-form-urlencoded: {schema: {type: object, properties: {a: {type: object}}}}}}
      responses: {'204': {description: Stored.}}
",
        &[
            (
                "7:7: POST /files takes a body of `multipart/form-data`, whose parts the client cannot write",
                "describe it as the one type that the service takes as well, such as `application/octet-stream` for a file, \
                 or leave the operation out and have the application send it",
            ),
            (
                "13:7: PUT /files takes a body of `image/*`, which is not one media type that can be sent",
                "name the one type that is sent, such as `image/png`",
            ),
            (
                "17:7: PATCH /files takes a form that has the member `a`, which is neither a single value nor a list \
                 of single values",
                "describe the members of a form as strings, numbers, booleans or lists of these",
            ),
        ],
    );
}

#[test]
fn an_operation_without_a_success() {
    assert_refused(
        r"openapi: 3.0.3
info: {title: Things, version: v1}
paths:
  /things:
    get:
      operationId: things
      responses:
        '404': {description: d}
",
        &[(
            "7:7: GET /things declares no success",
            "add the 2xx response of the operation",
        )],
    );
}

#[test]
fn a_parameter_that_cannot_be_sent() {
    assert_refused(
        r"openapi: 3.0.3
info: {title: Things, version: v1}
paths:
  /things:
    get:
      operationId: things
      parameters:
        - {name: session, in: cookie, schema: {type: string}}
        - $ref: '#/components/parameters/Filter'
      responses: {'204': {description: d}}
components:
  parameters:
    Filter:
      name: filter
      in: query
      content: {application/json: {schema: {type: object}}}
",
        &[
            (
                "8:11: the parameter `session` of GET /things is sent in a cookie, so the \
                 client cannot send it",
                "leave it out: the application can set a cookie as a default header of its HTTP client",
            ),
            (
                "13:5: the parameter `filter` of GET /things is described by `content`, so the \
                 client cannot send it",
                "describe it by a `schema`, such as a string into which the application writes the JSON",
            ),
        ],
    );
}

#[test]
fn names_that_would_be_the_same_in_rust() {
    assert_refused(
        r"openapi: 3.0.3
info: {title: Things, version: v1}
paths:
  /things:
    get: {operationId: listThings, responses: {'204': {description: d}}}
  /all-things:
    get: {operationId: list_things, responses: {'204': {description: d}}}
components:
  schemas:
    api_key: {type: object}
    ApiKey: {type: object}
",
        &[
            (
                "7:11: GET /things (`listThings`) and GET /all-things (`list_things`) would become \
                 the same Rust method",
                "rename one of the two operationIds",
            ),
            (
                "11:5: the schemas `api_key` and `ApiKey` would become the same Rust type",
                "rename one of the two",
            ),
        ],
    );
}

#[test]
fn errors_that_no_single_type_can_contain() {
    assert_refused(
        r"openapi: 3.0.3
info: {title: Things, version: v1}
paths:
  /things:
    get:
      operationId: things
      responses:
        '204': {description: d}
        '400': {description: d, content: {application/json: {schema: {$ref: '#/components/schemas/A'}}}}
        '404': {description: d, content: {application/json: {schema: {$ref: '#/components/schemas/B'}}}}
components:
  schemas:
    A: {type: object, properties: {a: {type: string}}}
    B: {type: object, properties: {a: {type: integer}}}
",
        &[(
            "7:7: GET /things declares the error schemas A, B, and none of them includes the others",
            "add the missing members to one of them, so that one Rust type can hold them all",
        )],
    );
}

#[test]
fn an_error_that_is_described_in_place() {
    assert_refused(
        r"openapi: 3.0.3
info: {title: Things, version: v1}
paths:
  /things:
    get:
      operationId: things
      responses:
        '204': {description: d}
        '400': {description: d, content: {application/json: {schema: {type: string}}}}
",
        &[(
            "9:9: the 400 of GET /things describes its body in place",
            "describe it under components.schemas and refer to it",
        )],
    );
}

#[test]
fn successes_with_different_bodies() {
    assert_refused(
        r"openapi: 3.0.3
info: {title: Things, version: v1}
paths:
  /things:
    put:
      operationId: put
      responses:
        '200': {description: d, content: {application/json: {schema: {type: object}}}}
        '204': {description: d}
",
        &[(
            "9:9: PUT /things declares successes with different bodies",
            "describe one body that fits all of them",
        )],
    );
}

#[test]
fn a_secret_in_one_of_several_forms() {
    let help = "write it as one object in which the secret is a member of `format: password`";
    assert_refused(
        r"openapi: 3.0.3
info: {title: Things, version: v1}
paths:
  /things:
    get:
      operationId: things
      responses:
        '200': {description: d, content: {application/json: {schema: {$ref: '#/components/schemas/Thing'}}}}
components:
  schemas:
    Thing:
      type: object
      properties:
        either: {oneOf: [{type: string, format: password}, {type: integer}]}
        plain: {type: string}
        number: {anyOf: [{type: string}, {type: integer}]}
",
        &[(
            "14:9: the schema `Thing` is one of several schemas that have no common form, and a secret is in one of them",
            help,
        )],
    );
}

#[test]
fn a_secret_in_a_url() {
    assert_refused(
        r"openapi: 3.0.3
info: {title: Things, version: v1}
paths:
  /things:
    get:
      operationId: things
      parameters:
        - {name: pin, in: query, schema: {type: string, format: password}}
      responses:
        '200': {description: d, content: {application/json: {schema: {type: object, properties: {pin: {type: integer, format: password}}}}}}
",
        &[(
            "8:11: the parameter `pin` of GET /things is a secret in a URL, and URLs end up in logs",
            "describe it as a header or in the body, or without `format: password` if it is no secret",
        )],
    );
}

#[test]
fn all_problems_are_reported_in_the_order_of_the_text() {
    assert_refused(
        r"openapi: 3.0.3
info: {title: Things, version: v1}
paths:
  /b:
    get: {operationId: one, responses: {'404': {description: d}}}
  /a:
    get: {operationId: One, responses: {'204': {description: d}}}
",
        &[
            (
                "5:29: GET /b declares no success",
                "add the 2xx response of the operation",
            ),
            (
                "7:11: GET /b (`one`) and GET /a (`One`) would become the same Rust method",
                "rename one of the two operationIds",
            ),
        ],
    );
}

#[test]
fn a_default_that_an_integer_cannot_have() {
    let help = "give the integer a valid default, or leave the default out";
    assert_refused(
        r"openapi: 3.0.3
info: {title: Things, version: v1}
paths:
  /things:
    get:
      operationId: things
      parameters:
        - {name: page, in: query, schema: {type: integer, minimum: 1, default: 0}}
      responses: {'204': {description: d}}
components:
  schemas:
    Thing:
      type: object
      properties:
        size: {type: integer, minimum: 0, default: 18446744073709551615}
",
        &[
            ("8:71: the default 0 violates the `minimum` of 1", help),
            (
                "15:43: the default 18446744073709551615 does not fit into `i64`, the Rust type of \
                 the integer",
                help,
            ),
        ],
    );
}
