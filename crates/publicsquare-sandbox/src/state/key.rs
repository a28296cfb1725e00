//! An API key and its value.

use std::borrow::Borrow;
use std::fmt;
use std::sync::Arc;

use super::realm::{Environment, Realm};
use crate::clock::Timestamp;
use crate::random::Random;

/// The type of an API key.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash, PartialOrd, Ord)]
pub enum KeyType {
    /// For browsers: may collect payment methods and nothing else.
    Publishable,
    /// For servers: may do everything.
    Secret,
    /// May do what its permissions say.
    Restricted,
}

impl KeyType {
    /// As the API spells it: `publishable`, `secret` or `restricted`.
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

    /// What people call it.
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

/// What authenticates. Its `Debug` output hides it.
#[derive(Clone, PartialEq, Eq, Hash)]
pub(crate) struct KeyValue(Arc<str>);

impl KeyValue {
    /// Characters after the prefix, as in the vendor's example.
    const LENGTH: usize = 25;
    /// Every value says that it is not a real one.
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
    /// Characters of an id after `key_`, as in the vendor's example.
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

/// A key's id together with a value that it has or had. The `Debug` output hides the value.
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

    /// The key's id, `key_…`.
    #[must_use]
    pub fn id(&self) -> &str {
        &self.id
    }

    /// What goes into `X-API-KEY`.
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
