//! Writes the bodies of mocks as JSON.
//!
//! The generated mocks call [`json`] for each body that they send or compare. `SecretKey` refuses to be serialized outside
//! `serialize_secrets`, and a mock must send the secret. Parameters of mocks are written in `parameter.rs`.

use publicsquare_client::serialize_secrets;
use serde::Serialize;
use serde_json::Value;

/// Returns a body as JSON, including its secrets.
///
/// A value that does not serialize becomes null. All generated types do serialize.
pub(crate) fn json(value: &(impl Serialize + ?Sized)) -> Value {
    serialize_secrets(|| serde_json::to_value(value)).unwrap_or_default()
}
