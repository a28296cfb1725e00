//! The correlation id: the value of the `X-CORRELATION-ID` header.
//!
//! In comes a text of the caller or of a response. Out comes a value that fits into a header and may be shown in logs, or
//! the reason why the text cannot be one. Its secret sibling is in `identity/idempotency_key.rs`.

use std::fmt;
use std::str::FromStr;
use std::sync::Arc;

use publicsquare_client::redact_keys;
use serde::{Deserialize, Serialize};

use super::invalid_value::InvalidValue;

/// The value of the `X-CORRELATION-ID` header: the vendor's support can find a request by it. It is not a secret, and
/// errors and traces show it.
///
/// A text that holds something like an API key is refused. A response with such a header counts as a response without
/// it.
///
/// ```
/// use publicsquare::CorrelationId;
///
/// let id: CorrelationId = "change-4711".parse()?;
/// assert_eq!(id.to_string(), "change-4711");
/// # Ok::<(), publicsquare::InvalidCorrelationId>(())
/// ```
#[derive(Debug, Clone, PartialEq, Eq, PartialOrd, Ord, Hash, Serialize, Deserialize)]
#[serde(try_from = "String", into = "String")]
pub struct CorrelationId(Arc<str>);

impl CorrelationId {
    /// Makes a new one (a version 4 UUID).
    ///
    /// ```
    /// use publicsquare::CorrelationId;
    ///
    /// assert_ne!(CorrelationId::random(), CorrelationId::random());
    /// ```
    #[must_use]
    pub fn random() -> Self {
        Self(uuid::Uuid::new_v4().to_string().into())
    }

    /// Makes one from a text of your own, such as the number of a change.
    ///
    /// ```
    /// use publicsquare::CorrelationId;
    ///
    /// let id = CorrelationId::new("change-4711")?;
    /// # Ok::<(), publicsquare::InvalidCorrelationId>(())
    /// ```
    ///
    /// # Errors
    ///
    /// The text is empty, longer than 255 characters, has a character that is not visible ASCII, or holds something like
    /// an API key.
    pub fn new(value: impl Into<String>) -> Result<Self, InvalidCorrelationId> {
        value.into().as_str().try_into()
    }

    /// The value as a text.
    ///
    /// ```
    /// use publicsquare::CorrelationId;
    ///
    /// let id = CorrelationId::new("change-4711")?;
    /// assert_eq!(id.as_str(), "change-4711");
    /// # Ok::<(), publicsquare::InvalidCorrelationId>(())
    /// ```
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

impl AsRef<str> for CorrelationId {
    fn as_ref(&self) -> &str {
        &self.0
    }
}

impl TryFrom<&str> for CorrelationId {
    type Error = InvalidCorrelationId;

    fn try_from(value: &str) -> Result<Self, InvalidCorrelationId> {
        let holds_key = || (redact_keys(value) != value).then_some(InvalidValue::HoldsApiKey);
        match InvalidValue::of(value).or_else(holds_key) {
            Some(flaw) => Err(InvalidCorrelationId(flaw)),
            None => Ok(Self(value.into())),
        }
    }
}

impl TryFrom<String> for CorrelationId {
    type Error = InvalidCorrelationId;

    fn try_from(value: String) -> Result<Self, InvalidCorrelationId> {
        value.as_str().try_into()
    }
}

impl FromStr for CorrelationId {
    type Err = InvalidCorrelationId;

    fn from_str(value: &str) -> Result<Self, InvalidCorrelationId> {
        value.try_into()
    }
}

impl From<CorrelationId> for String {
    fn from(id: CorrelationId) -> Self {
        id.as_str().to_owned()
    }
}

#[cfg(feature = "schemars")]
impl schemars::JsonSchema for CorrelationId {
    fn schema_name() -> std::borrow::Cow<'static, str> {
        "CorrelationId".into()
    }

    fn json_schema(_: &mut schemars::SchemaGenerator) -> schemars::Schema {
        schemars::json_schema!({ "type": "string", "pattern": "^[!-~]+$", "maxLength": 255 })
    }
}

/// Why a text cannot be a correlation id. It does not hold the text.
///
/// ```
/// use publicsquare::CorrelationId;
///
/// let error = CorrelationId::new("two words").unwrap_err();
/// assert!(error.to_string().starts_with("not a correlation id: byte 4"));
/// ```
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct InvalidCorrelationId(InvalidValue);

impl fmt::Display for InvalidCorrelationId {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(f, "not a correlation id: {}", self.0)
    }
}

impl std::error::Error for InvalidCorrelationId {}
