//! One failed attempt.

use std::error::Error as StdError;
use std::time::SystemTime;

use chrono::{DateTime, Utc};
use publicsquare_client::{Error as ClientError, UntrustedResponse, is_refused_certificate};
use reqwest::StatusCode;
use reqwest::header::HeaderMap;

use crate::certainty::Certainty;
use crate::effect::Effect;
use crate::error::{Error, ErrorKind, Inner};
use crate::problem::ProblemBody;
use crate::response_head::{ResponseHead, correlation_id};
use crate::retry::policy::Cause;
use crate::retry::retry_after::retry_after;
use crate::server_time::server_time;

/// What one attempt came to, if not to a key.
#[derive(Debug)]
pub(crate) struct Failure {
    pub(crate) cause: Cause,
    /// With the certainty of this attempt alone.
    pub(crate) error: Error,
}

impl Failure {
    pub(crate) fn new(kind: ErrorKind, certainty: Certainty, cause: Cause) -> Self {
        Self {
            cause,
            error: Error::new(kind, certainty),
        }
    }

    fn with(self, change: impl FnOnce(&mut Inner)) -> Self {
        Self {
            error: self.error.with(change),
            ..self
        }
    }

    /// A success that is none: the API has done it, and `message` is what is wrong.
    pub(crate) fn unusable(head: &ResponseHead, message: &str) -> Self {
        let (kind, done) = (ErrorKind::UnusableSuccess, Certainty::RotatedUnreadable);
        Self::new(kind, done, Cause::Transient)
            .with(|inner| {
                inner.message = Some(message.to_owned());
                inner.is_from_api = true;
            })
            .answered(head)
    }

    /// An answer about another key. It proves nothing about the one that was asked for: on its way, it
    /// may have been taken for the answer to another request.
    pub(crate) fn about_another(head: &ResponseHead) -> Self {
        let message =
            "it is about another API key than the one asked for, so its value is withheld";
        let kind = ErrorKind::UnusableSuccess;
        Self::new(kind, Certainty::Unknown, Cause::Final)
            .with(|inner| inner.message = Some(message.to_owned()))
            .answered(head)
    }

    /// A success that does not show that the API gave it.
    pub(crate) fn not_the_api(head: &ResponseHead, message: &str) -> Self {
        let kind = ErrorKind::NotTheApi;
        Self::new(kind, Certainty::Unknown, Cause::Transient)
            .with(|inner| inner.message = Some(message.to_owned()))
            .answered(head)
    }

    fn answered(self, head: &ResponseHead) -> Self {
        self.with(|inner| {
            inner.status = Some(head.status.as_u16());
            inner.correlation_id = head.correlation_id.clone();
            inner.server_time = head.server_time;
        })
    }

    /// An attempt that no time was left for. Nothing was sent.
    pub(crate) fn no_time() -> Self {
        Self::new(ErrorKind::Timeout, Certainty::NotSent, Cause::Final)
            .with(|inner| inner.message = Some("no time was left for an attempt".to_owned()))
    }

    /// An attempt for which there was no API key. Nothing was sent.
    pub(crate) fn no_key(reason: &str) -> Self {
        Self::new(ErrorKind::KeyProvider, Certainty::NotSent, Cause::Transient)
            .with(|inner| inner.message = Some(reason.to_owned()))
    }

    /// An attempt with an API key that no request can carry, such as one with a line break. Nothing was
    /// sent, and the same key will be refused again.
    pub(crate) fn unusable_key(reason: &str) -> Self {
        Self::new(ErrorKind::KeyProvider, Certainty::NotSent, Cause::Final)
            .with(|inner| inner.message = Some(reason.to_owned()))
    }

