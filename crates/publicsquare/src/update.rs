//! Changing a restricted key.
//!
//! In come the id of a key, its name and its permissions. Out goes the key as it is then.

use std::sync::Arc;

use publicsquare_client::{Client as Generated, types};
use reqwest::StatusCode;

use crate::about_a_key::change_of_a_key;
use crate::answer::Answer;
use crate::api_key::ApiKey;
use crate::effect::{Effect, SAME_REQUEST_AGAIN, change};
use crate::retry::attempts::Answered;
use crate::retry::failure::Failure;
use crate::sending::{Call, open};

/// What an update changes.
pub(crate) const EFFECT: Effect =
    change!("changed", "api-key:write").with_way_out(SAME_REQUEST_AGAIN);

change_of_a_key! {
    /// A request to change what a restricted key is called and may do (`PUT /api-keys/{id}`).
    ///
    /// Both are replaced; the secret value stays as it is.
    pub struct Update { body: types::ApiKeyRequest }
    effect: EFFECT, span: "publicsquare.update";
    /// Sends the request, repeats it as the retry policy says, and returns the key as it is then.
    ///
    /// # Errors
    ///
    /// [`Error::certainty`](crate::Error::certainty) says whether the key may have been changed.
    fn send() -> Answer<ApiKey>;
}

impl Update {
    async fn attempt(
        &self,
        call: &Call<'_>,
        attempts: u32,
        generated: Arc<Generated>,
    ) -> Result<Answered<Answer<ApiKey>>, Failure> {
        let answer = generated
            .update_api_key()
            .id(&self.id)
            .idempotency_key(self.written.idempotency_key.expose_secret())
            .x_correlation_id(self.written.correlation_id.as_str())
            .body(self.body.clone())
            .send()
            .await
            .map_err(|error| call.failure(error))?;
        let (head, body) = open(answer, call.correlation_id);
        head.must_be(StatusCode::OK)?;
        head.must_be_about(&self.id, body.id.as_deref())?;
        Ok(head.answered(head.answer(ApiKey::read(body), attempts)))
    }
}
