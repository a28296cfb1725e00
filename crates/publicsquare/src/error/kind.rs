//! The kinds of failure, and the questions that programs ask about one.
//!
//! In comes an error. Out comes its kind, or the answer to a question such as "is this a 404 of the API?". A kind says
//! what happened on the way. What that means for the key is a [`Certainty`](crate::Certainty).

use std::fmt;

use super::Error;

/// The kind of a failure.
///
/// `Display` is a few words for a person or for the label of a metric.
///
/// ```
/// use publicsquare::{Client, ErrorKind};
///
/// let error = Client::builder().build().unwrap_err();
/// assert_eq!(error.kind(), ErrorKind::Configuration);
/// assert_eq!(error.kind().to_string(), "invalid configuration");
/// ```
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash, serde::Serialize)]
#[cfg_attr(feature = "schemars", derive(schemars::JsonSchema))]
#[serde(rename_all = "snake_case")]
#[non_exhaustive]
pub enum ErrorKind {
    /// An argument was refused before anything was sent.
    InvalidInput,
    /// The settings of the client cannot be used.
    Configuration,
    /// The provider of the API key had no key, or one that no request can carry. Nothing was sent.
    KeyProvider,
    /// The connection could not be made: name resolution, refusal, TLS.
    Connect,
    /// The time ran out, in most cases after the request was sent. [`Error::certainty`](crate::Error::certainty) says
    /// whether it was.
    Timeout,
    /// The connection broke after the request was sent, and nothing had come that shows a response of the API. If a
    /// success of the API breaks off, that is an [`UnusableSuccess`](Self::UnusableSuccess), or a success if the
    /// new key was in it already. If its problem details break off, that is a [`Response`](Self::Response).
    Connection,
    /// The server, or a gateway in front of it, answered with an error; see [`Error::status`].
    Response,
    /// The server answered with a status that is neither success nor error, such as a redirect.
    UnexpectedStatus,
    /// The API reported success, but its response cannot be used.
    UnusableSuccess,
    /// Something answered that is not the API: a login page, a proxy or a gateway. Its body does not have the documented
    /// form, so its status (2xx or 4xx) proves nothing.
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
    ///
    /// ```
    /// # let client = publicsquare::Client::builder().api_key("sk_test_1").build()?;
    /// let error = client.api_keys().get("no id at all").unwrap_err();
    /// assert!(error.is_invalid_input());
    /// # Ok::<(), publicsquare::Error>(())
    /// ```
    #[must_use]
    pub fn is_invalid_input(&self) -> bool {
        self.kind() == ErrorKind::InvalidInput
    }

    /// Whether the settings of the client cannot be used.
    ///
    /// ```
    /// use publicsquare::Client;
    ///
    /// let error = Client::builder().build().unwrap_err();
    /// assert!(error.is_configuration());
    /// ```
    #[must_use]
    pub fn is_configuration(&self) -> bool {
        self.kind() == ErrorKind::Configuration
    }

    /// Whether the connection could not be made.
    ///
    /// ```
    /// # use publicsquare::fakes::{self, ErrorParts};
    /// # use publicsquare::{Certainty, ErrorKind};
    /// # let parts = ErrorParts::default();
    /// # let error = fakes::error(ErrorKind::Connect, Certainty::NotSent, parts);
    /// if error.is_connect() {
    ///     eprintln!("nothing was sent, the old key works: {error}");
    /// }
    /// # assert!(error.is_connect());
    /// ```
    #[must_use]
    pub fn is_connect(&self) -> bool {
        self.kind() == ErrorKind::Connect
    }

    /// Whether the time ran out. [`certainty`](Self::certainty) says whether the request was sent.
    ///
    /// ```
    /// # use publicsquare::fakes::{self, ErrorParts};
    /// # use publicsquare::{Certainty, ErrorKind};
    /// # let parts = ErrorParts::default();
    /// # let error = fakes::error(ErrorKind::Timeout, Certainty::Unknown, parts);
    /// if error.is_timeout() {
    ///     eprintln!("send the same request again: {error}");
    /// }
    /// # assert!(error.is_timeout());
    /// ```
    #[must_use]
    pub fn is_timeout(&self) -> bool {
        self.kind() == ErrorKind::Timeout
    }

    /// Whether the response shows that the API itself gave it: it has problem details, or it is a success with members of
    /// what was asked for.
    ///
    /// An error without a body shows nothing. Before you treat a refusal as proof that a key is gone for good, ask for
    /// this as well:
    ///
    /// ```
    /// # use publicsquare::fakes::{self, ErrorParts};
    /// # use publicsquare::{Certainty, ErrorKind};
    /// # let parts = ErrorParts { status: Some(404), ..ErrorParts::default() };
    /// # let error = fakes::error(ErrorKind::Response, Certainty::Rejected, parts);
    /// if error.is_not_found() && error.is_from_api() {
    ///     println!("the key is gone");
    /// }
    /// # assert!(error.is_not_found() && !error.is_from_api());
    /// ```
    #[must_use]
    pub fn is_from_api(&self) -> bool {
        self.inner().is_from_api
    }

