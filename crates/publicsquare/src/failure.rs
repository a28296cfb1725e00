//! One failed attempt: what it means for the key and for the next attempt.
//!
//! In comes what the generated client reports, or the head of a response that cannot be used. Out comes a failure: an
//! [`Error`] for this attempt alone, and the [`Cause`] that the retry policy decides by. The failures of all attempts
//! together become one error in [`sending`](crate::sending).

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

/// A failed attempt.
#[derive(Debug)]
pub(crate) struct Failure {
    pub(crate) cause: Cause,
    /// Its certainty is that of this attempt alone.
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

    /// The API has made the change, and its response cannot be used. `message` says what is wrong with it.
    pub(crate) fn unusable(head: &ResponseHead, message: &str) -> Self {
        let (kind, done) = (ErrorKind::UnusableSuccess, Certainty::RotatedUnreadable);
        Self::new(kind, done, Cause::Transient)
            .with(|inner| {
                inner.message = Some(message.to_owned());
                inner.is_from_api = true;
            })
            .answered(head)
    }

    /// A response about another key. It proves nothing about the key that was asked for: a server in between may have
    /// swapped the responses of two requests.
    pub(crate) fn about_another(head: &ResponseHead) -> Self {
        let message =
            "it is about another API key than the one that was asked for, so its value is withheld";
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

    /// No time was left for the attempt. Nothing was sent.
    pub(crate) fn no_time() -> Self {
        Self::new(ErrorKind::Timeout, Certainty::NotSent, Cause::Final)
            .with(|inner| inner.message = Some("no time was left for an attempt".to_owned()))
    }

    /// There was no API key for the attempt. Nothing was sent.
    pub(crate) fn no_key(reason: &str) -> Self {
        Self::new(ErrorKind::KeyProvider, Certainty::NotSent, Cause::Transient)
            .with(|inner| inner.message = Some(reason.to_owned()))
    }

    /// No request can carry the API key of the attempt, for example because of a line break. Nothing was sent, and the
    /// same key would be refused again.
    pub(crate) fn unusable_key(reason: &str) -> Self {
        Self::new(ErrorKind::KeyProvider, Certainty::NotSent, Cause::Final)
            .with(|inner| inner.message = Some(reason.to_owned()))
    }

    /// A failure that the generated client reports. `proxy` is the host and port of the proxy, if there was one.
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

    /// A response that the server cannot have given to this request.
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

    /// A failure with the facts of a response. Its certainty is unknown until the body proves more.
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

    /// The failure of a request with this effect.
    pub(crate) fn of(self, effect: Effect) -> Self {
        self.with(|inner| {
            inner.effect = effect;
            inner.certainty = effect.at_worst(inner.certainty);
        })
    }

    /// The failure with the server's time of an earlier response, if its own response had none.
    pub(crate) fn after(self, server_time: Option<DateTime<Utc>>) -> Self {
        self.with(|inner| inner.server_time = inner.server_time.or(server_time))
    }

    /// The error for the caller, with the certainty of all attempts together.
    pub(crate) fn into_error(self, certainty: Certainty, attempts: u32) -> Error {
        let is_transient = self.cause != Cause::Final;
        self.error.with(|inner| {
            inner.is_transient = is_transient;
            inner.certainty = certainty;
            inner.attempts = attempts;
        })
    }
}

/// The host that could not be reached, the proxy on the way, and the reason.
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

/// The innermost cause, which is the most useful part for a person.
fn deepest(error: &reqwest::Error) -> String {
    let mut deepest: &dyn StdError = error;
    while let Some(source) = deepest.source() {
        deepest = source;
    }
    deepest.to_string()
}
