//! The API's operations, one file each.

use axum::Router;
use axum::http::StatusCode;
use axum::routing::post;

use crate::authentication::Caller;
use crate::clock::Timestamp;
use crate::problem::Problem;
use crate::reply::Reply;
use crate::service::{Service, SharedService};
use crate::state::State;

mod api_key_body;
mod key_id;
mod regenerate_api_key;

/// An operation of the API that the sandbox implements.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash)]
#[non_exhaustive]
pub enum Operation {
    /// `POST /api-keys/{id}/regenerate`.
    RegenerateApiKey,
}

/// What sets one operation apart. Everything else a request goes through is in
/// [`exchange`](crate::exchange).
pub(crate) trait Endpoint: 'static {
    /// Its name to a [`Fault`](crate::Fault).
    const OPERATION: Operation;
    /// The permission it asks for, if any.
    const PERMISSION: Option<&'static str>;
    /// Whether an idempotency key means anything: on POST and PUT.
    const IDEMPOTENT_BY_KEY: bool;
    /// What the request says, in valid form.
    type Input: Send + 'static;

    /// Whether what is asked for exists; changes nothing.
    fn find(state: &State, caller: &Caller, input: &Self::Input) -> Result<(), Problem>;

    /// Does it, all at once.
    fn commit(
        service: &Service,
        state: &mut State,
        caller: &Caller,
        input: &Self::Input,
        now: Timestamp,
    ) -> Result<Reply, Problem>;
}

/// The routes. Whatever else is asked for is a problem document as well.
pub(crate) fn router(service: SharedService) -> Router {
    Router::new()
        .route(
            "/api-keys/{id}/regenerate",
            post(regenerate_api_key::handle),
        )
        .fallback(async || Problem::new(StatusCode::NOT_FOUND, "There is no such resource."))
        .method_not_allowed_fallback(async || {
            Problem::new(
                StatusCode::METHOD_NOT_ALLOWED,
                "The resource does not allow this method.",
            )
        })
        .with_state(service)
}
