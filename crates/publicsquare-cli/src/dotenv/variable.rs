//! The name of a variable in a dotenv file.
//!
//! A text comes in. Out goes a [`Variable`], whose name every reader of such files accepts, or the reason why
//! it is refused. The command line, a plan and a journal all parse a name into this type once.

use std::error::Error as StdError;
use std::fmt;
use std::str::FromStr;

use serde::{Deserialize, Serialize};

/// The name of a variable, of the form that every reader of dotenv files accepts.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
#[serde(try_from = "String", into = "String")]
pub(crate) struct Variable(String);

impl Variable {
    /// The name.
    pub(crate) fn as_str(&self) -> &str {
        &self.0
    }
}

impl fmt::Display for Variable {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str(&self.0)
    }
}

impl TryFrom<String> for Variable {
    type Error = InvalidVariable;

    fn try_from(name: String) -> Result<Self, Self::Error> {
        name.parse()
    }
}

impl From<Variable> for String {
    fn from(variable: Variable) -> Self {
        variable.0
    }
}

impl FromStr for Variable {
    type Err = InvalidVariable;

    fn from_str(name: &str) -> Result<Self, Self::Err> {
        let Some(first) = name.bytes().next() else {
            return Err(InvalidVariable::Empty);
        };
        if first.is_ascii_digit() {
            return Err(InvalidVariable::StartsWithDigit);
        }
        if !name
            .bytes()
            .all(|byte| byte.is_ascii_alphanumeric() || byte == b'_')
        {
            return Err(InvalidVariable::OtherCharacter);
        }
        Ok(Self(name.to_owned()))
    }
}

/// What is wrong with the name of a variable. The message does not repeat the name, because a value may be in it.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(crate) enum InvalidVariable {
    /// The name is empty.
    Empty,
    /// Its first character is a digit.
    StartsWithDigit,
    /// It has a character that is not allowed in a name.
    OtherCharacter,
}

impl fmt::Display for InvalidVariable {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str(match self {
            Self::Empty => "the name of the variable is empty",
            Self::StartsWithDigit => {
                "the name of the variable starts with a digit: start it with a letter or an underscore"
            }
            Self::OtherCharacter => {
                "the name of the variable has other characters than ASCII letters, digits and underscores"
            }
        })
    }
}

impl StdError for InvalidVariable {}
