//! The value of the `IDEMPOTENCY-KEY` header.

use std::fmt;
use std::str::FromStr;

use publicsquare_client::SecretKey;
use serde::{Deserialize, Serialize};

use super::invalid_value::InvalidValue;

/// The value of the `IDEMPOTENCY-KEY` header.
///
/// By the vendor's page on idempotency, the server stores the answer to a request that succeeded
/// for 24 hours and gives it again to a request with the same key. **It is as secret as the API key
/// that it can have replayed.** Store it where you would store the API key.
///
/// As a [`SecretKey`] it has no `Display` and a redacted `Debug`, is wiped from memory on drop, compares in
/// constant time, and refuses to be serialized outside [`serialize_secrets`](crate::serialize_secrets).
/// It has no `Hash` and no `Ord`: both look at the value in a time that depends on it.
///
/// ```
/// use publicsquare::IdempotencyKey;
///
/// let key = IdempotencyKey::random();
/// let stored = key.expose_secret().to_owned();
/// assert_eq!(stored.parse::<IdempotencyKey>()?, key);
/// assert_eq!(format!("{key:?}"), "IdempotencyKey([redacted])");
/// # Ok::<(), publicsquare::InvalidIdempotencyKey>(())
/// ```
#[derive(Clone, PartialEq, Eq, Serialize, Deserialize)]
#[serde(try_from = "SecretKey", into = "SecretKey")]
pub struct IdempotencyKey(SecretKey);

impl IdempotencyKey {
    /// A new one from the operating system's random numbers (a version 4 UUID).
    #[must_use]
    pub fn random() -> Self {
        Self(SecretKey::new(uuid::Uuid::new_v4().to_string()))
    }

    /// One that was stored earlier, or that another system chose.
    ///
    /// # Errors
    ///
    /// A value that is empty, longer than 255 characters, or not made of visible ASCII characters.
    pub fn new(value: impl Into<String>) -> Result<Self, InvalidIdempotencyKey> {
        // Made a secret first, so that a value that is refused is wiped as well.
        SecretKey::new(value).try_into()
    }

    /// The value, to be stored before a request is sent.
    #[must_use]
    pub fn expose_secret(&self) -> &str {
        self.0.expose_secret()
    }
}

impl fmt::Debug for IdempotencyKey {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str("IdempotencyKey([redacted])")
    }
}

impl TryFrom<SecretKey> for IdempotencyKey {
    type Error = InvalidIdempotencyKey;

    fn try_from(value: SecretKey) -> Result<Self, InvalidIdempotencyKey> {
        match InvalidValue::of(value.expose_secret()) {
            Some(flaw) => Err(InvalidIdempotencyKey(flaw)),
            None => Ok(Self(value)),
        }
    }
}

impl TryFrom<String> for IdempotencyKey {
    type Error = InvalidIdempotencyKey;

    fn try_from(value: String) -> Result<Self, InvalidIdempotencyKey> {
        Self::new(value)
    }
}

impl TryFrom<&str> for IdempotencyKey {
    type Error = InvalidIdempotencyKey;

    fn try_from(value: &str) -> Result<Self, InvalidIdempotencyKey> {
        SecretKey::from(value).try_into()
    }
}

impl FromStr for IdempotencyKey {
    type Err = InvalidIdempotencyKey;

    fn from_str(value: &str) -> Result<Self, InvalidIdempotencyKey> {
        Self::try_from(value)
    }
}

impl From<IdempotencyKey> for SecretKey {
    fn from(key: IdempotencyKey) -> Self {
        key.0
    }
}

#[cfg(feature = "schemars")]
impl schemars::JsonSchema for IdempotencyKey {
    fn schema_name() -> std::borrow::Cow<'static, str> {
        "IdempotencyKey".into()
    }

    fn json_schema(_: &mut schemars::SchemaGenerator) -> schemars::Schema {
        schemars::json_schema!({
            "type": "string", "format": "password", "pattern": "^[!-~]+$", "maxLength": 255,
        })
    }
}

/// Why a value cannot be an idempotency key. The value is not in it.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct InvalidIdempotencyKey(InvalidValue);

impl fmt::Display for InvalidIdempotencyKey {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(f, "not an idempotency key: {}", self.0)
    }
}

impl std::error::Error for InvalidIdempotencyKey {}
