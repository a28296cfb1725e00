//! Changing a restricted key.
//!
//! In come the id of a key, its name and its permissions. Out goes the key as it is then.

use publicsquare_client::types;

use crate::about_a_key::change_of_a_key;
use crate::answer::Answer;
use crate::api_key::ApiKey;
use crate::effect::{Effect, SAME_REQUEST_AGAIN, change};

/// What an update changes.
pub(crate) const EFFECT: Effect =
    change!("changed", "api-key:write").with_way_out(SAME_REQUEST_AGAIN);

/// The name and the permissions, as they are sent.
type Body = types::ApiKeyRequest;

change_of_a_key! {
    /// A request to change what a restricted key is called and may do (`PUT /api-keys/{id}`).
    ///
    /// Both are replaced; the secret value stays as it is.
    pub struct Update { body: Body }
    effect: EFFECT,
    span: "publicsquare.update",
    asks: update_api_key { body },
    reads: |request, head, body, attempts| ApiKey::answered(&request.id, head, body, attempts);
    /// Sends the request, repeats it as the retry policy says, and returns the key as it is then.
    ///
    /// # Errors
    ///
    /// [`Error::certainty`](crate::Error::certainty) says whether the key may have been changed.
    fn send() -> Answer<ApiKey>;
}
