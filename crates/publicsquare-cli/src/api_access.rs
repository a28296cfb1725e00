//! What the command line says of the key and of the way to the API.
//!
//! Words come in; out go the id of a key and an [`Access`], which holds the credential and connects to the API.

use std::time::Duration;

use publicsquare::{ApiKeyId, SecretKey};

use crate::api::Api;
use crate::cli::AccessArgs;
use crate::cli_error::CliError;
use crate::credentials;
use crate::next_step;

/// The id in an argument. What is mistaken for one is often the key itself, and is not repeated.
pub(crate) fn parse_key_id(text: &str) -> Result<ApiKeyId, CliError> {
    if text == "KEY_ID" {
        return Err(CliError::usage(
            "KEY_ID stands for the id of a key, such as key_7Ay5mcUXAxwrN6wQEQUVEHBCJ: the vendor's portal \
             shows it beside the key, and so does GET /api-keys",
        ));
    }
    text.parse()
        .map_err(|error: publicsquare::InvalidApiKeyId| CliError::usage(error.to_string()))
}

/// How the API is reached.
pub(crate) struct ApiAccess {
    /// The API key to authenticate with.
    pub(crate) credential: SecretKey,
    /// `None` is the vendor's own.
    pub(crate) base_url: Option<String>,
    /// How long psq goes on asking one thing.
    pub(crate) timeout: Duration,
    /// The file that the credential was read from, with its whole path, so that a printed next line names it.
    pub(crate) auth_file: Option<String>,
}

impl ApiAccess {
    /// Reads the credential of the caller.
    ///
    /// # Errors
    ///
    /// Why there is none that can be used.
    pub(crate) fn from_args(args: &AccessArgs, base_url: Option<String>) -> Result<Self, CliError> {
        Ok(Self {
            credential: credentials::load(args.auth_file.as_deref())?,
            base_url,
            timeout: Duration::from_secs(args.timeout),
            auth_file: next_step::auth_file(),
        })
    }

    /// The API by this credential.
    ///
    /// # Errors
    ///
    /// Where no header can carry the key, or the URL is not safe.
    pub(crate) fn connect(&self) -> Result<Api, CliError> {
        Api::connect(&self.credential, self.base_url.clone(), self.timeout)
    }
}
