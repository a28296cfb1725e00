//! Whether, when and how a request is repeated.
//!
//! The decision is pure: in come what happened, the time that is left and a random number, and out comes a wait, or the end.
//! The loop that makes the attempts and waits between them is in [`sending`](crate::sending).
//!
//! [`policy`] decides about the next attempt. [`backoff`] has the waits that double, and [`retry_after`] the wait that a
//! server asks for. [`clock`] is the source of time, sleep and chance.

pub(crate) mod backoff;
pub(crate) mod clock;
pub(crate) mod policy;
pub(crate) mod retry_after;
