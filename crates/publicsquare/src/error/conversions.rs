//! The conversions into an error, and the way to its cause.
//!
//! In come the errors of values that the caller made: an id, an idempotency key, a correlation id. Out comes an error of
//! the kind [`ErrorKind::InvalidInput`](crate::ErrorKind::InvalidInput), so that `?` works beside requests. The
//! dependency is one-way: those values know nothing of this error.

use std::error::Error as StdError;

use publicsquare_client::InvalidApiKeyId;

use super::Error;
use crate::identity::{InvalidCorrelationId, InvalidIdempotencyKey};

impl StdError for Error {
    /// The cause, unless `Display` has shown it already.
    fn source(&self) -> Option<&(dyn StdError + 'static)> {
        if self.inner().message.is_some() {
            return None;
        }
        self.inner()
            .source
            .as_deref()
            .map(|source| source as &(dyn StdError + 'static))
    }
}

impl From<InvalidApiKeyId> for Error {
    fn from(error: InvalidApiKeyId) -> Self {
        Self::invalid_input(error.to_string())
    }
}

impl From<InvalidCorrelationId> for Error {
    fn from(error: InvalidCorrelationId) -> Self {
        Self::invalid_input(error.to_string())
    }
}

impl From<InvalidIdempotencyKey> for Error {
    fn from(error: InvalidIdempotencyKey) -> Self {
        Self::invalid_input(error.to_string())
    }
}

impl From<std::convert::Infallible> for Error {
    fn from(never: std::convert::Infallible) -> Self {
        match never {}
    }
}
