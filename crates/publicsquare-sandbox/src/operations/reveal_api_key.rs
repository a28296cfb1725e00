//! `GET /api-keys/{id}/reveal`: one key with its value.
//!
//! An id comes in. Out goes the key with its value, or a 403 if the setting [`Reveal`] allows only the own
//! key. [`get_api_key`](super::get_api_key) shows a key without its value.

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
use crate::visibility::Reveal;

struct RevealApiKey;

pub(super) async fn handle(service: SharedService, id: PathId, request: Request) -> Response {
    let (parts, _) = request.into_parts();
    let id = key_id::parse(id).map_err(Problem::invalid);
    pipeline::run::<RevealApiKey>(service, parts, id).await
}

impl Endpoint for RevealApiKey {
    const OPERATION: Operation = Operation::RevealApiKey;
    const ACCESS: Access = Access::Permission(permission::API_KEY_READ);
    const HONOURS_IDEMPOTENCY_KEY: bool = false;
    type Input = String;

    fn check(
        service: &Service,
        state: &State,
        caller: &Caller,
        id: &String,
    ) -> Result<(), Problem> {
        // A 403 comes before the check whether the key exists, as with every operation.
        if service.reveal == Reveal::OwnKey && *caller.id != **id {
            return Err(Problem::reveals_itself_only());
        }
        find_key::visible(state, caller, id).map(drop)
    }

    fn commit(
        _service: &Service,
        state: &mut State,
        caller: &Caller,
        id: &String,
        _now: Timestamp,
    ) -> Result<Reply, Problem> {
        let key = find_key::visible(state, caller, id)?;
        Ok(Reply::ok(&api_key_body::with_value(key)))
    }
}
