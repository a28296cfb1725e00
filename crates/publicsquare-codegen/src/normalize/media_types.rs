//! The rule `one-media-type`: chooses one media type for each body.
//!
//! progenitor panics on a body with several media types. In comes a document. Out comes one in which each body has the media
//! type that the client uses. The choice itself is made in `openapi_loader::media_type`, which `openapi-semver` shares.
//! Problem details become JSON in `problem_media_type.rs`, and bodies of requests that are not JSON are described in
//! `other_bodies.rs`.

use indexmap::IndexMap;
use openapi_loader::media_type::{self, Offer, essence, is_json};
use openapiv3::{
    AnySchema, MediaType, OpenAPI, Operation, ReferenceOr, RequestBody, Response, Schema,
    SchemaData, SchemaKind, StringFormat, Type, VariantOrUnknownOrEmpty,
};

use crate::operation_facts::schema_of;
use crate::operations;
use crate::refusal::Refusal;

const JSON: &str = "application/json";
/// The media type of a form without uploads.
pub(crate) const FORM: &str = "application/x-www-form-urlencoded";
const BYTES: &str = "application/octet-stream";
const PROBLEM: &str = "application/problem+json";

/// Chooses the media type of each body.
///
/// An error that is not JSON has no members that the client could read. It counts as an error without a body.
pub(super) fn apply(mut openapi: OpenAPI) -> Result<OpenAPI, Vec<Refusal>> {
    let parts = openapi.clone();
    if let Some(components) = &mut openapi.components {
        for body in components.request_bodies.values_mut() {
            of_request(&parts, body);
        }
        // A component response may be used for successes and for errors, so both forms are needed.
        for response in components.responses.values_mut() {
            of_response(&parts, response, false);
        }
    }
    operations::for_each_mut(&mut openapi, |site, operation| {
        if site.label.starts_with("HEAD ") {
            without_bodies(&parts, operation);
        }
        if let Some(body) = &mut operation.request_body {
            of_request(&parts, body);
        }
        let responses = &mut operation.responses;
        for (status, response) in &mut responses.responses {
            of_response(&parts, response, operations::class(status) >= 4);
        }
        if let Some(response) = &mut responses.default {
            of_response(&parts, response, true);
        }
    });
    Ok(openapi)
}

/// A response to HEAD never has a body (RFC 9110, section 9.3.2).
fn without_bodies(openapi: &OpenAPI, operation: &mut Operation) {
    let responses = &mut operation.responses;
    for response in responses
        .responses
        .values_mut()
        .chain(&mut responses.default)
    {
        let description = operations::resolve(openapi, response)
            .map(|response| response.description.clone())
            .unwrap_or_default();
        *response = ReferenceOr::Item(Response {
            description,
            ..Response::default()
        });
    }
}

/// A body that is not JSON keeps its media type for now.
fn of_request(parts: &OpenAPI, body: &mut ReferenceOr<RequestBody>) {
    let ReferenceOr::Item(body) = body else {
        return;
    };
    let chosen = media_type::of_request(&offers(parts, &body.content)).map(str::to_owned);
    body.content = match chosen.and_then(|name| body.content.shift_remove_entry(&name)) {
        None => IndexMap::new(),
        // The media type is `*/*` and the schema is not JSON: the body is bytes.
        Some((name, bytes)) if essence(&name) == "*/*" && is_binary(parts, &bytes) => {
            IndexMap::from([(BYTES.to_owned(), bytes)])
        }
        // `Content-Type` cannot be a range such as `application/*+json`, so that one stays and is refused later.
        Some((name, json)) if is_any_json(&name) || is_json(&name) && is_media_type(&name) => {
            IndexMap::from([(JSON.to_owned(), any_where_none(json))])
        }
        Some((name, form)) if essence(&name) == FORM => IndexMap::from([(FORM.to_owned(), form)]),
        Some(other) => IndexMap::from([other]),
    };
}

/// A body without a schema becomes any JSON value.
fn any_where_none(mut body: MediaType) -> MediaType {
    // `encoding` applies only to forms (OpenAPI 3.0, Media Type Object).
    body.encoding.clear();
    body.schema.get_or_insert_with(|| {
        ReferenceOr::Item(Schema {
            schema_data: SchemaData::default(),
            schema_kind: SchemaKind::Any(AnySchema::default()),
        })
    });
    body
}

