//! The API key of each attempt of a call.
//!
//! In come the time limit of an attempt, and what the attempts before it may have done. Out comes the generated client
//! with the API key and the limit of that attempt. A provider is asked before each attempt, with one exception: after an
//! attempt that may have made a change, the same change is repeated with the API key of that attempt. A server may keep
//! the results of idempotent requests for each API key. It would take a repeat with another key for a new request.

use std::sync::Arc;
use std::time::Duration;

use publicsquare_client::Client as Generated;

use crate::certainty::Certainty;
use crate::client::Shared;
use crate::failure::Failure;

/// The API key of the last attempt, and whether further attempts must use it.
pub(super) struct AttemptKey {
    has_idempotency_key: bool,
    keyed: Option<Arc<Generated>>,
    is_kept: bool,
}

impl AttemptKey {
    pub(super) fn new(has_idempotency_key: bool) -> Self {
        Self {
            has_idempotency_key,
            keyed: None,
            is_kept: false,
        }
    }

    /// The generated client for one attempt, with the API key and the time limit of that attempt.
    pub(super) async fn client(
        &mut self,
        shared: &Shared,
        mut limit: Duration,
    ) -> Result<Arc<Generated>, Failure> {
        let keyed = match (self.keyed.take(), &shared.key_provider) {
            (Some(keyed), _) if self.is_kept => keyed,
            (_, None) => Arc::clone(&shared.generated),
            (_, Some(provider)) => {
                let begun = shared.clock.now();
                let key = tokio::time::timeout(limit, provider.api_key())
                    .await
                    .map_err(|_| Failure::no_key("it did not give one in time"))?
                    .map_err(|why| Failure::no_key(why.reason()))?;
                limit = limit.saturating_sub(shared.clock.now().duration_since(begun));
                let with_key = shared.generated.with_key(key);
                Arc::new(with_key.map_err(|error| Failure::unusable_key(&error.to_string()))?)
            }
        };
        self.keyed = Some(Arc::clone(&keyed));
        if limit.is_zero() {
            return Err(Failure::no_time());
        }
        if limit != shared.transport_limit {
            return Ok(Arc::new(keyed.with_attempt_timeout(limit)));
        }
        Ok(keyed)
    }

    /// Keeps the API key of the attempt that has just failed, if the change may have been made with it.
    pub(super) fn keep_after(&mut self, attempt: Certainty) {
        self.is_kept |= self.has_idempotency_key && attempt >= Certainty::Unknown;
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::client::Client;

    fn client() -> Client {
        let builder = Client::builder()
            .api_key("sk_test_1")
            .base_url("http://127.0.0.1:1");
        builder.build().expect("the settings are fine")
    }

    #[tokio::test]
    async fn an_attempt_with_less_time_than_usual_has_a_connection_with_that_limit() {
        let client = client();
        let shared = client.shared();
        let usual = shared.transport_limit;
        let mut key = AttemptKey::new(true);
        for (limit, is_shared) in [
            (usual, true),
            (usual - Duration::from_millis(1), false),
            (usual, true),
        ] {
            let generated = key.client(shared, limit).await.expect("there is time");
            let same = Arc::ptr_eq(&generated, &shared.generated);
            assert_eq!(same, is_shared, "{limit:?}");
            key.keep_after(Certainty::Unknown);
        }
    }

    #[tokio::test]
    async fn without_time_there_is_no_attempt() {
        let client = client();
        let mut key = AttemptKey::new(true);
        let asked = key.client(client.shared(), Duration::ZERO).await;
        assert!(asked.is_err());
    }
}
