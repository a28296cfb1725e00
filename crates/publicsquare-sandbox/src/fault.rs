//! Faults: what can go wrong with a request, at an exact instant.

use std::time::Duration;

use axum::http::header::LOCATION;
use axum::http::{HeaderValue, StatusCode};
use axum::response::{IntoResponse, Response};

use crate::operation::Operation;
use crate::problem::Problem;
use crate::retry_after::RetryAfter;

mod format;
mod gate;
mod parse;
mod queue;
mod spoiled_body;
mod wire;

pub use gate::Gate;
pub use parse::FaultParseError;
pub(crate) use queue::FaultQueue;
pub use spoiled_body::SpoiledBody;
pub(crate) use wire::{ConnectionBroken, WireFault};

/// When a fault strikes.
///
/// A request that changes nothing (because it is refused, or because a stored answer is replayed) has
/// no commit. Its answer is struck all the same, and both moments come to one.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash)]
pub enum Moment {
    /// After the request was accepted and its idempotency key claimed; nothing has changed.
    BeforeCommit,
    /// After the change took effect; nothing of the answer has been sent.
    AfterCommit,
}

/// A fault for one request to an operation, or for several in a row.
///
/// [`Sandbox::inject`](crate::Sandbox::inject) queues it. Each request to an operation takes the first
/// fault in the queue that concerns it, whatever then becomes of the request. Programs read faults from
/// text, such as `regenerate=drop:after*2`: see [`FromStr`](#impl-FromStr-for-Fault).
///
/// ```
/// use std::time::Duration;
/// use publicsquare_sandbox::{Fault, Gate, Moment};
///
/// let gate = Gate::new();
/// let lost_twice = Fault::drop_connection(Moment::AfterCommit).times(2);
/// let slow_then_503 = Fault::status(503, Moment::BeforeCommit).held(&gate, Moment::BeforeCommit);
/// let late = Fault::delay(Duration::from_millis(50), Moment::AfterCommit);
/// ```
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Fault {
    operation: Option<Operation>,
    times: usize,
    pauses: Vec<(Moment, Pause)>,
    effect: Effect,
}

#[derive(Clone, Debug, PartialEq, Eq)]
enum Pause {
    Delay(Duration),
    Held(Gate),
}

#[derive(Clone, Debug, PartialEq, Eq)]
enum Effect {
    None,
    Drop(Moment),
    Truncate(usize),
    Status(StatusCode, Moment),
    Gateway(StatusCode, Moment),
    TooManyRequests(Option<RetryAfter>),
    Redirect(HeaderValue),
    Body(SpoiledBody),
}

impl Fault {
    fn new(effect: Effect) -> Self {
        Self {
            operation: None,
            times: 1,
            pauses: Vec::new(),
            effect,
        }
    }

    /// Waits for a span of real time and then goes on as usual.
    #[must_use]
    pub fn delay(duration: Duration, moment: Moment) -> Self {
        Self::new(Effect::None).delayed(duration, moment)
    }

    /// Waits until the gate opens and then goes on as usual.
    #[must_use]
    pub fn hold(gate: &Gate, moment: Moment) -> Self {
        Self::new(Effect::None).held(gate, moment)
    }

    /// Closes the connection; not one byte of a response is sent.
    #[must_use]
    pub fn drop_connection(moment: Moment) -> Self {
        Self::new(Effect::Drop(moment))
    }

    /// After the commit: sends the headers with the full `Content-Length` and the first `bytes` bytes
    /// of the body, then closes the connection. At least the last byte is always missing. Of an answer
    /// without a body, as to a deletion, nothing is sent.
    #[must_use]
    pub fn truncate_body(bytes: usize) -> Self {
        Self::new(Effect::Truncate(bytes))
    }

    /// The service fails with this status and a problem document. A failed answer is not stored under
    /// the idempotency key, so that a repeat runs anew, even after a commit.
    ///
    /// # Panics
    ///
    /// When `status` is not between 400 and 599.
    #[must_use]
    pub fn status(status: u16, moment: Moment) -> Self {
        Self::new(Effect::Status(status_code(status), moment))
    }

    /// A gateway in front of the service answers with this status and an HTML page. After the commit,
    /// the service has stored its own successful answer: a repeat with the same idempotency key gets
    /// it.
    ///
    /// # Panics
    ///
    /// When `status` is not between 400 and 599.
    #[must_use]
    pub fn gateway_error(status: u16, moment: Moment) -> Self {
        Self::new(Effect::Gateway(status_code(status), moment))
    }

    /// 409 before the commit.
    #[must_use]
    pub fn conflict() -> Self {
        Self::status(409, Moment::BeforeCommit)
    }

