//! A successful response, in the form that can be stored and sent again.
//!
//! An operation makes a [`Reply`] from a document. The [`pipeline`](crate::pipeline) turns it into an HTTP
//! response, and [`idempotency`](crate::idempotency) stores it for a repeat. Errors are
//! [`Problem`](crate::problem::Problem)s instead.

use axum::body::{Body, Bytes};
use axum::http::header::CONTENT_TYPE;
use axum::http::{HeaderValue, StatusCode};
use axum::response::{IntoResponse, Response};
use serde::Serialize;

/// Status and JSON body. The body can contain the value of a key, so that there is no `Debug`.
#[derive(Clone)]
pub(crate) struct Reply {
    pub(crate) status: StatusCode,
    pub(crate) body: Bytes,
}

impl Reply {
    /// 200 with a document.
    pub(crate) fn ok(document: &impl Serialize) -> Self {
        Self::json(StatusCode::OK, document)
    }

    /// 201 with a document.
    pub(crate) fn created(document: &impl Serialize) -> Self {
        Self::json(StatusCode::CREATED, document)
    }

    /// 204.
    pub(crate) fn no_content() -> Self {
        Self {
            status: StatusCode::NO_CONTENT,
            body: Bytes::new(),
        }
    }

    fn json(status: StatusCode, document: &impl Serialize) -> Self {
        // The documents of this crate always serialize. The default, an empty body, is never used.
        let body = serde_json::to_vec(document).unwrap_or_default().into();
        Self { status, body }
    }
}

impl IntoResponse for Reply {
    fn into_response(self) -> Response {
        let mut response = Response::new(Body::from(self.body));
        *response.status_mut() = self.status;
        if self.status != StatusCode::NO_CONTENT {
            let json = HeaderValue::from_static("application/json; charset=utf-8");
            response.headers_mut().insert(CONTENT_TYPE, json);
        }
        response
    }
}

/// The mark of a response that was stored for an earlier request.
#[derive(Clone, Copy)]
pub(crate) struct Replayed;
