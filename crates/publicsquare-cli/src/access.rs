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
    if text == "KEY_ID" {
        return Err(Stop::usage(
            "KEY_ID stands for the id of a key, such as key_7Ay5mcUXAxwrN6wQEQUVEHBCJ: the vendor's portal \
             shows it beside the key, and so does GET /api-keys",
        ));
    }
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
