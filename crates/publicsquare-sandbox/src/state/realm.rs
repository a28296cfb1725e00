//! What a key can see: one account in one environment.
//!
//! In come an account id and an [`Environment`]. Together they are a [`Realm`], the boundary that no request
//! crosses. The keys inside it are in [`key`](super::key).

use std::fmt;
use std::sync::Arc;

/// The environment that a key belongs to.
///
/// ```
/// use publicsquare_sandbox::Environment;
///
/// assert_eq!(Environment::Production.to_string(), "production");
/// ```
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash, PartialOrd, Ord)]
pub enum Environment {
    /// For tests, without real money.
    Test,
    /// With real money at the real service. In the sandbox there is none.
    Production,
}

impl Environment {
    /// The spelling of the API: `test` or `production`.
    ///
    /// ```
    /// use publicsquare_sandbox::Environment;
    ///
    /// assert_eq!(Environment::Test.as_str(), "test");
    /// ```
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

    /// The spelling inside the value of a key.
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

/// One account in one environment. A key sees nothing of another realm.
#[derive(Clone, Debug, PartialEq, Eq, Hash)]
pub(crate) struct Realm {
    pub(crate) account: Arc<str>,
    pub(crate) environment: Environment,
}
