//! The routes: which path and method mean which operation.
//!
//! A request comes in from the [`responder`](crate::responder). It goes to the handler of its operation, or
//! gets a 404 or 405 with problem details.

use axum::Router;
use axum::extract::Request;
use axum::http::header::ALLOW;
use axum::http::{HeaderValue, Method, StatusCode};
use axum::response::{IntoResponse, Response};
use axum::routing::{MethodRouter, any};

use super::catalogue::{self, Catalogue};
use super::key_id::PathId;
use super::list_api_key_types::ApiKeyTypes;
use super::list_permissions::Permissions;
use super::{
    create_api_key, delete_api_key, get_api_key, list_api_keys, regenerate_api_key, reveal_api_key,
    update_api_key,
};
use crate::problem::Problem;
use crate::service::{ServiceState, SharedService};

/// The routes. Any other path gets 404.
///
/// The handlers check the method themselves, because the router would also answer HEAD wherever there is GET.
pub(crate) fn router(service: SharedService) -> Router {
    Router::new()
        .route("/api-keys", any(api_keys))
        .route("/api-keys/{id}", any(api_key))
        .route(
            "/api-keys/{id}/reveal",
            about_a_key("GET", reveal_api_key::handle),
        )
        .route(
            "/api-keys/{id}/regenerate",
            about_a_key("POST", regenerate_api_key::handle),
        )
        .route("/api-key-types", any(catalogue::<ApiKeyTypes>))
        .route("/permissions", any(catalogue::<Permissions>))
        .fallback(async || Problem::new(StatusCode::NOT_FOUND, "There is no such resource."))
        .with_state(service)
}

async fn api_keys(service: ServiceState, request: Request) -> Response {
    match *request.method() {
        Method::GET => list_api_keys::handle(service.0, request).await,
        Method::POST => create_api_key::handle(service.0, request).await,
        _ => method_not_allowed("GET, POST"),
    }
}

async fn api_key(service: ServiceState, id: PathId, request: Request) -> Response {
    match *request.method() {
        Method::GET => get_api_key::handle(service.0, id, request).await,
        Method::PUT => update_api_key::handle(service.0, id, request).await,
        Method::DELETE => delete_api_key::handle(service.0, id, request).await,
        _ => method_not_allowed("GET, PUT, DELETE"),
    }
}

/// The route of an operation on one key that is the only one on its path.
fn about_a_key<Handled>(
    method: &'static str,
    handle: fn(SharedService, PathId, Request) -> Handled,
) -> MethodRouter<SharedService>
where
    Handled: Future<Output = Response> + Send + 'static,
{
    any(
        move |service: ServiceState, id: PathId, request: Request| async move {
            if request.method().as_str() == method {
                handle(service.0, id, request).await
            } else {
                method_not_allowed(method)
            }
        },
    )
}

async fn catalogue<C: Catalogue>(service: ServiceState, request: Request) -> Response {
    match *request.method() {
        Method::GET => catalogue::handle::<C>(service.0, request).await,
        _ => method_not_allowed("GET"),
    }
}

fn method_not_allowed(allowed: &'static str) -> Response {
    let mut response = Problem::new(
        StatusCode::METHOD_NOT_ALLOWED,
        "The resource does not allow this method.",
    )
    .into_response();
    response
        .headers_mut()
        .insert(ALLOW, HeaderValue::from_static(allowed));
    response
}
