//! What makes two requests the same request, and what names one to the vendor's support.
//!
//! In come texts: the caller's own, stored ones, and those in the headers of answers. Out go values that
//! fit into a header and that hold no secret where they may be shown. A text that cannot be one is
//! refused with a reason that does not repeat it.

mod correlation_id;
mod idempotency_key;
mod invalid_value;

pub use self::correlation_id::{CorrelationId, InvalidCorrelationId};
pub use self::idempotency_key::{IdempotencyKey, InvalidIdempotencyKey};
