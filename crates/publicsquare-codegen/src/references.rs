//! Refuses references that progenitor would follow to the wrong place.
//!
//! In comes a document. Out comes a refusal for each `$ref` that does not lead to a whole component. progenitor looks only
//! at the last segment of a reference, so it would take another component of that name, or fail. Names are checked in
//! `names.rs`.

use openapi_loader::pointer::escape;
use openapiv3::{OpenAPI, ReferenceOr};

use crate::normalize::each_schema_reference;
use crate::operations;
use crate::refusal::Refusal;

const HELP: &str = "move the target into `components`, and refer to it there";

/// Refuses references that do not lead to a whole component.
pub(crate) fn check(openapi: &OpenAPI) -> Vec<Refusal> {
    let mut refusals = Vec::new();
    let mut see = |pointer: &str, owner: &str, reference: &str, kind: &str| {
        let name = reference.strip_prefix(&*format!("#/components/{kind}/"));
        // The name of a component has none of these characters (OpenAPI 3.0, Components Object).
        if name.is_none_or(|name| name.contains(['/', '~', '%'])) {
            refusals.push(Refusal::new(
                pointer,
                format!("{owner} refers to `{reference}`, which is not a component"),
                HELP,
            ));
        }
    };
    each_schema_reference(openapi, |pointer, owner, reference| {
        see(pointer, owner, reference, "schemas")
    });
    for (path, item) in openapi.paths.iter() {
        let Some(item) = item.as_item() else { continue };
        for parameter in &item.parameters {
            if let ReferenceOr::Reference { reference } = parameter {
                see(
                    &format!("/paths/{}/parameters", escape(path)),
                    path,
                    reference,
                    "parameters",
                );
            }
        }
    }
    for (site, operation) in operations::all(openapi) {
        for parameter in &operation.parameters {
            if let ReferenceOr::Reference { reference } = parameter {
                see(
                    &format!("{}/parameters", site.pointer),
                    &site.label,
                    reference,
                    "parameters",
                );
            }
        }
        if let Some(ReferenceOr::Reference { reference }) = &operation.request_body {
            see(
                &format!("{}/requestBody", site.pointer),
                &site.label,
                reference,
                "requestBodies",
            );
        }
        for (status, response) in &operation.responses.responses {
            if let ReferenceOr::Reference { reference } = response {
                let pointer = format!("{}/responses/{status}", site.pointer);
                see(&pointer, &site.label, reference, "responses");
            }
        }
    }
    refusals
}
