//! What cannot become a client is refused by line, before the generator sees it.

#![allow(clippy::unwrap_used, clippy::expect_used, clippy::panic)]

use publicsquare_codegen::{Diagnostic, generate, load};

/// The problems of a document that loads and cannot be generated.
#[track_caller]
fn refused(text: &str) -> Vec<Diagnostic> {
    let document = load("api.yaml", text).unwrap_or_else(|problems| panic!("{problems}"));
    let problems = generate(&document).expect_err("this document is to be refused");
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
                "13:7: PUT /files takes a body of `image/*`, which is no media type that can be sent",
                "name the one type that is sent, such as `image/png`",
            ),
            (
                "17:7: PATCH /files takes a form that has the member `a`, which is neither a single value nor a list \
                 of such",
                "describe the members of a form as texts, numbers, booleans or lists of these",
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
            "add the 2xx response that it has",
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
                "8:11: the parameter `session` of GET /things travels in a cookie, which the \
                 generator cannot send",
                "leave it out: the application can set a cookie as a default header of its HTTP client",
            ),
            (
                "13:5: the parameter `filter` of GET /things is described by `content`, which the \
                 generator cannot send",
                "describe it by a `schema`; a text can hold JSON, and the application writes it",
            ),
        ],
    );
}

#[test]
fn names_that_would_be_one_in_rust() {
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
fn errors_that_no_one_type_can_hold() {
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
fn a_secret_where_it_would_be_seen() {
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
            "8:11: the parameter `pin` of GET /things is a secret in a URL, which ends up in logs",
            "describe it as a header or in the body, or without `format: password` if it is no secret",
        )],
    );
}

#[test]
fn every_problem_is_said_in_the_order_of_the_text() {
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
                "add the 2xx response that it has",
            ),
            (
                "7:11: GET /b (`one`) and GET /a (`One`) would become the same Rust method",
                "rename one of the two operationIds",
            ),
        ],
    );
}

/// What the generator takes without a word, and the compiler or a call would not.
#[test]
fn what_would_not_compile_is_refused() {
    let ok = "responses: {'204': {description: d}}";
    let schema = "schema: {type: object, properties: {a-b: {type: string}, a_b: {type: string}}}";
    let body = format!("content: {{application/json: {{{schema}}}}}");
    for operation in [
        format!(
            "{{operationId: make, parameters: [{{name: X-A, in: header, \
             schema: {{type: array, items: {{type: object}}}}}}], {ok}}}"
        ),
        format!(
            "{{operationId: make, parameters: [{{name: a-b, in: query, schema: {{type: string}}}}, \
             {{name: a_b, in: query, schema: {{type: string}}}}], {ok}}}"
        ),
        format!("{{operationId: make, requestBody: {{{body}}}, {ok}}}"),
        format!("{{operationId: make, responses: {{'200': {{description: d, {body}}}}}}}"),
        format!(
            "{{operationId: make, \
             parameters: [{{name: é, in: header, schema: {{type: string}}}}], {ok}}}"
        ),
        format!("{{operationId: newWithClient, {ok}}}"),
        format!("{{operationId: pre, {ok}}}"),
    ] {
        let text = format!(
            "openapi: 3.0.3\ninfo: {{title: t, version: v1}}\npaths:\n  /things:\n    post: {operation}\n"
        );
        let document = publicsquare_codegen::load("api.yaml", &text).unwrap();
        assert!(
            publicsquare_codegen::generate(&document).is_err(),
            "{operation}"
        );
    }
}

#[test]
fn a_default_that_an_integer_cannot_have() {
    let help = "give the integer a default that it can have, or leave the default out";
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
            (
                "8:71: the default 0 is outside of the minimum of 1 beside it",
                help,
            ),
            (
                "15:43: the default 18446744073709551615 does not fit `i64`, which the integer is \
                 in Rust",
                help,
            ),
        ],
    );
}
