//! Writes the bodies of requests: JSON, forms, and bytes as they are.
//!
//! The generated code calls these functions, because `SecretKey` refuses to be serialized outside
//! [`serialize_secrets`]. In comes a request builder and a value; out comes the builder with body and `Content-Type`.
//! Responses are read in `body.rs`, and parameters are written in `parameter.rs`.

use reqwest::header::{CONTENT_TYPE, HeaderValue};
use reqwest::{Body, RequestBuilder};
use serde::Serialize;
use serde_json::Value;

use crate::parameter;
use crate::secret_key::serialize_secrets;

/// Writes a value as JSON, including its secrets: the service needs them.
#[allow(
    dead_code,
    reason = "the description may have no operation with a body"
)]
pub(crate) fn write<T: Serialize + ?Sized>(request: RequestBuilder, body: &T) -> RequestBuilder {
    serialize_secrets(|| request.json(body))
}

/// Writes a value as JSON if there is one.
#[allow(
    dead_code,
    reason = "the description may have no operation whose body is optional"
)]
pub(crate) fn write_if_any<T: Serialize>(
    request: RequestBuilder,
    body: &Option<T>,
) -> RequestBuilder {
    match body {
        Some(body) => write(request, body),
        None => request,
    }
}

/// Writes a value as JSON under another media type, such as `application/merge-patch+json`.
#[allow(
    dead_code,
    reason = "the description may have no operation with such a body"
)]
pub(crate) fn write_as<T: Serialize + ?Sized>(
    request: RequestBuilder,
    media_type: &'static str,
    body: &T,
) -> RequestBuilder {
    // `json` keeps a media type that is there already.
    write(
        request.header(CONTENT_TYPE, HeaderValue::from_static(media_type)),
        body,
    )
}

/// Writes a value as JSON under another media type if there is one.
#[allow(
    dead_code,
    reason = "the description may have no operation whose body is optional"
)]
pub(crate) fn write_as_if_any<T: Serialize>(
    request: RequestBuilder,
    media_type: &'static str,
    body: &Option<T>,
) -> RequestBuilder {
    match body {
        Some(body) => write_as(request, media_type, body),
        None => request,
    }
}

/// Writes the members of an object as a form. A list becomes one pair for each element, and null becomes none.
#[allow(
    dead_code,
    reason = "the description may have no operation with a form"
)]
pub(crate) fn write_form<T: Serialize + ?Sized>(
    request: RequestBuilder,
    body: &T,
) -> RequestBuilder {
    let members = match serialize_secrets(|| serde_json::to_value(body)) {
        Ok(Value::Object(members)) => members,
        // The generator accepts only objects as forms, so this does not happen.
        Ok(_) | Err(_) => serde_json::Map::new(),
    };
    let mut form = url::form_urlencoded::Serializer::new(String::new());
    for (name, value) in &members {
        match value {
            Value::Null => {}
            Value::Array(values) => {
                for value in values {
                    form.append_pair(name, &parameter::of_json(value));
                }
            }
            value => drop(form.append_pair(name, &parameter::of_json(value))),
        }
    }
    write_raw(
        request,
        "application/x-www-form-urlencoded",
        form.finish().into(),
    )
}

/// Writes a form if there is one.
#[allow(
    dead_code,
    reason = "the description may have no operation whose form is optional"
)]
pub(crate) fn write_form_if_any<T: Serialize>(
    request: RequestBuilder,
    body: &Option<T>,
) -> RequestBuilder {
    match body {
        Some(body) => write_form(request, body),
        None => request,
    }
}

/// Writes bytes as they are, with their media type.
#[allow(
    dead_code,
    reason = "the description may have no operation with such a body"
)]
pub(crate) fn write_raw(
    request: RequestBuilder,
    media_type: &'static str,
    body: Body,
) -> RequestBuilder {
    request
        .header(CONTENT_TYPE, HeaderValue::from_static(media_type))
        .body(body)
}

/// Writes bytes as they are, if there are any.
#[allow(
    dead_code,
    reason = "the description may have no operation whose body is optional"
)]
pub(crate) fn write_raw_if_any(
    request: RequestBuilder,
    media_type: &'static str,
    body: Option<Body>,
) -> RequestBuilder {
    match body {
        Some(body) => write_raw(request, media_type, body),
        None => request,
    }
}

#[cfg(test)]
mod tests {
    use serde_json::json;

    use super::*;

    #[test]
    fn a_form_has_one_pair_for_each_element_and_none_for_null() {
        let body = json!({"a": "x y&", "b": [1, true], "c": null, "d": []});
        let request = write_form(reqwest::Client::new().post("http://h/"), &body);
        let request = request.build().expect("a request");
        let text = request.body().and_then(Body::as_bytes).unwrap_or_default();
        assert_eq!(String::from_utf8_lossy(text), "a=x+y%26&b=1&b=true");
        let media_type = request.headers().get(CONTENT_TYPE);
        assert_eq!(
            media_type.and_then(|found| found.to_str().ok()),
            Some("application/x-www-form-urlencoded")
        );
    }

    #[test]
    fn json_is_sent_under_the_media_type_that_is_described() {
        let name = "application/merge-patch+json";
        let post = || reqwest::Client::new().post("http://h/");
        for (body, expected) in [(Some([1]), Some(name)), (None, None)] {
            let request = write_as_if_any(post(), name, &body).build();
            let request = request.expect("a request");
            let all = request.headers().get_all(CONTENT_TYPE).iter();
            let types: Vec<_> = all.map(|found| found.to_str().ok()).collect();
            assert_eq!(types, expected.map(Some).into_iter().collect::<Vec<_>>());
            let sent = request.body().and_then(Body::as_bytes);
            assert_eq!(sent, body.map(|_| &b"[1]"[..]));
        }
    }

    #[test]
    fn a_body_that_is_left_out_has_no_content_type() {
        let request = write_raw_if_any(reqwest::Client::new().post("http://h/"), "text/csv", None);
        let request = request.build().expect("a request");
        assert!(request.headers().is_empty() && request.body().is_none());
    }
}
