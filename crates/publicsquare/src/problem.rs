//! Problem details (RFC 9457, formerly RFC 7807).

use publicsquare_client::types::{ProblemDetails, ValidationProblemDetails};
use serde_json::{Map, Value};

/// What the server says went wrong. Every member is optional.
///
/// Secrets that the server repeats are removed: the key that the request carried and whatever has
/// the shape of a key.
#[derive(Debug, Clone, Default, PartialEq)]
pub struct Problem {
    pub(crate) type_uri: Option<String>,
    pub(crate) title: Option<String>,
    pub(crate) status: Option<i32>,
    pub(crate) detail: Option<String>,
    pub(crate) instance: Option<String>,
    pub(crate) errors: Vec<FieldError>,
    pub(crate) extra: Map<String, Value>,
}

/// What is wrong with one part of the request.
#[derive(Debug, Clone, PartialEq, Eq, PartialOrd, Ord)]
#[non_exhaustive]
pub struct FieldError {
    /// The part, as the API spells it; empty for the request as a whole.
    pub field: String,
    /// What is wrong with it.
    pub messages: Vec<String>,
}

impl Problem {
    /// A URI that names the kind of problem (`type`).
    #[must_use]
    pub fn type_uri(&self) -> Option<&str> {
        self.type_uri.as_deref()
    }

    /// The kind of problem in a few words.
    #[must_use]
    pub fn title(&self) -> Option<&str> {
        self.title.as_deref()
    }

    /// The HTTP status as the body repeats it.
    #[must_use]
    pub fn status(&self) -> Option<i32> {
        self.status
    }

    /// What happened this time.
    #[must_use]
    pub fn detail(&self) -> Option<&str> {
        self.detail.as_deref()
    }

    /// A URI that names this occurrence.
    #[must_use]
    pub fn instance(&self) -> Option<&str> {
        self.instance.as_deref()
    }

    /// Further members, such as `traceId`.
    #[must_use]
    pub fn extra(&self) -> &Map<String, Value> {
        &self.extra
    }

    fn unless_empty(self) -> Option<Self> {
        (self != Self::default()).then_some(self)
    }
}

/// The body of an error as it is documented.
pub(crate) trait ProblemBody {
    /// The problem, unless the body had nothing of one.
    fn problem(self) -> Option<Problem>;
}

impl ProblemBody for ProblemDetails {
    fn problem(self) -> Option<Problem> {
        let problem = Problem {
            type_uri: self.type_,
            title: self.title,
            status: self.status,
            detail: self.detail,
            instance: self.instance,
            errors: Vec::new(),
            extra: self.extra,
        };
        problem.unless_empty()
    }
}

impl ProblemBody for ValidationProblemDetails {
    fn problem(self) -> Option<Problem> {
        let body = self;
        let mut errors: Vec<FieldError> = body
            .errors
            .unwrap_or_default()
            .into_iter()
            .map(|(field, messages)| FieldError { field, messages })
            .collect();
        errors.sort();
        let problem = Problem {
            type_uri: body.type_,
            title: body.title,
            status: body.status,
            detail: body.detail,
            instance: body.instance,
            errors,
            extra: body.extra,
        };
        problem.unless_empty()
    }
}
