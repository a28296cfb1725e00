//! The rule `other-bodies`: describes request bodies that are not JSON so that progenitor accepts them.
//!
//! In comes a document whose bodies have one media type each. Out comes one in which a form is described as a JSON object
//! with the same members, and any other body as bytes. `postprocess/sent_bodies.rs` then writes the body with its real
//! media type.

use indexmap::IndexMap;
use openapiv3::{
    MediaType, OpenAPI, ReferenceOr, RequestBody, Schema, SchemaData, SchemaKind, StringFormat,
    StringType, Type, VariantOrUnknownOrEmpty,
};

use super::media_types::FORM;
use crate::operations;
use crate::refusal::Refusal;

const JSON: &str = "application/json";
const BYTES: &str = "application/octet-stream";

pub(super) fn apply(mut openapi: OpenAPI) -> Result<OpenAPI, Vec<Refusal>> {
    if let Some(components) = &mut openapi.components {
        components.request_bodies.values_mut().for_each(describe);
    }
    operations::for_each_mut(&mut openapi, |_, operation| {
        operation.request_body.iter_mut().for_each(describe);
    });
    Ok(openapi)
}

fn describe(body: &mut ReferenceOr<RequestBody>) {
    let ReferenceOr::Item(body) = body else {
        return;
    };
    let Some((name, media)) = body.content.shift_remove_index(0) else {
        return;
    };
    body.content = match name.as_str() {
        JSON => IndexMap::from([(name, media)]),
        FORM => IndexMap::from([(JSON.to_owned(), media)]),
        _ => IndexMap::from([(BYTES.to_owned(), bytes())]),
    };
}

fn bytes() -> MediaType {
    let text = StringType {
        format: VariantOrUnknownOrEmpty::Item(StringFormat::Binary),
        ..StringType::default()
    };
    MediaType {
        schema: Some(ReferenceOr::Item(Schema {
            schema_data: SchemaData::default(),
            schema_kind: SchemaKind::Type(Type::String(text)),
        })),
        ..MediaType::default()
    }
}

#[cfg(test)]
mod tests {
    use serde_json::json;

    use super::super::fixture::{after, described, part};
    use super::*;

    #[test]
    fn a_form_has_members_and_any_other_body_is_bytes() {
        let schema = json!({"type": "object", "properties": {"a": {"type": "string"}}});
        let bytes = json!({"type": "string", "format": "binary"});
        for (media_type, expected) in [
            (JSON, json!({JSON: {"schema": schema}})),
            (FORM, json!({JSON: {"schema": schema}})),
            ("text/plain", json!({BYTES: {"schema": bytes}})),
        ] {
            let openapi = described(&format!(
                "paths: {{/things: {{put: {{operationId: put, requestBody: {{content: {{{media_type}: {{schema: {schema}}}}}}}, responses: {{'204': {{description: d}}}}}}}}}}"
            ));
            let content = part(
                &after(apply, openapi),
                "/paths/~1things/put/requestBody/content",
            );
            assert_eq!(content, expected, "{media_type}");
        }
    }
}
