//! The rule `mocked-statuses`: removes statuses for which a mock can have no method.
//!
//! progenitor names the method of a mock after the reason phrase of the status, and panics on a status without one, such as
//! 499. In comes a document, for the mocks only. Out comes one without such statuses. A test can still answer them with
//! `Faults`. The rule for the client is in `status_classes.rs`.

use openapiv3::{OpenAPI, StatusCode};

use crate::operations;
use crate::refusal::Refusal;

/// Removes the responses whose status has no reason phrase.
pub(super) fn apply(mut openapi: OpenAPI) -> Result<OpenAPI, Vec<Refusal>> {
    operations::for_each_mut(&mut openapi, |_, operation| {
        operation
            .responses
            .responses
            .retain(|status, _| has_name(status));
    });
    Ok(openapi)
}

fn has_name(status: &StatusCode) -> bool {
    match status {
        StatusCode::Code(code) => http::StatusCode::from_u16(*code)
            .is_ok_and(|status| status.canonical_reason().is_some()),
        StatusCode::Range(_) => true,
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_status_without_a_reason_phrase_is_removed() {
        assert!(has_name(&StatusCode::Code(404)));
        assert!(has_name(&StatusCode::Range(4)));
        for code in [99, 299, 499, 520, 1000] {
            assert!(!has_name(&StatusCode::Code(code)), "{code}");
        }
    }
}
