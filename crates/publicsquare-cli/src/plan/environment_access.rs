//! The way to the API for an environment of a plan, and its list of keys.
//!
//! In comes what the plan says of the environment. Out go the credential, read anew each time because another
//! key of the plan may be the one that it is, and the facts of those keys that the plan names. A list comes in
//! pages of 100 keys, so that a thousand keys cost a dozen requests and not a thousand.

use std::collections::{BTreeMap, BTreeSet};
use std::time::Duration;

use chrono::{DateTime, Utc};

use publicsquare::ApiKeyId;

use super::PlannedEnvironment;
use crate::api::Api;
use crate::api_access::ApiAccess;
use crate::audit::History;
use crate::cli_error::CliError;
use crate::credentials;
use crate::key_form::environment_of;
use crate::keys::KeyFacts;

/// The credential of the environment and the way to the API.
///
/// # Errors
///
/// Why the credential cannot be used for this environment.
pub(super) fn access(
    environment: &PlannedEnvironment,
    base_url: Option<String>,
    timeout: Duration,
) -> Result<ApiAccess, CliError> {
    let credential = credentials::load_planned(&environment.credential)?;
    if let Some(own) = environment_of(credential.expose_secret())
        && own != environment.environment
    {
        return Err(CliError::usage(format!(
            "the credential belongs to {own}, and the plan takes it for {}: name one of {}",
            environment.environment, environment.environment
        )));
    }
    Ok(ApiAccess {
        credential,
        base_url,
        timeout,
        auth_file: environment.auth_file(),
    })
}

/// What the API lists.
pub(super) struct EnvironmentKeys {
    pub(super) api: Api,
    /// By the API's own clock, where it has told it: how far this machine's is off is unknown.
    pub(super) now: DateTime<Utc>,
    pub(super) facts: BTreeMap<ApiKeyId, KeyFacts>,
}

/// The facts of the wanted keys.
///
/// # Errors
///
/// Why there is no list.
pub(super) fn list(
    access: &ApiAccess,
    wanted: &BTreeSet<ApiKeyId>,
    history: &History,
) -> Result<EnvironmentKeys, CliError> {
    let api = access.connect()?;
    let listed = api
        .list()
        .map_err(|error| CliError::refused(&error).without_old_key())?;
    let now = listed.server_time.unwrap_or_else(Utc::now);
    let facts = listed
        .keys
        .iter()
        .filter(|key| key.id.as_ref().is_some_and(|id| wanted.contains(id)))
        .map(|key| KeyFacts::of(key, &history.changed, now))
        .filter_map(|facts| Some((facts.id.clone()?, facts)))
        .collect();
    Ok(EnvironmentKeys { api, now, facts })
}
