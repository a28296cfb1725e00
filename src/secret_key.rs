//! The secret value of an API key, which authenticates requests.
//!
//! In comes the value as text. Out comes a [`SecretKey`], which shows the value only to code that asks for it by name:
//! [`SecretKey::expose_secret`], or serialization within [`serialize_secrets`]. The public id of a key has its type in
//! `api_key_id.rs`. Secrets in texts of other origin are removed in `redact.rs`.

use std::cell::Cell;
use std::fmt;

use serde::de::{self, Deserialize, Deserializer, Visitor};
use serde::ser::{Error as _, Serialize, Serializer};
use subtle::ConstantTimeEq;
use zeroize::{Zeroize, Zeroizing};

/// The secret value of an API key, such as `sk_test_…`.
///
/// The value is wiped from memory on drop, is compared in constant time, and is shown only by
/// [`expose_secret`](Self::expose_secret). It cannot wipe copies that other code makes, such as a response buffer or a
/// TLS record.
///
/// # Serialization
///
/// It deserializes from a string. Serializing it is an **error**, except within [`serialize_secrets`]. If it serialized
/// the value, the value would end up in a log. If it serialized `[redacted]`, that text would end up in a credential
/// store, and the key would be lost.
///
/// ```
/// # use publicsquare_client::SecretKey;
/// let key = SecretKey::new("sk_test_4eC39HqLyjWDarjtT1zdp7dc");
/// assert_eq!(format!("{key:?}"), "SecretKey([redacted])");
/// assert_eq!(key.expose_secret(), "sk_test_4eC39HqLyjWDarjtT1zdp7dc");
/// assert!(serde_json::to_string(&key).is_err());
/// ```
#[derive(Clone)]
pub struct SecretKey(Zeroizing<Box<str>>);

impl SecretKey {
    /// Takes a secret value as it is, without any check. A `String` that is passed in is wiped.
    ///
    /// ```
    /// # use publicsquare_client::SecretKey;
    /// let from_environment = String::from("sk_test_4eC39HqLyjWDarjtT1zdp7dc");
    /// let key = SecretKey::new(from_environment);
    /// assert_eq!(key, SecretKey::from("sk_test_4eC39HqLyjWDarjtT1zdp7dc"));
    /// ```
    pub fn new(value: impl Into<String>) -> Self {
        let mut value = value.into();
        // `into_boxed_str` may move the text and leave the secret in the old memory.
        let boxed = Box::from(value.as_str());
        value.zeroize();
        Self(Zeroizing::new(boxed))
    }

    /// Returns the secret value. A review should look at every call of this method.
    ///
    /// ```
    /// # use publicsquare_client::SecretKey;
    /// let key = SecretKey::new("sk_test_4eC39HqLyjWDarjtT1zdp7dc");
    /// let line = format!("PUBLICSQUARE_API_KEY={}\n", key.expose_secret());
    /// # assert!(line.contains("_4eC39"));
    /// ```
    #[must_use]
    pub fn expose_secret(&self) -> &str {
        &self.0
    }
}

impl fmt::Debug for SecretKey {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str("SecretKey([redacted])")
    }
}

/// The time of a comparison depends only on the lengths.
impl PartialEq for SecretKey {
    fn eq(&self, other: &Self) -> bool {
        self.0.as_bytes().ct_eq(other.0.as_bytes()).into()
    }
}

impl Eq for SecretKey {}

impl From<String> for SecretKey {
    fn from(value: String) -> Self {
        Self::new(value)
    }
}

impl From<&str> for SecretKey {
    fn from(value: &str) -> Self {
        Self(Zeroizing::new(value.into()))
    }
}

impl<'de> Deserialize<'de> for SecretKey {
    fn deserialize<D: Deserializer<'de>>(deserializer: D) -> Result<Self, D::Error> {
        struct Text;

        impl Visitor<'_> for Text {
            type Value = SecretKey;

            fn expecting(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
                f.write_str("the secret value of an API key")
            }

            fn visit_str<E: de::Error>(self, value: &str) -> Result<SecretKey, E> {
                Ok(SecretKey::from(value))
            }

            fn visit_string<E: de::Error>(self, value: String) -> Result<SecretKey, E> {
                Ok(SecretKey::new(value))
            }
        }

        deserializer.deserialize_string(Text)
    }
}

thread_local! {
    static SERIALIZABLE: Cell<bool> = const { Cell::new(false) };
}

/// Allows `write` to serialize [`SecretKey`]s. The permission holds on this thread, and ends when `write` returns or
/// panics.
///
/// ```
/// # use publicsquare_client::{SecretKey, serialize_secrets};
/// let key = SecretKey::new("sk_test_4eC39HqLyjWDarjtT1zdp7dc");
/// let json = serialize_secrets(|| serde_json::to_string(&key))?;
/// assert_eq!(json, r#""sk_test_4eC39HqLyjWDarjtT1zdp7dc""#);
/// # Ok::<(), serde_json::Error>(())
/// ```
pub fn serialize_secrets<T>(write: impl FnOnce() -> T) -> T {
    struct Restore(bool);
    impl Drop for Restore {
        fn drop(&mut self) {
            SERIALIZABLE.set(self.0);
        }
    }
    let _restore = Restore(SERIALIZABLE.replace(true));
    write()
}

impl Serialize for SecretKey {
    fn serialize<S: Serializer>(&self, serializer: S) -> Result<S::Ok, S::Error> {
        if SERIALIZABLE.get() {
            serializer.serialize_str(&self.0)
        } else {
            Err(S::Error::custom(
                "a secret is serialized only on request: serialize it within `serialize_secrets`, or take it \
                 out with `expose_secret`",
            ))
        }
    }
}

#[cfg(feature = "schemars")]
impl schemars::JsonSchema for SecretKey {
    fn schema_name() -> std::borrow::Cow<'static, str> {
        "SecretKey".into()
    }

    fn json_schema(_: &mut schemars::SchemaGenerator) -> schemars::Schema {
        schemars::json_schema!({ "type": "string", "format": "password" })
    }

    fn inline_schema() -> bool {
        true
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn the_permission_to_serialize_ends_with_the_call_even_after_a_panic() {
        let key = SecretKey::new("canary");
        let panicked = std::panic::catch_unwind(|| serialize_secrets(|| panic!("inside")));
        assert!(panicked.is_err());
        let error = serde_json::to_string(&key).expect_err("the permission has ended");
        assert!(!error.to_string().contains("canary"));
    }

    #[test]
    fn keys_are_equal_if_their_texts_are() {
        assert_eq!(SecretKey::new("a"), SecretKey::new("a"));
        assert_ne!(SecretKey::new("a"), SecretKey::new("b"));
        assert_ne!(SecretKey::new("a"), SecretKey::new("aa"));
    }

    #[test]
    fn a_value_of_another_type_does_not_deserialize_and_is_not_shown() {
        let error = serde_json::from_str::<SecretKey>("123456").expect_err("a number");
        assert!(error.to_string().contains("the secret value of an API key"));
    }
}
