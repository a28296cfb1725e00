//! `POST /api-keys/{id}/regenerate`: a new value for a key.

use axum::extract::rejection::PathRejection;
use axum::extract::{Path, Request};
use axum::http::StatusCode;
use axum::response::Response;

use super::{Endpoint, Operation, api_key_body, key_id};
use crate::authentication::Caller;
use crate::clock::Timestamp;
use crate::exchange;
use crate::problem::Problem;
use crate::reply::Reply;
use crate::service::{Service, ServiceState};
use crate::state::{State, permission};

struct RegenerateApiKey;

pub(super) async fn handle(
    service: ServiceState,
    id: Result<Path<String>, PathRejection>,
    request: Request,
) -> Response {
    exchange::run::<RegenerateApiKey>(service.0, request, key_id::parse(id)).await
}

impl Endpoint for RegenerateApiKey {
    const OPERATION: Operation = Operation::RegenerateApiKey;
    const PERMISSION: Option<&'static str> = Some(permission::API_KEY_WRITE);
    const IDEMPOTENT_BY_KEY: bool = true;
    type Input = String;

    fn find(state: &State, caller: &Caller, id: &String) -> Result<(), Problem> {
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
        Ok(Reply {
            status: StatusCode::OK,
            body: api_key_body::with_value(key),
        })
    }
}
