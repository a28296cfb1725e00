//! What the command line says of the key and of the way to the API.

use std::path::Path;
use std::time::Duration;

use publicsquare::{ApiKeyId, SecretKey};

use crate::api::Api;
use crate::cli::AccessArgs;
use crate::credentials;
use crate::stop::Stop;

/// The id in an argument. What is mistaken for one is often the key itself, and is not repeated.
pub(crate) fn parse_id(text: &str) -> Result<ApiKeyId, Stop> {
    text.parse()
        .map_err(|error: publicsquare::InvalidApiKeyId| Stop::usage(error.to_string()))
}

/// The API by the key of the caller.
pub(crate) fn connect(
    access: &AccessArgs,
    base_url: Option<String>,
) -> Result<(Api, SecretKey), Stop> {
    let key = credentials::load(access.auth_file.as_deref().map(Path::new))?;
    let api = Api::connect(&key, base_url, Duration::from_secs(access.timeout))?;
    Ok((api, key))
}
