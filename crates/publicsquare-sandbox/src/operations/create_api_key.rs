//! `POST /api-keys`: creates a restricted key in the realm of the authenticating key.
//!
//! A name and permissions come in, read by [`api_key_request`]. Out goes a 201 with the new key and its value,
//! or a 422 if the realm has as many restricted keys as it may have.

use std::sync::Arc;

use axum::extract::Request;
use axum::response::Response;

use super::{api_key_body, api_key_request, api_key_request::ApiKeyRequest};
use crate::authentication::{Access, Caller};
use crate::clock::Timestamp;
use crate::endpoint::Endpoint;
use crate::operation::Operation;
use crate::pipeline;
use crate::problem::Problem;
use crate::reply::Reply;
use crate::service::{Service, SharedService};
use crate::state::{ApiKey, State, permission};

struct CreateApiKey;

pub(super) async fn handle(service: SharedService, request: Request) -> Response {
    let (parts, body) = request.into_parts();
    let input = api_key_request::read(&parts.headers, body).await;
    pipeline::run::<CreateApiKey>(service, parts, input.map_err(Problem::invalid)).await
}

impl Endpoint for CreateApiKey {
    const OPERATION: Operation = Operation::CreateApiKey;
    const ACCESS: Access = Access::Permission(permission::API_KEY_WRITE);
    const HONOURS_IDEMPOTENCY_KEY: bool = true;
    type Input = ApiKeyRequest;

    fn commit(
        service: &Service,
        state: &mut State,
        caller: &Caller,
        input: &ApiKeyRequest,
        now: Timestamp,
    ) -> Result<Reply, Problem> {
        // Only here and not in `check`: a replay must succeed even when the account has reached the limit.
        if state.restricted_keys(&caller.realm) >= State::MOST_RESTRICTED_KEYS {
            return Err(Problem::too_many_keys(State::MOST_RESTRICTED_KEYS));
        }
        let key = ApiKey::restricted(
            caller.realm.clone(),
            input.name.clone(),
            Arc::clone(&input.permissions),
            &service.random,
            now,
        );
        let reply = Reply::created(&api_key_body::with_value(&key));
        state.insert(key);
        Ok(reply)
    }
}
