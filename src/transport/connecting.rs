//! Ends connecting before the attempt ends, so that a failure can tell that nothing was sent.
//!
//! An attempt whose time runs out says nothing about how far it came. So each attempt states by when its
//! connection has to be there ([`scope`]), and the layer around reqwest's connector holds to that. It
//! works for whatever limit an attempt has, and all attempts share one pool.

use std::future::Future;
use std::io;
use std::pin::Pin;
use std::task::{Context, Poll};
use std::time::Duration;

use tokio::time::{Instant, timeout_at};
use tower_layer::Layer;
use tower_service::Service;

tokio::task_local! {
    static CONNECTED_BY: Option<Instant>;
}

/// Runs an attempt that may take this long. A quarter of it stays for the request.
pub(crate) async fn scope<T>(limit: Duration, attempt: impl Future<Output = T>) -> T {
    // A time beyond the end of the clock is none.
    let connected_by = Instant::now().checked_add(limit / 4 * 3);
    CONNECTED_BY.scope(connected_by, attempt).await
}

/// The layer around the connector.
#[derive(Debug, Clone, Copy)]
pub(crate) struct InTime;

impl<S> Layer<S> for InTime {
    type Service = ConnectInTime<S>;

    fn layer(&self, connector: S) -> ConnectInTime<S> {
        ConnectInTime(connector)
    }
}

#[derive(Debug, Clone)]
pub(crate) struct ConnectInTime<S>(S);

type BoxError = Box<dyn std::error::Error + Send + Sync>;

impl<S, Target> Service<Target> for ConnectInTime<S>
where
    S: Service<Target, Error = BoxError>,
    S::Future: Send + 'static,
{
    type Response = S::Response;
    type Error = BoxError;
    type Future = Pin<Box<dyn Future<Output = Result<S::Response, BoxError>> + Send>>;

    fn poll_ready(&mut self, context: &mut Context<'_>) -> Poll<Result<(), BoxError>> {
        self.0.poll_ready(context)
    }

    /// Runs within the attempt that needs the connection. Another attempt may get it in the end.
    fn call(&mut self, target: Target) -> Self::Future {
        let connected_by = CONNECTED_BY.try_with(|by| *by).ok().flatten();
        let connecting = self.0.call(target);
        Box::pin(async move {
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
