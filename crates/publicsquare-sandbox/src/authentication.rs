//! Who asks, and whether they may: the step that every operation shares.

use std::sync::Arc;

use axum::http::{HeaderMap, HeaderName};

use crate::clock::Timestamp;
use crate::problem::Problem;
use crate::state::{Realm, State};

/// `X-API-KEY`.
const HEADER: HeaderName = HeaderName::from_static("x-api-key");

/// The key that a request authenticated with, as it was at that moment.
#[derive(Clone, Debug)]
pub(crate) struct Caller {
    pub(crate) id: Arc<str>,
    pub(crate) realm: Realm,
    permissions: Arc<[String]>,
}

/// Finds the caller, or says 401.
pub(crate) fn authenticate(
    state: &State,
    headers: &HeaderMap,
    now: Timestamp,
) -> Result<Caller, Problem> {
    let value = headers.get(HEADER).ok_or_else(Problem::missing_key)?;
    let key = value
        .to_str()
        .ok()
        .and_then(|value| state.authenticate(value, now))
        .ok_or_else(Problem::unknown_key)?;
    Ok(Caller {
        id: Arc::clone(&key.id),
        realm: key.realm.clone(),
        permissions: Arc::clone(&key.permissions),
    })
}

impl Caller {
    /// Says 403 unless the key has the permission; without one, any live key will do.
    pub(crate) fn authorize(&self, permission: Option<&str>) -> Result<(), Problem> {
        match permission {
            Some(needed) if !self.permissions.iter().any(|granted| granted == needed) => {
                Err(Problem::missing_permission(needed))
            }
            _ => Ok(()),
        }
    }
}
