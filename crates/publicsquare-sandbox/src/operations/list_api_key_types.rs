//! `GET /api-key-types`: what types of keys there are.

use axum::extract::Request;
use axum::response::Response;
use serde::Serialize;

use super::{Endpoint, Operation};
use crate::authentication::{Access, Caller};
use crate::clock::Timestamp;
use crate::exchange;
use crate::problem::Problem;
use crate::reply::Reply;
use crate::service::{Service, SharedService};
use crate::state::{KeyType, State};

#[derive(Serialize)]
struct ApiKeyType {
    value: &'static str,
    name: &'static str,
}

struct ListApiKeyTypes;

pub(super) async fn handle(service: SharedService, request: Request) -> Response {
    let (parts, _) = request.into_parts();
    exchange::run::<ListApiKeyTypes>(service, parts, Ok(())).await
}

impl Endpoint for ListApiKeyTypes {
    const OPERATION: Operation = Operation::ListApiKeyTypes;
    const ACCESS: Access = Access::AnyServerKey;
    const IDEMPOTENT_BY_KEY: bool = false;
    type Input = ();

    fn find(_service: &Service, _state: &State, _caller: &Caller, (): &()) -> Result<(), Problem> {
        Ok(())
    }

    fn commit(
        _service: &Service,
        _state: &mut State,
        _caller: &Caller,
        (): &(),
        _now: Timestamp,
    ) -> Result<Reply, Problem> {
        let types = KeyType::ALL.map(|kind| ApiKeyType {
            value: kind.as_str(),
            name: kind.name(),
        });
        Ok(Reply::ok(&types))
    }
}
