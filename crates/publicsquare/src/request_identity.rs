//! The identity of a request that writes: what makes a repeat of it the same request for the server.
//!
//! A request gets its identity when it is built: an idempotency key, a correlation id, and an empty history.
//! Clones of a request share the history, so that a failure knows what every earlier sending may have done. The
//! values themselves are in [`identity`](crate::identity), and the methods by which a caller reads and replaces
//! them are in [`request_methods`](crate::request_methods).

use std::sync::Arc;

use crate::certainty::Certainty;
use crate::client::Client;
use crate::effect::Effect;
use crate::history::History;
use crate::identity::{CorrelationId, IdempotencyKey};
use crate::sending::Call;

/// The identity of a request, and what its earlier sendings may have done.
#[derive(Debug, Clone)]
pub(crate) struct RequestIdentity {
    pub(crate) idempotency_key: IdempotencyKey,
    pub(crate) correlation_id: CorrelationId,
    history: Arc<History>,
}

impl RequestIdentity {
    /// A new identity, which no request has used.
    pub(crate) fn new() -> Self {
        Self {
            idempotency_key: IdempotencyKey::random(),
            correlation_id: CorrelationId::random(),
            history: Arc::default(),
        }
    }

    /// The call that sends a request with this identity.
    pub(crate) fn call<'c>(&'c self, client: &'c Client, effect: Effect) -> Call<'c> {
        Call {
            client,
            effect,
            correlation_id: Some(&self.correlation_id),
            idempotency_key: Some(&self.idempotency_key),
            history: &self.history,
        }
    }

    /// Takes the idempotency key of a request that may have been sent before.
    pub(crate) fn replay(&mut self, key: IdempotencyKey) {
        self.idempotency_key = key;
        self.history = Arc::new(History::of(Certainty::Unknown));
    }
}
