//! The service behind the socket: what every request goes through, whatever it asks for.

use std::net::IpAddr;
use std::sync::Arc;
use std::time::Duration;

use axum::Router;
use axum::body::Body;
use axum::http::header::{CONTENT_LENGTH, CONTENT_TYPE, DATE, RETRY_AFTER};
use axum::http::{HeaderValue, Request, Response};
use axum::response::IntoResponse;
use hyper::body::Incoming;
use hyper::service::Service as _;
use hyper_util::service::TowerToHyperService;

use crate::clock::{Clock, DateHeader, Timestamp};
use crate::correlation;
use crate::fault::{ConnectionBroken, FaultQueue, WireFault};
use crate::idempotency::{IdempotencyStore, idempotency_key};
use crate::identifier::printable_path;
use crate::lock::Lock;
use crate::problem::{ErrorMediaType, Problem};
use crate::random::Random;
use crate::rate_limit::{LimitExceeded, RateLimiter};
use crate::reply::Replayed;
use crate::request_log::RequestLog;
use crate::state::State;
use crate::visibility::{KeyMember, Reveal};

/// The service as the operations see it.
pub(crate) type SharedService = Arc<Service>;
/// The service as an argument of an operation's handler.
pub(crate) type ServiceState = axum::extract::State<SharedService>;

/// Everything that requests share.
pub(crate) struct Service {
    pub(crate) state: Lock<State>,
    pub(crate) idempotency: IdempotencyStore,
    pub(crate) faults: FaultQueue,
    pub(crate) log: RequestLog,
    pub(crate) random: Random,
    pub(crate) grace_period: Duration,
    pub(crate) rate_limiter: Option<RateLimiter>,
    pub(crate) clock: Box<dyn Clock>,
    pub(crate) reveal: Reveal,
    pub(crate) key_member: KeyMember,
    pub(crate) error_media_type: ErrorMediaType,
    pub(crate) date: DateHeader,
}

impl Service {
    pub(crate) fn now(&self) -> Timestamp {
        self.clock.now().into()
    }

    /// Turns a problem into the body and the headers of its response.
    fn render(&self, problem: &Problem, path: &str, response: &mut Response<Body>) {
        let json = problem.json(&printable_path(path), &self.random.trace_id());
        // The router has written the length of the empty body that was here.
        response
            .headers_mut()
            .insert(CONTENT_LENGTH, HeaderValue::from(json.len()));
        *response.body_mut() = Body::from(json);
        let media_type = HeaderValue::from_static(self.error_media_type.as_str());
        response.headers_mut().insert(CONTENT_TYPE, media_type);
        let retry_after = problem
            .retry_after()
            .and_then(|retry_after| retry_after.header(self.now()));
        if let Some(value) = retry_after {
            response.headers_mut().insert(RETRY_AFTER, value);
        }
    }
}

/// Answers the requests of every connection.
#[derive(Clone)]
pub(crate) struct Responder {
    service: SharedService,
    router: TowerToHyperService<Router>,
}

impl Responder {
    pub(crate) fn new(service: SharedService) -> Self {
        let router = TowerToHyperService::new(crate::operations::router(Arc::clone(&service)));
        Self { service, router }
    }

    /// Answers one request, or breaks the connection when a fault says so.
    pub(crate) async fn respond(
        &self,
        peer: IpAddr,
        mut request: Request<Incoming>,
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
            let Ok(response) = self.router.call(request.map(Body::new)).await;
            response
        };

        if let Some(problem) = response.extensions_mut().remove::<Problem>() {
            service.render(&problem, uri.path(), &mut response);
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
