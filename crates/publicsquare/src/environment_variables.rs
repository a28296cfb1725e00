//! The settings of a client that come from the environment of the process.
//!
//! In come the variables `PUBLICSQUARE_API_KEY` and `PUBLICSQUARE_BASE_URL`. Out comes a builder, or an error that
//! names the variable which cannot be used, without its value. All other settings are in
//! [`builder`](crate::builder).

use std::env::{self, VarError};

use crate::builder::ClientBuilder;
use crate::error::Error;

const KEY_VARIABLE: &str = "PUBLICSQUARE_API_KEY";
const URL_VARIABLE: &str = "PUBLICSQUARE_BASE_URL";

impl ClientBuilder {
    /// Takes the API key from `PUBLICSQUARE_API_KEY` and, if it is set, the base URL from `PUBLICSQUARE_BASE_URL`.
    ///
    /// ```no_run
    /// use std::time::Duration;
    ///
    /// use publicsquare::ClientBuilder;
    ///
    /// let client = ClientBuilder::from_env()?.total_timeout(Duration::from_secs(60)).build()?;
    /// # Ok::<(), publicsquare::Error>(())
    /// ```
    ///
    /// # Errors
    ///
    /// A variable is missing or not Unicode. The error has its name, but not its value.
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

/// The value of a variable. The standard library's own error would show a value that is not Unicode.
fn variable(name: &str) -> Result<Option<String>, Error> {
    match env::var(name) {
        Ok(value) => Ok(Some(value)),
        Err(VarError::NotPresent) => Ok(None),
        Err(VarError::NotUnicode(_)) => Err(Error::configuration(format!(
            "{name} is not valid Unicode; set it again"
        ))),
    }
}
