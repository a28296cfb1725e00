//! The identity of a request that a rerun repeats without a journal.

use hmac::{Hmac, KeyInit, Mac};
use publicsquare::{ApiKeyId, Environment, IdempotencyKey, SecretKey};
use sha2::Sha256;

use crate::cli_error::CliError;
use crate::fingerprint::hex;
use crate::journal::Operation;

/// The idempotency key of an attempt. It follows from what a rerun knows as well, and nobody without the
/// API key can compute it: whoever has it can have the new key replayed.
pub(crate) fn idempotency_key(
    api_key: &SecretKey,
    operation: Operation,
    id: &ApiKeyId,
    environment: &Environment,
    base_url: &str,
    attempt_id: &str,
) -> Result<IdempotencyKey, CliError> {
    if attempt_id.is_empty() {
        return Err(CliError::usage(
            "--attempt-id is empty: is the variable that it comes from set?",
        ));
    }
    let internal = || CliError::usage("--attempt-id cannot be used with this API key");
    let mut mac = Hmac::<Sha256>::new_from_slice(api_key.expose_secret().as_bytes())
        .map_err(|_| internal())?;
    for part in [
        "psq attempt 1",
        operation.word(),
        id.as_str(),
        environment.as_str(),
        base_url,
        attempt_id,
    ] {
        // With its length, so that no two lists of parts are the same bytes.
        mac.update(&(part.len() as u64).to_be_bytes());
        mac.update(part.as_bytes());
    }
    IdempotencyKey::new(hex(&mac.finalize().into_bytes())).map_err(|_| internal())
}

#[cfg(test)]
mod tests {
    use super::*;

    fn derived(key: &str, operation: Operation, attempt: &str) -> String {
        let id: ApiKeyId = "key_7Ay5mcUXAxwrN6wQEQUVEHBCJ".parse().expect("an id");
        let url = "https://api.publicsquare.com";
        let key = SecretKey::from(key);
        idempotency_key(&key, operation, &id, &Environment::Test, url, attempt)
            .expect("derived")
            .expose_secret()
            .to_owned()
    }

    #[test]
    fn a_rerun_has_the_same_identity_and_nothing_else_has() {
        let first = derived("sk_test_a", Operation::Rotate, "17");
        assert_eq!(first, derived("sk_test_a", Operation::Rotate, "17"));
        assert_eq!(first.len(), 64);
        for other in [
            derived("sk_test_b", Operation::Rotate, "17"),
            derived("sk_test_a", Operation::Replace, "17"),
            derived("sk_test_a", Operation::Rotate, "18"),
        ] {
            assert_ne!(first, other);
        }
    }
}
