//! Never mixing up test and production: the environment of a key has to be the one in the command line.
//!
//! The environment by the API and the one that was asked for come in. Out goes nothing, or a sentence that
//! says how they differ. `preflight`, `recover/redelivery` and plans call this before anything changes.

use publicsquare::Environment;

/// Compares the environment by the API with the one in the command line.
///
/// # Errors
///
/// A sentence that says how they differ.
pub(crate) fn check(said: Option<&Environment>, wanted: &Environment) -> Result<(), String> {
    match said {
        Some(said) if said == wanted => Ok(()),
        Some(said) => Err(format!(
            "this key belongs to {said}, and --env says {wanted}"
        )),
        None => Err(
            "the API does not say which environment this key belongs to, so --env cannot be checked"
                .to_owned(),
        ),
    }
}