    /// 429 before the commit, with a `Retry-After` header if one is given.
    #[must_use]
    pub fn too_many_requests(retry_after: Option<RetryAfter>) -> Self {
        Self::new(Effect::TooManyRequests(retry_after))
    }

    /// 307 to `location` before the commit. The API redirects nowhere: a client that follows hands its
    /// key to whoever listens there.
    ///
    /// # Panics
    ///
    /// When `location` contains anything but visible ASCII.
    #[must_use]
    #[expect(clippy::panic, reason = "documented: a typing error in a test")]
    pub fn redirect(location: &str) -> Self {
        match HeaderValue::from_str(location) {
            Ok(location) => Self::new(Effect::Redirect(location)),
            Err(_) => panic!("the location of a redirect must be visible ASCII"),
        }
    }

    /// After the commit: keeps the status and replaces the body. A 204 has none and stays as it is.
    #[must_use]
    pub fn body(body: SpoiledBody) -> Self {
        Self::new(Effect::Body(body))
    }

    /// The same for the next `times` requests in a row. Zero makes it no fault at all.
    #[must_use]
    pub fn times(self, times: usize) -> Self {
        Self { times, ..self }
    }

    /// Only for requests to this operation; without it, for any.
    #[must_use]
    pub fn on(self, operation: Operation) -> Self {
        Self {
            operation: Some(operation),
            ..self
        }
    }

    /// The same, after a span of real time at `moment`.
    #[must_use]
    pub fn delayed(mut self, duration: Duration, moment: Moment) -> Self {
        self.pauses.push((moment, Pause::Delay(duration)));
        self
    }

    /// The same, once the gate is open, at which the request stands at `moment`.
    #[must_use]
    pub fn held(mut self, gate: &Gate, moment: Moment) -> Self {
        self.pauses.push((moment, Pause::Held(gate.clone())));
        self
    }

    pub(crate) const fn times_left(&self) -> usize {
        self.times
    }

    pub(crate) fn concerns(&self, operation: Operation) -> bool {
        self.operation
            .is_none_or(|concerned| concerned == operation)
    }

    pub(crate) async fn pause(&self, now: Moment) {
        for (_, pause) in self.pauses.iter().filter(|(moment, _)| *moment == now) {
            match pause {
                Pause::Delay(duration) => tokio::time::sleep(*duration).await,
                Pause::Held(gate) => gate.pass().await,
            }
        }
    }

    /// What strikes before the commit.
    pub(crate) fn instead_of_commit(&self) -> Option<Response> {
        match &self.effect {
            Effect::Drop(Moment::BeforeCommit) => Some(Self::connection_drop()),
            Effect::Status(status, Moment::BeforeCommit) => Some(failure(*status)),
            Effect::Gateway(status, Moment::BeforeCommit) => Some(gateway_page(*status)),
            Effect::TooManyRequests(retry_after) => {
                Some(Problem::too_many_requests(*retry_after).into_response())
            }
            Effect::Redirect(location) => Some(redirection(location)),
            _ => None,
        }
    }

    /// Whether the service itself believes that it succeeded.
    pub(crate) const fn lets_answer_be_stored(&self) -> bool {
        !matches!(self.effect, Effect::Status(_, Moment::AfterCommit))
    }

    /// What strikes after the commit.
    pub(crate) async fn spoil(&self, mut answer: Response) -> Response {
        match &self.effect {
            Effect::Drop(_) => Self::connection_drop(),
            Effect::Truncate(bytes) => {
                answer.extensions_mut().insert(WireFault::Truncate(*bytes));
                answer
            }
            Effect::Status(status, _) => failure(*status),
            Effect::Gateway(status, _) => gateway_page(*status),
            Effect::Body(body) => body.replace(answer).await,
            // These struck before the commit, if at all.
            Effect::None | Effect::TooManyRequests(_) | Effect::Redirect(_) => answer,
        }
    }

    /// A response that is never sent: the connection is closed instead.
    pub(crate) fn connection_drop() -> Response {
        let mut response = Response::default();
        response.extensions_mut().insert(WireFault::Drop);
        response
    }
}

fn failure(status: StatusCode) -> Response {
    Problem::new(status, "The request failed on demand.").into_response()
}

fn gateway_page(status: StatusCode) -> Response {
    let mut response = SpoiledBody::Html.response();
    *response.status_mut() = status;
    response
}

fn redirection(location: &HeaderValue) -> Response {
    let mut response = StatusCode::TEMPORARY_REDIRECT.into_response();
    response.headers_mut().insert(LOCATION, location.clone());
    response
}

#[expect(clippy::panic, reason = "documented: a typing error in a test")]
fn status_code(status: u16) -> StatusCode {
    match StatusCode::from_u16(status) {
        Ok(code) if (400..=599).contains(&status) => code,
        _ => panic!("{status} is not the status of a failure"),
    }
}
