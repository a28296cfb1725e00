//! What every request that writes has: an identity, which makes a repeat of it the same request.

use std::sync::Arc;

use crate::certainty::Certainty;
use crate::client::Client;
use crate::effect::Effect;
use crate::history::History;
use crate::identity::{CorrelationId, IdempotencyKey};
use crate::sending::Call;

/// The identity of a request, and what its sendings have left behind.
#[derive(Debug, Clone)]
pub(crate) struct Written {
    pub(crate) idempotency_key: IdempotencyKey,
    pub(crate) correlation_id: CorrelationId,
    pub(crate) history: Arc<History>,
}

impl Written {
    pub(crate) fn new() -> Self {
        Self {
            idempotency_key: IdempotencyKey::random(),
            correlation_id: CorrelationId::random(),
            history: Arc::default(),
        }
    }

    /// What is said of the request beside what it asks for.
    pub(crate) fn call<'c>(&'c self, client: &'c Client, effect: Effect) -> Call<'c> {
        Call {
            client,
            effect,
            correlation_id: Some(&self.correlation_id),
            idempotency_key: Some(&self.idempotency_key),
            history: &self.history,
        }
    }

    pub(crate) fn replaying(&mut self, key: IdempotencyKey) {
        self.idempotency_key = key;
        self.history = Arc::new(History::of(Certainty::Unknown));
    }
}

/// Gives a request with a field `written` the methods that read and set its identity.
macro_rules! written_methods {
    ($request:ident) => {
        impl $request {
            /// What makes a repeat of the request the same request. As secret as an API key.
            #[must_use]
            pub fn idempotency_key(&self) -> &$crate::identity::IdempotencyKey {
                &self.written.idempotency_key
            }

            /// What to tell the vendor's support.
            #[must_use]
            pub fn correlation_id(&self) -> &$crate::identity::CorrelationId {
                &self.written.correlation_id
            }

            /// Gives the request an idempotency key of the caller's, **never used before**.
            ///
            /// For one that may have been used, see [`replaying`](Self::replaying).
            pub fn with_idempotency_key(mut self, key: $crate::identity::IdempotencyKey) -> Self {
                self.written.idempotency_key = key;
                self
            }

            /// Takes up a request that may have been sent before, perhaps by a process that has died
            /// since.
            ///
            /// A server that has done the work answers with the stored result, for 24 hours. As the
            /// earlier sending may have done it, a failure of this one is
            /// [`Certainty::Unknown`](crate::Certainty::Unknown) at best. Whether the 24 hours are over can be
            /// told by the server's clock alone: see [`Error::server_time`](crate::Error::server_time).
            pub fn replaying(mut self, key: $crate::identity::IdempotencyKey) -> Self {
                self.written.replaying(key);
                self
            }

            /// Gives the request a correlation id of the caller's.
            pub fn with_correlation_id(mut self, id: $crate::identity::CorrelationId) -> Self {
                self.written.correlation_id = id;
                self
            }
        }
    };
}

/// Lets a request with an asynchronous `send` be awaited.
macro_rules! awaitable {
    ($request:ident => $output:ty) => {
        impl std::future::IntoFuture for $request {
            type Output = Result<$output, $crate::error::Error>;
            type IntoFuture = std::pin::Pin<Box<dyn Future<Output = Self::Output> + Send>>;

            fn into_future(self) -> Self::IntoFuture {
                Box::pin(async move { self.send().await })
            }
        }
    };
}

pub(crate) use {awaitable, written_methods};
