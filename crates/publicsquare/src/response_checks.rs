//! Whether a successful response is the one that was asked for.
//!
//! In come the head of a response and what its body says: the id of a key, or its secret value. Out comes the
//! checked value, or a failure of the attempt. A login page or a response about another key must never count
//! as success. Failures without a response are made in [`failure`](crate::failure).

use publicsquare_client::{ApiKeyId, SecretKey, types};
use reqwest::StatusCode;

use crate::answer::Answer;
use crate::api_key::ApiKey;
use crate::failure::Failure;
use crate::response_head::ResponseHead;

impl ResponseHead {
    /// Refuses every success but the documented one. It is for responses that hold no key to be saved.
    pub(crate) fn must_be(&self, documented: StatusCode) -> Result<(), Failure> {
        if self.status == documented {
            return Ok(());
        }
        let message = format!("the documented status is {}", documented.as_u16());
        Err(Failure::not_the_api(self, &message))
    }

    /// Refuses a response that does not name the key that was asked for.
    pub(crate) fn must_be_about(
        &self,
        asked: &ApiKeyId,
        answered: Option<&str>,
    ) -> Result<(), Failure> {
        self.must_not_be_about_another(asked, answered)?;
        if answered == Some(asked.as_str()) {
            return Ok(());
        }
        Err(Failure::not_the_api(self, "it has no id of an API key"))
    }

    /// Refuses a response about another key. It accepts one that names no key.
    pub(crate) fn must_not_be_about_another(
        &self,
        asked: &ApiKeyId,
        answered: Option<&str>,
    ) -> Result<(), Failure> {
        if is_another(answered, asked) {
            return Err(Failure::about_another(self));
        }
        Ok(())
    }

    /// The key that was asked for, as the body describes it.
    pub(crate) fn key_asked_for(
        &self,
        asked: &ApiKeyId,
        body: types::ApiKey,
        attempts: u32,
    ) -> Result<Answer<ApiKey>, Failure> {
        self.must_be(StatusCode::OK)?;
        self.must_be_about(asked, body.id.as_deref())?;
        Ok(self.answer(ApiKey::read(body), attempts))
    }
}

/// The secret value in a response, or what is wrong with it.
pub(crate) fn usable_key(key: Option<SecretKey>) -> Result<SecretKey, &'static str> {
    let Some(key) = key else {
        return Err("its body holds no readable key");
    };
    let value = key.expose_secret();
    // Such a value fits into no header, and an empty one is no key.
    if value.is_empty() || value.chars().any(|c| c.is_control() || c.is_whitespace()) {
        return Err("the key in its body is not usable");
    }
    Ok(key)
}

/// Whether a response names another key than the one that was asked for. A number or an empty text is no id,
/// so it does not name any key.
fn is_another(id: Option<&str>, asked: &ApiKeyId) -> bool {
    id.is_some_and(|id| id.contains('_') && id != asked.as_str())
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_value_that_is_empty_or_fits_into_no_header_is_no_key() {
        let usable = |value: &str| usable_key(Some(SecretKey::from(value))).is_ok();
        assert!(usable("sk_test_1"));
        for value in [
            "",
            "sk_test 1",
            "sk_test_\u{7}1",
            "sk_test_1\n",
            "sk_test\u{a0}1",
        ] {
            assert!(!usable(value), "{value:?}");
        }
        assert!(usable_key(None).is_err());
    }
}
