//! The idempotency key: the value of the `IDEMPOTENCY-KEY` header.
//!
//! In comes a text of the caller or of a store. Out comes a secret value that fits into a header, or the reason why the
//! text cannot be one. Its sibling that may be shown is in `identity/correlation_id.rs`.

use std::fmt;
use std::str::FromStr;

use publicsquare_client::SecretKey;
use serde::{Deserialize, Serialize};

use super::invalid_value::InvalidValue;

/// The value of the `IDEMPOTENCY-KEY` header.
///
/// The server stores the response to a successful request for 24 hours, and gives it again to a request with the same
/// key (the vendor's page on idempotency). **So it is as secret as the API key whose value it can bring back.** Store it where you
/// would store the API key.
///
/// Like a [`SecretKey`], it has no `Display` and a redacted `Debug`, is wiped from memory when it is dropped, compares in
/// constant time, and can only be serialized inside [`serialize_secrets`](crate::serialize_secrets). It has no `Hash`
/// and no `Ord`, because their running time depends on the value.
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
    /// Makes a new one from the operating system's random numbers (a version 4 UUID).
    ///
    /// ```
    /// use publicsquare::IdempotencyKey;
    ///
    /// let key = IdempotencyKey::random();
    /// assert_ne!(key, IdempotencyKey::random());
    /// ```
    #[must_use]
    pub fn random() -> Self {
        Self(SecretKey::new(uuid::Uuid::new_v4().to_string()))
    }

    /// Makes one from a text that was stored earlier, or that another system chose.
    ///
    /// ```
    /// use publicsquare::IdempotencyKey;
    ///
    /// let key = IdempotencyKey::new("rotation-2025-07-01")?;
    /// # Ok::<(), publicsquare::InvalidIdempotencyKey>(())
    /// ```
    ///
    /// # Errors
    ///
    /// The text is empty, longer than 255 characters, or has a character that is not visible ASCII.
    pub fn new(value: impl Into<String>) -> Result<Self, InvalidIdempotencyKey> {
        // It becomes a secret first, so that a refused value is wiped as well.
        SecretKey::new(value).try_into()
    }

    /// The value. Store it before the request is sent.
    ///
    /// ```
    /// use publicsquare::IdempotencyKey;
    ///
    /// let key = IdempotencyKey::random();
    /// store_durably(key.expose_secret());
    /// # fn store_durably(_: &str) {}
    /// ```
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

/// Why a text cannot be an idempotency key. It does not hold the text.
///
/// ```
/// use publicsquare::IdempotencyKey;
///
/// let error = IdempotencyKey::new("").unwrap_err();
/// assert_eq!(error.to_string(), "not an idempotency key: it is empty");
/// ```
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct InvalidIdempotencyKey(InvalidValue);

impl fmt::Display for InvalidIdempotencyKey {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(f, "not an idempotency key: {}", self.0)
    }
}

impl std::error::Error for InvalidIdempotencyKey {}
