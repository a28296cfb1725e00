//! Never mixing up test and production.

use publicsquare::Environment;

/// Compares what the command line asks for with what the API says; the flaw otherwise.
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
