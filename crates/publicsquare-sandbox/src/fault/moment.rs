//! Before or after the commit: the two moments at which a fault can strike.
//!
//! A [`Fault`](super::Fault) has one. The [`pipeline`](crate::pipeline) passes each request through both, and
//! [`strike`](super::strike) compares.

/// The moment at which a fault strikes: before or after the change takes effect.
///
/// A request that changes nothing has no commit: it is refused, or it gets a stored response. Its response
/// is struck nevertheless, and both moments mean the same.
///
/// ```
/// use publicsquare_sandbox::{Fault, Moment};
///
/// let nothing_happened = Fault::drop_connection(Moment::BeforeCommit);
/// let key_is_replaced = Fault::drop_connection(Moment::AfterCommit);
/// // The client sees the same in both cases. That is the point of testing them.
/// assert_ne!(nothing_happened, key_is_replaced);
/// ```
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash)]
pub enum Moment {
    /// The request was accepted and its idempotency key is in use, but nothing has changed yet.
    BeforeCommit,
    /// The change has taken effect, but nothing of the response has been sent.
    AfterCommit,
}
