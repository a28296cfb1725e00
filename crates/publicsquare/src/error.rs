//! What went wrong, and what that means for the old key.

mod display;
mod kind;

use std::error::Error as StdError;
use std::time::Duration;

use chrono::{DateTime, Utc};
use publicsquare_client::InvalidApiKeyId;

use crate::certainty::Certainty;
use crate::effect::Effect;
use crate::identity::{CorrelationId, IdempotencyKey, InvalidCorrelationId, InvalidIdempotencyKey};
use crate::problem::{FieldError, Problem};

pub use self::kind::ErrorKind;

/// A failure of the client.
///
/// Ask [`certainty`](Self::certainty) first: it says whether the old key still works. `Display` is
/// one line that a person can act on; neither it nor `Debug` nor the sources hold a secret.
///
/// ```
/// # async fn example(client: publicsquare::Client) -> Result<(), publicsquare::Error> {
/// use publicsquare::Certainty;
///
/// let request = client.api_keys().regenerate("key_7Ay5mcUXAxwrN6wQEQUVEHBCJ")?;
/// match request.send().await {
///     Ok(rotated) => store(rotated.key.expose_secret()),
///     Err(error) => match error.certainty() {
///         Certainty::NotSent | Certainty::Rejected => eprintln!("nothing happened: {error}"),
///         _ => eprintln!("send it again, with the same idempotency key: {error}"),
///     },
/// }
/// # fn store(_: &str) {}
/// # Ok(())
/// # }
/// ```
pub struct Error(Box<Inner>);

pub(crate) struct Inner {
    pub(crate) kind: ErrorKind,
    pub(crate) certainty: Certainty,
    pub(crate) effect: Effect,
    /// What there is to say beyond the kind.
    pub(crate) message: Option<String>,
    pub(crate) status: Option<u16>,
    /// Whether the answer shows that the API gave it.
    pub(crate) is_from_api: bool,
    /// Whether the retry policy repeats what failed like this.
    pub(crate) is_transient: bool,
    pub(crate) problem: Option<Problem>,
    pub(crate) retry_after: Option<Duration>,
    pub(crate) correlation_id: Option<CorrelationId>,
    pub(crate) idempotency_key: Option<IdempotencyKey>,
    pub(crate) attempts: u32,
    pub(crate) server_time: Option<DateTime<Utc>>,
    pub(crate) source: Option<Box<dyn StdError + Send + Sync>>,
}

impl Error {
    /// An error of the given kind that nothing was sent for.
    pub(crate) fn new(kind: ErrorKind, certainty: Certainty) -> Self {
        Self(Box::new(Inner {
            kind,
            certainty,
            effect: Effect::REGENERATE,
            message: None,
            status: None,
            is_from_api: false,
            is_transient: false,
            problem: None,
            retry_after: None,
            correlation_id: None,
            idempotency_key: None,
            attempts: 0,
            server_time: None,
            source: None,
        }))
    }

    pub(crate) fn invalid_input(message: impl Into<String>) -> Self {
        Self::new(ErrorKind::InvalidInput, Certainty::NotSent).with(|inner| {
            inner.message = Some(message.into());
        })
    }

    pub(crate) fn configuration(message: impl Into<String>) -> Self {
        Self::new(ErrorKind::Configuration, Certainty::NotSent).with(|inner| {
            inner.message = Some(message.into());
        })
    }

    pub(crate) fn with(mut self, change: impl FnOnce(&mut Inner)) -> Self {
        change(&mut self.0);
        self
    }

    pub(crate) fn inner(&self) -> &Inner {
        &self.0
    }

    /// What the failure means for the old key.
    #[must_use]
    pub fn certainty(&self) -> Certainty {
        self.0.certainty
    }

    /// What kind of failure it is.
    #[must_use]
    pub fn kind(&self) -> ErrorKind {
        self.0.kind
    }

    /// Whether the same request may succeed later. That is what a retry policy repeats: no connection, no
    /// answer, a rate limit, a fault of the server, something else that answers in its place. What is refused
    /// for good is not: a certificate, an invalid request, a key without the permission.
    ///
    /// Send the same request value again, or one with the same idempotency key
    /// ([`Regenerate::replaying`](crate::Regenerate::replaying)): then it stays one change.
    #[must_use]
    pub fn is_transient(&self) -> bool {
        self.0.is_transient
    }

