//! The kinds of failure.

use super::Error;

/// What kind of failure it is.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash)]
#[non_exhaustive]
pub enum ErrorKind {
    /// An argument was refused before anything was sent.
    InvalidInput,
    /// The client cannot be set up like this.
    Configuration,
    /// No connection came about: name resolution, refusal, TLS.
    Connect,
    /// The time ran out after the request was sent.
    Timeout,
    /// The connection broke after the request was sent.
    Connection,
    /// The server answered with an error; see [`Error::status`].
    Response,
    /// The server answered with a status that is neither success nor error, such as a redirect.
    UnexpectedStatus,
    /// The server reported success, and its answer cannot be used.
    UnusableSuccess,
}

impl Error {
    /// Whether an argument or the configuration was refused before anything was sent.
    #[must_use]
    pub fn is_invalid_input(&self) -> bool {
        matches!(
            self.kind(),
            ErrorKind::InvalidInput | ErrorKind::Configuration
        )
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

    /// Whether the server found the request malformed (400) or not satisfiable (422).
    #[must_use]
    pub fn is_validation(&self) -> bool {
        matches!(self.status(), Some(400 | 422))
    }

    /// Whether the API key was missing, unknown or dead (401).
    #[must_use]
    pub fn is_unauthorized(&self) -> bool {
        self.status() == Some(401)
    }

    /// Whether the API key lacked the permission (403).
    #[must_use]
    pub fn is_forbidden(&self) -> bool {
        self.status() == Some(403)
    }

    /// Whether there is no such resource in the account and environment of the API key (404).
    #[must_use]
    pub fn is_not_found(&self) -> bool {
        self.status() == Some(404)
    }

    /// Whether the request contradicted the current state (409).
    #[must_use]
    pub fn is_conflict(&self) -> bool {
        self.status() == Some(409)
    }

    /// Whether there were too many requests (429).
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
