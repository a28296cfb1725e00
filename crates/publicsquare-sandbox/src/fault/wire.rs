//! Faults that strike below HTTP, once the response is complete.

use std::fmt;
use std::pin::Pin;
use std::task::{Context, Poll};

use axum::body::{Body, Bytes, HttpBody};
use axum::http::header::CONTENT_LENGTH;
use axum::http::{HeaderValue, Response};
use hyper::body::Frame;

/// Attached to a response that must not arrive in one piece.
#[derive(Clone, Copy, Debug)]
pub(crate) enum WireFault {
    /// Nothing of it is sent.
    Drop,
    /// This many bytes of its body are sent.
    Truncate(usize),
}

/// Tells the HTTP server to close the connection.
#[derive(Debug)]
pub(crate) struct ConnectionBroken;

impl fmt::Display for ConnectionBroken {
    fn fmt(&self, formatter: &mut fmt::Formatter<'_>) -> fmt::Result {
        formatter.write_str("the connection was broken on demand")
    }
}

impl std::error::Error for ConnectionBroken {}

impl WireFault {
    /// Lets the fault strike: on the response, or on the whole connection.
    pub(crate) async fn strike(
        self,
        response: Response<Body>,
    ) -> Result<Response<Body>, ConnectionBroken> {
        let Self::Truncate(bytes) = self else {
            return Err(ConnectionBroken);
        };
        let (mut parts, body) = response.into_parts();
        // The body is in memory and has no limit to exceed.
        let whole = axum::body::to_bytes(body, usize::MAX)
            .await
            .unwrap_or_default();
        // Without a body there is nothing to break off but the answer itself.
        if whole.is_empty() {
            return Err(ConnectionBroken);
        }
        parts
            .headers
            .insert(CONTENT_LENGTH, HeaderValue::from(whole.len()));
        let sent = whole.slice(..bytes.min(whole.len().saturating_sub(1)));
        Ok(Response::from_parts(
            parts,
            Body::new(BrokenOff::Unsent(sent)),
        ))
    }
}

/// A body that ends too soon.
enum BrokenOff {
    Unsent(Bytes),
    /// The next poll leaves the server the time to write out what it has.
    Sent,
    Flushed,
}

impl HttpBody for BrokenOff {
    type Data = Bytes;
    type Error = ConnectionBroken;

    fn poll_frame(
        mut self: Pin<&mut Self>,
        context: &mut Context<'_>,
    ) -> Poll<Option<Result<Frame<Bytes>, ConnectionBroken>>> {
        match std::mem::replace(&mut *self, Self::Flushed) {
            Self::Unsent(bytes) => {
                *self = Self::Sent;
                if bytes.is_empty() {
                    return self.poll_frame(context);
                }
                Poll::Ready(Some(Ok(Frame::data(bytes))))
            }
            Self::Sent => {
                context.waker().wake_by_ref();
                Poll::Pending
            }
            Self::Flushed => Poll::Ready(Some(Err(ConnectionBroken))),
        }
    }
}
