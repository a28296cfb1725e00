//! Sending the same request again.
//!
//! Deciding is pure ([`policy`], [`backoff`], [`retry_after`]): what happened, how long it took and
//! a random number in, a delay out. Acting is in [`sending`](crate::sending), to which the clock is passed in.

pub(crate) mod backoff;
pub(crate) mod clock;
pub(crate) mod policy;
pub(crate) mod retry_after;
