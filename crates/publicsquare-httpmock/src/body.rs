//! The bodies of mocks.

use publicsquare_client::serialize_secrets;
use serde::Serialize;
use serde_json::Value;

/// A body as JSON, with the secrets that are in it: a mock hands them out on purpose.
///
/// A value that does not serialize becomes null. The generated types all do.
pub(crate) fn json(value: &(impl Serialize + ?Sized)) -> Value {
    serialize_secrets(|| serde_json::to_value(value)).unwrap_or_default()
}
