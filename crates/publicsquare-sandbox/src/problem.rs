//! Problem details (RFC 9457): the body of every error response.
//!
//! Any module makes a [`Problem`] with a status and a sentence. It travels inside the response; the
//! [`responder`](crate::responder) turns it into JSON, because the path and the media type are known only
//! there. Messages about single fields are in [`field_errors`](crate::field_errors).

use axum::http::StatusCode;
use axum::response::{IntoResponse, Response};
use serde::Serialize;

use crate::field_errors::FieldErrors;
use crate::retry_after::RetryAfter;
use crate::state::KeyType;

/// The `Content-Type` of error responses.
///
/// The vendor's schema declares `application/json`. Services of its kind commonly send
/// `application/problem+json`. A client has to understand both.
///
/// ```
/// use publicsquare_sandbox::{ErrorMediaType, Sandbox};
///
/// for media_type in [ErrorMediaType::ProblemJson, ErrorMediaType::Json] {
///     let sandbox = Sandbox::builder().error_media_type(media_type).start_blocking()?;
///     // Run the client against it.
/// }
/// # Ok::<(), std::io::Error>(())
/// ```
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub enum ErrorMediaType {
    /// `application/problem+json`, the registered media type.
    #[default]
    ProblemJson,
    /// `application/json`, the media type in the vendor's schema.
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

/// Why a request is refused. It travels inside the response until the responder renders it.
#[derive(Clone, Debug)]
pub(crate) struct Problem {
    status: StatusCode,
    title: &'static str,
    detail: String,
    errors: FieldErrors,
    retry_after: Option<RetryAfter>,
}

impl Problem {
    /// A problem with the standard title of the status.
    pub(crate) fn new(status: StatusCode, detail: impl Into<String>) -> Self {
        Self {
            status,
            title: status.canonical_reason().unwrap_or("Error"),
            detail: detail.into(),
            errors: FieldErrors::default(),
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

    /// Parts of the request are malformed. The messages do not repeat what was sent: it may be a key in the
    /// wrong place.
    pub(crate) fn invalid(errors: FieldErrors) -> Self {
        Self {
            title: "One or more validation errors occurred.",
            errors,
            ..Self::new(
                StatusCode::BAD_REQUEST,
                "See the errors property for details.",
            )
        }
    }

    pub(crate) fn publishable_key() -> Self {
        Self::new(
            StatusCode::FORBIDDEN,
            "A publishable API key cannot do this.",
        )
    }

    pub(crate) fn reveals_itself_only() -> Self {
        Self::new(
            StatusCode::FORBIDDEN,
            "An API key can reveal only its own value.",
        )
    }

    /// The key came with the account, so that the account cannot update or delete it.
    pub(crate) fn unalterable(kind: KeyType, change: &str) -> Self {
        Self::new(
            StatusCode::UNPROCESSABLE_ENTITY,
            format!(
                "A {kind} key comes with the account. It can be regenerated, but not {change}."
            ),
        )
    }

    pub(crate) fn too_many_keys(limit: usize) -> Self {
        Self::new(
            StatusCode::UNPROCESSABLE_ENTITY,
            format!("The environment already has {limit} restricted keys and cannot have more."),
        )
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
        let document = Document {
            r#type: reference(self.status),
            title: self.title,
            status: self.status.as_u16(),
            detail: &self.detail,
            instance,
            errors: &self.errors,
            trace_id,
        };
        // Strings and numbers always serialize. The default, an empty body, is never used.
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
    #[serde(skip_serializing_if = "FieldErrors::is_empty")]
    errors: &'a FieldErrors,
    #[serde(rename = "traceId")]
    trace_id: &'a str,
}

/// The section of the RFC that defines the status.
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
