//! Connects to the API for one environment of a plan, and lists its keys.
//!
//! The entry of the environment in the plan comes in. Out go the credential and the facts about those keys that the plan
//! names. psq reads the credential anew each time, because the plan may change the credential as well. The API lists 100
//! keys per page, so a thousand keys cost about a dozen requests. [`survey`](super::survey) asks for the lists.

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

/// Reads the credential of the environment.
///
/// # Errors
///
/// If psq cannot read the credential, or if it belongs to another environment.
pub(super) fn access(
    environment: &PlannedEnvironment,
    base_url: Option<String>,
    timeout: Duration,
) -> Result<ApiAccess, CliError> {
    let credential = credentials::load_planned(&environment.credential)?;
    if let Some(own) = environment_of(credential.expose_secret())
        && own != environment.environment
    {
        let wanted = &environment.environment;
        return Err(CliError::usage(format!(
            "the credential belongs to {own}, but the plan uses it for {wanted}"
        ))
        .with_advice(format!("name a credential of {wanted} in the plan")));
    }
    Ok(ApiAccess {
        credential,
        base_url,
        timeout,
        auth_file: environment.auth_file(),
    })
}

/// The keys of an environment, as the API lists them.
pub(super) struct EnvironmentKeys {
    pub(super) api: Api,
    /// The current time. The clock of this machine may be wrong, so the time of the API counts if the API has reported it.
    pub(super) now: DateTime<Utc>,
    pub(super) facts: BTreeMap<ApiKeyId, KeyFacts>,
}

/// Lists the environment and keeps the facts about the wanted keys.
///
/// # Errors
///
/// If the API does not answer with a list.
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