fn of_response(parts: &OpenAPI, response: &mut ReferenceOr<Response>, is_error: bool) {
    let ReferenceOr::Item(response) = response else {
        return;
    };
    let content = &mut response.content;
    let chosen = media_type::of_response(&offers(parts, content), is_error).map(str::to_owned);
    let is_raw = |body: &MediaType| !is_error && is_binary(parts, body);
    *content = match chosen.and_then(|name| content.shift_remove_entry(&name)) {
        None => IndexMap::new(),
        Some((name, problem)) if is_error && essence(&name) == PROBLEM => {
            IndexMap::from([(PROBLEM.to_owned(), problem)])
        }
        Some((name, bytes)) if essence(&name) == "*/*" && is_raw(&bytes) => {
            IndexMap::from([(BYTES.to_owned(), bytes)])
        }
        Some((name, json)) if is_json(&name) => {
            let json = if is_error { json } else { any_where_none(json) };
            IndexMap::from([(JSON.to_owned(), json)])
        }
        Some(other) => IndexMap::from([other]),
    };
}

/// Whether a type is `application/json` or anything. The client calls it `application/json`.
fn is_any_json(name: &str) -> bool {
    [JSON, "*/*"].contains(&&*essence(name))
}

/// The media type of the JSON that a request sends, if it has another name than `application/json`. In comes the body as
/// it is described.
pub(crate) fn other_json_of_request<'a>(parts: &OpenAPI, body: &'a RequestBody) -> Option<&'a str> {
    media_type::of_request(&offers(parts, &body.content))
        .filter(|name| is_json(name) && !is_any_json(name))
}

/// The media type of the JSON that a success has. In comes the response as it is described.
pub(crate) fn json_of_success<'a>(parts: &OpenAPI, response: &'a Response) -> Option<&'a str> {
    let name = media_type::of_response(&offers(parts, &response.content), false)?;
    let has_name = !is_any_json(name) && is_media_type(name);
    is_json(name).then_some(if has_name { name } else { JSON })
}

/// Whether the name is a type and a subtype, which are tokens (RFC 9110, section 8.3.1), with parameters that a header can
/// contain.
pub(crate) fn is_media_type(name: &str) -> bool {
    let is_token = |text: &str| {
        !text.is_empty()
            && text
                .bytes()
                .all(|byte| byte.is_ascii_alphanumeric() || b"!#$&^_.+-".contains(&byte))
    };
    let parts = essence(name);
    let is_printable = name
        .bytes()
        .all(|byte| byte == b' ' || byte.is_ascii_graphic());
    is_printable
        && parts
            .split_once('/')
            .is_some_and(|(main, sub)| is_token(main) && is_token(sub))
}

fn offers<'a>(parts: &OpenAPI, content: &'a IndexMap<String, MediaType>) -> Vec<Offer<'a>> {
    let offer = |(name, body): (&'a String, &'a MediaType)| Offer {
        name,
        is_binary: is_binary(parts, body),
    };
    content.iter().map(offer).collect()
}

/// Whether the schema says that the body is bytes, whatever its media type says.
fn is_binary(parts: &OpenAPI, body: &MediaType) -> bool {
    let schema = body.schema.as_ref();
    let Some(schema) = schema.and_then(|schema| schema_of(parts, schema)) else {
        return false;
    };
    matches!(&schema.schema_kind, SchemaKind::Type(Type::String(text))
        if text.format == VariantOrUnknownOrEmpty::Item(StringFormat::Binary))
}

#[cfg(test)]
mod tests {
    use serde_json::json;

    use super::super::fixture::{after, described, document, operation, part};
    use super::*;

