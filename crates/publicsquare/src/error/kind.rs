//! The kinds of failure, and the questions that programs ask of one.
//!
//! A kind says what happened on the way. What it means for the key is another matter, and
//! [`Certainty`](crate::Certainty) says that.

use std::fmt;

use super::Error;

/// What kind of failure it is.
///
/// `Display` is a few words for a person or a label of a metric.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash, serde::Serialize)]
#[cfg_attr(feature = "schemars", derive(schemars::JsonSchema))]
#[serde(rename_all = "snake_case")]
#[non_exhaustive]
pub enum ErrorKind {
    /// An argument was refused before anything was sent.
    InvalidInput,
    /// The client cannot be set up like this.
    Configuration,
    /// The provider of the API key had none, or one that no request can carry. Nothing was sent.
    KeyProvider,
    /// No connection came about: name resolution, refusal, TLS.
    Connect,
    /// The time ran out after the request was sent.
    Timeout,
    /// The connection broke after the request was sent, and nothing had come that shows an answer of the
    /// API. An answer of the API that breaks off is an [`UnusableSuccess`](Self::UnusableSuccess), or a success where
    /// the new key was in it already.
    Connection,
    /// The server, or a gateway before it, answered with an error; see [`Error::status`].
    Response,
    /// The server answered with a status that is neither success nor error, such as a redirect.
    UnexpectedStatus,
    /// The API reported success, and its answer cannot be used.
    UnusableSuccess,
    /// Something answered that is not the API: a login page, a proxy or a gateway. Its status (2xx or
    /// 4xx) proves nothing, as its body is not of the documented form.
    NotTheApi,
    /// A list ended before the number of keys or pages that the server counts.
    IncompleteList,
}

impl fmt::Display for ErrorKind {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str(match self {
            Self::InvalidInput => "invalid input",
            Self::Configuration => "invalid configuration",
            Self::KeyProvider => "no API key",
            Self::Connect => "no connection",
            Self::Timeout => "timeout",
            Self::Connection => "broken connection",
            Self::Response => "error response",
            Self::UnexpectedStatus => "unexpected status",
            Self::UnusableSuccess => "unusable success",
            Self::NotTheApi => "not the API",
            Self::IncompleteList => "incomplete list",
        })
    }
}

impl Error {
    /// Whether an argument was refused before anything was sent.
    #[must_use]
    pub fn is_invalid_input(&self) -> bool {
        self.kind() == ErrorKind::InvalidInput
    }

    /// Whether the client cannot be built from its settings.
    #[must_use]
    pub fn is_configuration(&self) -> bool {
        self.kind() == ErrorKind::Configuration
    }

    /// Whether no connection came about.
    #[must_use]
    pub fn is_connect(&self) -> bool {
        self.kind() == ErrorKind::Connect
    }

    /// Whether the time ran out after the request was sent.
    #[must_use]
    pub fn is_timeout(&self) -> bool {
        self.kind() == ErrorKind::Timeout
    }

    /// Whether the answer shows that the API itself gave it: it has problem details, or it is a success
    /// with members of what was asked for.
    ///
    /// An error without a body shows nothing. Before you conclude from a refusal that something is gone
    /// for good, ask for this as well: `error.is_not_found() && error.is_from_api()`.
    #[must_use]
    pub fn is_from_api(&self) -> bool {
        self.inner().is_from_api
    }

    /// Whether a status has the meaning that the API gives it. A web page with that status means
    /// something else.
    fn is_refused_with(&self, status: u16) -> bool {
        self.status() == Some(status) && self.kind() != ErrorKind::NotTheApi
    }

    /// Whether the API found the request malformed (400) or not satisfiable (422).
    #[must_use]
    pub fn is_validation(&self) -> bool {
        self.is_refused_with(400) || self.is_refused_with(422)
    }

    /// Whether the API key was missing, unknown or dead (401).
    #[must_use]
    pub fn is_unauthorized(&self) -> bool {
        self.is_refused_with(401)
    }

    /// Whether the API key lacked the permission (403).
    #[must_use]
    pub fn is_forbidden(&self) -> bool {
        self.is_refused_with(403)
    }

    /// Whether there is no such resource in the account and environment of the API key (404).
    #[must_use]
    pub fn is_not_found(&self) -> bool {
        self.is_refused_with(404)
    }

    /// Whether the request contradicted the current state (409).
    #[must_use]
    pub fn is_conflict(&self) -> bool {
        self.is_refused_with(409)
    }

    /// Whether there were too many requests (429), whoever counts them.
    #[must_use]
    pub fn is_rate_limited(&self) -> bool {
        self.status() == Some(429)
    }

    /// Whether the server or something before it failed (5xx).
    #[must_use]
    pub fn is_server_error(&self) -> bool {
        matches!(self.status(), Some(500..=599))
    }
}
