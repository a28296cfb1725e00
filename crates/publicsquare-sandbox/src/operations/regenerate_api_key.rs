//! `POST /api-keys/{id}/regenerate`: replaces the value of a key.
//!
//! An id comes in. Out goes the key with its new value. The old value stops at once, or after the
//! [grace period](crate::Builder::grace_period). The replacement itself is
//! [`State::regenerate`](crate::state::State::regenerate).

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

struct RegenerateApiKey;

pub(super) async fn handle(service: SharedService, id: PathId, request: Request) -> Response {
    let (parts, _) = request.into_parts();
    let id = key_id::parse(id).map_err(Problem::invalid);
    pipeline::run::<RegenerateApiKey>(service, parts, id).await
}

impl Endpoint for RegenerateApiKey {
    const OPERATION: Operation = Operation::RegenerateApiKey;
    const ACCESS: Access = Access::Permission(permission::API_KEY_WRITE);
    const HONOURS_IDEMPOTENCY_KEY: bool = true;
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
        _caller: &Caller,
        id: &String,
        now: Timestamp,
    ) -> Result<Reply, Problem> {
        let key = state
            .regenerate(id, &service.random, service.grace_period, now)
            .ok_or_else(Problem::no_such_key)?;
        Ok(Reply::ok(&api_key_body::with_value(key)))
    }
}
