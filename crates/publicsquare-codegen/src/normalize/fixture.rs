//! Small documents for the unit tests of the rules.
//!
//! In come the responses and further schemas as JSON text. Out comes a document with one operation, `POST /things`, and two
//! problem schemas. A test that needs more gives the paths and components as YAML. Tests of whole documents are in
//! `tests/` of this crate.

use openapi_loader::load_published;
use openapiv3::{OpenAPI, Operation};
use serde_json::Value;

use super::{Refusal, schemas};

/// The document that has these paths and components.
pub(super) fn described(paths_and_components: &str) -> OpenAPI {
    let text = format!("openapi: 3.0.3\ninfo: {{title: t, version: v1}}\n{paths_and_components}");
    let document = load_published("api.yaml", &text).expect("the fixture is a valid document");
    document.openapi().clone()
}

/// A document with `PUT /things`, whose body and whose success have these schemas.
pub(super) fn exchange(request: &str, response: &str, schemas: &str) -> OpenAPI {
    described(&format!(
        "paths:
  /things:
    put:
      operationId: put
      requestBody: {{required: true, content: {{application/json: {{schema: {request}}}}}}}
      responses: {{'200': {{description: d, content: {{application/json: {{schema: {response}}}}}}}}}
components:
  schemas:
    Unused: {{type: string}}
{schemas}"
    ))
}

/// A schema of a component, after a rule.
pub(super) fn component(openapi: &OpenAPI, name: &str) -> Value {
    schemas::components(openapi)
        .remove(name)
        .unwrap_or(Value::Null)
}

/// The part of a document at a JSON pointer, after a rule.
pub(super) fn part(openapi: &OpenAPI, pointer: &str) -> Value {
    let document = serde_json::to_value(openapi).expect("serializable");
    document.pointer(pointer).cloned().unwrap_or(Value::Null)
}

/// A document after a rule that takes it.
pub(super) fn after(
    rule: fn(OpenAPI) -> Result<OpenAPI, Vec<Refusal>>,
    openapi: OpenAPI,
) -> OpenAPI {
    rule(openapi).unwrap_or_else(|refusals| panic!("the rule refuses it: {refusals:?}"))
}

/// A document with one operation, `POST /things`, and two problem schemas.
pub(super) fn document(responses: &str, schemas: &str) -> OpenAPI {
    let json = format!(
        r##"{{
            "openapi": "3.0.3",
            "info": {{"title": "t", "version": "1"}},
            "paths": {{"/things": {{"post": {{"operationId": "make", "responses": {{{responses}}}}}}}}},
            "components": {{"schemas": {{
                "Problem": {{"type": "object", "properties": {{"title": {{"type": "string"}}}}}},
                "FieldProblem": {{"type": "object", "properties": {{
                    "title": {{"type": "string", "description": "other prose"}},
                    "errors": {{"type": "object"}}
                }}}}
                {schemas}
            }}}}
        }}"##
    );
    serde_json::from_str(&json).expect("the fixture is a valid document")
}

/// A response with a JSON body.
pub(super) fn response(status: &str, schema: &str) -> String {
    response_as(status, "application/json", schema)
}

/// A response with a body of the given media type.
pub(super) fn response_as(status: &str, media_type: &str, schema: &str) -> String {
    format!(
        r##""{status}": {{"description": "d", "content": {{"{media_type}": {{"schema": {{"$ref": "#/components/schemas/{schema}"}}}}}}}}"##
    )
}

/// The one operation.
pub(super) fn operation(openapi: &OpenAPI) -> &Operation {
    openapi
        .operations()
        .next()
        .expect("the fixture has an operation")
        .2
}
