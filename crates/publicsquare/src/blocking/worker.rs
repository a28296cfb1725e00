//! The thread that the requests of a blocking client run on.
//!
//! In comes the future of a request. Out comes its result, for which the calling thread waits on a channel. All requests
//! of a client and its clones share the thread. The requests are in `requests.rs`.

use std::sync::mpsc;

use tokio::runtime::{Builder, Runtime};

use crate::certainty::Certainty;
use crate::error::{Error, ErrorKind};
use crate::identity::IdempotencyKey;

/// The runtime, with one thread. It is `None` only while it is dropped.
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
                    inner.message = Some(format!(
                        "the system cannot start a thread for requests: {error}"
                    ));
                    inner.source = Some(Box::new(error));
                })
            })?;
        Ok(Self(Some(runtime)))
    }

    /// Runs a request and waits for its result. It waits on a channel, because waiting on the runtime would panic in
    /// asynchronous code. `key` is the idempotency key of the request, if it has one.
    pub(super) fn run<T: Send + 'static>(
        &self,
        key: Option<IdempotencyKey>,
        request: impl Future<Output = Result<T, Error>> + Send + 'static,
    ) -> Result<T, Error> {
        let (sender, receiver) = mpsc::sync_channel(1);
        if let Some(runtime) = &self.0 {
            runtime.spawn(async move {
                let outcome = request.await;
                // If the caller is gone, nobody needs the result.
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
