//! Shows for each rule of `normalize` what it prevents, on the description of the API.
//!
//! The tests run progenitor with all rules, and with all rules except one, and compare the code. progenitor runs here without
//! `postprocess`, so the effect of a rule is visible. The unit tests of a rule are in its file, in `src/normalize/`.

#![allow(clippy::unwrap_used, clippy::expect_used, clippy::panic)]

use std::fs;
use std::panic::{AssertUnwindSafe, catch_unwind};

use openapiv3::OpenAPI;
use progenitor::{GenerationSettings, Generator, InterfaceStyle};
use publicsquare_codegen::{RULES, View, generate, load, normalize};

const SPEC: &str = "openapi/publicsquare.yaml";

fn described() -> OpenAPI {
    let path = concat!(
        env!("CARGO_MANIFEST_DIR"),
        "/../../openapi/publicsquare.yaml"
    );
    let text = fs::read_to_string(path).unwrap();
    let mut openapi = load(SPEC, &text).unwrap().openapi().clone();
    // One operation and its schemas are enough to show every rule.
    let is_it = |path: &String| path.ends_with("/regenerate");
    openapi.paths.paths.retain(|path, _| is_it(path));
    let components = openapi.components.as_mut().unwrap();
    components.request_bodies.clear();
    let needed = [
        "ApiKey",
        "ApiKeyId",
        "ProblemDetails",
        "ValidationProblemDetails",
    ];
    components
        .schemas
        .retain(|name, _| needed.contains(&name.as_str()));
    openapi
}

/// The description, with every error declared as `application/problem+json`.
fn described_with_problem_json() -> OpenAPI {
    let mut openapi = described();
    let responses = &mut openapi.components.as_mut().unwrap().responses;
    for response in responses.values_mut() {
        let openapiv3::ReferenceOr::Item(response) = response else {
            panic!("the responses are described in place")
        };
        let body = response.content.shift_remove("application/json").unwrap();
        response
            .content
            .insert("application/problem+json".to_owned(), body);
    }
    openapi
}

/// The document after all rules of the client except one.
fn normalized_without(left_out: &str, openapi: OpenAPI) -> OpenAPI {
    assert!(RULES.iter().any(|rule| rule.name == left_out), "{left_out}");
    RULES
        .iter()
        .filter(|rule| rule.views.contains(&View::Client) && rule.name != left_out)
        .try_fold(openapi, |openapi, rule| rule.apply(openapi))
        .unwrap()
}

fn normalized(openapi: OpenAPI) -> OpenAPI {
    normalize(openapi, View::Client).unwrap()
}

/// The output of progenitor, without `postprocess`. `None` if progenitor panics or fails.
fn code(openapi: &OpenAPI) -> Option<String> {
    let mut settings = GenerationSettings::new();
    settings.with_interface(InterfaceStyle::Builder);
    let tokens = catch_unwind(AssertUnwindSafe(|| {
        Generator::new(&settings).generate_tokens(openapi)
    }));
    let file = syn::parse2(tokens.ok()?.ok()?).unwrap();
    Some(prettyplease::unparse(&file))
}

/// The code without line breaks and indentation.
fn flat(code: &str) -> String {
    code.split_whitespace().collect::<Vec<_>>().join(" ")
}

#[test]
fn each_rule_has_a_name_and_a_reason() {
    let names: Vec<&str> = RULES.iter().map(|rule| rule.name).collect();
    let expected = [
        "one-media-type",
        "descriptions",
        "parameters",
        "all-of",
        "defaults",
        "plain-values",
        "request-and-response",
        "directions",
        "alternatives",
        "problem-media-type",
        "errors-in-place",
        "one-error-schema",
        "tolerant-responses",
        "integer-bounds",
        "other-bodies",
        "titles",
        "mocked-statuses",
        "status-classes",
    ];
    assert_eq!(names, expected);
    assert!(
        RULES
            .iter()
            .all(|rule| !rule.why.is_empty() && !rule.views.is_empty())
    );
}

#[test]
fn without_the_rules_progenitor_fails() {
    assert_eq!(code(&described()), None);
    assert!(code(&normalized(described())).is_some());
}

