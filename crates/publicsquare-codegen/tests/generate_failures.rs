//! Documents on which progenitor itself fails, or whose code would not compile.
//!
//! In come descriptions that the checks of this crate do not refuse in advance. The tests assert that a panic or an error of
//! progenitor becomes a refusal of the operation or the schema that causes it. Refusals that are known in advance are
//! tested in `generate_refusals.rs`.

#![allow(clippy::unwrap_used, clippy::expect_used, clippy::panic)]

use publicsquare_codegen::{Diagnostic, generate, load};

const HELP: &str = "describe it in another way, or add a rule for it to `normalize`";

/// The problems of a document that loads and cannot be generated.
#[track_caller]
fn refused(text: &str) -> Vec<Diagnostic> {
    let document = load("api.yaml", text).unwrap_or_else(|problems| panic!("{problems}"));
    let problems = generate(&document).expect_err("this document should be refused");
    let problems: Vec<Diagnostic> = problems.into_iter().collect();
    assert!(problems.iter().all(|problem| problem.file() == "api.yaml"));
    problems
}

/// Asserts that progenitor fails on `POST /things`, which is at line 7, column 5, and that the operation before it is
/// not reported.
#[track_caller]
fn assert_the_generator_fails(operation: &str, reason: &str) {
    let text = format!(
        r"openapi: 3.0.3
info: {{title: Things, version: v1}}
paths:
  /fine:
    get: {{operationId: fine, responses: {{'204': {{description: d}}}}}}
  /things:
    post: {operation}
"
    );
    let problems = refused(&text);
    assert_eq!(problems.len(), 1, "{problems:?}");
    let problem = &problems[0];
    assert_eq!((problem.line(), problem.column()), (7, 5), "{problem}");
    assert_eq!(problem.pointer(), "/paths/~1things/post");
    let start = "the generator cannot take POST /things: ";
    assert!(problem.message().starts_with(start), "{problem}");
    assert!(problem.message().contains(reason), "{problem}");
    assert_eq!(problem.help(), HELP);
}

#[test]
fn a_failure_inside_a_type_is_an_error_of_the_operation() {
    assert_the_generator_fails(
        "{operationId: make, requestBody: {content: {application/json: {schema: {type: object, \
         properties: {a: {oneOf: [{type: string}, {type: integer}], default: true}}}}}}, responses: {'204': \
         {description: d}}}",
        "called `Option::unwrap()`",
    );
}

#[test]
fn a_failure_on_a_component_is_an_error_of_the_component() {
    let problems = refused(
        r"openapi: 3.0.3
info: {title: Things, version: v1}
paths:
  /fine:
    get: {operationId: fine, responses: {'204': {description: d}}}
components:
  schemas:
    Odd: {type: object, properties: {a: {oneOf: [{type: string}, {type: integer}], default: true}}}
",
    );
    assert_eq!(problems.len(), 1);
    let problem = &problems[0];
    assert_eq!((problem.line(), problem.column()), (8, 5), "{problem}");
    let start = "the generator cannot take the schema `Odd`: ";
    assert!(problem.message().starts_with(start), "{problem}");
    assert_eq!(problem.help(), HELP);
}

/// progenitor accepts these documents, and the generated code would not compile or would not work.
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
