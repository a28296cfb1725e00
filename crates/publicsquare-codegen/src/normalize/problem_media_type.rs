//! The rule `problem-media-type`: declares problem details as JSON.
//!
//! progenitor knows `application/json` only, and would return an error of the type `application/problem+json` as a stream of
//! bytes. In comes a document. Out comes one in which such a body is declared as JSON. If both are declared, the JSON body
//! stays. Other media types are handled in `media_types.rs`.

use openapiv3::{OpenAPI, ReferenceOr, Response};

use crate::operations;
use crate::refusal::Refusal;

const PROBLEM: &str = "application/problem+json";
const JSON: &str = "application/json";

/// Declares problem details as JSON.
pub(super) fn apply(mut openapi: OpenAPI) -> Result<OpenAPI, Vec<Refusal>> {
    if let Some(components) = &mut openapi.components {
        components.responses.values_mut().for_each(rewrite);
    }
    operations::for_each_mut(&mut openapi, |_, operation| {
        let responses = &mut operation.responses;
        responses
            .responses
            .values_mut()
            .chain(&mut responses.default)
            .for_each(rewrite);
    });
    Ok(openapi)
}

fn rewrite(response: &mut ReferenceOr<Response>) {
    let ReferenceOr::Item(response) = response else {
        return;
    };
    if let Some(body) = response.content.shift_remove(PROBLEM) {
        response.content.entry(JSON.to_owned()).or_insert(body);
    }
}

#[cfg(test)]
mod tests {
    use super::super::fixture;
    use super::*;

    #[test]
    fn problem_json_becomes_json() {
        let declared = fixture::response_as("404", PROBLEM, "Problem");
        let openapi = apply(fixture::document(&declared, "")).expect("the rule takes it");
        let response = fixture::operation(&openapi).responses.responses[0]
            .as_item()
            .expect("the response is inline");
        assert_eq!(response.content.keys().collect::<Vec<_>>(), [JSON]);
    }
}
