//! Results and errors for the tests of an application (feature `fakes`).
//!
//! In comes what a test wants to happen. Out come values like those of the client, so an application can test a trait of
//! its own without a server; [`error()`] has an example. Everything that you do not set is absent, and no value is derived
//! from another. You can set public fields afterwards. The client itself uses none of this. An
//! [`Unconfirmed`](crate::Unconfirmed) belongs to a request that was sent and has no fake: let a trait over
//! [`Regenerate::send_kept`](crate::Regenerate::send_kept) return [`Regenerated`] or
//! [`SendKeptError`](crate::SendKeptError). For tests over HTTP, use `publicsquare-httpmock` or `publicsquare-sandbox`.

use std::time::Duration;

use chrono::{DateTime, Utc};
use publicsquare_client::types::ValidationProblemDetails;
use publicsquare_client::{ApiKeyId, SecretKey};
use serde_json::Value;

use crate::answer::Answer;
use crate::api_key::{ApiKey, Created, Revealed};
use crate::certainty::Certainty;
use crate::error::{Error, ErrorKind};
use crate::identity::{CorrelationId, IdempotencyKey};
use crate::list::ApiKeyPage;
use crate::problem::{Problem, ProblemBody};
use crate::regenerate::Regenerated;

/// A key of which only the id is known.
///
/// ```
/// use publicsquare::fakes;
///
/// # let id: publicsquare::ApiKeyId = "key_7Ay5mcUXAxwrN6wQEQUVEHBCJ".parse().unwrap();
/// let mut key = fakes::api_key(id);
/// key.name = Some("Till 4".to_owned());
/// ```
#[must_use]
pub fn api_key(id: ApiKeyId) -> ApiKey {
    ApiKey {
        id: Some(id),
        key: None,
        account_id: None,
        environment: None,
        key_type: None,
        name: None,
        permissions: Vec::new(),
        created_at: None,
        modified_at: None,
    }
}

/// An answer to the first attempt.
///
/// ```
/// use publicsquare::fakes;
///
/// # let id: publicsquare::ApiKeyId = "key_7Ay5mcUXAxwrN6wQEQUVEHBCJ".parse().unwrap();
/// let answer = fakes::answer(fakes::api_key(id));
/// assert_eq!(answer.attempts, 1);
/// ```
#[must_use]
pub fn answer<T>(value: T) -> Answer<T> {
    Answer {
        value,
        correlation_id: None,
        attempts: 1,
        server_time: None,
    }
}

/// A key with its new secret value, from the first attempt.
///
/// ```
/// use publicsquare::{SecretKey, fakes};
///
/// # let id: publicsquare::ApiKeyId = "key_7Ay5mcUXAxwrN6wQEQUVEHBCJ".parse().unwrap();
/// let rotated = fakes::regenerated(id, SecretKey::from("sk_test_new"));
/// assert_eq!(rotated.key.expose_secret(), "sk_test_new");
/// ```
#[must_use]
pub fn regenerated(id: ApiKeyId, key: SecretKey) -> Regenerated {
    Regenerated {
        key,
        id,
        account_id: None,
        environment: None,
        key_type: None,
        name: None,
        permissions: Vec::new(),
        created_at: None,
        modified_at: None,
        correlation_id: CorrelationId::random(),
        attempts: 1,
        server_time: None,
    }
}

/// A key that was created, from the first attempt.
///
/// ```
/// use publicsquare::{SecretKey, fakes};
///
/// # let id: publicsquare::ApiKeyId = "key_7Ay5mcUXAxwrN6wQEQUVEHBCJ".parse().unwrap();
/// let created = fakes::created(id, SecretKey::from("sk_test_new"));
/// assert!(created.details.id.is_some());
/// ```
#[must_use]
pub fn created(id: ApiKeyId, key: SecretKey) -> Created {
    Created {
        key,
        details: api_key(id),
        correlation_id: CorrelationId::random(),
        attempts: 1,
        server_time: None,
    }
}

/// A key with its current secret value, from the first attempt.
///
/// ```
/// use publicsquare::{SecretKey, fakes};
///
/// # let id: publicsquare::ApiKeyId = "key_7Ay5mcUXAxwrN6wQEQUVEHBCJ".parse().unwrap();
/// let revealed = fakes::revealed(id, SecretKey::from("sk_test_current"));
/// assert_eq!(revealed.attempts, 1);
/// ```
#[must_use]
pub fn revealed(id: ApiKeyId, key: SecretKey) -> Revealed {
    Revealed {
        key,
        details: api_key(id.clone()),
        id,
        correlation_id: None,
        attempts: 1,
        server_time: None,
    }
}

