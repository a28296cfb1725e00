//! What makes two requests the same request.

use std::fmt;
use std::sync::Arc;

use crate::error::Error;

const MAX_LENGTH: usize = 255;

/// The value of the `IDEMPOTENCY-KEY` header.
///
/// By the vendor's page on idempotency, the server stores the answer to a request that succeeded
/// for 24 hours and gives it again to a request with the same key. **It is as secret as the API key
/// that it can have replayed:** it has no `Display` and a redacted `Debug`. Store it where you would
/// store the API key.
#[derive(Clone, PartialEq, Eq)]
pub struct IdempotencyKey(String);

impl IdempotencyKey {
    /// A new one from the operating system's random numbers (a version 4 UUID).
    #[must_use]
    pub fn random() -> Self {
        Self(uuid::Uuid::new_v4().to_string())
    }

    /// One that was stored earlier, or that another system chose.
    ///
    /// # Errors
    ///
    /// A value that is empty, longer than 255 characters, or not made of visible ASCII characters.
    pub fn new(value: impl Into<String>) -> Result<Self, Error> {
        checked(value.into(), "idempotency key").map(Self)
    }

    /// The value, to be stored before a request is sent.
    #[must_use]
    pub fn expose_secret(&self) -> &str {
        &self.0
    }
}

impl fmt::Debug for IdempotencyKey {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str("IdempotencyKey([redacted])")
    }
}

/// The value of the `X-CORRELATION-ID` header: what to tell the vendor's support. Not a secret.
#[derive(Debug, Clone, PartialEq, Eq, Hash)]
pub struct CorrelationId(Arc<str>);

impl CorrelationId {
    /// A new one (a version 4 UUID).
    #[must_use]
    pub fn random() -> Self {
        Self(uuid::Uuid::new_v4().to_string().into())
    }

    /// One of the caller's own records.
    ///
    /// # Errors
    ///
    /// A value that is empty, longer than 255 characters, or not made of visible ASCII characters.
    pub fn new(value: impl Into<String>) -> Result<Self, Error> {
        checked(value.into(), "correlation id").map(|id| Self(id.into()))
    }

    /// The value as text.
    #[must_use]
    pub fn as_str(&self) -> &str {
        &self.0
    }
}

impl fmt::Display for CorrelationId {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str(&self.0)
    }
}

fn checked(value: String, what: &str) -> Result<String, Error> {
    let flaw = if value.is_empty() {
        "is empty".to_owned()
    } else if value.len() > MAX_LENGTH {
        format!("has {} bytes, and {MAX_LENGTH} is the most", value.len())
    } else if let Some(index) = value.bytes().position(|byte| !byte.is_ascii_graphic()) {
        format!(
            "has something else than a visible ASCII character at byte {}",
            index + 1
        )
    } else {
        return Ok(value);
    };
    Err(Error::invalid_input(format!("the {what} {flaw}")))
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn what_cannot_be_a_header_is_refused_by_place_and_not_repeated() {
        let error = IdempotencyKey::new("canary\r\n")
            .expect_err("a line break")
            .to_string();
        assert!(
            error.contains("at byte 7") && !error.contains("canary"),
            "{error}"
        );
        assert!(IdempotencyKey::new("").is_err());
        assert!(CorrelationId::new("a".repeat(256)).is_err());
        assert_eq!(
            CorrelationId::new("order-7").expect("fine").as_str(),
            "order-7"
        );
    }

    #[test]
    fn the_idempotency_key_is_hidden() {
        let key = IdempotencyKey::new("canary").expect("fine");
        assert_eq!(format!("{key:?}"), "IdempotencyKey([redacted])");
        assert_ne!(IdempotencyKey::random(), IdempotencyKey::random());
    }
}
