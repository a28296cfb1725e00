//! What an answer proves.
//!
//! A gateway or a login page answers with 401, 403 and 404 as well. A conclusion about a key, such as that
//! it is dead or gone, is drawn only where the API itself has answered.

use publicsquare::Error;

/// Whether the API says that the authenticating key is dead or unknown to it.
pub(crate) fn is_dead(error: &Error) -> bool {
    error.is_unauthorized() && error.is_from_api()
}

/// Whether the API says that there is no such key.
pub(crate) fn is_gone(error: &Error) -> bool {
    error.is_not_found() && error.is_from_api()
}

/// Whether the API says that the authenticating key may not do this; so that key works.
pub(crate) fn is_forbidden(error: &Error) -> bool {
    error.is_forbidden() && error.is_from_api()
}

/// Whether the API keeps the value to itself: it says so, or answers without it.
pub(crate) fn is_hidden(error: &Error) -> bool {
    is_forbidden(error) || (error.status() == Some(200) && error.is_from_api())
}

/// Whether the API says that it does not do it.
pub(crate) fn is_refusal(error: &Error) -> bool {
    matches!(error.status(), Some(400 | 401 | 403 | 404 | 422)) && error.is_from_api()
}
