//! `--attempt-id`: the idempotency key of a request that a rerun sends again without a journal.
//!
//! The attempt id and everything that a rerun knows as well come in. Out goes an idempotency key: the same
//! for a rerun of the same attempt, another one for everything else. Without `--attempt-id`, `preflight`
//! takes a random one.

use hmac::{Hmac, KeyInit, Mac};
use publicsquare::{ApiKeyId, Environment, IdempotencyKey, SecretKey};
use sha2::Sha256;

use crate::cli_error::CliError;
use crate::fingerprint::hex;
use crate::journal::Operation;

/// Derives the idempotency key of an attempt from values that a rerun knows as well. Nobody can compute it without
/// the API key. It has to stay secret: with it, the API repeats the answer that contains the new key.
pub(crate) fn idempotency_key(
    api_key: &SecretKey,
    operation: Operation,
    id: &ApiKeyId,
    environment: &Environment,
    base_url: &str,
    attempt_id: &str,
) -> Result<IdempotencyKey, CliError> {
    if attempt_id.is_empty() {
        return Err(CliError::usage("--attempt-id is empty")
            .with_advice("check whether its variable is set"));
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
        // Each part begins with its length, so that two different lists never give the same bytes.
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
