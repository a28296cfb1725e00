//! The errors of a validation problem: messages by field.
//!
//! Reading a path, a query or a body adds messages. Out go [`FieldErrors`] for
//! [`Problem::invalid`](crate::problem::Problem::invalid). All messages are collected before the response is
//! sent, so that a developer can correct a request in one step.

use std::collections::BTreeMap;

use serde::Serialize;

/// The name of the body as a whole, as ASP.NET writes it.
pub(crate) const BODY: &str = "$";

/// The `errors` of a validation problem: messages by field.
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

    /// Adds a message about a field.
    pub(crate) fn add(&mut self, field: &str, message: impl Into<String>) {
        self.0
            .entry(field.to_owned())
            .or_default()
            .push(message.into());
    }

    /// The messages of both.
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
