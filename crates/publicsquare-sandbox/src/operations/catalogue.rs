//! Lists that are the same for every account: the types of keys, and the permissions.
//!
//! A [`Catalogue`] comes in, from [`list_api_key_types`](super::list_api_key_types) or
//! [`list_permissions`](super::list_permissions). Out goes the endpoint that answers with its entries. The
//! list of an account's keys, which has pages, is in [`list_api_keys`](super::list_api_keys).

use axum::extract::Request;
use axum::response::Response;
use serde::Serialize;

use crate::authentication::{Access, Caller};
use crate::clock::Timestamp;
use crate::endpoint::Endpoint;
use crate::operation::Operation;
use crate::pipeline;
use crate::problem::Problem;
use crate::reply::Reply;
use crate::service::{Service, SharedService};
use crate::state::State;

/// A list that is the same for every account.
pub(super) trait Catalogue: 'static {
    /// The operation that lists it.
    const OPERATION: Operation;
    /// One entry of the list.
    type Entry: Serialize;

    /// The entries in the order of the answer.
    fn entries() -> Vec<Self::Entry>;
}

/// Answers with the entries of the catalogue `C`.
pub(super) async fn handle<C: Catalogue>(service: SharedService, request: Request) -> Response {
    let (parts, _) = request.into_parts();
    pipeline::run::<C>(service, parts, Ok(())).await
}

impl<C: Catalogue> Endpoint for C {
    const OPERATION: Operation = C::OPERATION;
    const ACCESS: Access = Access::AnyServerKey;
    const HONOURS_IDEMPOTENCY_KEY: bool = false;
    type Input = ();

    fn commit(
        _service: &Service,
        _state: &mut State,
        _caller: &Caller,
        (): &(),
        _now: Timestamp,
    ) -> Result<Reply, Problem> {
        Ok(Reply::ok(&C::entries()))
    }
}
