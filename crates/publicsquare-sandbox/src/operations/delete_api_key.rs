//! `DELETE /api-keys/{id}`: deletes a restricted key.
//!
//! An id comes in. Out goes a 204, and from then on no value of the key authenticates. Publishable and secret
//! keys cannot be deleted: 422, from [`find_key`].

use axum::extract::{Path, Request};
use axum::response::Response;

use super::{find_key, key_id::PathId};
use crate::authentication::{Access, Caller};
use crate::clock::Timestamp;
use crate::endpoint::Endpoint;
use crate::operation::Operation;
use crate::pipeline;
use crate::problem::Problem;
use crate::reply::Reply;
use crate::service::{Service, SharedService};
use crate::state::{State, permission};

struct DeleteApiKey;

pub(super) async fn handle(service: SharedService, id: PathId, request: Request) -> Response {
    let (parts, _) = request.into_parts();
    // The vendor documents no 400 for this operation. No key has a malformed id, so that it gets 404.
    let id = id.map(|Path(id)| id).unwrap_or_default();
    pipeline::run::<DeleteApiKey>(service, parts, Ok(id)).await
}

impl Endpoint for DeleteApiKey {
    const OPERATION: Operation = Operation::DeleteApiKey;
    const ACCESS: Access = Access::Permission(permission::API_KEY_DELETE);
    const HONOURS_IDEMPOTENCY_KEY: bool = false;
    type Input = String;

    fn check(
        _service: &Service,
        state: &State,
        caller: &Caller,
        id: &String,
    ) -> Result<(), Problem> {
        find_key::check_changeable(state, caller, id, "deleted")
    }

    fn commit(
        _service: &Service,
        state: &mut State,
        _caller: &Caller,
        id: &String,
        _now: Timestamp,
    ) -> Result<Reply, Problem> {
        state.remove(id).ok_or_else(Problem::no_such_key)?;
        Ok(Reply::no_content())
    }
}
