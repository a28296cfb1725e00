//! Faults that break the connection, below HTTP.
//!
//! [`strike`](super::strike) marks a response with a [`WireFault`]. The [`responder`](crate::responder) hands
//! the complete response over here. Out goes one whose body breaks off, or the order to close the connection.

use std::fmt;
use std::pin::Pin;
use std::task::{Context, Poll};

use axum::body::{Body, Bytes, HttpBody};
use axum::http::header::CONTENT_LENGTH;
use axum::http::{HeaderValue, Response};
use hyper::body::Frame;

/// The mark of a response that must not arrive whole.
#[derive(Clone, Copy, Debug)]
pub(crate) enum WireFault {
    /// No byte of it is sent.
    Drop,
    /// Only this many bytes of its body are sent.
    Truncate(usize),
}

/// The error that makes the HTTP server close the connection.
#[derive(Debug)]
pub(crate) struct ConnectionBroken;

impl fmt::Display for ConnectionBroken {
    fn fmt(&self, formatter: &mut fmt::Formatter<'_>) -> fmt::Result {
        formatter.write_str("the sandbox was told to break this connection")
    }
}

impl std::error::Error for ConnectionBroken {}

impl WireFault {
    /// Breaks the body of the response off, or the whole connection.
    pub(crate) async fn strike(
        self,
        response: Response<Body>,
    ) -> Result<Response<Body>, ConnectionBroken> {
        let Self::Truncate(bytes) = self else {
            return Err(ConnectionBroken);
        };
        let (mut parts, body) = response.into_parts();
        // The body is in memory, so that there is no limit to exceed.
        let whole = axum::body::to_bytes(body, usize::MAX)
            .await
            .unwrap_or_default();
        // Without a body, only the response as a whole can be broken off.
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

/// A body that ends too early.
enum BrokenOff {
    Unsent(Bytes),
    /// All bytes are handed over. The next poll gives the server time to write them to the socket.
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
