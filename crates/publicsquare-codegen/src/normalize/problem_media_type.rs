//! `application/problem+json` is JSON.

use openapiv3::{OpenAPI, ReferenceOr, Response};

use crate::operations;
use crate::refusal::Refusal;

const PROBLEM: &str = "application/problem+json";
const JSON: &str = "application/json";

/// Declares problem details as JSON. A declared JSON body wins where there are both.
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
