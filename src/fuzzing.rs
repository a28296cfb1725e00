//! Responses without a network, for the fuzz targets.
//!
//! This module exists only under cargo-fuzz, which sets `cfg(fuzzing)`. In comes what a server would answer to the next
//! request of this thread. `client_hooks.rs` takes it in place of the network. Everything before and after that point
//! is the code of a real call.

use std::cell::RefCell;

use reqwest::header::{HeaderName, HeaderValue};
use reqwest::{Response, ResponseBuilderExt, Url};

/// What a server answers.
#[derive(Debug, Clone)]
pub struct PreparedResponse {
    /// The status, from 100 to 999.
    pub status: u16,
    /// The headers, in their order.
    pub headers: Vec<(HeaderName, HeaderValue)>,
    /// The whole body.
    pub body: Vec<u8>,
}

thread_local! {
    static NEXT: RefCell<Option<PreparedResponse>> = const { RefCell::new(None) };
}

/// Keeps the response for the next request of this thread.
pub fn respond_next(response: PreparedResponse) {
    NEXT.set(Some(response));
}

/// The prepared response to a request for this URL, if there is one.
pub(crate) fn take_response(asked: &Url) -> Option<Response> {
    let prepared = NEXT.take()?;
    let mut response = http::Response::builder()
        .status(prepared.status)
        .url(asked.clone());
    for (name, value) in prepared.headers {
        response = response.header(name, value);
    }
    // A status that does not exist is the only flaw that is left, and then there is no response.
    Some(Response::from(response.body(prepared.body).ok()?))
}
