//! One failed attempt.

use std::error::Error as StdError;
use std::time::{Duration, SystemTime};

use publicsquare_client::Error as ClientError;
use publicsquare_client::types::ValidationProblemDetails;
use reqwest::StatusCode;
use reqwest::header::{HeaderMap, RETRY_AFTER};

use super::policy::Cause;
use super::retry_after;
use crate::certainty::Certainty;
use crate::error::{Error, ErrorKind};
use crate::identity::CorrelationId;
use crate::problem::Problem;

/// The vendor's documentation names it for requests; servers commonly send it back.
const CORRELATION_ID: &str = "x-correlation-id";

/// What one attempt came to, if not to a key.
#[derive(Debug)]
pub(crate) struct Failure {
    pub(crate) kind: ErrorKind,
    pub(crate) certainty: Certainty,
    pub(crate) cause: Cause,
    pub(crate) message: Option<String>,
    pub(crate) status: Option<u16>,
    pub(crate) problem: Option<Problem>,
    pub(crate) retry_after: Option<Duration>,
    pub(crate) correlation_id: Option<CorrelationId>,
    pub(crate) source: Option<Box<dyn StdError + Send + Sync>>,
}

impl Failure {
    pub(crate) fn new(kind: ErrorKind, certainty: Certainty, cause: Cause) -> Self {
        Self {
            kind,
            certainty,
            cause,
            message: None,
            status: None,
            problem: None,
            retry_after: None,
            correlation_id: None,
            source: None,
        }
    }

    /// A success that is none: the server has done it, and `message` is what is wrong.
    pub(crate) fn unusable(
        status: StatusCode,
        correlation_id: Option<CorrelationId>,
        cause: Cause,
        message: impl Into<String>,
    ) -> Self {
        Self {
            message: Some(message.into()),
            status: Some(status.as_u16()),
            correlation_id,
            ..Self::new(
                ErrorKind::UnusableSuccess,
                Certainty::RotatedUnreadable,
                cause,
            )
        }
    }

    /// What the generated client reports.
    pub(crate) fn from_client(
        error: ClientError<ValidationProblemDetails>,
        now: SystemTime,
    ) -> Self {
        match error {
            ClientError::CommunicationError(error)
            | ClientError::ResponseBodyError(error)
            | ClientError::InvalidUpgrade(error) => Self::from_transport(error),
            ClientError::ErrorResponse(answer) => {
                let status = answer.status();
                let headers = answer.headers().clone();
                Self {
                    problem: Problem::from_body(answer.into_inner()),
                    ..Self::from_status(ErrorKind::Response, status, &headers, now)
                }
            }
            ClientError::UnexpectedResponse(answer) => Self::from_status(
                ErrorKind::UnexpectedStatus,
                answer.status(),
                answer.headers(),
                now,
            ),
            // The bytes may be a key: they go nowhere. The JSON error names a place, not a value.
            ClientError::InvalidResponsePayload(_, error) => Self {
                message: Some(format!(
                    "its body does not decode at column {}",
                    error.column()
                )),
                ..Self::new(
                    ErrorKind::UnusableSuccess,
                    Certainty::RotatedUnreadable,
                    Cause::Transient,
                )
            },
            ClientError::InvalidRequest(message) | ClientError::Custom(message) => Self {
                message: Some(message),
                ..Self::new(ErrorKind::InvalidInput, Certainty::NotSent, Cause::Final)
            },
        }
    }

    fn from_transport(error: reqwest::Error) -> Self {
        let (kind, certainty, cause) = if error.is_builder() {
            (ErrorKind::InvalidInput, Certainty::NotSent, Cause::Final)
        } else if error.is_connect() {
            (ErrorKind::Connect, Certainty::NotSent, Cause::Transient)
        } else if error.is_timeout() {
            (ErrorKind::Timeout, Certainty::Unknown, Cause::Transient)
        } else {
            (ErrorKind::Connection, Certainty::Unknown, Cause::Transient)
        };
        let message = deepest(&error);
        Self {
            message: (kind != ErrorKind::Timeout).then_some(message),
            source: Some(Box::new(error)),
            ..Self::new(kind, certainty, cause)
        }
    }

    fn from_status(
        kind: ErrorKind,
        status: StatusCode,
        headers: &HeaderMap,
        now: SystemTime,
    ) -> Self {
        let status = status.as_u16();
        Self {
            status: Some(status),
            retry_after: headers
                .get(RETRY_AFTER)
                .and_then(|value| retry_after::parse(value.to_str().ok()?, now)),
            correlation_id: correlation_id(headers),
            ..Self::new(kind, Certainty::of_status(status), Cause::of_status(status))
        }
    }

    /// The error that the caller gets, with the certainty of all attempts together.
    pub(crate) fn into_error(self, certainty: Certainty, attempts: u32) -> Error {
        Error::new(self.kind, certainty).with(|inner| {
            inner.message = self.message;
            inner.status = self.status;
            inner.problem = self.problem;
            inner.retry_after = self.retry_after;
            inner.correlation_id = self.correlation_id;
            inner.attempts = attempts;
            inner.source = self.source;
        })
    }
}

/// The correlation id of an answer, where it has a usable one.
pub(crate) fn correlation_id(headers: &HeaderMap) -> Option<CorrelationId> {
    CorrelationId::new(headers.get(CORRELATION_ID)?.to_str().ok()?).ok()
}

/// The innermost cause, which is the part that tells a person what to look at.
fn deepest(error: &reqwest::Error) -> String {
    let mut deepest: &dyn StdError = error;
    while let Some(source) = deepest.source() {
        deepest = source;
    }
    deepest.to_string()
}
