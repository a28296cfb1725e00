//! Who asks, and whether they may: the step that every operation shares.

use std::sync::Arc;

use axum::http::{HeaderMap, HeaderName};

use crate::clock::Timestamp;
use crate::problem::Problem;
use crate::state::{KeyType, Realm, State};

/// `X-API-KEY`.
const HEADER: HeaderName = HeaderName::from_static("x-api-key");

/// The key that a request authenticated with, as it was at that moment.
#[derive(Clone, Debug)]
pub(crate) struct Caller {
    pub(crate) id: Arc<str>,
    pub(crate) realm: Realm,
    kind: KeyType,
    permissions: Arc<[String]>,
}

/// What an operation asks of the key.
#[derive(Clone, Copy, Debug)]
pub(crate) enum Access {
    /// This permission. A secret key has every one.
    Permission(&'static str),
    /// Nothing, but a publishable key will not do.
    AnyServerKey,
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
        kind: key.kind,
        permissions: Arc::clone(&key.permissions),
    })
}

impl Caller {
    /// Says 403 unless the key has what is asked for.
    pub(crate) fn authorize(&self, access: Access) -> Result<(), Problem> {
        match (access, self.kind) {
            (Access::Permission(_), KeyType::Secret)
            | (Access::AnyServerKey, KeyType::Secret | KeyType::Restricted) => Ok(()),
            (Access::AnyServerKey, KeyType::Publishable) => Err(Problem::publishable_key()),
            (Access::Permission(needed), _) => {
                if self.permissions.iter().any(|granted| granted == needed) {
                    Ok(())
                } else {
                    Err(Problem::missing_permission(needed))
                }
            }
        }
    }
}
