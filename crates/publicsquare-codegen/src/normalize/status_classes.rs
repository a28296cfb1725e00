//! The rule `status-classes`: gives all statuses of a class the same meaning in the client.
//!
//! With exact statuses an undocumented one, such as the 502 of a gateway, would become an untyped error, and a 201 in place
//! of a 200 would become a failure that contains the new key. In comes a document, for the client only. Out comes one with
//! `2XX`, `4XX` and `5XX`. The rule for the mocks is in `mocked_statuses.rs`.

use indexmap::IndexMap;
use openapiv3::{OpenAPI, Operation, ReferenceOr, Response, StatusCode};

use crate::operations::{self, Site};
use crate::refusal::Refusal;

/// Replaces the documented successes by `2XX` and the documented errors by `4XX` and `5XX`. Other statuses, such as 101
/// and 304, are removed: the client returns them as unexpected responses.
pub(super) fn apply(mut openapi: OpenAPI) -> Result<OpenAPI, Vec<Refusal>> {
    let original = openapi.clone();
    let mut refusals = Vec::new();
    operations::for_each_mut(&mut openapi, |site, operation| {
        if let Err(refusal) = widen(&original, site, operation) {
            refusals.push(refusal);
        }
    });
    if refusals.is_empty() {
        Ok(openapi)
    } else {
        Err(refusals)
    }
}

fn widen(openapi: &OpenAPI, site: &Site, operation: &mut Operation) -> Result<(), Refusal> {
    let mut widened: IndexMap<StatusCode, ReferenceOr<Response>> = IndexMap::new();
    for (status, response) in std::mem::take(&mut operation.responses.responses) {
        match operations::class(&status) {
            2 => {
                let known = widened
                    .entry(StatusCode::Range(2))
                    .or_insert_with(|| response.clone());
                if content(openapi, known) != content(openapi, &response) {
                    return Err(Refusal::new(
                        format!("{}/responses/{status}", site.pointer),
                        format!("{} declares successes with different bodies", site.label),
                        "describe one body that fits all of them",
                    ));
                }
            }
            4.. => {
                // All errors have one schema by now, so the first one stands for all.
                for class in [4, 5] {
                    widened
                        .entry(StatusCode::Range(class))
                        .or_insert_with(|| response.clone());
                }
            }
            // Neither a success nor an error, so it has no typed body.
            _ => {}
        }
    }
    operation.responses.responses = widened;
    Ok(())
}

fn content<'a>(
    openapi: &'a OpenAPI,
    response: &'a ReferenceOr<Response>,
) -> Vec<(&'a String, &'a Option<ReferenceOr<openapiv3::Schema>>)> {
    operations::resolve(openapi, response)
        .into_iter()
        .flat_map(|response| {
            response
                .content
                .iter()
                .map(|(name, body)| (name, &body.schema))
        })
        .collect()
}

#[cfg(test)]
mod tests {
    use super::super::fixture::{document, operation, response};
    use super::*;

    #[test]
    fn documented_statuses_become_classes() {
        let declared = [
            response("200", "Problem"),
            response("404", "Problem"),
            response("409", "Problem"),
        ];
        let openapi = apply(document(&declared.join(","), "")).expect("the rule takes it");
        let statuses: Vec<String> = operation(&openapi)
            .responses
            .responses
            .keys()
            .map(ToString::to_string)
            .collect();
        assert_eq!(statuses, ["2XX", "4XX", "5XX"]);
    }

    #[test]
    fn successes_with_different_bodies_are_refused_by_operation() {
        let declared = [
            response("200", "Problem"),
            r#""204": {"description": "d"}"#.to_owned(),
        ];
        let refusals = apply(document(&declared.join(","), "")).expect_err("two bodies");
        assert!(
            refusals[0].message.starts_with("POST /things"),
            "{:?}",
            refusals[0]
        );
    }
}
