//! What the values of keys look like by the vendor's documentation: `pk_prod_…`, `sk_test_…`.
//!
//! A text comes in. Out go the kind and the environment of the key, if the text has that form.
//! `overwrite_check` decides with it what may be overwritten, so that a name such as `shop_prod_main` must
//! not be taken for a key.

use publicsquare::{Environment, KeyType, SecretKey};

// The documented values have 25 characters after the second underscore.
const SHORTEST: usize = 16;
const LONGEST: usize = 128;

/// What the beginning of a value says about a key.
#[derive(Debug, Clone, PartialEq, Eq)]
pub(crate) struct KeyForm {
    pub(crate) kind: Kind,
    pub(crate) environment: Environment,
}

/// What kind of key it is.
#[derive(Debug, Clone, PartialEq, Eq)]
pub(crate) enum Kind {
    /// The letters before the first underscore.
    Prefix(String),
    /// A restricted key. The documentation shows how the values of the other two types begin, but not this one.
    Restricted,
}

impl KeyForm {
    /// The form of a value. `None` if it does not have the documented form.
    pub(crate) fn of(value: &[u8]) -> Option<Self> {
        let text = std::str::from_utf8(value).ok()?;
        let (prefix, rest) = text.split_once('_')?;
        let (environment, random) = rest.split_once('_')?;
        let is_prefix = matches!(prefix.len(), 2 | 3)
            && prefix.ends_with('k')
            && prefix.bytes().all(|byte| byte.is_ascii_lowercase());
        let is_random = (SHORTEST..=LONGEST).contains(&random.len())
            && random.bytes().all(|byte| byte.is_ascii_alphanumeric());
        (is_prefix && is_random).then_some(())?;
        Some(Self {
            kind: Kind::Prefix(prefix.to_owned()),
            environment: environment_named(environment)?,
        })
    }

    /// The form of the value of a key.
    pub(crate) fn of_key(key: &SecretKey) -> Option<Self> {
        Self::of(key.expose_secret().as_bytes())
    }

    /// The form of the values of this key type.
    pub(crate) fn of_type(key_type: &KeyType, environment: &Environment) -> Option<Self> {
        let kind = match key_type {
            KeyType::Publishable => Kind::Prefix("pk".to_owned()),
            KeyType::Secret => Kind::Prefix("sk".to_owned()),
            KeyType::Restricted => Kind::Restricted,
            _ => return None,
        };
        Some(Self {
            kind,
            environment: environment.clone(),
        })
    }

    /// The letters before the first underscore, for the journal.
    pub(crate) fn prefix(&self) -> Option<String> {
        match &self.kind {
            Kind::Prefix(prefix) => Some(prefix.clone()),
            Kind::Restricted => None,
        }
    }

    /// The form with the letters from a journal.
    pub(crate) fn noted(prefix: Option<&str>, environment: &Environment) -> Option<Self> {
        Some(Self {
            kind: Kind::Prefix(prefix?.to_owned()),
            environment: environment.clone(),
        })
    }

    /// Whether a value of the other form can be a value of the same key.
    pub(crate) fn matches(&self, other: &Self) -> bool {
        let is_same_kind = match (&self.kind, &other.kind) {
            (Kind::Prefix(one), Kind::Prefix(other)) => one == other,
            (Kind::Restricted, Kind::Prefix(prefix)) | (Kind::Prefix(prefix), Kind::Restricted) => {
                !matches!(prefix.as_str(), "pk" | "sk")
            }
            (Kind::Restricted, Kind::Restricted) => true,
        };
        is_same_kind && self.environment == other.environment
    }
}

/// The environment in a value.
pub(crate) fn environment_of(value: &str) -> Option<Environment> {
    let (_, rest) = value.split_once('_')?;
    environment_named(rest.split_once('_')?.0)
}

/// Whether it is a publishable key, which cannot manage keys.
pub(crate) fn is_publishable(key: &SecretKey) -> bool {
    let value = key.expose_secret();
    value.starts_with("pk_") && environment_of(value).is_some()
}

fn environment_named(word: &str) -> Option<Environment> {
    match word {
        "test" => Some(Environment::Test),
        "prod" => Some(Environment::Production),
        _ => None,
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn keys_are_told_from_other_secrets() {
        for key in [
            "pk_prod_6fpAaGyHBeGNpxTpJKMD5w5wk",
            "sk_test_6fpAaGyHBeGNpxTpJKMD5w5wk",
            "rk_prod_6fpAaGyHBeGNpxTp",
        ] {
            assert!(KeyForm::of(key.as_bytes()).is_some(), "{key}");
        }
        for other in [
            "",
            "hunter2",
            "shop_prod_main",
            "shop_prod_6fpAaGyHBeGNpxTpJKMD5w5wk",
            "bulk_prod_6fpAaGyHBeGNpxTpJKMD5w5wk",
            "sk_live_6fpAaGyHBeGNpxTpJKMD5w5wk",
            "sk_test_a",
            "sk_test_6fpAaGyHBeGN_xTpJKMD5w5wk",
            "SK_test_6fpAaGyHBeGNpxTpJKMD5w5wk",
            "_test_6fpAaGyHBeGNpxTpJKMD5w5wk",
            "sk_test_6fpAaGyHBeGNpxTpJKMD5w5wk\nsk_test_6fpAaGyHBeGNpxTpJKMD5w5wk",
            "sk_test_6fpAaGyHBeGNpxTpJKMD5w5wk ",
        ] {
            assert!(KeyForm::of(other.as_bytes()).is_none(), "{other}");
        }
        assert!(KeyForm::of(b"sk_test_6fpAaGyHBeGNpxTpJKMD5w5wk\xff").is_none());
    }

    #[test]
    fn kind_and_environment_have_to_be_the_same() {
        let form = |text: &str| KeyForm::of(text.as_bytes()).expect("a key");
        let secret = form("sk_test_6fpAaGyHBeGNpxTpJKMD5w5wk");
        assert!(secret.matches(&form("sk_test_AAAAAAAAAAAAAAAAAAAAAAAAA")));
        for other in [
            "pk_test_6fpAaGyHBeGNpxTpJKMD5w5wk",
            "sk_prod_6fpAaGyHBeGNpxTpJKMD5w5wk",
        ] {
            assert!(!secret.matches(&form(other)), "{other}");
        }
        let restricted =
            KeyForm::of_type(&KeyType::Restricted, &Environment::Test).expect("a form");
        assert!(restricted.matches(&form("rk_test_6fpAaGyHBeGNpxTpJKMD5w5wk")));
        assert!(!restricted.matches(&secret));
        assert!(!secret.matches(&restricted));
    }

    #[test]
    fn the_environment_is_told_by_the_beginning() {
        assert_eq!(environment_of("sk_test_a"), Some(Environment::Test));
        assert_eq!(environment_of("pk_prod_a"), Some(Environment::Production));
        assert_eq!(environment_of("sk_live_a"), None);
        assert!(is_publishable(&SecretKey::from("pk_test_a")));
        assert!(!is_publishable(&SecretKey::from("sk_test_a")));
    }
}
