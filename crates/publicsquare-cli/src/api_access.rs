//! How a command reaches the API: with which credential, at which server, for how long.
//!
//! The options of the command line come in. Out go the id of a key and an [`ApiAccess`], which connects to
//! the API. `credentials` reads the credential. `api` sends the requests. `plan/environment_access` does the
//! same for a plan.

use std::time::Duration;

use publicsquare::{ApiKeyId, SecretKey};

use crate::api::Api;
use crate::cli::AccessArgs;
use crate::cli_error::CliError;
use crate::credentials;
use crate::next_step;

/// Parses the id in an argument. The error never repeats the text: what is mistaken for an id is often the key itself.
pub(crate) fn parse_key_id(text: &str) -> Result<ApiKeyId, CliError> {
    if text == "KEY_ID" {
        return Err(CliError::usage(
            "KEY_ID stands for the id of a key, such as key_7Ay5mcUXAxwrN6wQEQUVEHBCJ",
        )
        .with_advice("find the id with `psq keys`, or beside the key in the vendor's portal"));
    }
    text.parse()
        .map_err(|error: publicsquare::InvalidApiKeyId| CliError::usage(error.to_string()))
}

/// Everything that is needed to connect to the API.
pub(crate) struct ApiAccess {
    /// The API key to authenticate with.
    pub(crate) credential: SecretKey,
    /// The base URL; `None` is the vendor's own server.
    pub(crate) base_url: Option<String>,
    /// How long one request may take, with all its retries.
    pub(crate) timeout: Duration,
    /// The absolute path of the file that the credential was read from, for the printed next line.
    pub(crate) auth_file: Option<String>,
}

impl ApiAccess {
    /// Reads the credential of the caller.
    ///
    /// # Errors
    ///
    /// If there is no credential, or psq refuses it.
    pub(crate) fn from_args(args: &AccessArgs, base_url: Option<String>) -> Result<Self, CliError> {
        Ok(Self {
            credential: credentials::load(args.auth_file.as_deref())?,
            base_url,
            timeout: Duration::from_secs(args.timeout),
            auth_file: next_step::auth_file(),
        })
    }

    /// Connects to the API with this credential. Sends no request.
    ///
    /// # Errors
    ///
    /// If the key cannot stand in a header, or the URL is not safe.
    pub(crate) fn connect(&self) -> Result<Api, CliError> {
        Api::connect(&self.credential, self.base_url.clone(), self.timeout)
    }
}
