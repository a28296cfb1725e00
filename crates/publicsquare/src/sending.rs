//! Sending a request: attempts, what is known after them, and the error that says so.

use std::future::Future;
use std::sync::Arc;
use std::time::Duration;

use chrono::{DateTime, Utc};
use publicsquare_client::{ApiKeyId, ResponseValue};
use reqwest::StatusCode;
use reqwest::header::HeaderMap;

pub(crate) use publicsquare_client::Client as Generated;
pub(crate) use tracing::Instrument;

use crate::answer::Answer;
use crate::api_key::is_another;
use crate::certainty::Certainty;
use crate::client::Client;
use crate::effect::Effect;
use crate::error::Error;
use crate::history::History;
use crate::identity::{CorrelationId, IdempotencyKey};
use crate::problem::ProblemBody;
use crate::retry::attempts::{self, Answered, Limits};
use crate::retry::failure::{CORRELATION_ID, Failure, correlation_id};
use crate::server_time::server_time;

/// What is said of a request beside what it asks for.
pub(crate) struct Call<'c> {
    pub(crate) client: &'c Client,
    pub(crate) effect: Effect,
    pub(crate) correlation_id: Option<&'c CorrelationId>,
    pub(crate) idempotency_key: Option<&'c IdempotencyKey>,
    pub(crate) history: &'c History,
}

impl Call<'_> {
    /// Makes attempts with the generated client that they are given, which has the time limit of the
    /// attempt.
    pub(crate) async fn send<T, Sent>(
        &self,
        attempt: impl Fn(u32, Arc<Generated>) -> Sent,
    ) -> Result<T, Error>
    where
        Sent: Future<Output = Result<Answered<T>, Failure>>,
    {
        let shared = self.client.shared();
        let limits = Limits {
            policy: &shared.retry_policy,
            attempt_timeout: shared.attempt_timeout,
            total_timeout: shared.total_timeout,
        };
        let sending = self.history.begin();
        let attempt = &attempt;
        let ended = attempts::make(
            &limits,
            &*shared.clock,
            sending.earlier(),
            |number, limit| async move {
                let outcome = match self.generated(limit).await {
                    Ok(generated) => attempt(number, generated).await,
                    Err(failure) => Err(failure),
                };
                outcome.map_err(|failure| failure.of(self.effect))
            },
        )
        .await;
        let failure = match ended.outcome {
            Ok(value) => {
                // From here on it is done, whatever comes of sending this again.
                sending.end(Certainty::RotatedUnreadable);
                return Ok(value);
            }
            Err(failure) => failure,
        };
        let certainty = self.effect.at_worst(sending.end(ended.certainty));
        Err(failure.into_error(certainty, ended.attempts).with(|inner| {
            if inner.correlation_id.is_none() {
                inner.correlation_id = self.correlation_id.cloned();
            }
            inner.idempotency_key = self.idempotency_key.cloned();
        }))
    }

    /// The generated client for one attempt: with the key of the attempt, and with its limit.
    async fn generated(&self, mut limit: Duration) -> Result<Arc<Generated>, Failure> {
        let shared = self.client.shared();
        let mut generated = match &shared.key_provider {
            None => Arc::clone(&shared.generated),
            Some(provider) => {
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
        if limit.is_zero() {
            return Err(Failure::no_time());
        }
        if limit != shared.transport_limit {
            generated = Arc::new(generated.with_attempt_timeout(limit));
        }
        Ok(generated)
    }

    /// What the generated client says of a failed attempt.
    pub(crate) fn failure(&self, error: publicsquare_client::Error<impl ProblemBody>) -> Failure {
        let shared = self.client.shared();
        let now = shared.clock.system_time();
        Failure::from_client(error, now, shared.generated.proxy())
    }
}

/// The head of an answer.
pub(crate) struct Head {
    pub(crate) status: StatusCode,
    /// The correlation id of the answer, or else the one that was sent.
    pub(crate) correlation_id: Option<CorrelationId>,
    /// When the server gave the answer, by its own clock.
    pub(crate) server_time: Option<DateTime<Utc>>,
}

/// Takes an answer apart.
pub(crate) fn open<T>(answer: ResponseValue<T>, sent: Option<&CorrelationId>) -> (Head, T) {
    let head = Head {
        status: answer.status(),
        correlation_id: answered_id(answer.headers(), sent).or_else(|| sent.cloned()),
        server_time: server_time(answer.headers()),
    };
    (head, answer.into_inner())
}

/// The correlation id of an answer, which is nearly always the one that was sent.
fn answered_id(headers: &HeaderMap, sent: Option<&CorrelationId>) -> Option<CorrelationId> {
    let value = headers.get(CORRELATION_ID)?;
    match sent {
        Some(sent) if value == sent.as_str() => Some(sent.clone()),
        _ => correlation_id(headers),
    }
}

impl Head {
    /// Refuses another success than the documented one, for answers that hold no key to be rescued.
    pub(crate) fn must_be(&self, documented: StatusCode) -> Result<(), Failure> {
        if self.status == documented {
            return Ok(());
        }
        let message = format!("the documented status is {}", documented.as_u16());
        Err(Failure::not_the_api(self, &message))
    }

    /// Refuses an answer that is not about the key asked for.
    pub(crate) fn must_be_about(
        &self,
        asked: &ApiKeyId,
        answered: Option<&str>,
    ) -> Result<(), Failure> {
        self.must_not_be_about_another(asked, answered)?;
        if answered == Some(asked.as_str()) {
            return Ok(());
        }
        Err(Failure::not_the_api(self, "it has no id of an API key"))
    }

    /// Refuses an answer about another key, and lets one pass that names none.
    pub(crate) fn must_not_be_about_another(
        &self,
        asked: &ApiKeyId,
        answered: Option<&str>,
    ) -> Result<(), Failure> {
        if is_another(answered, asked) {
            return Err(Failure::about_another(self));
        }
        Ok(())
    }

    /// The content of the answer, with what is known of the answer.
    pub(crate) fn answer<T>(&self, value: T, attempts: u32) -> Answer<T> {
        Answer {
            value,
            correlation_id: self.correlation_id.clone(),
            attempts,
            server_time: self.server_time,
        }
    }

    pub(crate) fn answered<T>(&self, value: T) -> Answered<T> {
        Answered {
            value,
            status: self.status.as_u16(),
        }
    }
}
