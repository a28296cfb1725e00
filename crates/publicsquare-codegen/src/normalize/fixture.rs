//! Small documents for the unit tests of the rules.
//!
//! In come the responses and further schemas as JSON text. Out comes a document with one operation, `POST /things`, and two
//! problem schemas. Tests of whole documents are in `tests/` of this crate.

use openapiv3::{OpenAPI, Operation};

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