    /// What the generated client reports. `proxy` is the name of the one that was used.
    pub(crate) fn from_client(
        error: ClientError<impl ProblemBody>,
        now: SystemTime,
        proxy: Option<&str>,
    ) -> Self {
        match error {
            ClientError::CommunicationError(error)
            | ClientError::ResponseBodyError(error)
            | ClientError::InvalidUpgrade(error) => Self::from_transport(error, proxy),
            ClientError::ErrorResponse(answer) => {
                let failure =
                    Self::from_head(ErrorKind::Response, answer.status(), answer.headers(), now);
                failure.with(|inner| {
                    inner.certainty = Certainty::of_refusal(inner.status.unwrap_or_default());
                    inner.problem = answer.into_inner().problem();
                    inner.is_from_api = inner.problem.is_some();
                })
            }
            ClientError::UnexpectedResponse(answer) => {
                if let Some(why) = answer.extensions().get::<UntrustedResponse>() {
                    return Self::untrusted(why);
                }
                let kind = match answer.status().as_u16() {
                    200..=299 | 400..=499 => ErrorKind::NotTheApi,
                    500..=599 => ErrorKind::Response,
                    _ => ErrorKind::UnexpectedStatus,
                };
                Self::from_head(kind, answer.status(), answer.headers(), now)
            }
            ClientError::InvalidResponsePayload(_, error) => {
                let kind = ErrorKind::UnusableSuccess;
                Self::new(kind, Certainty::RotatedUnreadable, Cause::Transient).with(|inner| {
                    inner.message = Some(error.to_string());
                    inner.is_from_api = true;
                })
            }
            ClientError::InvalidRequest(message) | ClientError::Custom(message) => {
                Self::new(ErrorKind::InvalidInput, Certainty::NotSent, Cause::Final)
                    .with(|inner| inner.message = Some(message))
            }
        }
    }

    /// An answer that the server which was asked cannot have given.
    fn untrusted(why: &UntrustedResponse) -> Self {
        Self::new(ErrorKind::NotTheApi, Certainty::Unknown, Cause::Transient)
            .with(|inner| inner.message = Some(why.to_string()))
    }

    fn from_transport(error: reqwest::Error, proxy: Option<&str>) -> Self {
        let (kind, certainty, cause) = if error.is_builder() {
            (ErrorKind::InvalidInput, Certainty::NotSent, Cause::Final)
        } else if is_refused_certificate(&error) {
            (ErrorKind::Connect, Certainty::NotSent, Cause::Final)
        } else if error.is_connect() {
            (ErrorKind::Connect, Certainty::NotSent, Cause::Transient)
        } else if error.is_timeout() {
            (ErrorKind::Timeout, Certainty::Unknown, Cause::Transient)
        } else {
            (ErrorKind::Connection, Certainty::Unknown, Cause::Transient)
        };
        Self::new(kind, certainty, cause).with(|inner| {
            inner.message = match kind {
                ErrorKind::Timeout => None,
                ErrorKind::Connect => Some(not_reached(&error, proxy)),
                _ => Some(deepest(&error)),
            };
            inner.source = Some(Box::new(error));
        })
    }

    /// An answer that proves nothing yet.
    fn from_head(
        kind: ErrorKind,
        status: StatusCode,
        headers: &HeaderMap,
        now: SystemTime,
    ) -> Self {
        let status = status.as_u16();
        Self::new(kind, Certainty::Unknown, Cause::of_status(status)).with(|inner| {
            inner.status = Some(status);
            inner.retry_after = retry_after(headers, now);
            inner.correlation_id = correlation_id(headers);
            inner.server_time = server_time(headers);
        })
    }

    /// The failure as one of a request with this effect.
    pub(crate) fn of(self, effect: Effect) -> Self {
        self.with(|inner| {
            inner.effect = effect;
            inner.certainty = effect.at_worst(inner.certainty);
        })
    }

    /// The failure with what earlier answers told of the server's time, if its own did not.
    pub(crate) fn after(self, server_time: Option<DateTime<Utc>>) -> Self {
        self.with(|inner| inner.server_time = inner.server_time.or(server_time))
    }

    /// The error that the caller gets, with the certainty of all attempts together.
    pub(crate) fn into_error(self, certainty: Certainty, attempts: u32) -> Error {
        let is_transient = self.cause != Cause::Final;
        self.error.with(|inner| {
            inner.is_transient = is_transient;
            inner.certainty = certainty;
            inner.attempts = attempts;
        })
    }
}

/// What could not be reached, by which way, and why.
fn not_reached(error: &reqwest::Error, proxy: Option<&str>) -> String {
    let mut text = String::new();
    if let Some(host) = error.url().and_then(reqwest::Url::host_str) {
        text.push_str(host);
    }
    if let Some(port) = error.url().and_then(reqwest::Url::port_or_known_default) {
        text.push_str(&format!(":{port}"));
    }
    if let Some(proxy) = proxy {
        text.push_str(&format!(" through the proxy {proxy}"));
    }
    text.push_str(": ");
    text.push_str(&deepest(error));
    text
}

/// The innermost cause, which is the part that tells a person what to look at.
fn deepest(error: &reqwest::Error) -> String {
    let mut deepest: &dyn StdError = error;
    while let Some(source) = deepest.source() {
        deepest = source;
    }
    deepest.to_string()
}
