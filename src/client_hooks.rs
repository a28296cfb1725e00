//! What the client adds to each request, and what it checks and removes in each response.
//!
//! progenitor calls these hooks from the generated code. A request comes in, and leaves with the API key, the user
//! agent, the timeout and the wish for a body that is not compressed. A response comes in, and leaves without the
//! secrets of its request in its headers, or is replaced if it cannot come from the server that was asked
//! (`untrusted_response.rs`). Bodies are read in `body.rs`.

use progenitor_client::{ClientHooks, ClientInfo, OperationInfo};
use reqwest::Method;
use reqwest::header::{ACCEPT_ENCODING, CONTENT_LENGTH, HeaderName, HeaderValue, USER_AGENT};

use crate::body::{CarriedKey, REVEALING_OPERATION, Reveals};
use crate::connection::Connection;
use crate::generated::{Client, Error};
use crate::redact::Secrets;
use crate::transport::connect_timeout;
use crate::untrusted_response::UntrustedResponse;

/// Source: the vendor's documentation, page "authentication".
const API_KEY: HeaderName = HeaderName::from_static("x-api-key");
/// Source: the vendor's documentation, page "idempotency".
const IDEMPOTENCY_KEY: HeaderName = HeaderName::from_static("idempotency-key");

impl ClientHooks<Connection> for Client {
    async fn pre<E>(
        &self,
        request: &mut reqwest::Request,
        _: &OperationInfo,
    ) -> Result<(), Error<E>> {
        let connection = self.inner();
        let is_empty = request.body().is_none();
        let takes_a_body = matches!(*request.method(), Method::POST | Method::PUT);
        let headers = request.headers_mut();
        if is_empty && takes_a_body {
            // A server may require a length (RFC 9110, section 8.6) and answer 411 without one.
            headers.insert(CONTENT_LENGTH, HeaderValue::from_static("0"));
        }
        headers.insert(API_KEY, connection.key_header());
        headers.insert(USER_AGENT, connection.user_agent());
        // Without it a server may compress (RFC 9110, section 12.5.3), and a new key in such a body cannot be read.
        headers.insert(ACCEPT_ENCODING, HeaderValue::from_static("identity"));
        if let Some(timeout) = connection.attempt_timeout() {
            *request.timeout_mut() = Some(timeout);
        }
        Ok(())
    }

    async fn exec(
        &self,
        mut request: reqwest::Request,
        info: &OperationInfo,
    ) -> reqwest::Result<reqwest::Response> {
        let idempotency_key = request.headers_mut().get_mut(IDEMPOTENCY_KEY).map(|key| {
            key.set_sensitive(true);
            key.clone()
        });
        let asked = request.url().clone();
        #[cfg(fuzzing)]
        let prepared = crate::fuzzing::take_response(&asked);
        #[cfg(not(fuzzing))]
        let prepared = None;
        let mut response = match prepared {
            Some(response) => response,
            None => {
                let sent = self.client().execute(request);
                match connect_timeout::scope(self.inner().limit(), sent).await {
                    Ok(response) => response,
                    Err(error) => {
                        let why = UntrustedResponse::behind(&error);
                        return why.map(UntrustedResponse::into_response).ok_or(error);
                    }
                }
            }
        };
        if let Some(why) = UntrustedResponse::check(&response, &asked) {
            return Ok(why.into_response());
        }
        let carried = idempotency_key.as_ref().and_then(|key| key.to_str().ok());
        Secrets([self.inner().key().expose_secret(), carried.unwrap_or("")])
            .remove_from_headers(response.headers_mut());
        if info.operation_id == REVEALING_OPERATION {
            response.extensions_mut().insert(Reveals);
        }
        if let Some(key) = idempotency_key.filter(|_| !response.status().is_success()) {
            response.extensions_mut().insert(CarriedKey(key));
        }
        Ok(response)
    }
}
