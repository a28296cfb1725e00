//! The id of an API key, which is public and names the key.
//!
//! In comes text. Out comes an [`ApiKeyId`], or an [`InvalidApiKeyId`] that says which character is wrong. The parser
//! recognizes a secret value that was passed by mistake and does not repeat it. The secret value itself has its type
//! in `secret_key.rs`.

use std::fmt;
use std::str::FromStr;
use std::sync::Arc;

use serde::{Deserialize, Serialize};

const MAX_LENGTH: usize = 50;

/// The id of an API key, such as `key_7Ay5mcUXAxwrN6wQEQUVEHBCJ`. It is not a secret.
///
/// An id consists of two to six letters, an underscore, and base58 characters (letters and digits without `0`, `O`, `I`
/// and `l`). It has at most 50 characters. The source is the vendor's published schema. Cloning is cheap.
///
/// ```
/// # use publicsquare_client::ApiKeyId;
/// let id: ApiKeyId = "key_7Ay5mcUXAxwrN6wQEQUVEHBCJ".parse()?;
/// let error = "key_7Ay5mcUXAxwrN6wQEQUVEHBC0".parse::<ApiKeyId>().unwrap_err();
/// assert_eq!(
///     error.to_string(),
///     "not the id of an API key: character 29 is '0', which base58 leaves out \
///      (as it does 'O', 'I' and 'l')"
/// );
/// # Ok::<(), publicsquare_client::InvalidApiKeyId>(())
/// ```
#[derive(Debug, Clone, PartialEq, Eq, PartialOrd, Ord, Hash, Serialize, Deserialize)]
#[serde(try_from = "String", into = "String")]
pub struct ApiKeyId(Arc<str>);

impl ApiKeyId {
    /// Returns the id as text.
    ///
    /// ```
    /// # use publicsquare_client::ApiKeyId;
    /// let id: ApiKeyId = "key_7Ay5mcUXAxwrN6wQEQUVEHBCJ".parse()?;
    /// assert_eq!(id.as_str(), "key_7Ay5mcUXAxwrN6wQEQUVEHBCJ");
    /// # Ok::<(), publicsquare_client::InvalidApiKeyId>(())
    /// ```
    #[must_use]
    pub fn as_str(&self) -> &str {
        &self.0
    }
}

/// Why a text is not the id of an API key.
///
/// The message does not contain the text, because people often paste the secret value where an id is expected.
///
/// ```
/// # use publicsquare_client::ApiKeyId;
/// let error = "sk_test_4eC39HqLyjWDarjtT1zdp7dc".parse::<ApiKeyId>().unwrap_err();
/// assert!(error.to_string().contains("it looks like the secret value of a key"));
/// assert!(!error.to_string().contains("4eC39"));
/// ```
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct InvalidApiKeyId(Flaw);

#[derive(Debug, Clone, PartialEq, Eq)]
enum Flaw {
    Empty,
    SecretValue,
    TooLong(usize),
    PrefixLength(usize),
    PrefixCharacter(usize, char),
    NoUnderscore,
    NothingAfterUnderscore,
    NotBase58(usize, char),
}

impl fmt::Display for InvalidApiKeyId {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str("not the id of an API key: ")?;
        match &self.0 {
            Flaw::Empty => {
                f.write_str("it is empty; an id looks like key_7Ay5mcUXAxwrN6wQEQUVEHBCJ")
            }
            Flaw::SecretValue => f.write_str(
                "it looks like the secret value of a key; its id starts with key_ and stands \
                 beside the key in the portal",
            ),
            Flaw::TooLong(length) => {
                write!(
                    f,
                    "it has {length} characters, and {MAX_LENGTH} is the most"
                )
            }
            Flaw::PrefixLength(length) => write!(
                f,
                "{length} characters stand before the underscore, and there must be 2 to 6 letters"
            ),
            Flaw::PrefixCharacter(position, character) => write!(
                f,
                "character {position} is {character:?}, and only letters may stand before the \
                 underscore"
            ),
            Flaw::NoUnderscore => {
                f.write_str("it has no underscore; an id looks like key_7Ay5mcUXAxwrN6wQEQUVEHBCJ")
            }
            Flaw::NothingAfterUnderscore => f.write_str("nothing follows the underscore"),
            Flaw::NotBase58(position, character @ ('0' | 'O' | 'I' | 'l')) => {
                let others: Vec<String> = ['0', 'O', 'I', 'l']
                    .iter()
                    .filter(|other| *other != character)
                    .map(|other| format!("{other:?}"))
                    .collect();
                write!(
                    f,
                    "character {position} is {character:?}, which base58 leaves out (as it does \
                     {}, {} and {})",
                    others[0], others[1], others[2]
                )
            }
            Flaw::NotBase58(position, character) => write!(
                f,
                "character {position} is {character:?}, and only base58 characters may follow the \
                 underscore"
            ),
        }
    }
}

impl std::error::Error for InvalidApiKeyId {}

