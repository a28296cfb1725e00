//! Faults on demand: what can go wrong with a request, and at which moment.
//!
//! A test builds a [`Fault`] here, or [`parse`] reads one from text; [`format`](mod@format) writes it as text. It waits
//! in the [`queue`] until a request takes it, and [`strike`] carries it out.

use std::time::Duration;

use axum::http::{HeaderValue, StatusCode};

use crate::operation::Operation;
use crate::retry_after::RetryAfter;

mod format;
mod gate;
mod moment;
mod parse;
mod queue;
mod spoiled_body;
mod strike;
mod wire;

pub use gate::Gate;
pub use moment::Moment;
pub use parse::FaultParseError;
pub(crate) use queue::FaultQueue;
pub use spoiled_body::SpoiledBody;
#[cfg(feature = "recording")]
pub(crate) use strike::Struck;
pub(crate) use wire::{ConnectionBroken, WireFault};

/// A fault for one request to an operation, or for several in a row.
///
/// [`Sandbox::inject`](crate::Sandbox::inject) queues it. Each request to an operation takes the first
/// fault in the queue that applies to this operation, even if the request is then refused. Programs read
/// faults from text, such as `regenerate=drop:after*2`: see [`FromStr`](#impl-FromStr-for-Fault).
///
/// ```
/// use std::time::Duration;
/// use publicsquare_sandbox::{Fault, Gate, Moment, Sandbox};
///
/// let sandbox = Sandbox::builder().start_blocking()?;
/// let gate = Gate::new();
/// sandbox.inject(Fault::drop_connection(Moment::AfterCommit).times(2));
/// sandbox.inject(Fault::status(503, Moment::BeforeCommit).held(&gate, Moment::BeforeCommit));
/// sandbox.inject(Fault::delay(Duration::from_millis(50), Moment::AfterCommit));
/// assert_eq!(sandbox.pending_faults(), 4);
/// # Ok::<(), std::io::Error>(())
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

    /// The request waits in real time, and then goes on as usual.
    ///
    /// ```
    /// use std::time::Duration;
    /// use publicsquare_sandbox::{Fault, Moment};
    ///
    /// let fault = Fault::delay(Duration::from_millis(50), Moment::AfterCommit);
    /// assert_eq!("delay:50:after".parse(), Ok(fault));
    /// ```
    #[must_use]
    pub fn delay(duration: Duration, moment: Moment) -> Self {
        Self::new(Effect::None).delayed(duration, moment)
    }

    /// The request waits until the gate opens, and then goes on as usual. [`Gate`] has an example with a
    /// request.
    ///
    /// ```
    /// use publicsquare_sandbox::{Fault, Gate, Moment, Sandbox};
    ///
    /// let sandbox = Sandbox::builder().start_blocking()?;
    /// let gate = Gate::new();
    /// sandbox.inject(Fault::hold(&gate, Moment::AfterCommit));
    /// # Ok::<(), std::io::Error>(())
    /// ```
    #[must_use]
    pub fn hold(gate: &Gate, moment: Moment) -> Self {
        Self::new(Effect::None).held(gate, moment)
    }

    /// The connection is closed without one byte of a response.
    ///
    /// ```
    /// use publicsquare_sandbox::{Fault, Moment};
    ///
    /// let fault = Fault::drop_connection(Moment::AfterCommit);
    /// assert_eq!("drop:after".parse(), Ok(fault));
    /// ```
    #[must_use]
    pub fn drop_connection(moment: Moment) -> Self {
        Self::new(Effect::Drop(moment))
    }

    /// After the commit, the headers with the full `Content-Length` and the first `bytes` bytes of the
    /// body are sent. Then the connection is closed. At least the last byte is always missing. If the
    /// response has no body, as after a deletion, nothing is sent.
    ///
    /// ```
    /// use publicsquare_sandbox::{Fault};
    ///
    /// let fault = Fault::truncate_body(40);
    /// assert_eq!("truncate:40".parse(), Ok(fault));
    /// ```
    #[must_use]
    pub fn truncate_body(bytes: usize) -> Self {
        Self::new(Effect::Truncate(bytes))
    }

    /// The service fails with this status and problem details. A failure is not stored under the
    /// idempotency key: a repeat is carried out again, even if the first request was committed.
    ///
    /// # Panics
    ///
    /// If `status` is not between 400 and 599.
    ///
    /// ```
    /// use publicsquare_sandbox::{Fault, Moment};
    ///
    /// let fault = Fault::status(503, Moment::BeforeCommit);
    /// assert_eq!("status:503:before".parse(), Ok(fault));
    /// ```
    #[must_use]
    pub fn status(status: u16, moment: Moment) -> Self {
        Self::new(Effect::Status(status_code(status), moment))
    }

    /// A gateway in front of the service answers with this status and an HTML page. After the commit, the
    /// service has stored its own successful response: a repeat with the same idempotency key gets that.
    ///
    /// # Panics
    ///
    /// If `status` is not between 400 and 599.
    ///
    /// ```
    /// use publicsquare_sandbox::{Fault, Moment};
    ///
    /// let fault = Fault::gateway_error(504, Moment::AfterCommit);
    /// assert_eq!("gateway:504:after".parse(), Ok(fault));
    /// ```
    #[must_use]
    pub fn gateway_error(status: u16, moment: Moment) -> Self {
        Self::new(Effect::Gateway(status_code(status), moment))
    }

    /// The service answers with 409 before the commit, as if an earlier request with the same idempotency
    /// key were still in flight.
    ///
    /// ```
    /// use publicsquare_sandbox::{Fault};
    ///
    /// let fault = Fault::conflict();
    /// assert_eq!("conflict".parse(), Ok(fault));
    /// ```
    #[must_use]
    pub fn conflict() -> Self {
        Self::status(409, Moment::BeforeCommit)
    }

    /// The service answers with 429 before the commit, with a `Retry-After` header if one is given.
    ///
    /// ```
    /// use std::time::Duration;
    /// use publicsquare_sandbox::{Fault, RetryAfter};
    ///
    /// let wait = RetryAfter::seconds(Duration::from_secs(5));
    /// let fault = Fault::too_many_requests(Some(wait));
    /// assert_eq!("rate-limit:5".parse(), Ok(fault));
    /// ```
    #[must_use]
    pub fn too_many_requests(retry_after: Option<RetryAfter>) -> Self {
        Self::new(Effect::TooManyRequests(retry_after))
    }

    /// The response is a 307 to `location`, before the commit. The real API never redirects: a client that
    /// follows sends its key to a stranger.
    ///
    /// # Panics
    ///
    /// If `location` contains anything but visible ASCII.
    ///
    /// ```
    /// use publicsquare_sandbox::{Fault, Sandbox};
    ///
    /// # #[tokio::main(flavor = "current_thread")]
    /// # async fn main() -> Result<(), Box<dyn std::error::Error>> {
    /// let sandbox = Sandbox::builder().start().await?;
    /// sandbox.inject(Fault::redirect("http://127.0.0.1:1/"));
    /// # let builder = reqwest::Client::builder().no_proxy();
    /// # let client = builder.redirect(reqwest::redirect::Policy::none()).build()?;
    /// let response = client.get(format!("{}/permissions", sandbox.url())).send().await?;
    /// assert_eq!(response.status(), 307);
    /// # Ok(())
    /// # }
    /// ```
    #[must_use]
    #[expect(
        clippy::panic,
        reason = "it is documented: only a mistake in a test leads here"
    )]
    pub fn redirect(location: &str) -> Self {
        match HeaderValue::from_str(location) {
            Ok(location) => Self::new(Effect::Redirect(location)),
            Err(_) => panic!("the location of a redirect must be visible ASCII"),
        }
    }

    /// After the commit, the body is replaced and the status stays. A 204 has no body and stays as it is.
    ///
    /// ```
    /// use publicsquare_sandbox::{Fault, SpoiledBody};
    ///
    /// let fault = Fault::body(SpoiledBody::NullKey);
    /// assert_eq!("body:null-key".parse(), Ok(fault));
    /// ```
    #[must_use]
    pub fn body(body: SpoiledBody) -> Self {
        Self::new(Effect::Body(body))
    }

    /// The fault applies to the next `times` requests in a row. Zero makes it no fault at all.
    ///
    /// ```
    /// use publicsquare_sandbox::{Fault, Moment};
    ///
    /// let fault = Fault::drop_connection(Moment::BeforeCommit).times(3);
    /// assert_eq!("drop:before*3".parse(), Ok(fault));
    /// ```
    #[must_use]
    pub fn times(self, times: usize) -> Self {
        Self { times, ..self }
    }

    /// The fault applies only to requests to this operation. Without it, it applies to all operations.
    ///
    /// ```
    /// use publicsquare_sandbox::{Fault, Operation};
    ///
    /// let fault = Fault::conflict().on(Operation::RevealApiKey);
    /// assert_eq!("reveal=conflict".parse(), Ok(fault));
    /// ```
    #[must_use]
    pub fn on(self, operation: Operation) -> Self {
        Self {
            operation: Some(operation),
            ..self
        }
    }

    /// Before the fault strikes, the request waits in real time at `moment`.
    ///
    /// ```
    /// use std::time::Duration;
    /// use publicsquare_sandbox::{Fault, Moment};
    ///
    /// // The key is replaced at once. Half a second later the connection is closed.
    /// let fault = Fault::drop_connection(Moment::AfterCommit)
    ///     .delayed(Duration::from_millis(500), Moment::AfterCommit);
    /// assert_ne!(fault, Fault::drop_connection(Moment::AfterCommit));
    /// ```
    #[must_use]
    pub fn delayed(mut self, duration: Duration, moment: Moment) -> Self {
        self.pauses.push((moment, Pause::Delay(duration)));
        self
    }

    /// Before the fault strikes, the request waits at `moment` until the gate opens.
    ///
    /// ```
    /// use publicsquare_sandbox::{Fault, Gate, Moment, Sandbox};
    ///
    /// let sandbox = Sandbox::builder().start_blocking()?;
    /// let gate = Gate::new();
    /// sandbox.inject(Fault::conflict().held(&gate, Moment::BeforeCommit));
    /// # Ok::<(), std::io::Error>(())
    /// ```
    #[must_use]
    pub fn held(mut self, gate: &Gate, moment: Moment) -> Self {
        self.pauses.push((moment, Pause::Held(gate.clone())));
        self
    }

    /// How many requests in a row the fault applies to.
    pub(crate) const fn times_left(&self) -> usize {
        self.times
    }

    /// Whether the fault applies to requests to this operation.
    pub(crate) fn concerns(&self, operation: Operation) -> bool {
        self.operation
            .is_none_or(|concerned| concerned == operation)
    }
}

#[expect(
    clippy::panic,
    reason = "it is documented: only a mistake in a test leads here"
)]
fn status_code(status: u16) -> StatusCode {
    match StatusCode::from_u16(status) {
        Ok(code) if (400..=599).contains(&status) => code,
        _ => panic!("{status} is not the status of a failure: it must be between 400 and 599"),
    }
}
