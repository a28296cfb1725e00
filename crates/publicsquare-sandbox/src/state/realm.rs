//! What a key can see: one account in one environment.

use std::fmt;
use std::sync::Arc;

/// The environment that a key belongs to.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash, PartialOrd, Ord)]
pub enum Environment {
    /// No real money.
    Test,
    /// Real money, anywhere but here.
    Production,
}

impl Environment {
    /// As the API spells it: `test` or `production`.
    #[must_use]
    pub const fn as_str(self) -> &'static str {
        match self {
            Self::Test => "test",
            Self::Production => "production",
        }
    }

    /// The environment that the API spells like this.
    pub(crate) fn from_text(text: &str) -> Option<Self> {
        [Self::Test, Self::Production]
            .into_iter()
            .find(|environment| environment.as_str() == text)
    }

    /// As a key's value spells it.
    pub(crate) const fn infix(self) -> &'static str {
        match self {
            Self::Test => "test",
            Self::Production => "prod",
        }
    }
}

impl fmt::Display for Environment {
    fn fmt(&self, formatter: &mut fmt::Formatter<'_>) -> fmt::Result {
        formatter.write_str(self.as_str())
    }
}

/// One account in one environment. Nothing is visible from another realm.
#[derive(Clone, Debug, PartialEq, Eq, Hash)]
pub(crate) struct Realm {
    pub(crate) account: Arc<str>,
    pub(crate) environment: Environment,
}
