//! What the generator panics on, or refuses, is an error of the operation that holds it.

#![allow(clippy::unwrap_used, clippy::expect_used, clippy::panic)]

use publicsquare_codegen::{Diagnostic, generate, load};

const HELP: &str = "describe it in terms the generator knows, or teach `normalize` a rule for it";

/// The problems of a document that loads and cannot be generated.
#[track_caller]
fn refused(text: &str) -> Vec<Diagnostic> {
    let document = load("api.yaml", text).unwrap_or_else(|problems| panic!("{problems}"));
    let problems = generate(&document).expect_err("this document is to be refused");
    let problems: Vec<Diagnostic> = problems.into_iter().collect();
    assert!(problems.iter().all(|problem| problem.file() == "api.yaml"));
    problems
}

/// Asserts that the generator itself fails on `POST /things`, which stands at 7:5, and that the
/// operation before it is not blamed.
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
fn what_the_generator_fails_on_inside_of_a_type_is_an_error_of_the_operation() {
    assert_the_generator_fails(
        "{operationId: make, requestBody: {content: {application/json: {schema: {type: object, \
         properties: {a: {oneOf: [{type: string}, {type: integer}], default: true}}}}}}, responses: {'204': \
         {description: d}}}",
        "called `Option::unwrap()`",
    );
}

#[test]
fn a_component_that_the_generator_fails_on_is_blamed_itself() {
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
