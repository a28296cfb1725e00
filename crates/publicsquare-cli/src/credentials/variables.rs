//! The API key in the environment variables.
//!
//! Two variables come in, or one that a plan names. Out goes the key in them, if there is one. The vendor's
//! demo calls the secret key `PUBLICSQUARE_API_SECRET`, and the publishable one `…_API_KEY`. A publishable
//! key cannot manage keys, so psq ignores it here. If the variables hold two different keys, psq refuses to
//! choose. `program` removes all of them from the environment of programs that psq starts.

use std::env::{self, VarError};
use std::process::Command;
use std::sync::{Mutex, PoisonError};

use publicsquare::SecretKey;

use super::trimmed;
use crate::cli_error::CliError;
use crate::key_form::is_publishable;

/// The variable for the secret key, by the vendor's demo.
pub(crate) const SECRET: &str = "PUBLICSQUARE_API_SECRET";

/// All variables that psq reads a key from. Programs that psq starts get none of them.
pub(crate) const ALL: [&str; 2] = [SECRET, "PUBLICSQUARE_API_KEY"];

/// The key that the environment has, if any.
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

/// More variables with keys, which a plan names.
static PLANNED: Mutex<Vec<String>> = Mutex::new(Vec::new());

/// Reads the key in a variable that a plan names. From then on programs do not get this variable either.
pub(super) fn planned(variable: &str) -> Result<Option<SecretKey>, CliError> {
    let mut planned = PLANNED.lock().unwrap_or_else(PoisonError::into_inner);
    if !planned.iter().any(|known| known == variable) {
        planned.push(variable.to_owned());
    }
    drop(planned);
    value(variable)
}

/// Removes every variable with a key from the environment of a program.
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
        "{one} and {other} hold two different keys, and psq does not guess which one you mean"
    ))
    .with_advice(format!(
        "`unset {other}` if you mean the one in {one}, or give --auth-file FILE"
    ))
}

/// The error for a publishable key in the place of a secret key.
pub(super) fn only_publishable(variable: &str) -> CliError {
    CliError::usage(format!(
        "{variable} holds a publishable key, which may not read or change keys"
    ))
    .with_advice(format!(
        "put the secret key into {SECRET}, or a restricted one with api-key:read and api-key:write"
    ))
}
