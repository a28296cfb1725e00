//! The interface between the shared pipeline and the code of one operation.
//!
//! The [`pipeline`](crate::pipeline) calls it; each file of [`operations`](crate::operations) implements it.
//! In comes a request that has been read and whose key is known. Out goes a reply or a problem.

use std::hash::Hash;

use crate::authentication::{Access, Caller};
use crate::clock::Timestamp;
use crate::operation::Operation;
use crate::problem::Problem;
use crate::reply::Reply;
use crate::service::Service;
use crate::state::State;

/// What sets one operation apart from the others.
pub(crate) trait Endpoint: 'static {
    /// The name of the operation, for faults and for the request log.
    const OPERATION: Operation;
    /// The permission that the authenticating key needs.
    const ACCESS: Access;
    /// Whether the operation honours an idempotency key: POST and PUT do.
    const HONOURS_IDEMPOTENCY_KEY: bool;
    /// The content of a valid request. Two requests ask for the same thing if its hash is equal.
    type Input: Hash + Send + 'static;

    /// Checks that the request can be carried out, and changes nothing. By default it always can.
    fn check(
        _service: &Service,
        _state: &State,
        _caller: &Caller,
        _input: &Self::Input,
    ) -> Result<(), Problem> {
        Ok(())
    }

    /// Carries the request out. Either all of the change happens, or none of it.
    fn commit(
        service: &Service,
        state: &mut State,
        caller: &Caller,
        input: &Self::Input,
        now: Timestamp,
    ) -> Result<Reply, Problem>;
}
