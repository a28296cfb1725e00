//! The `{id}` in the path of an operation on one key.
//!
//! The path segment of the router comes in. Out comes an id in the documented form, or the messages of a 400.
//! Finding the key with this id is in [`find_key`](super::find_key).

use axum::extract::Path;
use axum::extract::rejection::PathRejection;

use crate::field_errors::FieldErrors;
use crate::identifier;

/// The segment as the router hands it over. It is an error if its percent-encoding is not UTF-8.
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
