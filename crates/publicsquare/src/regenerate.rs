//! Replacing the secret value of a key.

use std::future::{Future, IntoFuture};
use std::pin::Pin;
use std::sync::Arc;
use std::time::Duration;

use chrono::{DateTime, Utc};
use publicsquare_client::{ApiKeyId, ResponseValue, SecretKey, types};
use reqwest::header::HeaderMap;
use tracing::{Instrument, debug_span};

use crate::certainty::Certainty;
use crate::client::Client;
use crate::error::Error;
use crate::history::History;
use crate::identity::{CorrelationId, IdempotencyKey};
use crate::key_facts::{Environment, KeyType, Permission};
use crate::retry::attempts::{self, Answered, Limits};
use crate::retry::failure::{CORRELATION_ID, Failure, correlation_id};
use crate::retry::policy::Cause;

/// A request to replace the secret value of a key (`POST /api-keys/{id}/regenerate`).
///
/// It is a value with an identity: sending it twice, also from two processes, is one change, as the
/// server answers the repeat with the stored result for 24 hours (the vendor's page on idempotency).
///
/// ```
/// # async fn example(client: publicsquare::Client) -> Result<(), publicsquare::Error> {
/// let request = client.api_keys().regenerate("key_7Ay5mcUXAxwrN6wQEQUVEHBCJ")?;
/// store_durably(request.idempotency_key().expose_secret());
/// let rotated = request.send().await?;
/// # fn store_durably(_: &str) {}
/// # Ok(())
/// # }
/// ```
///
/// Dropping the future of a request that is under way leaves it unknown whether the key was
/// replaced. The request remembers that, and its next failure says so.
#[derive(Debug, Clone)]
#[must_use = "nothing is sent until the request is awaited"]
pub struct Regenerate {
    client: Client,
    id: ApiKeyId,
    idempotency_key: IdempotencyKey,
    correlation_id: CorrelationId,
    history: Arc<History>,
}

impl Regenerate {
    pub(crate) fn new(client: Client, id: ApiKeyId) -> Self {
        Self {
            client,
            id,
            idempotency_key: IdempotencyKey::random(),
            correlation_id: CorrelationId::random(),
            history: Arc::default(),
        }
    }

    /// The key whose value is to be replaced.
    #[must_use]
    pub fn id(&self) -> &ApiKeyId {
        &self.id
    }

    /// What makes a repeat of the request the same request. As secret as the new API key.
    #[must_use]
    pub fn idempotency_key(&self) -> &IdempotencyKey {
        &self.idempotency_key
    }

    /// What to tell the vendor's support.
    #[must_use]
    pub fn correlation_id(&self) -> &CorrelationId {
        &self.correlation_id
    }

    /// Gives the request an idempotency key of the caller's, **never used before**.
    ///
    /// For one that may have been used, see [`replaying`](Self::replaying).
    pub fn with_idempotency_key(mut self, key: IdempotencyKey) -> Self {
        self.idempotency_key = key;
        self
    }

    /// Takes up a request that may have been sent before, perhaps by a process that has died since.
    ///
    /// A server that has done the work answers with the stored result, for 24 hours. As the earlier
    /// sending may have replaced the key, a failure of this one is [`Certainty::Unknown`] at best.
    pub fn replaying(mut self, key: IdempotencyKey) -> Self {
        self.idempotency_key = key;
        self.history = Arc::new(History::of(Certainty::Unknown));
        self
    }

    /// Gives the request a correlation id of the caller's.
    pub fn with_correlation_id(mut self, id: CorrelationId) -> Self {
        self.correlation_id = id;
        self
    }

    /// Sends the request, repeats it as the retry policy says, and returns the new key.
    ///
    /// # Errors
    ///
    /// [`Error::certainty`] says what the failure means for the old key. The error holds the
    /// idempotency key, so that the request can be sent again.
    pub async fn send(&self) -> Result<Regenerated, Error> {
        let span = debug_span!(
            "publicsquare.regenerate",
            key_id = %self.id,
            correlation_id = %self.correlation_id,
        );
        self.send_in_span().instrument(span).await
    }

    async fn send_in_span(&self) -> Result<Regenerated, Error> {
        let shared = self.client.shared();
        let limits = Limits {
            policy: &shared.retry_policy,
            attempt_timeout: shared.attempt_timeout,
            total_timeout: shared.total_timeout,
        };
        let sending = self.history.begin();
        let ended = attempts::make(
            &limits,
            &*shared.clock,
            sending.earlier(),
            |number, limit| self.attempt(number, limit),
        )
        .await;
        let failure = match ended.outcome {
            Ok(regenerated) => {
                // From here on the old key is dead, whatever comes of sending this again.
                sending.end(Certainty::RotatedUnreadable);
                return Ok(regenerated);
            }
            Err(failure) => failure,
        };
        let certainty = sending.end(ended.certainty);
        Err(failure.into_error(certainty, ended.attempts).with(|inner| {
            inner
                .correlation_id
                .get_or_insert_with(|| self.correlation_id.clone());
            inner.idempotency_key = Some(self.idempotency_key.clone());
        }))
    }

