//! Errors: what went wrong, what that means for the old key, and what to do next.
//!
//! In come the parts of a failure, from [`failure`](crate::failure) after an attempt or from a check of an input. Out
//! comes one value for the caller. `error/kind.rs` has the kinds and the questions of programs, and
//! `error/display.rs` has the sentences for people.

mod conversions;
mod display;
mod kind;

use std::error::Error as StdError;
use std::time::Duration;

use chrono::{DateTime, Utc};

use crate::certainty::Certainty;
use crate::effect::Effect;
use crate::identity::{CorrelationId, IdempotencyKey};
use crate::problem::{FieldError, Problem};

pub use self::kind::ErrorKind;

/// A failure of the client.
///
/// Ask for the [`certainty`](Self::certainty) first: it says whether the old key still works. `Display` is one
/// line that a person can act on. Neither it nor `Debug` nor the sources hold a secret.
///
/// ```
/// use publicsquare::Certainty;
///
/// # async fn example() -> Result<(), Box<dyn std::error::Error>> {
/// # let sandbox = publicsquare_sandbox::Sandbox::builder().start().await?;
/// # let keys = sandbox.seeded().test();
/// # let (admin, id) = (keys.secret().value(), keys.key_writer().id());
/// # let client = publicsquare::Client::builder().base_url(sandbox.url()).api_key(admin).build()?;
/// let request = client.api_keys().regenerate(id)?;
/// match request.send().await {
///     Ok(rotated) => store_durably(rotated.key.expose_secret()),
///     Err(error) => match error.certainty() {
///         Certainty::NotSent | Certainty::Rejected => eprintln!("the old key works: {error}"),
///         _ => eprintln!("send it again, with the same idempotency key: {error}"),
///     },
/// }
/// # fn store_durably(_: &str) {}
/// # Ok(())
/// # }
/// # tokio::runtime::Runtime::new().unwrap().block_on(example()).unwrap();
/// ```
pub struct Error(Box<Inner>);

pub(crate) struct Inner {
    pub(crate) kind: ErrorKind,
    pub(crate) certainty: Certainty,
    pub(crate) effect: Effect,
    /// Details that the kind does not say.
    pub(crate) message: Option<String>,
    pub(crate) status: Option<u16>,
    /// Whether the response shows that the API gave it.
    pub(crate) is_from_api: bool,
    /// Whether the retry policy repeats such a failure.
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
    /// An error without a response.
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
    ///
    /// ```
    /// # use publicsquare::fakes::{self, ErrorParts};
    /// # use publicsquare::{Certainty, ErrorKind};
    /// # let parts = ErrorParts::default();
    /// # let error = fakes::error(ErrorKind::Timeout, Certainty::Unknown, parts);
    /// let next = match error.certainty() {
    ///     Certainty::NotSent | Certainty::Rejected => "the old key works",
    ///     _ => "send the same request again",
    /// };
    /// # assert_eq!(next, "send the same request again");
    /// ```
    #[must_use]
    pub fn certainty(&self) -> Certainty {
        self.0.certainty
    }

    /// The kind of failure.
    ///
    /// ```
    /// # use publicsquare::fakes::{self, ErrorParts};
    /// # use publicsquare::{Certainty, ErrorKind};
    /// # let parts = ErrorParts::default();
    /// # let error = fakes::error(ErrorKind::Timeout, Certainty::Unknown, parts);
    /// match error.kind() {
    ///     ErrorKind::Connect | ErrorKind::Timeout => eprintln!("look at the network: {error}"),
    ///     _ => eprintln!("{error}"),
    /// }
    /// ```
    #[must_use]
    pub fn kind(&self) -> ErrorKind {
        self.0.kind
    }