#[test]
fn problem_media_type_keeps_an_error_from_becoming_a_byte_stream() {
    let typed = "Error<types::ValidationProblemDetails>";
    let with = flat(&code(&normalized(described_with_problem_json())).unwrap());
    assert!(with.contains(typed));
    assert!(!with.contains("Error<ByteStream>"));

    let rest = RULES
        .iter()
        .filter(|rule| !["one-media-type", "problem-media-type"].contains(&rule.name));
    let document = rest
        .filter(|rule| rule.views.contains(&View::Client))
        .try_fold(described_with_problem_json(), |openapi, rule| {
            rule.apply(openapi)
        })
        .unwrap();
    let without = flat(&code(&document).unwrap());
    assert!(!without.contains(typed));
    assert!(without.contains("Error<ByteStream>"));
}

#[test]
fn problem_json_and_json_give_the_same_client() {
    assert_eq!(
        code(&normalized(described_with_problem_json())),
        code(&normalized(described()))
    );
}

#[test]
fn one_error_schema_keeps_progenitor_from_panicking() {
    let with = flat(&code(&normalized(described())).unwrap());
    assert!(with.contains("ResponseValue<types::ApiKey>, Error<types::ValidationProblemDetails>"));

    // Alone it makes the difference between a panic and a client.
    let without: OpenAPI = RULES
        .iter()
        .filter(|rule| !["one-error-schema", "status-classes"].contains(&rule.name))
        .try_fold(described(), |openapi, rule| rule.apply(openapi))
        .unwrap();
    assert_eq!(code(&without), None);
    let rule = RULES
        .iter()
        .find(|rule| rule.name == "one-error-schema")
        .unwrap();
    assert!(code(&rule.apply(described()).unwrap()).is_some());
}

#[test]
fn one_error_schema_keeps_the_errors_of_a_rejected_request() {
    // The classes alone would take the schema of the first error for all of them.
    let mut reordered = described();
    let path = &mut reordered.paths.paths["/api-keys/{id}/regenerate"];
    let openapiv3::ReferenceOr::Item(path) = path else {
        panic!("the path is described in place")
    };
    path.post.as_mut().unwrap().responses.responses.reverse();
    let with = flat(&code(&normalized(reordered.clone())).unwrap());
    assert!(with.contains("Error<types::ValidationProblemDetails>"));
    let without = normalized_without("one-error-schema", reordered);
    let without = flat(&code(&without).unwrap());
    assert!(without.contains("Error<types::ProblemDetails>"));
}

#[test]
fn status_classes_read_an_undocumented_status_like_a_documented_one() {
    let classes = ["200..=299", "400u16..=499u16", "500u16..=599u16"];
    let with = code(&normalized(described())).unwrap();
    let without = code(&normalized_without("status-classes", described())).unwrap();
    for class in classes {
        assert!(with.contains(class), "{class}");
        assert!(!without.contains(class), "{class}");
    }
    let arms = flat(&with);
    let last = arms.split("500u16..=599u16 =>").nth(1).unwrap();
    let last = last.split("_ =>").next().unwrap();
    assert!(last.contains("Error::ErrorResponse"), "{last}");
    // A 502, and a 201 with the new key in it, would end as unexpected.
    assert!(without.contains("200u16 =>") && without.contains("500u16 =>"));
    assert!(!without.contains("502") && !without.contains("201"));
}

