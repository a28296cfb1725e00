//! What stands at the destination now, and whether it may be overwritten.
//!
//! The value that is held comes in, with what is known of the key; out goes what it is, or why it is left
//! alone. One line of the documented form of a key may be overwritten, of the same kind and environment as
//! the key, unless it is the current value of another key. For everything else there is `--replace-any`.
//! Nothing of a foreign value goes out, and no fingerprint either.

use publicsquare::{ApiKeyId, SecretKey};

use crate::api::Api;
use crate::evidence;
use crate::fingerprint::Fingerprint;
use crate::key_form::KeyForm;

/// What may stand at the destination.
pub(crate) struct OverwriteCheck<'a> {
    pub(crate) id: &'a ApiKeyId,
    /// Values that are the key's own.
    pub(crate) known_values: &'a [&'a Fingerprint],
    /// The form of the key's values; `None` where it is not known.
    pub(crate) form: Option<&'a KeyForm>,
    /// Whether a person has said that anything may be overwritten.
    pub(crate) allow_any: bool,
    /// Whether the API tells current values. Where it does not, the value that is held is taken for the
    /// key's own.
    pub(crate) api_hides_values: bool,
}

/// What stands there.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(crate) enum ExistingValue {
    /// Nothing.
    Nothing,
    /// A value of the key that is known.
    Known,
    /// A value that may be overwritten without being known.
    Replaceable,
}

impl OverwriteCheck<'_> {
    /// Without asking the API: whether it has the right form at all.
    pub(crate) fn check_form(
        &self,
        existing: Option<&[u8]>,
    ) -> Result<ExistingValue, OverwriteRefusal> {
        let Some(existing) = existing else {
            return Ok(ExistingValue::Nothing);
        };
        let fingerprint = Fingerprint::of_bytes(existing);
        if self.known_values.iter().any(|known| **known == fingerprint) {
            return Ok(ExistingValue::Known);
        }
        if self.allow_any {
            return Ok(ExistingValue::Replaceable);
        }
        let form = KeyForm::of(existing).ok_or_else(OverwriteRefusal::no_key)?;
        match self.form {
            None => Err(OverwriteRefusal::new(
                "a key, and of what kind the key is that belongs there is not known",
            )),
            Some(wanted) if !wanted.matches(&form) => Err(OverwriteRefusal::new(
                "a key of another kind or environment",
            )),
            Some(_) => Ok(ExistingValue::Replaceable),
        }
    }

    /// The whole of it.
    pub(crate) fn check(
        &self,
        existing: Option<&[u8]>,
        api: &Api,
    ) -> Result<ExistingValue, OverwriteRefusal> {
        let existing_value = self.check_form(existing)?;
        let Some(existing) =
            existing.filter(|_| existing_value == ExistingValue::Replaceable && !self.allow_any)
        else {
            return Ok(existing_value);
        };
        if self.api_hides_values {
            return Ok(existing_value);
        }
        // It has the form of a key, so it is text.
        let existing = SecretKey::from(std::str::from_utf8(existing).unwrap_or_default());
        match is_another_key(api, self.id, &existing) {
            Ok(false) => Ok(existing_value),
            Ok(true) => Err(OverwriteRefusal::new("another key, which works")),
            Err(error) => Err(OverwriteRefusal(format!(
                "another key, and whether that is still in use could not be found out ({error})"
            ))),
        }
    }
}

/// Why something is left alone: what it is.
#[derive(Debug)]
pub(crate) struct OverwriteRefusal(String);

impl OverwriteRefusal {
    fn new(what: &str) -> Self {
        Self(what.to_owned())
    }

    /// Something else than a key.
    pub(crate) fn no_key() -> Self {
        Self::new("something that does not look like an API key on one line")
    }

    /// For a message, behind the name of the place.
    pub(crate) fn sentence(&self) -> String {
        format!(
            "holds {}, and is left alone; name another place, or empty this one if it may be overwritten (psq rotate \
             and psq recover have --replace-any for that)",
            self.0
        )
    }
}

/// Whether the value is the current one of another key. A value that is dead is nobody's.
fn is_another_key(api: &Api, id: &ApiKeyId, existing: &SecretKey) -> Result<bool, String> {
    let by_existing = api.with_key(existing).map_err(|failure| failure.message)?;
    if !by_existing
        .authenticates()
        .map_err(|error| error.to_string())?
    {
        return Ok(false);
    }
    // A key of another account does not see this one.
    if by_existing
        .get(id)
        .is_err_and(|error| evidence::is_gone(&error))
    {
        return Ok(true);
    }
    match api.other_fingerprints(id) {
        Ok(others) => Ok(others.contains(&Fingerprint::of(existing))),
        Err(error) if evidence::is_hidden(&error) => Ok(false),
        Err(error) => Err(error.to_string()),
    }
}
