//! The same client for code that is not asynchronous.
//!
//! ```no_run
//! let client = publicsquare::blocking::Client::from_env()?;
//! let rotated = client.api_keys().regenerate("key_7Ay5mcUXAxwrN6wQEQUVEHBCJ")?.send()?;
//! store(rotated.key.expose_secret());
//! # fn store(_: &str) {}
//! # Ok::<(), publicsquare::Error>(())
//! ```

use std::fmt;
use std::sync::{Arc, mpsc};

use publicsquare_client::ApiKeyId;
use tokio::runtime::{Builder, Runtime};

use crate::builder::ClientBuilder;
use crate::certainty::Certainty;
use crate::error::{Error, ErrorKind};
use crate::identity::{CorrelationId, IdempotencyKey};
use crate::regenerate::{self, Regenerated};

/// A client that blocks the calling thread. Cloning is cheap and shares the connections.
///
/// Its requests run on a thread of its own, so that it may be used anywhere. In asynchronous code it
/// would still block the executor: use [`publicsquare::Client`](crate::Client) there.
#[derive(Clone)]
pub struct Client {
    client: crate::Client,
    worker: Arc<Worker>,
}

impl Client {
    /// A client from the environment, as [`publicsquare::Client::from_env`](crate::Client::from_env).
    ///
    /// # Errors
    ///
    /// The same, and a system that grants no thread.
    pub fn from_env() -> Result<Self, Error> {
        Self::from_builder(ClientBuilder::from_env()?)
    }

    /// A client with the settings of a builder.
    ///
    /// # Errors
    ///
    /// Those of [`ClientBuilder::build`], and a system that grants no thread.
    pub fn from_builder(builder: ClientBuilder) -> Result<Self, Error> {
        Ok(Self {
            client: builder.build()?,
            worker: Arc::new(Worker::start()?),
        })
    }

    /// The operations on API keys.
    #[must_use]
    pub fn api_keys(&self) -> ApiKeys {
        ApiKeys {
            client: self.clone(),
        }
    }
}

impl fmt::Debug for Client {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        self.client.fmt(f)
    }
}

/// The operations on API keys. From [`Client::api_keys`].
#[derive(Debug, Clone)]
pub struct ApiKeys {
    client: Client,
}

impl ApiKeys {
    /// Prepares to replace the secret value of a key, as
    /// [`publicsquare::ApiKeys::regenerate`](crate::ApiKeys::regenerate).
    ///
    /// # Errors
    ///
    /// A text that is not the id of an API key.
    pub fn regenerate<Id>(&self, id: Id) -> Result<Regenerate, Error>
    where
        Id: TryInto<ApiKeyId>,
        Error: From<Id::Error>,
    {
        Ok(Regenerate {
            request: self.client.client.api_keys().regenerate(id)?,
            worker: Arc::clone(&self.client.worker),
        })
    }
}

/// A request to replace the secret value of a key, as [`publicsquare::Regenerate`](crate::Regenerate).
#[derive(Clone)]
#[must_use = "nothing is sent until `send`"]
pub struct Regenerate {
    request: regenerate::Regenerate,
    worker: Arc<Worker>,
}

impl Regenerate {
    /// The key whose value is to be replaced.
    #[must_use]
    pub fn id(&self) -> &ApiKeyId {
        self.request.id()
    }

    /// What makes a repeat of the request the same request. As secret as the new API key.
    #[must_use]
    pub fn idempotency_key(&self) -> &IdempotencyKey {
        self.request.idempotency_key()
    }

    /// What to tell the vendor's support.
    #[must_use]
    pub fn correlation_id(&self) -> &CorrelationId {
        self.request.correlation_id()
    }

    /// Gives the request an idempotency key of the caller's, **never used before**.
    pub fn with_idempotency_key(mut self, key: IdempotencyKey) -> Self {
        self.request = self.request.with_idempotency_key(key);
        self
    }

    /// Takes up a request that may have been sent before.
    pub fn replaying(mut self, key: IdempotencyKey) -> Self {
        self.request = self.request.replaying(key);
        self
    }

    /// Gives the request a correlation id of the caller's.
    pub fn with_correlation_id(mut self, id: CorrelationId) -> Self {
        self.request = self.request.with_correlation_id(id);
        self
    }

    /// Sends the request, repeats it as the retry policy says, and returns the new key.
    ///
    /// # Errors
    ///
    /// [`Error::certainty`] says what the failure means for the old key.
    pub fn send(&self) -> Result<Regenerated, Error> {
        self.worker.run(self.request.clone())
    }
}

impl fmt::Debug for Regenerate {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        self.request.fmt(f)
    }
}

/// The thread that requests run on.
struct Worker(Option<Runtime>);

impl Worker {
    fn start() -> Result<Self, Error> {
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

    /// Waits on a channel and not on the runtime, which would panic in asynchronous code.
    fn run(&self, request: regenerate::Regenerate) -> Result<Regenerated, Error> {
        let (sender, receiver) = mpsc::sync_channel(1);
        let key = request.idempotency_key().clone();
        if let Some(runtime) = &self.0 {
            runtime.spawn(async move {
                let outcome = request.send().await;
                // Nobody left to tell is no reason to fail.
                drop(sender.send(outcome));
            });
        }
        receiver.recv().unwrap_or_else(|_| {
            Err(
                Error::new(ErrorKind::Connection, Certainty::Unknown).with(|inner| {
                    inner.message = Some("the thread of the request ended early".to_owned());
                    inner.idempotency_key = Some(key);
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
