//! Finding the key that a request is about, in the one way that all operations share.
//!
//! In come the caller and an id. Out comes the key, or the problem to answer with: 404 for a key that the
//! caller cannot see, 422 for one that it must not change. How the id is read from the path is in
//! [`key_id`](super::key_id).

use crate::authentication::Caller;
use crate::problem::Problem;
use crate::state::{ApiKey, KeyType, State};

/// The key with this id. 404 unless the caller can see it.
pub(super) fn visible<'s>(
    state: &'s State,
    caller: &Caller,
    id: &str,
) -> Result<&'s ApiKey, Problem> {
    state
        .find(&caller.realm, id)
        .ok_or_else(Problem::no_such_key)
}

/// Checks that the account may change the key. 422 unless it is a restricted one. `change` names the
/// refused change in the message, such as "deleted".
pub(super) fn check_changeable(
    state: &State,
    caller: &Caller,
    id: &str,
    change: &str,
) -> Result<(), Problem> {
    let key = visible(state, caller, id)?;
    match key.kind {
        KeyType::Restricted => Ok(()),
        kind @ (KeyType::Publishable | KeyType::Secret) => Err(Problem::unalterable(kind, change)),
    }
}
