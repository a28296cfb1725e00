//! References that the generator would follow to another place than they lead to.

use openapi_loader::pointer::escape;
use openapiv3::{OpenAPI, ReferenceOr};

use crate::normalize::each_schema_reference;
use crate::operations;
use crate::refusal::Refusal;

const HELP: &str = "move what it refers to into `components`, and refer to that";

/// Refuses references that are not to a component as a whole: the generator looks at their last step only.
pub(crate) fn check(openapi: &OpenAPI) -> Vec<Refusal> {
    let mut refusals = Vec::new();
    let mut see = |pointer: &str, owner: &str, reference: &str, kind: &str| {
        let name = reference.strip_prefix(&*format!("#/components/{kind}/"));
        // A name of a component has none of these (OpenAPI 3.0, Components Object).
        if name.is_none_or(|name| name.contains(['/', '~', '%'])) {
            refusals.push(Refusal::new(
                pointer,
                format!("{owner} refers to `{reference}`, which is no component"),
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
