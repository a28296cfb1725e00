//! That only restricted keys are the account's to change.

use crate::authentication::Caller;
use crate::problem::Problem;
use crate::state::{KeyType, State};

/// 404 unless the caller sees the key, 422 unless it is a restricted one. `change` says what will not
/// be done to it.
pub(super) fn find(state: &State, caller: &Caller, id: &str, change: &str) -> Result<(), Problem> {
    let key = state
        .find(&caller.realm, id)
        .ok_or_else(Problem::no_such_key)?;
    match key.kind {
        KeyType::Restricted => Ok(()),
        kind @ (KeyType::Publishable | KeyType::Secret) => Err(Problem::unalterable(kind, change)),
    }
}
