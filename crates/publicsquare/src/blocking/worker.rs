//! The thread that requests run on.
//!
//! In comes a request. Out comes its outcome, for which the calling thread waits.

use std::sync::mpsc;

use tokio::runtime::{Builder, Runtime};

use crate::certainty::Certainty;
use crate::error::{Error, ErrorKind};
use crate::identity::IdempotencyKey;

/// The thread that requests run on.
pub(crate) struct Worker(Option<Runtime>);

impl Worker {
    pub(super) fn start() -> Result<Self, Error> {
        let runtime = Builder::new_multi_thread()
            .worker_threads(1)
            .thread_name("publicsquare")
            .enable_all()
            .build()
            .map_err(|error| {
                Error::new(ErrorKind::Configuration, Certainty::NotSent).with(|inner| {
                    inner.message = Some(format!("the thread for requests: {error}"));
                    inner.source = Some(Box::new(error));
                })
            })?;
        Ok(Self(Some(runtime)))
    }

    /// Waits on a channel and not on the runtime, which would panic in asynchronous code. `key` is that
    /// of the request, if it has one.
    pub(super) fn run<T: Send + 'static>(
        &self,
        key: Option<IdempotencyKey>,
        request: impl Future<Output = Result<T, Error>> + Send + 'static,
    ) -> Result<T, Error> {
        let (sender, receiver) = mpsc::sync_channel(1);
        if let Some(runtime) = &self.0 {
            runtime.spawn(async move {
                let outcome = request.await;
                // Nobody left to tell is no reason to fail.
                drop(sender.send(outcome));
            });
        }
        receiver.recv().unwrap_or_else(|_| {
            Err(
                Error::new(ErrorKind::Connection, Certainty::Unknown).with(|inner| {
                    inner.message = Some("the thread of the request ended early".to_owned());
                    inner.idempotency_key = key;
                }),
            )
        })
    }
}

impl Drop for Worker {
    fn drop(&mut self) {
        if let Some(runtime) = self.0.take() {
            // Waiting for it would panic in asynchronous code.
            runtime.shutdown_background();
        }
    }
}
