//! Refuses bodies of requests that the client cannot write.
//!
//! In comes an operation whose body has one media type. JSON, forms of single values, and bodies that are sent as they are
//! pass. Everything else becomes a refusal, such as an upload of several parts. `normalize/media_types.rs` chooses the
//! one media type, and `normalize/other_bodies.rs` describes forms and bytes for progenitor.

use openapi_loader::media_type::essence;
use openapiv3::{MediaType, OpenAPI, Operation, ReferenceOr, Schema, SchemaKind, Type};

use crate::normalize::{FORM, is_media_type};
use crate::operation_facts::{self, Kind, kind_of, schema_of};
use crate::operations::Site;
use crate::refusal::Refusal;

/// How deep `allOf` may be nested in a form.
const DEPTH: usize = 8;

pub(super) fn check(openapi: &OpenAPI, operation: &Operation, site: &Site) -> Option<Refusal> {
    let body = operation_facts::body_of(openapi, operation.request_body.as_ref()?)?;
    let (name, media) = body.content.first()?;
    let (what, help) = match name.as_str() {
        "application/json" => return None,
        FORM => (
            format!("a form that {}", flaw_of_form(openapi, media)?),
            "describe the members of a form as strings, numbers, booleans or lists of these",
        ),
        name if essence(name).starts_with("multipart/") => (
            format!("a body of `{name}`, whose parts the client cannot write"),
            "describe it as the one type that the service takes as well, such as `application/octet-stream` for a file, \
             or leave the operation out and have the application send it",
        ),
        name if !is_media_type(name) => (
            format!("a body of `{name}`, which is not one media type that can be sent"),
            "name the one type that is sent, such as `image/png`",
        ),
        _ => return None,
    };
    Some(Refusal::new(
        format!("{}/requestBody", site.pointer),
        format!("{} takes {what}", site.label),
        help,
    ))
}

fn flaw_of_form(openapi: &OpenAPI, media: &MediaType) -> Option<String> {
    if !media.encoding.is_empty() {
        return Some("has an `encoding` of its own".to_owned());
    }
    let Some(schema) = &media.schema else {
        return Some("has no schema".to_owned());
    };
    flaw_of_members(openapi, schema, DEPTH)
}

fn flaw_of_members(
    openapi: &OpenAPI,
    schema: &ReferenceOr<Schema>,
    depth: usize,
) -> Option<String> {
    let no_object = || Some("is not described as one object".to_owned());
    let (Some(depth), Some(schema)) = (depth.checked_sub(1), schema_of(openapi, schema)) else {
        return no_object();
    };
    let properties = match &schema.schema_kind {
        SchemaKind::AllOf { all_of } => {
            return all_of
                .iter()
                .find_map(|part| flaw_of_members(openapi, part, depth));
        }
        SchemaKind::Type(Type::Object(object)) => &object.properties,
        SchemaKind::Any(any) if !any.properties.is_empty() => &any.properties,
        _ => return no_object(),
    };
    let (name, _) = properties
        .iter()
        .find(|(_, property)| kind_of(openapi, &(*property).clone().unbox()) == Kind::Compound)?;
    Some(format!(
        "has the member `{name}`, which is neither a single value nor a list of single values"
    ))
}
