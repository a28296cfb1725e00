//! What happens to every request on its way out and to every response on its way in.

use progenitor_client::{ClientHooks, ClientInfo, OperationInfo};
use reqwest::header::{HeaderName, USER_AGENT};

use crate::body;
use crate::connection::Connection;
use crate::generated::{Client, Error};

/// Added by the generator from `info.version`. The vendor documents no such header, and a service
/// that versions by it may refuse the request.
const API_VERSION: HeaderName = HeaderName::from_static("api-version");
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
        headers.remove(API_VERSION);
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
        let response = self.client().execute(request).await?;
        body::settle(response, writes, self.inner().key()).await
    }
}
