//! `GET /permissions`: what a key can be allowed.

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
use crate::state::{State, permission};

#[derive(Serialize)]
struct Permission {
    r#type: &'static str,
    description: &'static str,
}

struct ListPermissions;

pub(super) async fn handle(service: SharedService, request: Request) -> Response {
    let (parts, _) = request.into_parts();
    exchange::run::<ListPermissions>(service, parts, Ok(())).await
}

impl Endpoint for ListPermissions {
    const OPERATION: Operation = Operation::ListPermissions;
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
        let permissions: Vec<_> = permission::ALL
            .iter()
            .map(|&(r#type, description)| Permission {
                r#type,
                description,
            })
            .collect();
        Ok(Reply::ok(&permissions))
    }
}
