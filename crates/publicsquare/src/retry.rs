//! Whether, when and how a request is repeated.
//!
//! The decision is pure: in come what happened, how long it took and a random number, and out comes a wait, or the end.
//! The loop that makes the attempts and waits between them is in [`sending`](crate::sending).
//!
//! | module | |
//! | --- | --- |
//! | [`policy`] | decides about the next attempt |
//! | [`backoff`] | the waits that double |
//! | [`retry_after`] | the wait that a server asks for |
//! | [`clock`] | time, sleep and chance, which tests replace |

pub(crate) mod backoff;
pub(crate) mod clock;
pub(crate) mod policy;
pub(crate) mod retry_after;
