//! The rule `tolerant-responses`: removes everything from responses that a client must not enforce.
//!
//! A client that validates a response loses the key in it. In comes a document in which responses have schemas of their own
//! (`split.rs`). Out comes one whose responses have no `required`, no bounds, patterns, enumerations or defaults, and are
//! open for further members.

use openapi_loader::pointer::escape;
use openapiv3::{
    AdditionalProperties, AnySchema, OpenAPI, ReferenceOr, Response, Schema, SchemaKind,
    StringFormat, Type, VariantOrUnknownOrEmpty,
};

use super::reachable_schemas::reachable_schemas;
use crate::operations;
use crate::refusal::Refusal;

/// Removes `required`, closed objects, bounds, patterns and enumerations from the schemas of responses. Defaults are
/// removed as well: a member with a default must have its type, or the whole response fails.
pub(super) fn apply(mut openapi: OpenAPI) -> Result<OpenAPI, Vec<Refusal>> {
    let reachable = reachable_schemas(&openapi);
    let mut refusals = Vec::new();
    if let Some(components) = &mut openapi.components {
        for name in reachable.responses.difference(&reachable.requests) {
            if let Some(ReferenceOr::Item(schema)) = components.schemas.get_mut(name) {
                let pointer = format!("/components/schemas/{}", escape(name));
                relax(
                    schema,
                    &format!("the schema `{name}`"),
                    &pointer,
                    &mut refusals,
                );
            }
        }
        for (name, response) in &mut components.responses {
            let pointer = format!("/components/responses/{}", escape(name));
            let owner = format!("the response `{name}`");
            relax_response(response, &owner, &pointer, &mut refusals);
        }
    }
    operations::for_each_mut(&mut openapi, |site, operation| {
        for (status, response) in &mut operation.responses.responses {
            let pointer = format!("{}/responses/{status}", site.pointer);
            let owner = format!("the {status} of {}", site.label);
            relax_response(response, &owner, &pointer, &mut refusals);
        }
    });
    if refusals.is_empty() {
        Ok(openapi)
    } else {
        Err(refusals)
    }
}

fn relax_response(
    response: &mut ReferenceOr<Response>,
    owner: &str,
    pointer: &str,
    refusals: &mut Vec<Refusal>,
) {
    let ReferenceOr::Item(response) = response else {
        return;
    };
    for (media_type, body) in &mut response.content {
        if let Some(ReferenceOr::Item(schema)) = &mut body.schema {
            // A null body does not show that the API sent it.
            schema.schema_data.nullable = false;
            let pointer = format!("{pointer}/content/{}/schema", escape(media_type));
            relax(schema, owner, &pointer, refusals);
        }
    }
}

fn relax(schema: &mut Schema, owner: &str, pointer: &str, refusals: &mut Vec<Refusal>) {
    schema.schema_data.default = None;
    match &mut schema.schema_kind {
        SchemaKind::Type(Type::String(string)) => {
            string.pattern = None;
            string.min_length = None;
            string.max_length = None;
            string.enumeration.clear();
            let keeps_its_format = match &string.format {
                VariantOrUnknownOrEmpty::Item(format) => {
                    matches!(format, StringFormat::DateTime | StringFormat::Password)
                }
                VariantOrUnknownOrEmpty::Unknown(_) | VariantOrUnknownOrEmpty::Empty => false,
            };
            if !keeps_its_format {
                string.format = VariantOrUnknownOrEmpty::Empty;
            }
        }
        SchemaKind::Type(Type::Number(number)) => {
            number.multiple_of = None;
            (number.minimum, number.maximum) = (None, None);
            (number.exclusive_minimum, number.exclusive_maximum) = (false, false);
            number.enumeration.clear();
        }
        SchemaKind::Type(Type::Integer(integer)) => {
            integer.multiple_of = None;
            (integer.minimum, integer.maximum) = (None, None);
            (integer.exclusive_minimum, integer.exclusive_maximum) = (false, false);
            integer.enumeration.clear();
        }
        SchemaKind::Type(Type::Boolean(boolean)) => boolean.enumeration.clear(),
        SchemaKind::Type(Type::Array(array)) => {
            (array.min_items, array.max_items, array.unique_items) = (None, None, false);
            if let Some(ReferenceOr::Item(items)) = &mut array.items {
                relax(items, owner, &format!("{pointer}/items"), refusals);
            }
        }
        SchemaKind::Type(Type::Object(object)) => {
            object.required.clear();
            (object.min_properties, object.max_properties) = (None, None);
            for (name, property) in &mut object.properties {
                if let ReferenceOr::Item(property) = property {
                    relax(
                        property,
                        owner,
                        &format!("{pointer}/properties/{}", escape(name)),
                        refusals,
                    );
                }
            }
            match &mut object.additional_properties {
                Some(AdditionalProperties::Any(false)) => object.additional_properties = None,
                Some(AdditionalProperties::Schema(schema)) => {
                    if let ReferenceOr::Item(schema) = schema.as_mut() {
                        relax(
                            schema,
                            owner,
                            &format!("{pointer}/additionalProperties"),
                            refusals,
                        );
                    }
                }
                Some(AdditionalProperties::Any(true)) | None => {}
            }
        }
        SchemaKind::Any(any) if *any == AnySchema::default() => {}
        // This form makes a reference nullable.
        SchemaKind::AllOf { all_of } if matches!(&all_of[..], [ReferenceOr::Reference { .. }]) => {}
        SchemaKind::OneOf { .. }
        | SchemaKind::AnyOf { .. }
        | SchemaKind::AllOf { .. }
        | SchemaKind::Not { .. }
        | SchemaKind::Any(_) => refusals.push(Refusal::new(
            pointer,
            format!("{owner} is composed of several schemas, so it cannot be read leniently"),
            "write it as one schema with a `type`",
        )),
    }
}

#[cfg(test)]
mod tests;
