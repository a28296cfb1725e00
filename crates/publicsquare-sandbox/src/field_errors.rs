//! What is wrong with a request, by the part of it that is at fault.

use std::collections::BTreeMap;

use serde::Serialize;

/// The body as a whole, as ASP.NET names it.
pub(crate) const BODY: &str = "$";

/// The `errors` of a validation problem: messages by field. Everything is collected before the answer
/// goes out, so that nobody has to mend a request one error at a time.
#[derive(Clone, Debug, Default, PartialEq, Eq, Serialize)]
#[serde(transparent)]
pub(crate) struct FieldErrors(BTreeMap<String, Vec<String>>);

impl FieldErrors {
    /// One message about one field.
    pub(crate) fn one(field: &str, message: impl Into<String>) -> Self {
        let mut errors = Self::default();
        errors.add(field, message);
        errors
    }

    /// Another message about a field.
    pub(crate) fn add(&mut self, field: &str, message: impl Into<String>) {
        self.0
            .entry(field.to_owned())
            .or_default()
            .push(message.into());
    }

    /// Every message of both.
    pub(crate) fn join(mut self, other: Self) -> Self {
        for (field, messages) in other.0 {
            self.0.entry(field).or_default().extend(messages);
        }
        self
    }

    pub(crate) fn is_empty(&self) -> bool {
        self.0.is_empty()
    }
}

/// Both values, or the errors of both.
pub(crate) fn both<A, B>(
    first: Result<A, FieldErrors>,
    second: Result<B, FieldErrors>,
) -> Result<(A, B), FieldErrors> {
    match (first, second) {
        (Ok(first), Ok(second)) => Ok((first, second)),
        (Err(first), Err(second)) => Err(first.join(second)),
        (Err(errors), Ok(_)) | (Ok(_), Err(errors)) => Err(errors),
    }
}