impl FromStr for ApiKeyId {
    type Err = InvalidApiKeyId;

    fn from_str(text: &str) -> Result<Self, InvalidApiKeyId> {
        check(text).map_err(InvalidApiKeyId)?;
        Ok(Self(text.into()))
    }
}

fn check(text: &str) -> Result<(), Flaw> {
    if text.is_empty() {
        return Err(Flaw::Empty);
    }
    if looks_like_a_secret_value(text) {
        return Err(Flaw::SecretValue);
    }
    let length = text.chars().count();
    if length > MAX_LENGTH {
        return Err(Flaw::TooLong(length));
    }
    let (prefix, rest) = text.split_once('_').ok_or(Flaw::NoUnderscore)?;
    if let Some((index, character)) = prefix
        .chars()
        .enumerate()
        .find(|(_, character)| !character.is_ascii_alphabetic())
    {
        return Err(Flaw::PrefixCharacter(index + 1, character));
    }
    if !(2..=6).contains(&prefix.len()) {
        return Err(Flaw::PrefixLength(prefix.len()));
    }
    if rest.is_empty() {
        return Err(Flaw::NothingAfterUnderscore);
    }
    match rest
        .chars()
        .enumerate()
        .find(|(_, character)| !is_base58(*character))
    {
        Some((index, character)) => Err(Flaw::NotBase58(prefix.len() + 2 + index, character)),
        None => Ok(()),
    }
}

fn is_base58(character: char) -> bool {
    character.is_ascii_alphanumeric() && !matches!(character, '0' | 'O' | 'I' | 'l')
}

fn looks_like_a_secret_value(text: &str) -> bool {
    text.split_once('_').is_some_and(|(_, rest)| {
        rest.starts_with("test_") || rest.starts_with("prod_") || rest.starts_with("production_")
    })
}

impl TryFrom<&str> for ApiKeyId {
    type Error = InvalidApiKeyId;

    fn try_from(text: &str) -> Result<Self, InvalidApiKeyId> {
        text.parse()
    }
}

impl TryFrom<&String> for ApiKeyId {
    type Error = InvalidApiKeyId;

    fn try_from(text: &String) -> Result<Self, InvalidApiKeyId> {
        text.parse()
    }
}

impl TryFrom<String> for ApiKeyId {
    type Error = InvalidApiKeyId;

    fn try_from(text: String) -> Result<Self, InvalidApiKeyId> {
        check(&text).map_err(InvalidApiKeyId)?;
        Ok(Self(text.into()))
    }
}

impl From<&ApiKeyId> for ApiKeyId {
    fn from(id: &ApiKeyId) -> Self {
        id.clone()
    }
}

impl From<ApiKeyId> for String {
    fn from(id: ApiKeyId) -> Self {
        id.as_str().to_owned()
    }
}

impl fmt::Display for ApiKeyId {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str(&self.0)
    }
}

impl AsRef<str> for ApiKeyId {
    fn as_ref(&self) -> &str {
        &self.0
    }
}

#[cfg(feature = "schemars")]
impl schemars::JsonSchema for ApiKeyId {
    fn schema_name() -> std::borrow::Cow<'static, str> {
        "ApiKeyId".into()
    }

    fn json_schema(_: &mut schemars::SchemaGenerator) -> schemars::Schema {
        schemars::json_schema!({
            "type": "string",
            "maxLength": MAX_LENGTH,
            "pattern": "^[a-zA-Z]{2,6}_[1-9A-HJ-NP-Za-km-z]+$",
        })
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn message(text: &str) -> String {
        text.parse::<ApiKeyId>().expect_err("invalid").to_string()
    }

    #[test]
    fn each_message_names_the_flaw_and_its_position() {
        assert!(message("").contains("it is empty"));
        assert!(message("key7Ay5").contains("no underscore"));
        assert!(message("k_7Ay5").contains("1 characters stand before"));
        assert!(message("keykeyk_7Ay5").contains("7 characters stand before"));
        assert!(message("k3y_7Ay5").contains("character 2 is '3'"));
        assert!(message("_7Ay5").contains("0 characters stand before"));
        assert!(message("key_").contains("nothing follows"));
        assert!(message("key_7A/y").contains("character 7 is '/'"));
        assert!(message("key_7Ayé").contains("character 8 is 'é'"));
        assert!(message("key_O").contains("(as it does '0', 'I' and 'l')"));
        assert!(message(&format!("key_{}", "a".repeat(47))).contains("51 characters"));
    }

    #[test]
    fn a_secret_value_is_recognized_and_not_shown() {
        let message = message("sk_prod_canary");
        assert!(message.contains("secret value"));
        assert!(!message.contains("canary"));
        assert!(!format!("{:?}", "sk_test_canary".parse::<ApiKeyId>()).contains("canary"));
    }

    #[test]
    fn the_longest_id_is_accepted() {
        let id = format!("key_{}", "a".repeat(46));
        assert_eq!(id.parse::<ApiKeyId>().map(String::from), Ok(id));
    }
}
