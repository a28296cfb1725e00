//! Sending the same request again.
//!
//! Deciding is pure ([`policy`], [`backoff`], [`retry_after`]): what happened, how long it took and
//! a random number in, a delay out. Acting ([`attempts`]) has the clock passed in.

pub(crate) mod attempts;
pub(crate) mod backoff;
pub(crate) mod clock;
pub(crate) mod failure;
pub(crate) mod policy;
pub(crate) mod retry_after;
