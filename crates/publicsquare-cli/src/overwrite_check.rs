//! Whether the value at a destination may be overwritten.
//!
//! The existing value comes in, with the known facts about the key. Out goes what it is, or why psq leaves it
//! alone. For a person, psq overwrites one line that has the documented form of a key of the same kind and
//! environment, unless it is the current value of another key. For a plan, it overwrites only values of this key
//! that it knows. For everything else there is `--replace-any`. No foreign value goes out, and no fingerprint of
//! one. `key_form` knows the form of keys.

use std::collections::BTreeSet;
use std::fmt;

use publicsquare::{ApiKeyId, SecretKey};

use crate::api::Api;
use crate::evidence;
use crate::fingerprint::Fingerprint;
use crate::flaw::Flaw;
use crate::key_form::KeyForm;

/// Who has named a destination. It decides what happens to a value of the right form that psq does not know.
#[derive(Debug, Clone)]
pub(crate) enum NamedBy {
    /// A person, now. psq asks the API whether the value is the current one of another key.
    Person,
    /// A plan, which psq applies while nobody looks. Secrets of other vendors can have the same form, and the API rejects
    /// them like a dead value. So psq overwrites only these earlier values of the key, and sends no value to the API.
    Plan(BTreeSet<Fingerprint>),
}

/// What psq knows of the key, to decide whether a value at a destination may be overwritten.
pub(crate) struct OverwriteCheck<'a> {
    pub(crate) id: &'a ApiKeyId,
    /// Fingerprints of values of this key.
    pub(crate) known_values: &'a [&'a Fingerprint],
    /// The form of the key's values; `None` if it is unknown.
    pub(crate) form: Option<&'a KeyForm>,
    /// Whether a person has said that anything may be overwritten.
    pub(crate) allow_any: bool,
    /// Whether the API hides values. Then psq takes an existing value of the right form for a value of this key.
    pub(crate) api_hides_values: bool,
    pub(crate) named_by: &'a NamedBy,
}

/// The value at a destination.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(crate) enum ExistingValue {
    /// There is no value.
    Nothing,
    /// A known value of this key.
    Known,
    /// An earlier value of this key, which the audit log knows.
    Earlier,
    /// An unknown value that may be overwritten.
    Replaceable,
}

impl OverwriteCheck<'_> {
    /// Checks the form of the value. Sends no request.
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
        if let NamedBy::Plan(earlier) = self.named_by
            && earlier.contains(&fingerprint)
        {
            return Ok(ExistingValue::Earlier);
        }
        if self.allow_any {
            return Ok(ExistingValue::Replaceable);
        }
        let form = KeyForm::of(existing).ok_or_else(OverwriteRefusal::no_key)?;
        match self.form {
            None => Err(OverwriteRefusal::new(
                "a key, and psq does not know which kind of key belongs there",
            )),
            Some(wanted) if !wanted.matches(&form) => Err(OverwriteRefusal::new(
                "a key of another kind or environment",
            )),
            Some(_) => match self.named_by {
                NamedBy::Person => Ok(ExistingValue::Replaceable),
                NamedBy::Plan(_) => Err(OverwriteRefusal {
                    may_be_earlier: true,
                    ..OverwriteRefusal::new(
                        "another value than the key has now, and the audit log does not know it as a value of the key",
                    )
                }),
            },
        }
    }

    /// Checks the form of the value, and asks the API whether it is the current value of another key.
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
            Err(error) => Err(OverwriteRefusal::new(format!(
                "another key, and psq could not find out whether that key is in use ({error})"
            ))),
        }
    }
}

/// Why psq leaves a value alone.
#[derive(Debug, Clone, PartialEq, Eq)]
pub(crate) struct OverwriteRefusal {
    what: String,
    /// Whether it may be an earlier value of the key. A person can find out.
    pub(crate) may_be_earlier: bool,
}

impl OverwriteRefusal {
    fn new(what: impl Into<String>) -> Self {
        Self {
            what: what.into(),
            may_be_earlier: false,
        }
    }

    /// The value does not have the form of a key.
    pub(crate) fn no_key() -> Self {
        Self::new("something that does not look like an API key on one line")
    }

    /// The flaw for a destination of this name.
    pub(crate) fn flaw(&self, place: impl fmt::Display) -> Flaw {
        Flaw::new(format!("{place} holds {}, so psq leaves it alone", self.what)).advise(
            "name another place, or empty this one if it may be overwritten (psq rotate and psq recover have \
             --replace-any for that)",
        )
    }
}

/// Whether the value is the current value of another key. A dead value belongs to no key.
fn is_another_key(api: &Api, id: &ApiKeyId, existing: &SecretKey) -> Result<bool, String> {
    let by_existing = api.with_key(existing).map_err(|failure| failure.message)?;
    if !by_existing
        .authenticates()
        .map_err(|error| error.to_string())?
    {
        return Ok(false);
    }
    // A key of another account cannot see this key.
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
