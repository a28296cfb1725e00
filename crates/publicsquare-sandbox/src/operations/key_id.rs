//! The `{id}` in the path of an API-key operation.

use axum::extract::Path;
use axum::extract::rejection::PathRejection;

use crate::identifier;
use crate::problem::Problem;

/// An id in the documented form, or 400.
pub(crate) fn parse(path: Result<Path<String>, PathRejection>) -> Result<String, Problem> {
    let Ok(Path(id)) = path else {
        return Err(Problem::invalid_id(false, true));
    };
    let too_long = id.chars().count() > identifier::MAX_LENGTH;
    let wrong_form = !identifier::matches_pattern(&id);
    if too_long || wrong_form {
        Err(Problem::invalid_id(too_long, wrong_form))
    } else {
        Ok(id)
    }
}