    /// Whether the API refused with this status. A web page with the same status means something else.
    fn is_refused_with(&self, status: u16) -> bool {
        self.status() == Some(status) && self.kind() != ErrorKind::NotTheApi
    }

    /// Whether the API found the request malformed (400) or not satisfiable (422).
    ///
    /// ```
    /// # use publicsquare::fakes::{self, ErrorParts};
    /// # use publicsquare::{Certainty, ErrorKind};
    /// # let parts = ErrorParts { status: Some(422), ..ErrorParts::default() };
    /// # let error = fakes::error(ErrorKind::Response, Certainty::Rejected, parts);
    /// if error.is_validation() {
    ///     eprintln!("correct the request: {error}");
    /// }
    /// # assert!(error.is_validation());
    /// ```
    #[must_use]
    pub fn is_validation(&self) -> bool {
        self.is_refused_with(400) || self.is_refused_with(422)
    }

    /// Whether the API key was missing, unknown or dead (401).
    ///
    /// ```
    /// # use publicsquare::fakes::{self, ErrorParts};
    /// # use publicsquare::{Certainty, ErrorKind};
    /// # let parts = ErrorParts { status: Some(401), ..ErrorParts::default() };
    /// # let error = fakes::error(ErrorKind::Response, Certainty::Rejected, parts);
    /// if error.is_unauthorized() {
    ///     eprintln!("give the client a current key: {error}");
    /// }
    /// # assert!(error.is_unauthorized());
    /// ```
    #[must_use]
    pub fn is_unauthorized(&self) -> bool {
        self.is_refused_with(401)
    }

    /// Whether the API key lacked the permission (403).
    ///
    /// ```
    /// # use publicsquare::fakes::{self, ErrorParts};
    /// # use publicsquare::{Certainty, ErrorKind};
    /// # let parts = ErrorParts { status: Some(403), ..ErrorParts::default() };
    /// # let error = fakes::error(ErrorKind::Response, Certainty::Rejected, parts);
    /// if error.is_forbidden() {
    ///     eprintln!("give the key the permission: {error}");
    /// }
    /// # assert!(error.is_forbidden());
    /// ```
    #[must_use]
    pub fn is_forbidden(&self) -> bool {
        self.is_refused_with(403)
    }

    /// Whether there is no such resource in the account and environment of the API key (404).
    ///
    /// ```
    /// # use publicsquare::fakes::{self, ErrorParts};
    /// # use publicsquare::{Certainty, ErrorKind};
    /// # let parts = ErrorParts { status: Some(404), ..ErrorParts::default() };
    /// # let error = fakes::error(ErrorKind::Response, Certainty::Rejected, parts);
    /// if error.is_not_found() {
    ///     eprintln!("compare the id and the environment: {error}");
    /// }
    /// # assert!(error.is_not_found());
    /// ```
    #[must_use]
    pub fn is_not_found(&self) -> bool {
        self.is_refused_with(404)
    }

    /// Whether the request conflicts with the current state (409).
    ///
    /// ```
    /// # use publicsquare::fakes::{self, ErrorParts};
    /// # use publicsquare::{Certainty, ErrorKind};
    /// # let parts = ErrorParts { status: Some(409), ..ErrorParts::default() };
    /// # let error = fakes::error(ErrorKind::Response, Certainty::Unknown, parts);
    /// if error.is_conflict() {
    ///     eprintln!("the first attempt may still be under way: {error}");
    /// }
    /// # assert!(error.is_conflict());
    /// ```
    #[must_use]
    pub fn is_conflict(&self) -> bool {
        self.is_refused_with(409)
    }

    /// Whether there were too many requests (429). The API or a gateway may have counted them.
    ///
    /// ```
    /// # use publicsquare::fakes::{self, ErrorParts};
    /// # use publicsquare::{Certainty, ErrorKind};
    /// # let parts = ErrorParts { status: Some(429), ..ErrorParts::default() };
    /// # let error = fakes::error(ErrorKind::Response, Certainty::Rejected, parts);
    /// if error.is_rate_limited() {
    ///     eprintln!("wait, and send the same request again: {error}");
    /// }
    /// # assert!(error.is_rate_limited());
    /// ```
    #[must_use]
    pub fn is_rate_limited(&self) -> bool {
        self.status() == Some(429)
    }

    /// Whether the server or a gateway in front of it failed (5xx).
    ///
    /// ```
    /// # use publicsquare::fakes::{self, ErrorParts};
    /// # use publicsquare::{Certainty, ErrorKind};
    /// # let parts = ErrorParts { status: Some(503), ..ErrorParts::default() };
    /// # let error = fakes::error(ErrorKind::Response, Certainty::Unknown, parts);
    /// if error.is_server_error() {
    ///     eprintln!("send the same request again: {error}");
    /// }
    /// # assert!(error.is_server_error());
    /// ```
    #[must_use]
    pub fn is_server_error(&self) -> bool {
        matches!(self.status(), Some(500..=599))
    }
}
