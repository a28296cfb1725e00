//! The values that identify a request: its idempotency key and its correlation id.
//!
//! In come texts: from the caller, from a store, and from the headers of responses. Out come values that fit into a
//! header. An idempotency key is secret; a correlation id is shown and so must not hold a secret. A text that is refused
//! is never repeated in the error. How a request uses them is in [`request_identity`](crate::request_identity).

mod correlation_id;
mod idempotency_key;
mod invalid_value;

pub use self::correlation_id::{CorrelationId, InvalidCorrelationId};
pub use self::idempotency_key::{IdempotencyKey, InvalidIdempotencyKey};
