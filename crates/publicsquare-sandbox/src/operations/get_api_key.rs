//! `GET /api-keys/{id}`: one key.
//!
//! An id comes in. Out goes the key, by default without its value: the setting
//! [`KeyMember`](crate::KeyMember) decides. [`reveal_api_key`](super::reveal_api_key) always shows the value.

use axum::extract::Request;
use axum::response::Response;

use super::{api_key_body, find_key, key_id, key_id::PathId};
use crate::authentication::{Access, Caller};
use crate::clock::Timestamp;
use crate::endpoint::Endpoint;
use crate::operation::Operation;
use crate::pipeline;
use crate::problem::Problem;
use crate::reply::Reply;
use crate::service::{Service, SharedService};
use crate::state::{State, permission};

struct GetApiKey;

pub(super) async fn handle(service: SharedService, id: PathId, request: Request) -> Response {
    let (parts, _) = request.into_parts();
    let id = key_id::parse(id).map_err(Problem::invalid);
    pipeline::run::<GetApiKey>(service, parts, id).await
}

impl Endpoint for GetApiKey {
    const OPERATION: Operation = Operation::GetApiKey;
    const ACCESS: Access = Access::Permission(permission::API_KEY_READ);
    const HONOURS_IDEMPOTENCY_KEY: bool = false;
    type Input = String;

    fn check(
        _service: &Service,
        state: &State,
        caller: &Caller,
        id: &String,
    ) -> Result<(), Problem> {
        find_key::visible(state, caller, id).map(drop)
    }

    fn commit(
        service: &Service,
        state: &mut State,
        caller: &Caller,
        id: &String,
        _now: Timestamp,
    ) -> Result<Reply, Problem> {
        let key = find_key::visible(state, caller, id)?;
        Ok(Reply::ok(&api_key_body::shown(key, service.key_member)))
    }
}