#[test]
fn tolerant_responses_enforce_nothing_and_wrap_nothing() {
    let with = code(&normalized(described())).unwrap();
    let without = code(&normalized_without("tolerant-responses", described())).unwrap();
    // A name of 101 characters, or none, is no reason to lose the key beside it.
    assert!(without.contains("pub struct ApiKeyName("));
    assert!(without.contains("longer than 100 characters"));
    assert!(flat(&without).contains("pub name: ApiKeyName"));
    assert!(!with.contains("ApiKeyName"));
    assert!(!with.contains("longer than 100 characters"));
    let with = flat(&with);
    assert!(with.contains("pub name: ::std::option::Option<::std::string::String>"));
    assert!(with.contains(r#"#[serde(default, skip_serializing_if = "::std::vec::Vec::is_empty")] pub permissions: ::std::vec::Vec<::std::string::String>"#));
}

#[test]
fn tolerant_responses_open_a_closed_object_and_drop_bounds_and_enumerations() {
    let text = r"openapi: 3.0.3
info: {title: Things, version: v1}
paths:
  /things:
    get:
      operationId: things
      responses:
        '200':
          description: d
          content:
            application/json:
              schema: {$ref: '#/components/schemas/Thing'}
components:
  schemas:
    Thing:
      type: object
      required: [kind]
      additionalProperties: false
      properties:
        kind: {type: string, enum: [a, b]}
        code: {type: string, maxLength: 3}
";
    let document = load("api.yaml", text).unwrap();
    let strict = normalized_without("tolerant-responses", document.openapi().clone());
    let strict = code(&strict).unwrap();
    let lenient = generate(&document).unwrap().client;
    for enforced in ["deny_unknown_fields", "pub enum ThingKind", "ThingCode"] {
        assert!(strict.contains(enforced), "{enforced}");
        assert!(!lenient.contains(enforced), "{enforced}");
    }
}

#[test]
fn integer_bounds_do_not_decide_the_rust_type() {
    let text = r"openapi: 3.0.3
info: {title: Things, version: v1}
paths:
  /things:
    post:
      operationId: things
      parameters:
        - {name: page, in: query, required: true, schema: {type: integer, minimum: 1}}
        - {name: size, in: query, required: true, schema: {type: integer, format: int32, minimum: 1}}
      requestBody:
        required: true
        content: {application/json: {schema: {$ref: '#/components/schemas/Thing'}}}
      responses: {'204': {description: d}}
components:
  schemas:
    Thing:
      type: object
      required: [age, weight]
      properties:
        age: {type: integer, minimum: 0, maximum: 255}
        weight: {type: integer, minimum: 0, default: 5}
";
    let document = load("api.yaml", text).unwrap();
    let openapi = document.openapi().clone();
    let without = flat(&code(&normalized_without("integer-bounds", openapi.clone())).unwrap());
    for bounded in [
        "page: Result<::std::num::NonZeroU64, String>",
        "size: Result<::std::num::NonZeroU32, String>",
        "pub age: u8,",
        "pub weight: u64,",
    ] {
        assert!(without.contains(bounded), "{bounded}");
    }
    let generated = generate(&document).unwrap();
    for with in [code(&normalized(openapi)).unwrap(), generated.client] {
        let with = flat(&with);
        for free in [
            "page: Result<i64, String>",
            "size: Result<i32, String>",
            "pub age: i64,",
            "pub weight: i64,",
        ] {
            assert!(with.contains(free), "{free}");
        }
        assert!(!with.contains("NonZero"));
    }
    assert!(!generated.mocks.contains("NonZero"));
    // A bound that is loosened changes nothing.
    let loosened = text
        .replace("minimum: 1", "minimum: 0")
        .replace(", maximum: 255", "");
    let loosened = load("api.yaml", &loosened).unwrap();
    assert_eq!(generate(&loosened).unwrap(), generate(&document).unwrap());
}

#[test]
fn requests_stay_as_strict_as_they_are_described() {
    let openapi = normalized(described());
    let id = &openapi.components.unwrap().schemas["ApiKeyId"];
    let id = serde_json::to_value(id).unwrap();
    assert_eq!(id["maxLength"], 50);
    // A pattern is the service's to check: the crate has no regular expressions.
    assert_eq!(id.get("pattern"), None);
}

#[test]
fn the_client_has_all_operations_of_the_description() {
    let path = concat!(
        env!("CARGO_MANIFEST_DIR"),
        "/../../openapi/publicsquare.yaml"
    );
    let document = load(SPEC, &fs::read_to_string(path).unwrap()).unwrap();
    let generated = generate(&document).unwrap();
    assert_eq!(generate(&document).unwrap(), generated);
    let client = flat(&generated.client);
    let operations = document.openapi().operations().count();
    for arm in ["200..=299 =>", "400u16..=499u16 =>", "500u16..=599u16 =>"] {
        assert_eq!(client.matches(arm).count(), operations, "{arm}");
    }
    assert_eq!(
        client.matches("Error<types::").count(),
        operations,
        "each has one error type"
    );
    assert!(client.contains("pub key: ::std::option::Option<crate::SecretKey>"));
    assert!(!client.contains("ByteStream>"));
}
