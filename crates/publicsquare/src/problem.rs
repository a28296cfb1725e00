//! Problem details (RFC 9457, formerly RFC 7807).
//!
//! In comes the body of an error as the generated client reads it, already without secrets that the server repeated. Out
//! comes a value for programs and people, small enough for a log. The limit is in `problem/size_budget.rs`.

mod size_budget;

use publicsquare_client::types::{ProblemDetails, ValidationProblemDetails};
use serde::{Serialize, Serializer};
use serde_json::{Map, Value};

use self::size_budget::SizeBudget;

/// What went wrong, as the server describes it. Every member is optional.
///
/// Secrets that the server repeats are removed: the key that the request carried, and every text that looks like an API
/// key. It holds at most 16 KiB of text. The rest is left out, and [`is_whole`](Self::is_whole) reports that. The
/// texts are unchanged and may hold line breaks and invisible characters; the `Display` of [`Error`](crate::Error)
/// escapes them.
///
/// It is serialized as RFC 9457 describes, with the field errors under `errors`.
///
/// ```
/// # use publicsquare::fakes;
/// # let body = serde_json::json!({"title": "Forbidden", "detail": "the key may not do this"});
/// # let problem = fakes::problem(body).unwrap();
/// println!("{:?}: {:?}", problem.title(), problem.detail());
/// ```
#[derive(Debug, Clone, Default, PartialEq, Eq, Serialize)]
#[cfg_attr(feature = "schemars", derive(schemars::JsonSchema))]
pub struct Problem {
    #[serde(rename = "type", skip_serializing_if = "Option::is_none")]
    pub(crate) type_uri: Option<String>,
    #[serde(skip_serializing_if = "Option::is_none")]
    pub(crate) title: Option<String>,
    #[serde(skip_serializing_if = "Option::is_none")]
    pub(crate) status: Option<i32>,
    #[serde(skip_serializing_if = "Option::is_none")]
    pub(crate) detail: Option<String>,
    #[serde(skip_serializing_if = "Option::is_none")]
    pub(crate) instance: Option<String>,
    #[serde(
        serialize_with = "by_field",
        skip_serializing_if = "<[FieldError]>::is_empty"
    )]
    #[cfg_attr(
        feature = "schemars",
        schemars(with = "std::collections::BTreeMap<String, Vec<String>>")
    )]
    pub(crate) errors: Vec<FieldError>,
    #[serde(flatten)]
    pub(crate) extra: Map<String, Value>,
    /// The number of field errors that were left out.
    #[serde(skip)]
    pub(crate) omitted: usize,
    #[serde(skip)]
    pub(crate) is_cut: bool,
}

/// What is wrong with one part of the request.
///
/// ```
/// use publicsquare::Client;
///
/// let client = Client::builder().api_key("sk_test_1").build()?;
/// let error = client.api_keys().create("", ["payment:read"]).unwrap_err();
/// assert_eq!(error.field_errors()[0].field, "name");
/// # Ok::<(), publicsquare::Error>(())
/// ```
#[derive(Debug, Clone, PartialEq, Eq, PartialOrd, Ord, Hash, Serialize)]
#[cfg_attr(feature = "schemars", derive(schemars::JsonSchema))]
#[non_exhaustive]
pub struct FieldError {
    /// The name of the part, as the API spells it. It is empty for the request as a whole.
    pub field: String,
    /// What is wrong with it.
    pub messages: Vec<String>,
}

impl Problem {
    /// A URI that names the kind of problem (`type`).
    ///
    /// ```
    /// # use publicsquare::fakes;
    /// # let body = serde_json::json!({"type": "https://example.com/not-found"});
    /// # let problem = fakes::problem(body).unwrap();
    /// assert_eq!(problem.type_uri(), Some("https://example.com/not-found"));
    /// ```
    #[must_use]
    pub fn type_uri(&self) -> Option<&str> {
        self.type_uri.as_deref()
    }

    /// The kind of problem in a few words.
    ///
    /// ```
    /// # use publicsquare::fakes;
    /// # let body = serde_json::json!({"title": "Not found"});
    /// # let problem = fakes::problem(body).unwrap();
    /// assert_eq!(problem.title(), Some("Not found"));
    /// ```
    #[must_use]
    pub fn title(&self) -> Option<&str> {
        self.title.as_deref()
    }

    /// The HTTP status, as the body repeats it.
    ///
    /// ```
    /// # use publicsquare::fakes;
    /// # let body = serde_json::json!({"status": 404});
    /// # let problem = fakes::problem(body).unwrap();
    /// assert_eq!(problem.status(), Some(404));
    /// ```
    #[must_use]
    pub fn status(&self) -> Option<i32> {
        self.status
    }

    /// What happened in this case.
    ///
    /// ```
    /// # use publicsquare::fakes;
    /// # let body = serde_json::json!({"detail": "there is no key with this id"});
    /// # let problem = fakes::problem(body).unwrap();
    /// assert_eq!(problem.detail(), Some("there is no key with this id"));
    /// ```
    #[must_use]
    pub fn detail(&self) -> Option<&str> {
        self.detail.as_deref()
    }

