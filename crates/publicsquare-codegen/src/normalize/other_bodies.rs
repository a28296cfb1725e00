//! Bodies of requests that are not JSON.
//!
//! In comes a document whose bodies have one media type each. Out comes one in which a form is described as the JSON object
//! that it is made of, and any other body as bytes: those the generator takes. What is really sent, the polish of the
//! generated code writes.

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
