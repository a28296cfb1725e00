//! The settings of a client that the environment of the process has.
//!
//! In come the variables `PUBLICSQUARE_API_KEY` and `PUBLICSQUARE_BASE_URL`. Out comes a builder, or the name of
//! the variable that cannot be used.

use std::env::{self, VarError};

use crate::builder::ClientBuilder;
use crate::error::Error;

const KEY_VARIABLE: &str = "PUBLICSQUARE_API_KEY";
const URL_VARIABLE: &str = "PUBLICSQUARE_BASE_URL";

impl ClientBuilder {
    /// Settings from `PUBLICSQUARE_API_KEY` and, if it is set, `PUBLICSQUARE_BASE_URL`.
    ///
    /// # Errors
    ///
    /// A variable that is missing or not Unicode, by its name and without its value.
    pub fn from_env() -> Result<Self, Error> {
        let key = variable(KEY_VARIABLE)?
            .filter(|key| !key.is_empty())
            .ok_or_else(|| {
                Error::configuration(format!("{KEY_VARIABLE} is not set; put the API key in it"))
            })?;
        let mut builder = Self::default().api_key(key);
        builder.base_url = variable(URL_VARIABLE)?.filter(|url| !url.is_empty());
        Ok(builder)
    }
}

/// The variable's value. What the standard library says of one that is not Unicode repeats it.
fn variable(name: &str) -> Result<Option<String>, Error> {
    match env::var(name) {
        Ok(value) => Ok(Some(value)),
        Err(VarError::NotPresent) => Ok(None),
        Err(VarError::NotUnicode(_)) => {
            Err(Error::configuration(format!("{name} is not valid Unicode")))
        }
    }
}
