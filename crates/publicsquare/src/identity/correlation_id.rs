//! The value of the `X-CORRELATION-ID` header.

use std::fmt;
use std::str::FromStr;
use std::sync::Arc;

use publicsquare_client::redact_keys;
use serde::{Deserialize, Serialize};

use super::invalid_value::InvalidValue;

/// The value of the `X-CORRELATION-ID` header: what to tell the vendor's support. Not a secret, and shown
/// in errors and traces.
///
/// A text in which there is something like an API key is refused. An answer that holds one in this
/// header counts as an answer without the header.
#[derive(Debug, Clone, PartialEq, Eq, PartialOrd, Ord, Hash, Serialize, Deserialize)]
#[serde(try_from = "String", into = "String")]
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
    /// A value that is empty, longer than 255 characters, not made of visible ASCII characters, or that
    /// holds something like an API key.
    pub fn new(value: impl Into<String>) -> Result<Self, InvalidCorrelationId> {
        value.into().as_str().try_into()
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

/// Why a value cannot be a correlation id. The value is not in it.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct InvalidCorrelationId(InvalidValue);

impl fmt::Display for InvalidCorrelationId {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(f, "not a correlation id: {}", self.0)
    }
}

impl std::error::Error for InvalidCorrelationId {}
