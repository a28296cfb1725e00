//! What every HTTP request goes through, whatever it asks for.
//!
//! In comes a request of a [`server`](crate::server) connection. Out goes a response with its correlation
//! id and date, or a broken connection if a fault says so. In between it is logged, counted against the
//! rate limit, and routed to its operation in [`operations`].

use std::net::IpAddr;
use std::sync::Arc;

use axum::Router;
use axum::body::Body;
use axum::http::header::{CONTENT_LENGTH, CONTENT_TYPE, DATE, RETRY_AFTER};
use axum::http::{HeaderValue, Request, Response};
use axum::response::IntoResponse;
use hyper::service::Service as _;
use hyper_util::service::TowerToHyperService;

use crate::correlation;
use crate::fault::{ConnectionBroken, WireFault};
use crate::idempotency::idempotency_key;
use crate::identifier::printable_path;
use crate::operations;
use crate::problem::Problem;
use crate::rate_limit::LimitExceeded;
use crate::reply::Replayed;
use crate::service::{Service, SharedService};

/// Answers the requests of every connection.
#[derive(Clone)]
pub(crate) struct Responder {
    service: SharedService,
    router: TowerToHyperService<Router>,
}

impl Responder {
    pub(crate) fn new(service: SharedService) -> Self {
        let router = TowerToHyperService::new(operations::router(Arc::clone(&service)));
        Self { service, router }
    }

    /// Answers one request, or breaks the connection if a fault demands it.
    pub(crate) async fn respond(
        &self,
        peer: IpAddr,
        mut request: Request<Body>,
    ) -> Result<Response<Body>, ConnectionBroken> {
        let service = &*self.service;
        let correlation_id = correlation::correlation_id(request.headers(), &service.random);
        let uri = request.uri().clone();
        let entry = service.log.begin(
            request.method(),
            uri.path(),
            &correlation_id,
            idempotency_key(request.headers()),
        );
        if let Some(entry) = entry {
            request.extensions_mut().insert(entry);
        }

        let admitted = service
            .rate_limiter
            .as_ref()
            .map(|limiter| limiter.admit(peer, service.now()));
        let mut response = if let Some(Err(LimitExceeded(retry_after))) = admitted {
            Problem::too_many_requests(retry_after).into_response()
        } else {
            let Ok(response) = self.router.call(request).await;
            response
        };

        if let Some(problem) = response.extensions_mut().remove::<Problem>() {
            render(service, &problem, uri.path(), &mut response);
        }
        response
            .headers_mut()
            .insert(correlation::HEADER, correlation_id);
        if let Some(date) = service.date.at(service.now()) {
            response.headers_mut().insert(DATE, date);
        }
        let status = response.status().as_u16();
        let replayed = response.extensions_mut().remove::<Replayed>().is_some();
        if let Some(fault) = response.extensions_mut().remove::<WireFault>() {
            response = fault.strike(response).await?;
        }
        if let Some(entry) = entry {
            service.log.finish(entry, status, replayed);
        }
        Ok(response)
    }
}

/// Turns a problem into the body and the headers of its response.
fn render(service: &Service, problem: &Problem, path: &str, response: &mut Response<Body>) {
    let json = problem.json(&printable_path(path), &service.random.trace_id());
    // The header still has the length of the empty body that was here before.
    response
        .headers_mut()
        .insert(CONTENT_LENGTH, HeaderValue::from(json.len()));
    *response.body_mut() = Body::from(json);
    let media_type = HeaderValue::from_static(service.error_media_type.as_str());
    response.headers_mut().insert(CONTENT_TYPE, media_type);
    let retry_after = problem
        .retry_after()
        .and_then(|retry_after| retry_after.header(service.now()));
    if let Some(value) = retry_after {
        response.headers_mut().insert(RETRY_AFTER, value);
    }
}
