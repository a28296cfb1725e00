//! Authentication and authorisation: which key a request has, and what it may do.
//!
//! The [`pipeline`](crate::pipeline) calls it first. In come the headers and the state. Out comes the
//! [`Caller`], or a 401 or 403 as a [`Problem`]. Which permission an operation needs is in its
//! [`Endpoint`](crate::endpoint::Endpoint).

use std::sync::Arc;

use axum::http::{HeaderMap, HeaderName};

use crate::clock::Timestamp;
use crate::problem::Problem;
use crate::state::{KeyType, Realm, State};

/// `X-API-KEY`.
const HEADER: HeaderName = HeaderName::from_static("x-api-key");

/// The key of a request, as it was when the request authenticated.
#[derive(Clone, Debug)]
pub(crate) struct Caller {
    pub(crate) id: Arc<str>,
    pub(crate) realm: Realm,
    kind: KeyType,
    permissions: Arc<[String]>,
}

/// What an operation demands of the key.
#[derive(Clone, Copy, Debug)]
pub(crate) enum Access {
    /// This permission. A secret key has every permission.
    Permission(&'static str),
    /// A secret or restricted key, with any permissions.
    AnyServerKey,
}

/// Finds the key of the request, or answers with 401.
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
    /// Answers with 403 unless the key has the access that is demanded.
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
