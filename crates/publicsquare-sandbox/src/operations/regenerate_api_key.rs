//! `POST /api-keys/{id}/regenerate`: a new value for a key.

use axum::extract::Request;
use axum::response::Response;

use super::{Endpoint, Operation, api_key_body, key_id, key_id::PathId};
use crate::authentication::{Access, Caller};
use crate::clock::Timestamp;
use crate::exchange;
use crate::problem::Problem;
use crate::reply::Reply;
use crate::service::{Service, SharedService};
use crate::state::{State, permission};

struct RegenerateApiKey;

pub(super) async fn handle(service: SharedService, id: PathId, request: Request) -> Response {
    let (parts, _) = request.into_parts();
    let id = key_id::parse(id).map_err(Problem::invalid);
    exchange::run::<RegenerateApiKey>(service, parts, id).await
}

impl Endpoint for RegenerateApiKey {
    const OPERATION: Operation = Operation::RegenerateApiKey;
    const ACCESS: Access = Access::Permission(permission::API_KEY_WRITE);
    const IDEMPOTENT_BY_KEY: bool = true;
    type Input = String;

    fn find(
        _service: &Service,
        state: &State,
        caller: &Caller,
        id: &String,
    ) -> Result<(), Problem> {
        state
            .find(&caller.realm, id)
            .map(|_| ())
            .ok_or_else(Problem::no_such_key)
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
