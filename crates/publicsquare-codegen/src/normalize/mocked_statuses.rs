//! Statuses that a mock has a method for.

use openapiv3::{OpenAPI, StatusCode};

use crate::operations;
use crate::refusal::Refusal;

/// Leaves out statuses without a name, of which the generator makes the name of a method. A mock gives them by its
/// faults.
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
    fn statuses_of_one_gateway_only_have_no_name() {
        assert!(has_name(&StatusCode::Code(404)));
        assert!(has_name(&StatusCode::Range(4)));
        for code in [99, 299, 499, 520, 1000] {
            assert!(!has_name(&StatusCode::Code(code)), "{code}");
        }
    }
}
