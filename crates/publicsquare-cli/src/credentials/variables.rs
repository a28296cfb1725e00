//! The API key in the environment.
//!
//! Two variables come in; out goes the key in them, if there is one. The vendor's demonstration calls the secret
//! key `PUBLICSQUARE_API_SECRET`, and `…_API_KEY` the publishable one, which may do nothing with keys. So a
//! publishable key in either variable is not taken for the credential, and of two different keys none is chosen.

use std::env::{self, VarError};
use std::process::Command;
use std::sync::{Mutex, PoisonError};

use publicsquare::SecretKey;

use super::trimmed;
use crate::cli_error::CliError;
use crate::key_form::is_publishable;

/// The variable that says what belongs into it.
pub(crate) const SECRET: &str = "PUBLICSQUARE_API_SECRET";

/// All of them. The programs that psq starts get none.
pub(crate) const ALL: [&str; 2] = [SECRET, "PUBLICSQUARE_API_KEY"];

/// What the environment has.
pub(super) enum Found {
    Key(SecretKey),
    /// A publishable key, in this variable.
    Publishable(&'static str),
    Nothing,
}

/// The key in the variables.
pub(super) fn read() -> Result<Found, CliError> {
    let mut key: Option<SecretKey> = None;
    let mut publishable = None;
    for variable in ALL {
        let Some(found) = value(variable)? else {
            continue;
        };
        if is_publishable(&found) {
            publishable = Some(variable);
            continue;
        }
        match &key {
            Some(other) if other.expose_secret() != found.expose_secret() => {
                return Err(two_keys());
            }
            _ => key = Some(found),
        }
    }
    Ok(match (key, publishable) {
        (Some(key), _) => Found::Key(key),
        (None, Some(variable)) => Found::Publishable(variable),
        (None, None) => Found::Nothing,
    })
}

fn value(variable: &str) -> Result<Option<SecretKey>, CliError> {
    match env::var(variable) {
        Ok(value) if !value.trim().is_empty() => Ok(Some(trimmed(value))),
        Ok(_) | Err(VarError::NotPresent) => Ok(None),
        Err(VarError::NotUnicode(_)) => {
            Err(CliError::usage(format!("{variable} is not valid Unicode")))
        }
    }
}

/// Further variables with keys, which a plan names.
static PLANNED: Mutex<Vec<String>> = Mutex::new(Vec::new());

/// The key in a variable that a plan names.
pub(super) fn planned(variable: &str) -> Result<Option<SecretKey>, CliError> {
    let mut planned = PLANNED.lock().unwrap_or_else(PoisonError::into_inner);
    if !planned.iter().any(|known| known == variable) {
        planned.push(variable.to_owned());
    }
    drop(planned);
    value(variable)
}

/// Takes every variable with a key out of what a program gets.
pub(crate) fn withhold(command: &mut Command) {
    for variable in ALL {
        command.env_remove(variable);
    }
    let planned = PLANNED.lock().unwrap_or_else(PoisonError::into_inner);
    for variable in planned.iter() {
        command.env_remove(variable);
    }
}

fn two_keys() -> CliError {
    let [one, other] = ALL;
    CliError::usage(format!(
        "{one} and {other} hold two different keys, and psq does not guess which one it is to authenticate with; \
         `unset {other}` if the one in {one} is meant, or give --auth-file FILE"
    ))
}

/// A publishable key where a secret one is needed.
pub(super) fn only_publishable(variable: &str) -> CliError {
    CliError::usage(format!(
        "{variable} holds a publishable key, which may not read or change keys; the secret key belongs into \
         {SECRET}, or a restricted one with api-key:read and api-key:write"
    ))
}
