//! Wrong bodies: what a response can have in place of its own body.
//!
//! In comes the right response. Out goes one with the same status and a [`SpoiledBody`]. A body that is
//! right but arrives cut off is in [`wire`](super::wire).

use std::fmt;

use axum::body::{Body, Bytes};
use axum::http::header::CONTENT_TYPE;
use axum::http::{HeaderValue, StatusCode};
use axum::response::Response;

use crate::problem::Problem;

/// A body that takes the place of the right one, for [`Fault::body`](crate::Fault::body).
///
/// ```
/// use publicsquare_sandbox::{Fault, Sandbox, SpoiledBody};
///
/// # #[tokio::main(flavor = "current_thread")]
/// # async fn main() -> Result<(), Box<dyn std::error::Error>> {
/// let sandbox = Sandbox::builder().start().await?;
/// sandbox.inject(Fault::body(SpoiledBody::Json(b"[1, 2]".to_vec())));
/// # let client = reqwest::Client::builder().no_proxy().build()?;
/// let response = client
///     .get(format!("{}/permissions", sandbox.url()))
///     .header("X-API-KEY", sandbox.seeded().test().secret().value())
///     .send()
///     .await?;
/// assert_eq!(response.status(), 200);
/// assert_eq!(response.text().await?, "[1, 2]");
/// # Ok(())
/// # }
/// ```
#[derive(Clone, PartialEq, Eq)]
#[non_exhaustive]
pub enum SpoiledBody {
    /// An HTML page with the content type of one.
    Html,
    /// No bytes at all, with the content type of JSON.
    Empty,
    /// JSON that ends too early, with a matching `Content-Length`.
    MalformedJson,
    /// The right object with `"key": null`. A body without a `key` stays as it is.
    NullKey,
    /// The right object without its `key`.
    WithoutKey,
    /// These bytes, with the content type of JSON.
    Json(Vec<u8>),
}

impl SpoiledBody {
    /// A 200 with this body. The bodies that change the right one are empty here.
    pub(crate) fn response(&self) -> Response {
        let (media_type, bytes) = match self {
            Self::Html => ("text/html; charset=utf-8", Bytes::from_static(PAGE)),
            Self::MalformedJson => (JSON, Bytes::from_static(br#"{"id":"key_"#)),
            Self::Json(bytes) => (JSON, Bytes::from(bytes.clone())),
            Self::Empty | Self::NullKey | Self::WithoutKey => (JSON, Bytes::new()),
        };
        let mut response = Response::new(Body::from(bytes));
        response
            .headers_mut()
            .insert(CONTENT_TYPE, HeaderValue::from_static(media_type));
        response
    }

    /// The response with this body in place of its own.
    pub(crate) async fn replace(&self, answer: Response) -> Response {
        // HTTP does not allow a 204 to have a body.
        if answer.status() == StatusCode::NO_CONTENT {
            return answer;
        }
        if matches!(self, Self::NullKey | Self::WithoutKey) {
            return self.edit(answer).await;
        }
        let mut response = self.response();
        *response.status_mut() = answer.status();
        response
    }

    async fn edit(&self, answer: Response) -> Response {
        if answer.extensions().get::<Problem>().is_some() {
            return answer;
        }
        let (parts, body) = answer.into_parts();
        // The body is in memory, so that there is no limit to exceed.
        let bytes = axum::body::to_bytes(body, usize::MAX)
            .await
            .unwrap_or_default();
        Response::from_parts(parts, Body::from(self.edit_object(bytes)))
    }

    fn edit_object(&self, bytes: Bytes) -> Bytes {
        let Ok(mut object) = serde_json::from_slice::<serde_json::Map<_, _>>(&bytes) else {
            return bytes;
        };
        if let Some(key) = object.get_mut("key") {
            *key = serde_json::Value::Null;
        }
        if matches!(self, Self::WithoutKey) {
            object.remove("key");
        }
        serde_json::to_vec(&object).map_or(bytes, Bytes::from)
    }
}

const JSON: &str = "application/json; charset=utf-8";

const PAGE: &[u8] = b"<!doctype html>\n<title>Sandbox</title>\n<p>This page is not the API.</p>\n";

impl fmt::Debug for SpoiledBody {
    fn fmt(&self, formatter: &mut fmt::Formatter<'_>) -> fmt::Result {
        match self {
            Self::Html => formatter.write_str("Html"),
            Self::Empty => formatter.write_str("Empty"),
            Self::MalformedJson => formatter.write_str("MalformedJson"),
            Self::NullKey => formatter.write_str("NullKey"),
            Self::WithoutKey => formatter.write_str("WithoutKey"),
            Self::Json(bytes) => write!(formatter, "Json({} bytes)", bytes.len()),
        }
    }
}
