//! `PUT /api-keys/{id}`: gives a restricted key another name and other permissions.
//!
//! An id and a body come in. Out goes the changed key. Publishable and secret keys cannot be changed: 422,
//! from [`find_key`]. Reading the body is shared with [`create_api_key`](super::create_api_key).

use std::sync::Arc;

use axum::extract::Request;
use axum::response::Response;

use super::{
    api_key_body, api_key_request, api_key_request::ApiKeyRequest, find_key, key_id, key_id::PathId,
};
use crate::authentication::{Access, Caller};
use crate::clock::Timestamp;
use crate::endpoint::Endpoint;
use crate::field_errors::both;
use crate::operation::Operation;
use crate::pipeline;
use crate::problem::Problem;
use crate::reply::Reply;
use crate::service::{Service, SharedService};
use crate::state::{State, permission};

struct UpdateApiKey;

pub(super) async fn handle(service: SharedService, id: PathId, request: Request) -> Response {
    let (parts, body) = request.into_parts();
    let request = api_key_request::read(&parts.headers, body).await;
    let input = both(key_id::parse(id), request).map_err(Problem::invalid);
    pipeline::run::<UpdateApiKey>(service, parts, input).await
}

impl Endpoint for UpdateApiKey {
    const OPERATION: Operation = Operation::UpdateApiKey;
    const ACCESS: Access = Access::Permission(permission::API_KEY_WRITE);
    const HONOURS_IDEMPOTENCY_KEY: bool = true;
    type Input = (String, ApiKeyRequest);

    fn check(
        _service: &Service,
        state: &State,
        caller: &Caller,
        (id, _): &(String, ApiKeyRequest),
    ) -> Result<(), Problem> {
        find_key::check_changeable(state, caller, id, "edited")
    }

    fn commit(
        service: &Service,
        state: &mut State,
        _caller: &Caller,
        (id, request): &(String, ApiKeyRequest),
        now: Timestamp,
    ) -> Result<Reply, Problem> {
        let key = state.get_mut(id).ok_or_else(Problem::no_such_key)?;
        key.name.clone_from(&request.name);
        key.permissions = Arc::clone(&request.permissions);
        key.modified_at = now;
        Ok(Reply::ok(&api_key_body::shown(key, service.key_member)))
    }
}
