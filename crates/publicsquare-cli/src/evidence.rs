//! What an error of the API proves about a key.
//!
//! A gateway or a login page answers with 401, 403 and 404 as well. psq therefore concludes that a key is
//! dead or gone only if the API itself has answered. An error of the SDK comes in, a yes or no goes out.
//! `api` sends the requests, and the commands decide what to do.

use publicsquare::Error;

/// Whether the API says that the authenticating key is dead or unknown (401).
pub(crate) fn is_dead(error: &Error) -> bool {
    error.is_unauthorized() && error.is_from_api()
}

/// Whether the API says that the key does not exist (404).
pub(crate) fn is_gone(error: &Error) -> bool {
    error.is_not_found() && error.is_from_api()
}

/// Whether the API says that the authenticating key lacks a permission (403). It also means that this key works.
pub(crate) fn is_forbidden(error: &Error) -> bool {
    error.is_forbidden() && error.is_from_api()
}

/// Whether the API does not reveal the value: it refuses (403), or answers without the value.
pub(crate) fn is_hidden(error: &Error) -> bool {
    is_forbidden(error) || (error.status() == Some(200) && error.is_from_api())
}

/// Whether the API has refused this request. An earlier copy of it may have had its effect.
pub(crate) fn is_refusal(error: &Error) -> bool {
    matches!(error.status(), Some(400 | 401 | 403 | 404 | 422)) && error.is_from_api()
}
