//! Ends connecting before the attempt ends, so that a failure can tell that nothing was sent.
//!
//! An attempt whose time runs out says nothing about how far it came. So each attempt states by when its
//! connection has to be there ([`scope`]), and the layer around reqwest's connector holds to that. It
//! works for whatever limit an attempt has, and all attempts share one pool.
//!
//! reqwest clones the connector for every request, also for one that finds a connection in the pool. The
//! layer makes that clone cheap: it copies what it wraps only where a connection is made.

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

/// Runs an attempt that may take this long. A quarter of it stays for the request.
pub(crate) fn scope<F: Future>(limit: Duration, attempt: F) -> TaskLocalFuture<Option<Instant>, F> {
    // A time beyond the end of the clock is none.
    let connected_by = Instant::now().checked_add(limit / 4 * 3);
    CONNECTED_BY.scope(connected_by, attempt)
}

/// The layer around the connector.
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

// Derived it would ask for a connector that can be cloned.
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

    /// Always, as it is a copy of the connector that connects, and that one is waited for.
    fn poll_ready(&mut self, _: &mut Context<'_>) -> Poll<Result<(), BoxError>> {
        Poll::Ready(Ok(()))
    }

    /// Runs within the attempt that needs the connection. Another attempt may get it in the end.
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
