//! API keys, their types and their values.
//!
//! In come the realm and the type of a key. Out come an [`ApiKey`] for the state, and a [`SandboxKey`] for the
//! owner of the sandbox. A value never gets into a `Debug` output. Which values authenticate is in
//! [`state`](super).

use std::borrow::Borrow;
use std::fmt;
use std::sync::Arc;

use super::realm::{Environment, Realm};
use crate::clock::Timestamp;
use crate::random::Random;

/// The type of an API key.
///
/// ```
/// use publicsquare_sandbox::KeyType;
///
/// assert_eq!(KeyType::Restricted.to_string(), "restricted");
/// ```
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash, PartialOrd, Ord)]
pub enum KeyType {
    /// For browsers. It may only collect payment methods.
    Publishable,
    /// For servers. It may do everything.
    Secret,
    /// It may do what its permissions allow.
    Restricted,
}

impl KeyType {
    /// The spelling of the API: `publishable`, `secret` or `restricted`.
    ///
    /// ```
    /// use publicsquare_sandbox::KeyType;
    ///
    /// assert_eq!(KeyType::Secret.as_str(), "secret");
    /// ```
    #[must_use]
    pub const fn as_str(self) -> &'static str {
        match self {
            Self::Publishable => "publishable",
            Self::Secret => "secret",
            Self::Restricted => "restricted",
        }
    }

    /// Every type.
    pub(crate) const ALL: [Self; 3] = [Self::Publishable, Self::Secret, Self::Restricted];

    /// The type that the API spells like this.
    pub(crate) fn from_text(text: &str) -> Option<Self> {
        Self::ALL.into_iter().find(|kind| kind.as_str() == text)
    }

    /// The name for people, in the list of types.
    pub(crate) const fn name(self) -> &'static str {
        match self {
            Self::Publishable => "Publishable",
            Self::Secret => "Secret",
            Self::Restricted => "Restricted",
        }
    }

    /// How a value of this type begins. The vendor shows `pk` and `sk`; `rk` is assumed.
    const fn prefix(self) -> &'static str {
        match self {
            Self::Publishable => "pk",
            Self::Secret => "sk",
            Self::Restricted => "rk",
        }
    }
}

impl fmt::Display for KeyType {
    fn fmt(&self, formatter: &mut fmt::Formatter<'_>) -> fmt::Result {
        formatter.write_str(self.as_str())
    }
}

/// The value of a key, which authenticates. The `Debug` output hides it.
#[derive(Clone, PartialEq, Eq, Hash)]
pub(crate) struct KeyValue(Arc<str>);

impl KeyValue {
    /// The number of characters after the prefix, as in the vendor's example.
    const LENGTH: usize = 25;
    /// Every generated value contains this text, so that nobody takes it for a real one.
    const MARK: &str = "FAKE";

    /// A fresh value in the documented shape.
    pub(crate) fn random(kind: KeyType, environment: Environment, random: &Random) -> Self {
        let mut text = Self::start(kind, environment);
        random.push_base58(&mut text, Self::LENGTH - Self::MARK.len());
        Self(text.into())
    }

    /// A fixed value in the documented shape. `label` is base58.
    pub(crate) fn seeded(kind: KeyType, environment: Environment, label: &str) -> Self {
        let mut text = Self::start(kind, environment);
        text.push_str(&format!(
            "{label:x<width$}",
            width = Self::LENGTH - Self::MARK.len()
        ));
        Self(text.into())
    }

    /// A value from a file.
    pub(crate) fn given(text: &str) -> Self {
        Self(text.into())
    }

    fn start(kind: KeyType, environment: Environment) -> String {
        let mut text = String::with_capacity("pk_prod_".len() + Self::LENGTH);
        for part in [kind.prefix(), "_", environment.infix(), "_", Self::MARK] {
            text.push_str(part);
        }
        text
    }

    pub(crate) fn expose(&self) -> &str {
        &self.0
    }
}

impl Borrow<str> for KeyValue {
    fn borrow(&self) -> &str {
        &self.0
    }
}

impl fmt::Debug for KeyValue {
    fn fmt(&self, formatter: &mut fmt::Formatter<'_>) -> fmt::Result {
        formatter.write_str("KeyValue([hidden])")
    }
}

/// An API key as the service stores it.
#[derive(Debug)]
pub(crate) struct ApiKey {
    pub(crate) id: Arc<str>,
    pub(crate) realm: Realm,
    pub(crate) value: KeyValue,
    pub(crate) kind: KeyType,
    pub(crate) created_at: Timestamp,
    pub(crate) modified_at: Timestamp,
    pub(crate) name: String,
    pub(crate) permissions: Arc<[String]>,
    pub(crate) regenerations: usize,
}

impl ApiKey {
    /// The number of characters of an id after `key_`, as in the vendor's example.
    const ID_LENGTH: usize = 25;

    /// A new restricted key.
    pub(crate) fn restricted(
        realm: Realm,
        name: String,
        permissions: Arc<[String]>,
        random: &Random,
        now: Timestamp,
    ) -> Self {
        let mut id = String::from("key_");
        random.push_base58(&mut id, Self::ID_LENGTH);
        Self {
            id: id.into(),
            value: KeyValue::random(KeyType::Restricted, realm.environment, random),
            realm,
            kind: KeyType::Restricted,
            created_at: now,
            modified_at: now,
            name,
            permissions,
            regenerations: 0,
        }
    }
}

/// The id of a key with the value that it had when this was made. The `Debug` output hides the value.
///
/// ```
/// use publicsquare_sandbox::Sandbox;
///
/// let sandbox = Sandbox::builder().start_blocking()?;
/// let key = sandbox.seeded().test().secret();
/// assert!(!format!("{key:?}").contains(key.value()));
/// # Ok::<(), std::io::Error>(())
/// ```
#[derive(Clone, PartialEq, Eq)]
pub struct SandboxKey {
    id: Arc<str>,
    value: KeyValue,
}

impl SandboxKey {
    pub(crate) fn of(key: &ApiKey) -> Self {
        Self {
            id: Arc::clone(&key.id),
            value: key.value.clone(),
        }
    }

    /// The id of the key, such as `key_7Ay5mcUXAxwrN6wQEQUVEHBCJ`.
    ///
    /// ```
    /// # let sandbox = publicsquare_sandbox::Sandbox::builder().start_blocking()?;
    /// let path = format!("/api-keys/{}", sandbox.seeded().test().secret().id());
    /// assert!(path.starts_with("/api-keys/key_"));
    /// # Ok::<(), std::io::Error>(())
    /// ```
    #[must_use]
    pub fn id(&self) -> &str {
        &self.id
    }

    /// The value for the header `X-API-KEY`. It opens nothing but this sandbox.
    ///
    /// ```
    /// # let sandbox = publicsquare_sandbox::Sandbox::builder().start_blocking()?;
    /// let header = ("X-API-KEY", sandbox.seeded().test().secret().value());
    /// assert!(header.1.contains("FAKE"));
    /// # Ok::<(), std::io::Error>(())
    /// ```
    #[must_use]
    pub fn value(&self) -> &str {
        self.value.expose()
    }
}

impl fmt::Debug for SandboxKey {
    fn fmt(&self, formatter: &mut fmt::Formatter<'_>) -> fmt::Result {
        formatter
            .debug_struct("SandboxKey")
            .field("id", &self.id)
            .finish_non_exhaustive()
    }
}