    fn chosen(status: &str, types: &[(&str, &str)]) -> Vec<String> {
        let content: Vec<String> = types
            .iter()
            .map(|(name, schema)| format!(r#""{name}": {{"schema": {schema}}}"#))
            .collect();
        let declared = format!(
            r#""{status}": {{"description": "d", "content": {{{}}}}}"#,
            content.join(",")
        );
        let openapi = apply(document(&declared, "")).expect("the rule takes it");
        let response = operation(&openapi).responses.responses[0]
            .as_item()
            .expect("inline");
        response.content.keys().cloned().collect()
    }

    #[test]
    fn json_is_chosen_if_it_is_offered() {
        let object = r#"{"type": "object"}"#;
        assert_eq!(
            chosen(
                "200",
                &[
                    ("text/plain", object),
                    ("application/json; charset=utf-8", object),
                    ("text/json", object)
                ]
            ),
            [JSON]
        );
        assert_eq!(
            chosen("200", &[("application/vnd.api+json", object)]),
            [JSON]
        );
        assert_eq!(
            chosen("404", &[("text/plain", object), (PROBLEM, object)]),
            [PROBLEM]
        );
    }

    #[test]
    fn bytes_are_not_json() {
        let bytes = r#"{"type": "string", "format": "binary"}"#;
        assert_eq!(
            chosen("200", &[("text/csv", bytes), (JSON, bytes)]),
            ["text/csv"]
        );
        assert_eq!(
            chosen("200", &[("application/pdf", bytes)]),
            ["application/pdf"]
        );
        // Nothing else is offered.
        assert_eq!(chosen("200", &[(JSON, bytes)]), [JSON]);
    }

    #[test]
    fn bytes_of_any_media_type_are_bytes() {
        let bytes = r#"{"type": "string", "format": "binary"}"#;
        assert_eq!(chosen("200", &[("*/*", bytes)]), [BYTES]);
        assert_eq!(chosen("200", &[("*/*", r#"{"type": "object"}"#)]), [JSON]);
    }

    #[test]
    fn an_answer_to_head_has_no_body() {
        let responses = "{'200': {$ref: '#/components/responses/Plant'}, default: {description: e, content: {application/json: {schema: {type: object}}}}}";
        let openapi = described(&format!(
            "paths: {{/things: {{get: {{operationId: get, responses: {responses}}}, head: {{operationId: head, responses: {responses}}}}}}}
components: {{responses: {{Plant: {{description: d, content: {{application/json: {{schema: {{type: object}}}}}}}}}}}}
"
        ));
        let openapi = after(apply, openapi);
        let of = |place: &str| part(&openapi, &format!("/paths/~1things/{place}"));
        assert_eq!(of("head/responses/200"), json!({"description": "d"}));
        assert_eq!(of("head/responses/default"), json!({"description": "e"}));
        assert_eq!(
            of("get/responses/200"),
            json!({"$ref": "#/components/responses/Plant"})
        );
        assert!(of("get/responses/default/content").is_object());
    }

    #[test]
    fn an_error_that_is_a_web_page_has_no_body() {
        let text = r#"{"type": "string"}"#;
        assert!(chosen("503", &[("text/html", text)]).is_empty());
    }

    #[test]
    fn a_range_of_media_types_cannot_be_sent() {
        assert!(is_media_type("text/csv; charset=utf-8"));
        assert!(is_media_type("application/vnd.a+xml"));
        for odd in ["image/*", "csv", "a/b/c", "text/c sv", "text/csv\n"] {
            assert!(!is_media_type(odd), "{odd}");
        }
    }

    #[test]
    fn json_keeps_its_name_where_it_has_one() {
        let parts = described("paths: {}\n");
        for (name, sent, read) in [
            ("application/json; charset=utf-8", None, Some(JSON)),
            ("*/*", None, Some(JSON)),
            (
                "application/a+json; v=1",
                Some("application/a+json; v=1"),
                Some("application/a+json; v=1"),
            ),
            ("application/*+json", Some("application/*+json"), Some(JSON)),
            ("text/csv", None, None),
        ] {
            let content = IndexMap::from([(name.to_owned(), MediaType::default())]);
            let response = Response {
                content: content.clone(),
                ..Response::default()
            };
            assert_eq!(json_of_success(&parts, &response), read, "{name}");
            let body = RequestBody {
                content,
                ..RequestBody::default()
            };
            assert_eq!(other_json_of_request(&parts, &body), sent, "{name}");
        }
    }
}