    /// Whether the same request may succeed later. The retry policy repeats such failures: no connection, no response, a
    /// rate limit, a fault of the server, or a success of something that answers in its place. It does not repeat what
    /// would fail again: a refused certificate, an invalid request, a key without the permission, or any other refusal,
    /// also one of a login page.
    ///
    /// Send the same request value again, or one with the same idempotency key
    /// ([`Regenerate::replaying`](crate::Regenerate::replaying)). Then it stays one change.
    ///
    /// ```
    /// # use publicsquare::fakes::{self, ErrorParts};
    /// # use publicsquare::{Certainty, ErrorKind};
    /// # let parts = ErrorParts { is_transient: true, ..ErrorParts::default() };
    /// # let error = fakes::error(ErrorKind::Timeout, Certainty::Unknown, parts);
    /// if error.is_transient() {
    ///     println!("send the same request again in a minute");
    /// }
    /// # assert!(error.is_transient());
    /// ```
    #[must_use]
    pub fn is_transient(&self) -> bool {
        self.0.is_transient
    }

    /// The HTTP status of the last attempt, if there was a response. [`is_from_api`](Self::is_from_api) says whether
    /// the API gave it.
    ///
    /// ```
    /// # use publicsquare::fakes::{self, ErrorParts};
    /// # use publicsquare::{Certainty, ErrorKind};
    /// # let parts = ErrorParts { status: Some(403), ..ErrorParts::default() };
    /// # let error = fakes::error(ErrorKind::Response, Certainty::Rejected, parts);
    /// assert_eq!(error.status(), Some(403));
    /// ```
    #[must_use]
    pub fn status(&self) -> Option<u16> {
        self.0.status
    }

    /// The problem details of the last response, if it had any.
    ///
    /// ```
    /// # use publicsquare::fakes::{self, ErrorParts};
    /// # use publicsquare::{Certainty, ErrorKind};
    /// # let body = serde_json::json!({"title": "Bad request", "errors": {"name": ["is too long"]}});
    /// # let parts = ErrorParts { problem: fakes::problem(body), ..ErrorParts::default() };
    /// # let error = fakes::error(ErrorKind::Response, Certainty::Rejected, parts);
    /// if let Some(problem) = error.problem() {
    ///     println!("{:?}", problem.title());
    /// }
    /// # assert!(error.problem().is_some());
    /// ```
    #[must_use]
    pub fn problem(&self) -> Option<&Problem> {
        self.0.problem.as_ref()
    }

    /// The parts of the request that are wrong, sorted by name. Most failures have none.
    ///
    /// ```
    /// # use publicsquare::fakes::{self, ErrorParts};
    /// # use publicsquare::{Certainty, ErrorKind};
    /// # let body = serde_json::json!({"title": "Bad request", "errors": {"name": ["is too long"]}});
    /// # let parts = ErrorParts { problem: fakes::problem(body), ..ErrorParts::default() };
    /// # let error = fakes::error(ErrorKind::Response, Certainty::Rejected, parts);
    /// for field in error.field_errors() {
    ///     println!("{}: {}", field.field, field.messages.join(", "));
    /// }
    /// # assert_eq!(error.field_errors().len(), 1);
    /// ```
    #[must_use]
    pub fn field_errors(&self) -> &[FieldError] {
        self.0
            .problem
            .as_ref()
            .map_or(&[], |problem| &problem.errors)
    }

    /// The correlation id of the last attempt: the one in the response, or else the one that was sent.
    ///
    /// ```
    /// # use publicsquare::fakes::{self, ErrorParts};
    /// # use publicsquare::{Certainty, ErrorKind};
    /// # let parts = ErrorParts::default();
    /// # let error = fakes::error(ErrorKind::Timeout, Certainty::Unknown, parts);
    /// if let Some(id) = error.correlation_id() {
    ///     println!("tell the vendor's support {id}");
    /// }
    /// ```
    #[must_use]
    pub fn correlation_id(&self) -> Option<&CorrelationId> {
        self.0.correlation_id.as_ref()
    }

