//! Problem details: what every error response says.

use axum::http::StatusCode;
use axum::response::{IntoResponse, Response};
use serde::Serialize;

use crate::identifier;
use crate::retry_after::RetryAfter;

/// The `Content-Type` of error responses.
///
/// The vendor's schema declares `application/json`; services of its kind commonly send
/// `application/problem+json`.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub enum ErrorMediaType {
    /// `application/problem+json`, the registered one.
    #[default]
    ProblemJson,
    /// `application/json`, the declared one.
    Json,
}

impl ErrorMediaType {
    pub(crate) const fn as_str(self) -> &'static str {
        match self {
            Self::ProblemJson => "application/problem+json; charset=utf-8",
            Self::Json => "application/json; charset=utf-8",
        }
    }
}

/// Why a request is refused. It travels inside the response until the service renders it: only there
/// are the path and the media type known.
#[derive(Clone, Debug)]
pub(crate) struct Problem {
    status: StatusCode,
    title: &'static str,
    detail: String,
    invalid_field: Option<(&'static str, Vec<String>)>,
    retry_after: Option<RetryAfter>,
}

impl Problem {
    /// A problem with the status's own title.
    pub(crate) fn new(status: StatusCode, detail: impl Into<String>) -> Self {
        Self {
            status,
            title: status.canonical_reason().unwrap_or("Error"),
            detail: detail.into(),
            invalid_field: None,
            retry_after: None,
        }
    }

    pub(crate) fn missing_key() -> Self {
        Self::new(StatusCode::UNAUTHORIZED, "The X-API-KEY header is missing.")
    }

    pub(crate) fn unknown_key() -> Self {
        Self::new(StatusCode::UNAUTHORIZED, "The API key is not valid.")
    }

    pub(crate) fn missing_permission(permission: &str) -> Self {
        Self::new(
            StatusCode::FORBIDDEN,
            format!("The API key lacks the permission '{permission}'."),
        )
    }

    pub(crate) fn no_such_key() -> Self {
        Self::new(StatusCode::NOT_FOUND, "There is no API key with this id.")
    }

    /// The id is malformed. What was sent is not repeated: it may be a key in the wrong place.
    pub(crate) fn invalid_id(too_long: bool, wrong_form: bool) -> Self {
        let mut messages = Vec::new();
        if too_long {
            messages.push(format!(
                "The field id must be a string with a maximum length of {}.",
                identifier::MAX_LENGTH
            ));
        }
        if wrong_form {
            messages.push(format!(
                "The field id must match the regular expression '{}'.",
                identifier::PATTERN
            ));
        }
        Self {
            title: "One or more validation errors occurred.",
            invalid_field: Some(("id", messages)),
            ..Self::new(
                StatusCode::BAD_REQUEST,
                "See the errors property for details.",
            )
        }
    }

    pub(crate) fn in_flight() -> Self {
        Self::new(
            StatusCode::CONFLICT,
            "A request with this idempotency key is still being processed.",
        )
    }

    pub(crate) fn idempotency_key_reused() -> Self {
        Self::new(
            StatusCode::UNPROCESSABLE_ENTITY,
            "This idempotency key was used for a different request.",
        )
    }

    pub(crate) fn too_many_requests(retry_after: Option<RetryAfter>) -> Self {
        Self {
            retry_after,
            ..Self::new(
                StatusCode::TOO_MANY_REQUESTS,
                "Too many requests from this address.",
            )
        }
    }

    pub(crate) const fn retry_after(&self) -> Option<RetryAfter> {
        self.retry_after
    }

    /// The JSON text of the problem.
    pub(crate) fn json(&self, instance: &str, trace_id: &str) -> Vec<u8> {
        let errors = self
            .invalid_field
            .as_ref()
            .map(|(field, messages)| Errors { field, messages });
        let document = Document {
            r#type: reference(self.status),
            title: self.title,
            status: self.status.as_u16(),
            detail: &self.detail,
            instance,
            errors,
            trace_id,
        };
        // Strings and numbers always serialize; an empty body stands in for what cannot happen.
        serde_json::to_vec(&document).unwrap_or_default()
    }
}

impl IntoResponse for Problem {
    fn into_response(self) -> Response {
        let mut response = self.status.into_response();
        response.extensions_mut().insert(self);
        response
    }
}

#[derive(Serialize)]
struct Document<'a> {
    r#type: String,
    title: &'a str,
    status: u16,
    detail: &'a str,
    instance: &'a str,
    #[serde(skip_serializing_if = "Option::is_none")]
    errors: Option<Errors<'a>>,
    #[serde(rename = "traceId")]
    trace_id: &'a str,
}

struct Errors<'a> {
    field: &'a str,
    messages: &'a [String],
}

impl Serialize for Errors<'_> {
    fn serialize<S: serde::Serializer>(&self, serializer: S) -> Result<S::Ok, S::Error> {
        serializer.collect_map([(self.field, self.messages)])
    }
}

/// Where the status is defined.
fn reference(status: StatusCode) -> String {
    let section = match status.as_u16() {
        429 => return "https://www.rfc-editor.org/rfc/rfc6585#section-4".to_owned(),
        code @ 400..=417 => format!("15.5.{}", code - 399),
        code @ 421..=422 => format!("15.5.{}", code - 401),
        code @ 500..=505 => format!("15.6.{}", code - 499),
        _ => return "about:blank".to_owned(),
    };
    format!("https://www.rfc-editor.org/rfc/rfc9110#section-{section}")
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn the_type_points_at_the_definition_of_the_status() {
        let ends = [
            (400, "15.5.1"),
            (401, "15.5.2"),
            (404, "15.5.5"),
            (405, "15.5.6"),
            (409, "15.5.10"),
        ];
        for (code, end) in
            ends.into_iter()
                .chain([(422, "15.5.21"), (500, "15.6.1"), (503, "15.6.4")])
        {
            let status = StatusCode::from_u16(code).unwrap();
            assert!(
                reference(status).ends_with(&format!("rfc9110#section-{end}")),
                "{code}"
            );
        }
    }
}
