//! Limits the time for connecting, so that a failure can say that nothing was sent.
//!
//! If the time of a whole attempt runs out, the error does not say how far the attempt came. So each attempt sets the
//! time by which its connection must be there ([`scope`]), and a layer around reqwest's connector enforces it. The limit
//! may differ from attempt to attempt, and all attempts share one pool. The limits themselves come from `transport.rs`.
//!
//! reqwest clones the connector for every request, even if a pooled connection is used. The layer makes that clone
//! cheap: the connector is copied only when a connection is made.

use std::future::{Future, poll_fn};
use std::io;
use std::pin::Pin;
use std::sync::Arc;
use std::task::{Context, Poll};
use std::time::Duration;

use tokio::task::futures::TaskLocalFuture;
use tokio::time::{Instant, timeout_at};
use tower_layer::Layer;
use tower_service::Service;

tokio::task_local! {
    static CONNECTED_BY: Option<Instant>;
}

/// Runs an attempt with this limit. Connecting may take three quarters of it, so a quarter is left for the request.
pub(crate) fn scope<F: Future>(limit: Duration, attempt: F) -> TaskLocalFuture<Option<Instant>, F> {
    // A limit so large that the clock cannot express it counts as no limit.
    let connected_by = Instant::now().checked_add(limit / 4 * 3);
    CONNECTED_BY.scope(connected_by, attempt)
}

/// The layer that wraps the connector.
#[derive(Debug, Clone, Copy)]
pub(crate) struct ConnectTimeoutLayer;

impl<S> Layer<S> for ConnectTimeoutLayer {
    type Service = ConnectWithTimeout<S>;

    fn layer(&self, connector: S) -> ConnectWithTimeout<S> {
        ConnectWithTimeout(Arc::new(connector))
    }
}

#[derive(Debug)]
pub(crate) struct ConnectWithTimeout<S>(Arc<S>);

// A derived `Clone` would require a connector that can be cloned.
impl<S> Clone for ConnectWithTimeout<S> {
    fn clone(&self) -> Self {
        Self(Arc::clone(&self.0))
    }
}

type BoxError = Box<dyn std::error::Error + Send + Sync>;

impl<S, Target> Service<Target> for ConnectWithTimeout<S>
where
    S: Service<Target, Error = BoxError> + Clone + Send + Sync + 'static,
    S::Future: Send,
    Target: Send + 'static,
{
    type Response = S::Response;
    type Error = BoxError;
    type Future = Pin<Box<dyn Future<Output = Result<S::Response, BoxError>> + Send>>;

    /// Always ready: `call` waits for its own copy of the connector.
    fn poll_ready(&mut self, _: &mut Context<'_>) -> Poll<Result<(), BoxError>> {
        Poll::Ready(Ok(()))
    }

    /// Connects within the attempt that needs the connection. In the end another attempt may use it.
    fn call(&mut self, target: Target) -> Self::Future {
        let connected_by = CONNECTED_BY.try_with(|by| *by).ok().flatten();
        let mut connector = S::clone(&self.0);
        Box::pin(async move {
            let connecting = async {
                poll_fn(|context| connector.poll_ready(context)).await?;
                connector.call(target).await
            };
            let Some(connected_by) = connected_by else {
                return connecting.await;
            };
            timeout_at(connected_by, connecting)
                .await
                .unwrap_or_else(|_| {
                    Err(io::Error::new(io::ErrorKind::TimedOut, "connecting took too long").into())
                })
        })
    }
}