    /// The HTTP status of the last attempt, if anything answered it. Whether that was the API,
    /// [`is_from_api`](Self::is_from_api) says.
    #[must_use]
    pub fn status(&self) -> Option<u16> {
        self.0.status
    }

    /// The problem details of the last attempt, if its answer had any.
    #[must_use]
    pub fn problem(&self) -> Option<&Problem> {
        self.0.problem.as_ref()
    }

    /// What is wrong with which part of the request, sorted by part. Empty for most failures.
    #[must_use]
    pub fn field_errors(&self) -> &[FieldError] {
        self.0
            .problem
            .as_ref()
            .map_or(&[], |problem| &problem.errors)
    }

    /// The correlation id of the last attempt: the one in the answer, else the one that was sent.
    #[must_use]
    pub fn correlation_id(&self) -> Option<&CorrelationId> {
        self.0.correlation_id.as_ref()
    }

    /// The idempotency key of the request, for sending it again.
    #[must_use]
    pub fn idempotency_key(&self) -> Option<&IdempotencyKey> {
        self.0.idempotency_key.as_ref()
    }

    /// How long the server asked to wait with the last attempt's `Retry-After`.
    #[must_use]
    pub fn retry_after(&self) -> Option<Duration> {
        self.0.retry_after
    }

    /// How many attempts were made.
    #[must_use]
    pub fn attempts(&self) -> u32 {
        self.0.attempts
    }

    /// The server's own time, to the second, by the last answer that told it: its `Date` header (RFC
    /// 9110, section 6.6.1), whatever its status. An answer to an earlier attempt counts where the later
    /// ones have none. `None` where no answer came, or none with a `Date` that can be read.
    ///
    /// The server keeps the answer to a request for 24 hours (the vendor's page on idempotency), by its
    /// own clock. How far the clock of this machine is off is unknown, and so a program that takes up a
    /// stored request has to compare times of the server. Where a gateway answered in its place, it is
    /// the gateway's time.
    ///
    /// ```
    /// use chrono::TimeDelta;
    /// use publicsquare::{Client, RetryPolicy};
    /// use publicsquare_sandbox::{ManualClock, Sandbox};
    ///
    /// # async fn example() -> Result<(), Box<dyn std::error::Error>> {
    /// let day = std::time::Duration::from_secs(24 * 60 * 60);
    /// let clock = ManualClock::at(std::time::UNIX_EPOCH + 365 * day);
    /// let sandbox = Sandbox::builder().clock(clock.clone()).start().await?;
    /// let client = Client::builder()
    ///     .base_url(sandbox.url())
    ///     .api_key(sandbox.seeded().test().secret().value())
    ///     .retry_policy(RetryPolicy::never())
    ///     .build()?;
    ///
    /// // Before the request is sent, its time is stored with it.
    /// let id = sandbox.seeded().test().publishable().id();
    /// let began = client.api_keys().reveal(id)?.await?.server_time.ok_or("no date")?;
    ///
    /// // A day later, after a crash: a refusal tells the time as well.
    /// clock.advance(day);
    /// let error = client.api_keys().reveal("key_Unknown")?.await.unwrap_err();
    /// let now = error.server_time().ok_or("no date")?;
    /// assert!(now - began >= TimeDelta::hours(24), "the answer is forgotten");
    /// # Ok(())
    /// # }
    /// # tokio::runtime::Runtime::new().unwrap().block_on(example()).unwrap();
    /// ```
    #[must_use]
    pub fn server_time(&self) -> Option<DateTime<Utc>> {
        self.0.server_time
    }
}

impl StdError for Error {
    /// What caused it, where `Display` has not told it already.
    fn source(&self) -> Option<&(dyn StdError + 'static)> {
        if self.0.message.is_some() {
            return None;
        }
        self.0
            .source
            .as_deref()
            .map(|source| source as &(dyn StdError + 'static))
    }
}

impl From<InvalidApiKeyId> for Error {
    fn from(error: InvalidApiKeyId) -> Self {
        Self::invalid_input(error.to_string())
    }
}

impl From<InvalidCorrelationId> for Error {
    fn from(error: InvalidCorrelationId) -> Self {
        Self::invalid_input(error.to_string())
    }
}

impl From<InvalidIdempotencyKey> for Error {
    fn from(error: InvalidIdempotencyKey) -> Self {
        Self::invalid_input(error.to_string())
    }
}

impl From<std::convert::Infallible> for Error {
    fn from(never: std::convert::Infallible) -> Self {
        match never {}
    }
}