    /// The idempotency key of the request, with which it can be sent again. Requests that read or delete have none.
    ///
    /// ```
    /// # async fn example() -> Result<(), Box<dyn std::error::Error>> {
    /// # let sandbox = publicsquare_sandbox::Sandbox::builder().start().await?;
    /// # let keys = sandbox.seeded().test();
    /// # let (admin, id) = (keys.secret().value(), keys.key_writer().id());
    /// # let client = publicsquare::Client::builder().base_url(sandbox.url()).api_key(admin).build()?;
    /// # use publicsquare::RetryPolicy;
    /// # use publicsquare_sandbox::{Fault, Moment};
    /// # sandbox.inject(Fault::drop_connection(Moment::AfterCommit));
    /// let keys = client.api_keys();
    /// # let once = keys.regenerate(id)?.retry_policy(RetryPolicy::never());
    /// let error = once.await.unwrap_err();
    /// let key = error.idempotency_key().ok_or("no idempotency key")?.clone();
    /// let rotated = keys.regenerate(id)?.replaying(key).await?;
    /// # Ok(())
    /// # }
    /// # tokio::runtime::Runtime::new().unwrap().block_on(example()).unwrap();
    /// ```
    #[must_use]
    pub fn idempotency_key(&self) -> Option<&IdempotencyKey> {
        self.0.idempotency_key.as_ref()
    }

    /// The wait that the server asked for in the `Retry-After` header of the last response.
    ///
    /// ```
    /// # use publicsquare::fakes::{self, ErrorParts};
    /// # use publicsquare::{Certainty, ErrorKind};
    /// # let parts = ErrorParts {
    /// #     retry_after: Some(std::time::Duration::from_secs(30)),
    /// #     ..ErrorParts::default()
    /// # };
    /// # let error = fakes::error(ErrorKind::Response, Certainty::Rejected, parts);
    /// if let Some(wait) = error.retry_after() {
    ///     println!("try again in {} s", wait.as_secs());
    /// }
    /// # assert!(error.retry_after().is_some());
    /// ```
    #[must_use]
    pub fn retry_after(&self) -> Option<Duration> {
        self.0.retry_after
    }

    /// The number of attempts. It is 0 if an input was refused.
    ///
    /// ```
    /// # use publicsquare::fakes::{self, ErrorParts};
    /// # use publicsquare::{Certainty, ErrorKind};
    /// # let parts = ErrorParts { attempts: 5, ..ErrorParts::default() };
    /// # let error = fakes::error(ErrorKind::Timeout, Certainty::Unknown, parts);
    /// println!("gave up after {} attempts", error.attempts());
    /// # assert_eq!(error.attempts(), 5);
    /// ```
    #[must_use]
    pub fn attempts(&self) -> u32 {
        self.0.attempts
    }

    /// The server's own time in UTC, to the second, from the last response that had a `Date` header (RFC 9110,
    /// section 6.6.1), whatever its status. It is `None` if no response came, or none with a date that can be read.
    ///
    /// By the vendor's page on idempotency, the server keeps the result of a request for 24 hours by its own clock. The
    /// clock of this machine may be wrong, so a program that repeats a stored request has to compare two times of
    /// the server. If a gateway answered in the server's place, it is the gateway's time.
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
    /// // Before the request is sent, the program stores the server's time with it.
    /// let id = sandbox.seeded().test().publishable().id();
    /// let began = client.api_keys().reveal(id)?.await?.server_time.ok_or("no date")?;
    ///
    /// // A day later, after a crash: a refusal has the time as well.
    /// clock.advance(day);
    /// let error = client.api_keys().reveal("key_Unknown")?.await.unwrap_err();
    /// let now = error.server_time().ok_or("no date")?;
    /// assert!(now - began >= TimeDelta::hours(24), "the stored result is gone");
    /// # Ok(())
    /// # }
    /// # tokio::runtime::Runtime::new().unwrap().block_on(example()).unwrap();
    /// ```
    #[must_use]
    pub fn server_time(&self) -> Option<DateTime<Utc>> {
        self.0.server_time
    }
}
