//! What happens to every request on its way out and to every response on its way in.

use progenitor_client::{ClientHooks, ClientInfo, OperationInfo};
use reqwest::header::{HeaderName, USER_AGENT};

use crate::body::Writes;
use crate::connection::Connection;
use crate::generated::{Client, Error};

/// The vendor's documentation (authentication).
const API_KEY: HeaderName = HeaderName::from_static("x-api-key");
/// The vendor's documentation (idempotency).
const IDEMPOTENCY_KEY: HeaderName = HeaderName::from_static("idempotency-key");

impl ClientHooks<Connection> for Client {
    async fn pre<E>(
        &self,
        request: &mut reqwest::Request,
        _: &OperationInfo,
    ) -> Result<(), Error<E>> {
        let connection = self.inner();
        let headers = request.headers_mut();
        headers.insert(API_KEY, connection.key_header());
        headers.insert(USER_AGENT, connection.user_agent());
        if let Some(key) = headers.get_mut(IDEMPOTENCY_KEY) {
            key.set_sensitive(true);
        }
        if let Some(timeout) = connection.attempt_timeout() {
            *request.timeout_mut() = Some(timeout);
        }
        Ok(())
    }

    async fn exec(
        &self,
        request: reqwest::Request,
        _: &OperationInfo,
    ) -> reqwest::Result<reqwest::Response> {
        let writes = !request.method().is_safe();
        let mut response = self.client().execute(request).await?;
        if writes {
            response.extensions_mut().insert(Writes);
        }
        Ok(response)
    }
}