    async fn attempt(
        &self,
        number: u32,
        limit: Duration,
    ) -> Result<Answered<Regenerated>, Failure> {
        let shared = self.client.shared();
        let hurried;
        let generated = if limit < shared.attempt_timeout {
            hurried = shared.generated.with_attempt_timeout(limit);
            &hurried
        } else {
            &shared.generated
        };
        let answer = generated
            .regenerate_api_key()
            .id(&self.id)
            .idempotency_key(self.idempotency_key.expose_secret())
            .x_correlation_id(self.correlation_id.as_str())
            .send()
            .await
            .map_err(|error| Failure::from_client(error, shared.clock.system_time()))?;
        self.read(answer, number)
    }

    /// The correlation id of an answer, which is nearly always the one that was sent.
    fn answered_id(&self, headers: &HeaderMap) -> Option<CorrelationId> {
        let value = headers.get(CORRELATION_ID)?;
        if value == self.correlation_id.as_str() {
            return Some(self.correlation_id.clone());
        }
        correlation_id(headers)
    }

    fn read(
        &self,
        answer: ResponseValue<types::ApiKey>,
        attempts: u32,
    ) -> Result<Answered<Regenerated>, Failure> {
        let (status, answered_id) = (answer.status(), self.answered_id(answer.headers()));
        let body = answer.into_inner();
        let unusable = |cause, message: &str| {
            Err(Failure::unusable(
                status,
                answered_id.clone(),
                cause,
                message,
            ))
        };
        // A number or an empty text is no id, and says nothing about whose key this is.
        let is_about_another = body
            .id
            .as_deref()
            .is_some_and(|id| id.contains('_') && id != self.id.as_str());
        if is_about_another {
            return unusable(
                Cause::Final,
                "it is about another API key than the one asked for, so its value is withheld",
            );
        }
        let Some(key) = body.key else {
            return unusable(Cause::Transient, "its body holds no readable key");
        };
        // Such a value fits no header, and an empty one is no key.
        if key.expose_secret().is_empty()
            || key
                .expose_secret()
                .chars()
                .any(|c| c.is_control() || c.is_whitespace())
        {
            return unusable(Cause::Transient, "the key in its body is no usable key");
        }
        let value = Regenerated {
            key,
            id: self.id.clone(),
            account_id: body.account_id,
            environment: body.environment.map(Environment::from),
            key_type: body.type_.map(KeyType::from),
            name: body.name,
            permissions: body.permissions.into_iter().map(Permission::from).collect(),
            created_at: body.created_at,
            modified_at: body.modified_at,
            correlation_id: answered_id.unwrap_or_else(|| self.correlation_id.clone()),
            attempts,
        };
        Ok(Answered {
            value,
            status: status.as_u16(),
        })
    }
}

impl IntoFuture for Regenerate {
    type Output = Result<Regenerated, Error>;
    type IntoFuture = Pin<Box<dyn Future<Output = Self::Output> + Send>>;

    fn into_future(self) -> Self::IntoFuture {
        Box::pin(async move { self.send().await })
    }
}

/// A key with its new secret value. The old value is to be taken as dead.
///
/// Only the key and the id are sure to be there: the rest is what the server said and could be
/// read.
#[derive(Debug, Clone, PartialEq)]
#[non_exhaustive]
pub struct Regenerated {
    /// The new secret value.
    pub key: SecretKey,
    /// The key that it belongs to.
    pub id: ApiKeyId,
    /// The account that the key belongs to.
    pub account_id: Option<String>,
    /// The environment that the key belongs to.
    pub environment: Option<Environment>,
    /// The type of the key.
    pub key_type: Option<KeyType>,
    /// The name that the account gave the key.
    pub name: Option<String>,
    /// What the key may do.
    pub permissions: Vec<Permission>,
    /// When the key was created.
    pub created_at: Option<DateTime<Utc>>,
    /// When the key was last changed.
    pub modified_at: Option<DateTime<Utc>>,
    /// The correlation id of the answer, or else the one that was sent.
    pub correlation_id: CorrelationId,
    /// How many attempts it took.
    pub attempts: u32,
}