    /// A URI that names this occurrence.
    ///
    /// ```
    /// # use publicsquare::fakes;
    /// # let body = serde_json::json!({"instance": "/requests/4711"});
    /// # let problem = fakes::problem(body).unwrap();
    /// assert_eq!(problem.instance(), Some("/requests/4711"));
    /// ```
    #[must_use]
    pub fn instance(&self) -> Option<&str> {
        self.instance.as_deref()
    }

    /// The parts of the request that are wrong, sorted by name.
    ///
    /// ```
    /// # use publicsquare::fakes;
    /// # let body = serde_json::json!({"errors": {"name": ["is too long"]}});
    /// # let problem = fakes::problem(body).unwrap();
    /// for error in problem.field_errors() {
    ///     println!("{}: {}", error.field, error.messages.join(", "));
    /// }
    /// ```
    #[must_use]
    pub fn field_errors(&self) -> &[FieldError] {
        &self.errors
    }

    /// All other members, such as `traceId`.
    ///
    /// ```
    /// # use publicsquare::fakes;
    /// # let body = serde_json::json!({"title": "t", "traceId": "00-1"});
    /// # let problem = fakes::problem(body).unwrap();
    /// assert_eq!(problem.extra()["traceId"], "00-1");
    /// ```
    #[must_use]
    pub fn extra(&self) -> &Map<String, Value> {
        &self.extra
    }

    /// Whether everything that the server said is here. A problem of more than 16 KiB is shortened.
    ///
    /// ```
    /// # use publicsquare::fakes;
    /// # let body = serde_json::json!({"detail": "d".repeat(50_000)});
    /// # let problem = fakes::problem(body).unwrap();
    /// assert!(!problem.is_whole());
    /// ```
    #[must_use]
    pub fn is_whole(&self) -> bool {
        !self.is_cut
    }

    /// The problem within the size limit, or `None` if it is empty.
    fn bounded(mut self) -> Option<Self> {
        let mut budget = SizeBudget::new();
        for text in [
            &mut self.detail,
            &mut self.title,
            &mut self.type_uri,
            &mut self.instance,
        ] {
            budget.cut(text);
        }
        self.errors.sort();
        let errors = self.errors.len();
        self.errors.retain(|error| budget.fits_field_error(error));
        self.omitted = errors - self.errors.len();
        self.extra
            .retain(|name, value| budget.fits_member(name, value));
        self.is_cut = budget.is_over();
        (self != Self::default()).then_some(self)
    }
}

fn by_field<S: Serializer>(errors: &[FieldError], serializer: S) -> Result<S::Ok, S::Error> {
    serializer.collect_map(errors.iter().map(|error| (&error.field, &error.messages)))
}

/// A documented body of an error.
pub(crate) trait ProblemBody {
    /// The problem, or `None` if the body has no member of one.
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
            extra: self.extra,
            ..Problem::default()
        };
        problem.bounded()
    }
}

impl ProblemBody for ValidationProblemDetails {
    fn problem(self) -> Option<Problem> {
        let errors = self
            .errors
            .unwrap_or_default()
            .into_iter()
            .map(|(field, messages)| FieldError { field, messages })
            .collect();
        let problem = Problem {
            type_uri: self.type_,
            title: self.title,
            status: self.status,
            detail: self.detail,
            instance: self.instance,
            errors,
            extra: self.extra,
            ..Problem::default()
        };
        problem.bounded()
    }
}

#[cfg(test)]
mod tests {
    use serde_json::json;

    use super::*;

    fn problem(body: Value) -> Option<Problem> {
        let body: ValidationProblemDetails = serde_json::from_value(body).expect("anything is one");
        body.problem()
    }

    #[test]
    fn it_is_serialized_as_it_came() {
        let body = json!({
            "type": "about:blank", "title": "t", "status": 400, "detail": "d", "instance": "/i",
            "errors": {"name": ["too long", "too odd"], "": ["no"]}, "traceId": "00-1",
        });
        let read = problem(body.clone()).expect("a problem");
        assert!(read.is_whole());
        assert_eq!(serde_json::to_value(&read).expect("it serializes"), body);
        assert_eq!(problem(json!({})), None);
    }

    #[test]
    fn texts_beyond_the_size_limit_are_left_out_and_counted() {
        let errors: Map<String, Value> = (0..20_000)
            .map(|number| (format!("field{number:05}"), json!(["is wrong"])))
            .collect();
        let body =
            json!({"detail": "d".repeat(50_000), "errors": errors, "trace": "x".repeat(50_000)});
        let read = problem(body).expect("a problem");
        assert!(!read.is_whole());
        assert_eq!(read.errors.len() + read.omitted, 20_000);
        assert!(read.errors.len() > 100 && read.errors[0].field == "field00000");
        assert!(read.detail().is_some_and(|detail| detail.ends_with('…')));
        assert!(read.extra().is_empty());
        let debug = format!("{read:?}").len();
        assert!(debug < 100_000, "{debug}");
    }
}
