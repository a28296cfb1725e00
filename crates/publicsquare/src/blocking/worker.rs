//! The thread that the requests of a blocking client run on.
//!
//! In comes the future of a request. Out comes its result, for which the calling thread waits. All requests of a client and
//! its clones share the thread. The requests are in `requests.rs`, and the way to the thread and back is in `handover.rs`.

use tokio::runtime::{Builder, Runtime};

use super::handover::handover;
use crate::certainty::Certainty;
use crate::effect::Effect;
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
    ///
    /// The task ends without a result if a [`KeyProvider`](crate::KeyProvider) or a [`Clock`](crate::Clock) of the
    /// caller panics. How far the request came is unknown then, and `effect` says what that means.
    pub(super) fn run<T: Send + 'static>(
        &self,
        effect: Effect,
        key: Option<IdempotencyKey>,
        request: impl Future<Output = Result<T, Error>> + Send + 'static,
    ) -> Result<T, Error> {
        let (task, outcome) = handover(request);
        match &self.0 {
            Some(runtime) => drop(runtime.spawn(task)),
            // The wait below ends with the task.
            None => drop(task),
        }
        outcome.wait().unwrap_or_else(|| {
            let certainty = effect.at_worst(Certainty::Unknown);
            Err(Error::new(ErrorKind::Connection, certainty).with(|inner| {
                inner.effect = effect;
                inner.message = Some("the thread of the request ended early".to_owned());
                inner.idempotency_key = key;
            }))
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

#[cfg(test)]
mod tests {
    use std::cell::RefCell;
    use std::sync::mpsc::{self, RecvTimeoutError, Sender};
    use std::time::Duration;

    use super::*;

    #[test]
    fn a_panic_of_a_request_reaches_the_caller_as_an_error() {
        let worker = Worker::start().expect("a thread");
        let key = IdempotencyKey::random();
        let outcome: Result<(), _> = worker.run(Effect::REGENERATE, Some(key.clone()), async {
            panic!("a defect")
        });
        let error = outcome.expect_err("there is no result");
        assert_eq!(error.kind(), ErrorKind::Connection);
        assert_eq!(error.certainty(), Certainty::Unknown);
        assert_eq!(error.idempotency_key(), Some(&key));
        assert_eq!(
            worker.run(Effect::READ, None, async { Ok(1) }).ok(),
            Some(1)
        );
    }

    thread_local! {
        /// Dropped with the thread that it is on.
        static END: RefCell<Option<Sender<()>>> = const { RefCell::new(None) };
    }

    #[test]
    fn a_client_that_is_dropped_ends_its_thread() {
        let worker = Worker::start().expect("a thread");
        let (sender, receiver) = mpsc::channel();
        let begun = worker.run(Effect::READ, None, async move {
            END.set(Some(sender));
            Ok(())
        });
        assert!(begun.is_ok());
        drop(worker);
        let ended = receiver.recv_timeout(Duration::from_secs(10));
        assert_eq!(ended, Err(RecvTimeoutError::Disconnected));
    }
}
