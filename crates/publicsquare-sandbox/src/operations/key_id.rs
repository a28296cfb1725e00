//! The `{id}` in the path of an API-key operation.

use axum::extract::Path;
use axum::extract::rejection::PathRejection;

use crate::field_errors::FieldErrors;
use crate::identifier;

/// The segment as the router hands it over; its percent-encoding may be no text.
pub(super) type PathId = Result<Path<String>, PathRejection>;

/// An id in the documented form.
pub(super) fn parse(path: PathId) -> Result<String, FieldErrors> {
    let mut errors = FieldErrors::default();
    let id = path.ok().map(|Path(id)| id);
    if id
        .as_ref()
        .is_some_and(|id| id.chars().count() > identifier::MAX_LENGTH)
    {
        errors.add(
            "id",
            format!(
                "The field id must be a string with a maximum length of {}.",
                identifier::MAX_LENGTH
            ),
        );
    }
    if !id.as_deref().is_some_and(identifier::matches_pattern) {
        errors.add(
            "id",
            format!(
                "The field id must match the regular expression '{}'.",
                identifier::PATTERN
            ),
        );
    }
    match id {
        Some(id) if errors.is_empty() => Ok(id),
        _ => Err(errors),
    }
}