/// A page of keys without any totals.
///
/// ```
/// use publicsquare::fakes;
///
/// # let id: publicsquare::ApiKeyId = "key_7Ay5mcUXAxwrN6wQEQUVEHBCJ".parse().unwrap();
/// let page = fakes::page(vec![fakes::api_key(id)]);
/// assert_eq!(page.total_items, None);
/// ```
#[must_use]
pub fn page(keys: Vec<ApiKey>) -> ApiKeyPage {
    ApiKeyPage {
        keys,
        number: None,
        size: None,
        total_items: None,
        total_pages: None,
        correlation_id: None,
        attempts: 1,
        server_time: None,
    }
}

/// The problem with this JSON body, or `None` if the body has no member of one.
///
/// ```
/// use publicsquare::fakes;
///
/// let body = serde_json::json!({"title": "Bad request", "errors": {"name": ["is too long"]}});
/// let problem = fakes::problem(body).unwrap();
/// assert_eq!(problem.field_errors()[0].field, "name");
/// ```
#[must_use]
pub fn problem(body: Value) -> Option<Problem> {
    let body: ValidationProblemDetails = serde_json::from_value(body).ok()?;
    body.problem()
}

/// The parts of an error, in addition to its kind and its certainty.
///
/// ```
/// use publicsquare::fakes::ErrorParts;
///
/// let parts = ErrorParts { status: Some(403), attempts: 1, ..ErrorParts::default() };
/// ```
#[derive(Debug, Clone, Default)]
pub struct ErrorParts {
    /// The HTTP status of the last attempt.
    pub status: Option<u16>,
    /// Whether the same request may succeed later. The default is false, even for a kind that the client repeats, such
    /// as a timeout.
    pub is_transient: bool,
    /// The problem details of the last response. With them, the response counts as one of the API.
    pub problem: Option<Problem>,
    /// The wait that the server asked for.
    pub retry_after: Option<Duration>,
    /// The correlation id of the last attempt.
    pub correlation_id: Option<CorrelationId>,
    /// The idempotency key of the request.
    pub idempotency_key: Option<IdempotencyKey>,
    /// The number of attempts. The default is 0, as if nothing was sent.
    pub attempts: u32,
    /// The server's own time, in UTC.
    pub server_time: Option<DateTime<Utc>>,
}

/// A failure of a request to regenerate a key.
///
/// A kind with a certainty that the client never combines is possible. An [`Error`] is not `Clone`, so a fake keeps a
/// function that makes one:
///
/// ```
/// use publicsquare::fakes::{self, ErrorParts};
/// use publicsquare::{ApiKeyId, Certainty, Client, Error, ErrorKind, Regenerated, SecretKey};
///
/// trait Rotate {
///     async fn rotate(&self, id: &ApiKeyId) -> Result<Regenerated, Error>;
/// }
///
/// impl Rotate for Client {
///     async fn rotate(&self, id: &ApiKeyId) -> Result<Regenerated, Error> {
///         self.api_keys().regenerate(id)?.await
///     }
/// }
///
/// /// What the application does: it must never give up on a key that may be dead.
/// async fn outcome(api: &impl Rotate, id: &ApiKeyId) -> &'static str {
///     match api.rotate(id).await {
///         Ok(_) => "stored",
///         Err(error) if error.certainty() >= Certainty::Unknown => "call somebody",
///         Err(_) => "as before",
///     }
/// }
///
/// struct Fake(fn(&ApiKeyId) -> Result<Regenerated, Error>);
///
/// impl Rotate for Fake {
///     async fn rotate(&self, id: &ApiKeyId) -> Result<Regenerated, Error> {
///         (self.0)(id)
///     }
/// }
///
/// # tokio::runtime::Runtime::new().unwrap().block_on(async {
/// let id: ApiKeyId = "key_7Ay5mcUXAxwrN6wQEQUVEHBCJ".parse().unwrap();
/// let works = Fake(|id| Ok(fakes::regenerated(id.clone(), SecretKey::from("sk_test_new"))));
/// assert_eq!(outcome(&works, &id).await, "stored");
/// let lost = Fake(|_| {
///     let parts = ErrorParts { attempts: 5, ..ErrorParts::default() };
///     Err(fakes::error(ErrorKind::Timeout, Certainty::Unknown, parts))
/// });
/// assert_eq!(outcome(&lost, &id).await, "call somebody");
/// # });
/// ```
#[must_use]
pub fn error(kind: ErrorKind, certainty: Certainty, parts: ErrorParts) -> Error {
    Error::new(kind, certainty).with(|inner| {
        inner.status = parts.status;
        inner.is_transient = parts.is_transient;
        inner.is_from_api = parts.problem.is_some();
        inner.problem = parts.problem;
        inner.retry_after = parts.retry_after;
        inner.correlation_id = parts.correlation_id;
        inner.idempotency_key = parts.idempotency_key;
        inner.attempts = parts.attempts;
        inner.server_time = parts.server_time;
    })
}
