//! The bodies of requests.

use reqwest::RequestBuilder;
use serde::Serialize;

use crate::secret::serialize_secrets;

/// Writes the body of a request, with the secrets that are in it: the service is who they are for.
#[allow(dead_code, reason = "there may be no operation with a body")]
pub(crate) fn write<T: Serialize + ?Sized>(request: RequestBuilder, body: &T) -> RequestBuilder {
    serialize_secrets(|| request.json(body))
}

/// Writes the body of a request that may have none.
#[allow(
    dead_code,
    reason = "there may be no operation whose body can be left out"
)]
pub(crate) fn write_if_any<T: Serialize>(
    request: RequestBuilder,
    body: &Option<T>,
) -> RequestBuilder {
    match body {
        Some(body) => write(request, body),
        None => request,
    }
}
